import type { ClassView } from '@liveclass/contract';
import { ClassReply } from '@liveclass/contract';
import { type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface ClassUseCases {
  view(session: WebSession): Promise<ClassView>;
}

/** GET /api/class: what the lobby shows before its link is up. */
export function classRoutes(useCases: ClassUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.get('/api/class', requireSession, personRate(), async (_req, res) => {
    res.set('Cache-Control', 'no-store').json(ClassReply.parse(await useCases.view(sessionOf(res))));
  });
  return router;
}
