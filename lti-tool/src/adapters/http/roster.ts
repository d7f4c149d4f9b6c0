import { Refusal, RosterQuery, RosterReply, RosterState } from '@liveclass/contract';
import { type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface RosterUseCases {
  view(session: WebSession, query: { search: string; page: number }): Promise<RosterReply>;
  sync(session: WebSession): Promise<RosterState>;
}

/** The people of the class, page by page, for its teachers. */
export function rosterRoutes(useCases: RosterUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.use('/api/roster', requireSession, personRate(), (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/api/roster', async (req, res) => {
    const query = RosterQuery.safeParse(req.query);
    if (!query.success) throw new Refusal('bad-request');
    res.json(RosterReply.parse(await useCases.view(sessionOf(res), query.data)));
  });
  router.post('/api/roster/sync', async (_req, res) => {
    res.status(202).json(RosterState.parse(await useCases.sync(sessionOf(res))));
  });
  return router;
}
