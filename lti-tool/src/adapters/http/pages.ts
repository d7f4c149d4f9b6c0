import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@liveclass/contract';
import express, { type RequestHandler, Router } from 'express';

/** Pages of the one frontend; each reads its own path. */
const PAGES = ['/lobby', '/room', '/recording', '/pick', '/admin', '/guest'];
const YEAR_MS = 365 * 24 * 3_600_000;

/** The built frontend: files named by their content may be kept for ever, the page that names them never. */
export function pageRoutes(frontendDir: string): Router {
  const router = Router();
  const index = join(frontendDir, 'index.html');
  const page =
    (status: number): RequestHandler =>
    (_req, res) => {
      if (!existsSync(index)) throw new Refusal('unavailable', 'the frontend is not built');
      res.status(status).set('Cache-Control', 'no-cache').sendFile(index);
    };
  router.use('/assets', express.static(join(frontendDir, 'assets'), { index: false, immutable: true, maxAge: YEAR_MS, fallthrough: true }));
  router.use(express.static(frontendDir, { index: false, maxAge: 3_600_000, redirect: false }));
  router.get(PAGES, page(200));
  // What is no page: a person gets words and a way back, a program a reason.
  router.get('/{*path}', (req, res, next) => {
    const isForPeople = req.accepts(['json', 'html']) === 'html' && !/^\/(api|playback|lti|assets)\//.test(req.path);
    if (isForPeople && existsSync(index)) return page(404)(req, res, next);
    throw new Refusal('not-found');
  });
  router.use(() => {
    throw new Refusal('not-found');
  });
  return router;
}
