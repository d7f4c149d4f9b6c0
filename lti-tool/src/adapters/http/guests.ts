import {
  GuestEnterBody,
  GuestLinkBody,
  GuestLinkMade,
  GuestLinksReply,
  GuestLookBody,
  GuestLookReply,
  HandoffReply,
  LIMITS,
  Refusal,
} from '@liveclass/contract';
import { parseCookie } from 'cookie';
import express, { type CookieOptions, type Request, type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import type { WebSession } from '../../domain/identity.ts';
import type { GuestCame } from '../../usecases/enter-as-guest.ts';
import { personRate, strangerRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface GuestUseCases {
  list(session: WebSession): Promise<GuestLinksReply>;
  make(session: WebSession, body: GuestLinkBody): Promise<GuestLinkMade>;
  revoke(session: WebSession, id: string): Promise<GuestLinksReply>;
  look(secret: string, device: string | undefined): Promise<GuestLookReply>;
  enter(body: z.infer<typeof GuestEnterBody>, device: string | undefined): Promise<GuestCame>;
}

/** Knows a browser again, for as long as its guest is remembered. It is readable by no script and opens nothing by itself. */
const COOKIE = '__Host-guest';
const OPTIONS: CookieOptions = { httpOnly: true, secure: true, path: '/', sameSite: 'lax', maxAge: LIMITS.guestKeptMs };
const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** For each address, in ten seconds: a whole class behind one router opens its links, and nobody tries them by the thousand. */
const MOST_TRIES = 80;

function deviceOf(req: Request): string | undefined {
  const given = parseCookie(req.headers.cookie ?? '')[COOKIE];
  return given !== undefined && SECRET.test(given) ? given : undefined;
}

function bodyOf<T extends z.ZodType>(schema: T, req: Request): z.infer<T> {
  const { success, data, error } = schema.safeParse(req.body);
  if (!success) throw new Refusal('bad-request', error.issues[0]?.path);
  return data;
}

/** Links for guests, for the teachers who make them and for the people who open them. */
export function guestRoutes(useCases: GuestUseCases, requireSession: RequestHandler, publicUrl: URL): Router {
  const router = Router();
  const json = express.json({ limit: LIMITS.httpBodyBytes, strict: true });
  router.use(['/api/guest-links', '/api/guests'], (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.use('/api/guest-links', requireSession, personRate());
  router.get('/api/guest-links', async (_req, res) => {
    res.json(GuestLinksReply.parse(await useCases.list(sessionOf(res))));
  });
  router.post('/api/guest-links', json, async (req, res) => {
    res.json(GuestLinkMade.parse(await useCases.make(sessionOf(res), bodyOf(GuestLinkBody, req))));
  });
  router.post('/api/guest-links/:id/revoke', async (req, res) => {
    res.json(GuestLinksReply.parse(await useCases.revoke(sessionOf(res), String(req.params['id']))));
  });
  router.use('/api/guests', strangerRate(MOST_TRIES), json);
  router.post('/api/guests/look', async (req, res) => {
    res.json(GuestLookReply.parse(await useCases.look(bodyOf(GuestLookBody, req).secret, deviceOf(req))));
  });
  router.post('/api/guests/enter', async (req, res) => {
    const { path, expiresAt, device } = await useCases.enter(bodyOf(GuestEnterBody, req), deviceOf(req));
    res.cookie(COOKIE, device, OPTIONS).json(HandoffReply.parse({ url: new URL(path, publicUrl).href, expiresAt }));
  });
  return router;
}
