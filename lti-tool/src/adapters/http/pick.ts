import { PickView } from '@liveclass/contract';
import { type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

interface PickUseCases {
  view(session: WebSession): Promise<PickView>;
}

/** GET /api/pick: what a teacher may add to the course. The answer to the LMS is made by the session API. */
export function pickRoutes(useCases: PickUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.get('/api/pick', requireSession, personRate(), async (_req, res) => {
    res.set('Cache-Control', 'no-store').json(PickView.parse(await useCases.view(sessionOf(res))));
  });
  return router;
}
