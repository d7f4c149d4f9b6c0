import { ClassReply, type ClassView, LIMITS, Refusal, SettingsChange } from '@liveclass/contract';
import express, { type RequestHandler, type Response, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface ClassUseCases {
  view(session: WebSession): Promise<ClassView>;
  /** Answers the class as it is afterwards. */
  change(session: WebSession, change: SettingsChange): Promise<ClassView>;
}

const answer = (res: Response, view: ClassView): void => void res.set('Cache-Control', 'no-store').json(ClassReply.parse(view));

/** GET /api/class: what the lobby shows before its link is up. PATCH /api/class/settings: what holds for all its sessions. */
export function classRoutes(useCases: ClassUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.use('/api/class', requireSession, personRate());
  router.get('/api/class', async (_req, res) => answer(res, await useCases.view(sessionOf(res))));
  router.patch('/api/class/settings', express.json({ limit: LIMITS.httpBodyBytes }), async (req, res) => {
    const body = SettingsChange.safeParse(req.body);
    if (!body.success) throw new Refusal('bad-request');
    answer(res, await useCases.change(sessionOf(res), body.data));
  });
  return router;
}
