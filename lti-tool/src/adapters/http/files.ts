import { pipeline } from 'node:stream/promises';
import {
  FileChange,
  FileLinkReply,
  type FilePlace,
  FilesReply,
  FilesSettings,
  FileView,
  LIMITS,
  Refusal,
  UploadQuery,
} from '@liveclass/contract';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import type { Log } from '../../ports/log.ts';
import type { OpenedFile } from '../../usecases/open-file.ts';
import { personRate } from './haste.ts';
import { bearerOf, sessionOf } from './session-guard.ts';

export interface FileUseCases {
  list(session: WebSession): Promise<FilesReply>;
  upload(session: WebSession, upload: { name: string; place: FilePlace; bytes: number; source: Request }): Promise<FileView>;
  change(session: WebSession, id: string, change: FileChange): Promise<FileView>;
  remove(session: WebSession, id: string): Promise<void>;
  settings(session: WebSession, settings: FilesSettings): Promise<FilesReply>;
  link(session: WebSession, token: string, id: string): Promise<FileLinkReply>;
  open(token: string): Promise<OpenedFile>;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

const idOf = (req: Request): string => String(req.params['id']);

/** The class's library: each route finds the file in the session's own class only. */
export function fileRoutes(useCases: FileUseCases, requireSession: RequestHandler, requireInRoom: RequestHandler): Router {
  const router = Router();
  // Before the library's own guard: what the room shows is for guests in it as well.
  router.post('/api/files/:id/link', requireInRoom, personRate(), noStore, async (req, res) => {
    res.json(FileLinkReply.parse(await useCases.link(sessionOf(res), bearerOf(req), idOf(req))));
  });
  const json = express.json({ limit: LIMITS.httpBodyBytes });
  router.use(['/api/files', '/api/files-settings'], requireSession, personRate(), noStore);
  router.get('/api/files', async (_req, res) => void res.json(FilesReply.parse(await useCases.list(sessionOf(res)))));
  router.post('/api/files', async (req, res) => {
    try {
      const query = UploadQuery.safeParse(req.query);
      if (!query.success) throw new Refusal('bad-request');
      const bytes = Number(req.headers['content-length'] ?? Number.NaN);
      const view = await useCases.upload(sessionOf(res), { ...query.data, bytes, source: req });
      res.status(201).json(FileView.parse(view));
    } catch (error) {
      // What is still on its way is not read: the connection ends with the answer.
      if (!req.readableEnded) res.set('Connection', 'close');
      throw error;
    }
  });
  router.patch('/api/files-settings', json, async (req, res) => {
    const settings = FilesSettings.safeParse(req.body);
    if (!settings.success) throw new Refusal('bad-request');
    res.json(FilesReply.parse(await useCases.settings(sessionOf(res), settings.data)));
  });
  router.patch('/api/files/:id', json, async (req, res) => {
    const change = FileChange.safeParse(req.body);
    if (!change.success) throw new Refusal('bad-request');
    res.json(FileView.parse(await useCases.change(sessionOf(res), idOf(req), change.data)));
  });
  router.delete('/api/files/:id', async (req, res) => {
    await useCases.remove(sessionOf(res), idOf(req));
    res.status(204).end();
  });
  return router;
}

/** GET and HEAD of a download link, with Range. */
export function downloadRoutes(useCases: Pick<FileUseCases, 'open'>, path: string, log: Log): Router {
  const router = Router();
  router.get(`${path}/:token/:name`, async (req, res) => {
    const opened = await useCases.open(String(req.params['token']));
    await send(req, res, opened).catch((error: unknown) => {
      if (!res.headersSent) throw error;
      if (!res.destroyed) log.warn({ err: error }, 'a file stopped in the middle');
    });
  });
  return router;
}

async function send(req: Request, res: Response, { file, read }: OpenedFile): Promise<void> {
  const isShown = file.kind !== 'other';
  res.set({
    'Content-Type': isShown ? file.type : 'application/octet-stream',
    'Content-Disposition': `${isShown ? 'inline' : 'attachment'}; filename="file"; filename*=UTF-8''${encoded(file.name)}`,
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Whoever holds the disk of the reader's machine next must not find the class in a cache.
    'Cache-Control': 'no-store',
    'Accept-Ranges': 'bytes',
    ETag: `"${file.id}"`,
  });
  const range = rangeOf(req, file.bytes, `"${file.id}"`);
  if (range === 'beyond') {
    res.status(416).set('Content-Range', `bytes */${file.bytes}`).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  res.set('Content-Length', String(end - start + 1));
  if (range) res.status(206).set('Content-Range', `bytes ${start}-${end}/${file.bytes}`);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  await pipeline(await read({ start, end }), res);
}

/** The one range that is asked for; several, or one of another version, are answered with the whole. */
function rangeOf(req: Request, bytes: number, etag: string): { start: number; end: number } | 'beyond' | undefined {
  const condition = req.headers['if-range'];
  if (condition !== undefined && condition !== etag) return undefined;
  const ranges = req.range(bytes, { combine: true });
  if (ranges === -1) return 'beyond';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  return ranges[0];
}

/** RFC 8187: what encodeURIComponent leaves but a header may not carry. */
const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
