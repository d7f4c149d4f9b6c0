import { BanBody, BansReply, LIMITS, Refusal } from '@liveclass/contract';
import express, { type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface BanUseCases {
  view(session: WebSession): Promise<BansReply>;
  ban(session: WebSession, body: BanBody): Promise<BansReply>;
  lift(session: WebSession, id: string): Promise<BansReply>;
}

/** Who is kept out of the class, and what was done to keep order in it; for its teachers. */
export function banRoutes(useCases: BanUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  const json = express.json({ limit: LIMITS.httpBodyBytes, strict: true });
  router.use('/api/bans', requireSession, personRate(), (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/api/bans', async (_req, res) => {
    res.json(BansReply.parse(await useCases.view(sessionOf(res))));
  });
  router.post('/api/bans', json, async (req, res) => {
    const body = BanBody.safeParse(req.body);
    if (!body.success) throw new Refusal('bad-request', body.error.issues[0]?.path);
    res.json(BansReply.parse(await useCases.ban(sessionOf(res), body.data)));
  });
  router.post('/api/bans/:id/lift', async (req, res) => {
    res.json(BansReply.parse(await useCases.lift(sessionOf(res), String(req.params['id']))));
  });
  return router;
}
