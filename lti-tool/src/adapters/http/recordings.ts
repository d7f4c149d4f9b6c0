import { LIMITS, type PlaybackLinkReply, RecordingChange, RecordingReply, type RecordingView, Refusal } from '@liveclass/contract';
import express, { type Request, type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { bearerOf, sessionOf } from './session-guard.ts';

export interface RecordingUseCases {
  view(session: WebSession, id: string): Promise<RecordingView>;
  change(session: WebSession, id: string, change: RecordingChange): Promise<RecordingView>;
  remove(session: WebSession, id: string): Promise<void>;
  composeAgain(session: WebSession, id: string): Promise<RecordingView>;
  publishAgain(session: WebSession, id: string): Promise<RecordingView>;
  link(session: WebSession, token: string, id: string): Promise<PlaybackLinkReply>;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

const idOf = (req: Request): string => String(req.params['id']);

/** The library: each route finds the recording in the session's own class only. */
export function recordingRoutes(useCases: RecordingUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  const path = '/api/recordings/:id';
  router.use('/api/recordings', requireSession, personRate(), noStore);
  router.get(path, async (req, res) => void res.json(RecordingReply.parse(await useCases.view(sessionOf(res), idOf(req)))));
  router.patch(path, express.json({ limit: LIMITS.httpBodyBytes }), async (req, res) => {
    const change = RecordingChange.safeParse(req.body);
    if (!change.success) throw new Refusal('bad-request');
    res.json(RecordingReply.parse(await useCases.change(sessionOf(res), idOf(req), change.data)));
  });
  router.delete(path, async (req, res) => {
    await useCases.remove(sessionOf(res), idOf(req));
    res.status(204).end();
  });
  router.post(`${path}/compose`, async (req, res) => {
    res.json(RecordingReply.parse(await useCases.composeAgain(sessionOf(res), idOf(req))));
  });
  router.post(`${path}/publish`, async (req, res) => {
    res.json(RecordingReply.parse(await useCases.publishAgain(sessionOf(res), idOf(req))));
  });
  router.post(`${path}/link`, async (req, res) => void res.json(await useCases.link(sessionOf(res), bearerOf(req), idOf(req))));
  return router;
}
