import { pipeline } from 'node:stream/promises';
import { RecordingId, Refusal } from '@liveclass/contract';
import type { Request, Response } from 'express';
import type { Recorder } from '../ports.ts';

/** Answers GET and HEAD of a composed MP4, whole or one range of it. */
export async function sendRecording(recorder: Recorder, request: Request, response: Response): Promise<void> {
  const id = RecordingId.safeParse(request.params['recordingId']);
  if (!id.success) throw new Refusal('not-found');
  const file = await recorder.file(id.data);
  response.set({
    'Content-Type': 'video/mp4',
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Last-Modified': file.modifiedAt.toUTCString(),
    'X-Content-Type-Options': 'nosniff',
  });
  const range = rangeOf(request, file.bytes);
  if (range === 'unsatisfiable') {
    response.status(416).set('Content-Range', `bytes */${file.bytes}`).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  response.status(range ? 206 : 200).set('Content-Length', String(end - start + 1));
  if (range) response.set('Content-Range', `bytes ${start}-${end}/${file.bytes}`);
  if (request.method === 'HEAD') response.end();
  else await pipeline(file.read(start, end), response);
}

/** Undefined for the whole file: no range, several ranges (a player never asks for them), or one that is not in bytes. */
function rangeOf(request: Request, bytes: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const ranges = request.range(bytes);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  return ranges[0];
}
