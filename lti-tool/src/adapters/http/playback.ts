import { pipeline } from 'node:stream/promises';
import { Refusal } from '@liveclass/contract';
import { type Request, type Response, Router } from 'express';
import type { FileAnswer, FileAsk } from '../../ports/gateways.ts';
import type { Log } from '../../ports/log.ts';
import type { Meters } from '../../ports/meters.ts';

export interface PlaybackUseCases {
  play(token: string, ask: FileAsk): Promise<{ readonly recording: { readonly title: string }; readonly file: FileAnswer }>;
}
interface Parts {
  readonly useCases: PlaybackUseCases;
  readonly meters: Meters;
  readonly log: Log;
  /** Where the use case says that links lead. */
  readonly path: string;
}

/** What a player may ask for, and what it is told; everything else of either side stays where it is. */
const ASKED = ['range', 'if-range'];
const TOLD = ['content-type', 'content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified'];
const PASSED_ON = new Set([200, 206, 416]);

/** GET and HEAD of a playback link, with Range. */
export function playbackRoutes({ useCases, meters, log, path }: Parts): Router {
  const router = Router();
  router.get(`${path}/:token/recording.mp4`, async (req, res) => {
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const { recording, file } = await useCases.play(String(req.params['token']), askOf(req, gone.signal)).catch((error: unknown) => {
      meters.playback(error instanceof Refusal ? error.reason : 'unavailable');
      throw error;
    });
    await passOn(res, file, recording.title).catch((error: unknown) => {
      // A viewer who seeks drops the old answer; that is no failure.
      if (!gone.signal.aborted) log.warn({ err: error }, 'a recording stopped in the middle');
    });
    meters.playback(String(file.status));
  });
  return router;
}

function askOf(req: Request, signal: AbortSignal): FileAsk {
  const headers = ASKED.flatMap((name) => {
    const value = req.headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { method: req.method === 'HEAD' ? 'HEAD' : 'GET', headers: Object.fromEntries(headers), signal };
}

async function passOn(res: Response, file: FileAnswer, title: string): Promise<void> {
  if (!PASSED_ON.has(file.status)) {
    file.body.on('error', () => undefined).destroy();
    throw new Refusal(file.status === 404 ? 'not-found' : 'gateway-failed', { status: file.status });
  }
  for (const name of TOLD) {
    const value = file.headers[name];
    if (value !== undefined) res.setHeader(name, value);
  }
  // Whoever holds the disk of the viewer's machine next must not find the class in a cache.
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Disposition', `inline; filename="recording.mp4"; filename*=UTF-8''${encoded(title)}.mp4`);
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  res.status(file.status);
  await pipeline(file.body, res);
}

/** RFC 8187: what encodeURIComponent leaves but a header may not carry. */
const encoded = (title: string): string =>
  encodeURIComponent(title.toWellFormed()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
