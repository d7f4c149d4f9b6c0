import { pipeline } from 'node:stream/promises';
import { SLIDE_TYPE, SlidesView } from '@liveclass/contract';
import { type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import type { ByteStream } from '../../ports/files.ts';
import type { Log } from '../../ports/log.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface SlideUseCases {
  prepare(session: WebSession, id: string): Promise<SlidesView>;
  view(session: WebSession, id: string): Promise<SlidesView>;
  picture(session: WebSession, id: string, page: number): Promise<ByteStream>;
}

/** Files as pages of the board. A picture is asked for with the person's own session, each time. */
export function slideRoutes(useCases: SlideUseCases, requireSession: RequestHandler, log: Log): Router {
  const router = Router();
  router.use('/api/slides', requireSession, personRate());
  router.post('/api/slides/:id', async (req, res) => {
    res.status(202).json(SlidesView.parse(await useCases.prepare(sessionOf(res), String(req.params['id']))));
  });
  router.get('/api/slides/:id', async (req, res) => {
    res.set('Cache-Control', 'no-store').json(SlidesView.parse(await useCases.view(sessionOf(res), String(req.params['id']))));
  });
  router.get('/api/slides/:id/:page', async (req, res) => {
    const picture = await useCases.picture(sessionOf(res), String(req.params['id']), Number(req.params['page']));
    res.set({
      'Content-Type': SLIDE_TYPE,
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      // Whoever holds the disk of the reader's machine next must not find the class in a cache.
      'Cache-Control': 'no-store',
    });
    await pipeline(picture, res).catch((error: unknown) => {
      if (!res.destroyed) log.warn({ err: error }, 'a picture stopped in the middle');
    });
  });
  return router;
}
