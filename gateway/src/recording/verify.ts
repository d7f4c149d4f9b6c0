import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { packetTimes, probeFile } from './ffmpeg.ts';
import { FRAME_MS, type Plan } from './plan.ts';

/** A composed MP4 that was found to be what it should. */
export interface Film {
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
}

const DURATION_TOLERANCE = 0.01;
/** The sound's last packet may reach over the end. */
const DURATION_SLACK_MS = 100;

/** Rejects with what is wrong: a stream is missing, it is too short or too long, or time runs backwards in it. */
export async function verifyFilm(path: string, plan: Plan, ffmpegPath: string): Promise<Film> {
  const { format, streams } = await probeFile(path, ffmpegPath);
  const video = streams.find(({ codec_name: codec }) => codec === 'h264');
  const audio = streams.find(({ codec_name: codec }) => codec === 'aac');
  if (!video?.width || !video.height || !audio) throw new Error('the film lacks its picture or its sound');
  const wantedMs = plan.frames * FRAME_MS;
  const allowedMs = wantedMs * DURATION_TOLERANCE + DURATION_SLACK_MS;
  for (const seconds of [format.duration, video.duration, audio.duration]) {
    const foundMs = (seconds ?? 0) * 1000;
    if (Math.abs(foundMs - wantedMs) > allowedMs) throw new Error(`the film lasts ${foundMs} ms instead of ${wantedMs} ms`);
  }
  await verifyOrder(path, plan.frames);
  return { durationMs: Math.round(format.duration * 1000), width: video.width, height: video.height };
}

/** Reads every packet's time: decoding order must rise in each stream, and every frame of the plan must be there. */
async function verifyOrder(path: string, frames: number): Promise<void> {
  const text = new PassThrough();
  const ended = packetTimes(path, text);
  // It is awaited below; reading ends by itself when this fails.
  ended.catch(() => {});
  const last = new Map<string, number>();
  let pictures = 0;
  let backwards: string | undefined;
  for await (const line of createInterface({ input: text })) {
    const [, stream, time] = /^(\d+),\s*(-?\d+),/.exec(line) ?? [];
    if (stream === undefined) continue;
    const at = Number(time);
    if (at <= (last.get(stream) ?? Number.NEGATIVE_INFINITY)) backwards = stream;
    last.set(stream, at);
    if (stream === '0') pictures += 1;
  }
  await ended;
  if (backwards !== undefined) throw new Error(`time runs backwards in stream ${backwards} of the film`);
  if (pictures !== frames) throw new Error(`the film has ${pictures} frames instead of ${frames}`);
}
