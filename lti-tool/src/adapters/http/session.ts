import { DeepLinkingBody, HandoffBody, LIMITS, RedeemBody, Refusal } from '@liveclass/contract';
import { parseCookie } from 'cookie';
import express, { type CookieOptions, type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import type { WebSession } from '../../domain/identity.ts';
import { bearerOf, sessionOf } from './session-guard.ts';
import type { IdentityUseCases } from './session-use-cases.ts';

/** A frame's cookie is partitioned by the LMS it stands in; a tab of its own has a first-party one beside it. */
const FRAME_COOKIE = '__Host-sid';
const TAB_COOKIE = '__Host-tab';

const FRAME: CookieOptions = { httpOnly: true, secure: true, path: '/', sameSite: 'none', partitioned: true };
const TAB: CookieOptions = { httpOnly: true, secure: true, path: '/', sameSite: 'lax' };

/** The secrets of both cookies, the tab's own first. */
function cookiesOf(req: Request): string[] {
  const given = parseCookie(req.headers.cookie ?? '');
  return [given[TAB_COOKIE], given[FRAME_COOKIE]].filter((value) => value !== undefined);
}

function setReloadCookie(res: Response, session: WebSession, secret: string): void {
  const maxAge = Math.max(0, session.expiresAt - session.createdAt);
  if (session.ownTab) res.cookie(TAB_COOKIE, secret, { ...TAB, maxAge });
  else res.cookie(FRAME_COOKIE, secret, { ...FRAME, maxAge });
}

function bodyOf<T extends z.ZodType>(schema: T, req: Request): z.infer<T> {
  const { success, data, error } = schema.safeParse(req.body);
  if (!success) throw new Refusal('bad-request', error.issues[0]?.path);
  return data;
}

interface Parts {
  readonly useCases: IdentityUseCases;
  readonly requireSession: RequestHandler;
  readonly publicUrl: URL;
}

/** The session API for our own pages; bearers travel in the body and the Authorization header, never in a URL. */
export function sessionRoutes({ useCases, requireSession, publicUrl }: Parts): Router {
  const router = Router();
  const json = express.json({ limit: LIMITS.httpBodyBytes, strict: true });
  router.use(['/api/session', '/api/handoff', '/api/deep-linking'], (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.post('/api/session/redeem', json, async (req, res) => {
    const { code } = bodyOf(RedeemBody, req);
    const { token, cookie, session } = await useCases.redeem(code);
    setReloadCookie(res, session, cookie);
    res.json({ token, session: await useCases.view(session) });
  });
  router.post('/api/session/restore', async (req, res) => {
    const { token, session } = await useCases.restore(cookiesOf(req));
    res.json({ token, session: await useCases.view(session) });
  });
  router.post('/api/session/end', async (req, res) => {
    await useCases.end(bearerOf(req), cookiesOf(req));
    res.clearCookie(TAB_COOKIE, TAB).clearCookie(FRAME_COOKIE, FRAME).status(204).end();
  });
  router.get('/api/session', requireSession, async (_req, res) => {
    res.json(await useCases.view(sessionOf(res)));
  });
  router.post('/api/handoff', requireSession, json, async (req, res) => {
    const { path, expiresAt } = await useCases.handOff(sessionOf(res), bodyOf(HandoffBody, req));
    res.json({ url: new URL(path, publicUrl).href, expiresAt });
  });
  router.post('/api/deep-linking', requireSession, json, async (req, res) => {
    res.json(await useCases.pick(sessionOf(res), bodyOf(DeepLinkingBody, req).items));
  });
  return router;
}
