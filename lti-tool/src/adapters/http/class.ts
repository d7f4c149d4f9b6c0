import { ClassReply, type ClassView, LIMITS, Refusal, type Schedule, ScheduleBody } from '@liveclass/contract';
import express, { type RequestHandler, type Response, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface ClassUseCases {
  view(session: WebSession): Promise<ClassView>;
  /** Answers the class as it is afterwards. */
  plan(session: WebSession, schedule: Schedule | null): Promise<ClassView>;
}

const answer = (res: Response, view: ClassView): void => void res.set('Cache-Control', 'no-store').json(ClassReply.parse(view));

/** GET /api/class: what the lobby shows before its link is up. PUT /api/class/schedule: when the class meets. */
export function classRoutes(useCases: ClassUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.use('/api/class', requireSession, personRate());
  router.get('/api/class', async (_req, res) => answer(res, await useCases.view(sessionOf(res))));
  router.put('/api/class/schedule', express.json({ limit: LIMITS.httpBodyBytes }), async (req, res) => {
    const body = ScheduleBody.safeParse(req.body);
    if (!body.success) throw new Refusal('bad-request');
    answer(res, await useCases.plan(sessionOf(res), body.data.schedule));
  });
  return router;
}
