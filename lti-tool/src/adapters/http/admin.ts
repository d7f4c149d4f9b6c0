import {
  AdminCodeBody,
  AdminSessionView,
  InvitationBody,
  type InvitationReply,
  LIMITS,
  PlatformByHand,
  PlatformChange,
  type PlatformView,
  Refusal,
  type ToolAbout,
} from '@liveclass/contract';
import { parseCookie } from 'cookie';
import express, { type CookieOptions, type Request, type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import type { AdminSession } from '../../ports/desk.ts';
import { strangerRate } from './haste.ts';

export interface AdminUseCases {
  about(): ToolAbout;
  open(code: string): Promise<{ readonly token: string; readonly session: AdminSession }>;
  authenticate(token: string): Promise<AdminSession>;
  end(token: string): Promise<void>;
  platforms(): Promise<readonly PlatformView[]>;
  add(platform: PlatformByHand): Promise<PlatformView>;
  change(id: string, change: PlatformChange): Promise<PlatformView>;
  remove(id: string): Promise<void>;
  rotateKeys(id: string): Promise<void>;
  invite(kind: 'pairing' | 'registration'): Promise<InvitationReply>;
}

/** First-party and strict: it comes along with requests of our own page alone, and a class's session is never read here. */
const COOKIE = '__Host-admin';
const OPTIONS: CookieOptions = { httpOnly: true, secure: true, path: '/', sameSite: 'strict' };

const tokenOf = (req: Request): string => parseCookie(req.headers.cookie ?? '')[COOKIE] ?? '';
const idOf = (req: Request): string => String(req.params['id']);

function bodyOf<T extends z.ZodType>(schema: T, req: Request): z.infer<T> {
  const { success, data, error } = schema.safeParse(req.body);
  if (!success) throw new Refusal('bad-request', error.issues[0]?.path);
  return data;
}

/** The cookie travels by itself, so a change needs the Origin of our own page; a request that names none is no page's. */
const ownPageOnly =
  (publicUrl: URL): RequestHandler =>
  (req, _res, next) => {
    if (req.method !== 'GET' && req.headers.origin !== publicUrl.origin) throw new Refusal('forbidden', 'foreign origin');
    next();
  };

/** The admin desk's API. Everything but the session itself needs one. */
export function adminRoutes(useCases: AdminUseCases, publicUrl: URL): Router {
  const router = Router();
  const json = express.json({ limit: LIMITS.httpBodyBytes, strict: true });
  const noStore: RequestHandler = (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  };
  const viewOf = ({ expiresAt }: AdminSession) => AdminSessionView.parse({ expiresAt, about: useCases.about() });
  router.use('/api/admin', strangerRate(), noStore, ownPageOnly(publicUrl));
  router.post('/api/admin/session', json, async (req, res) => {
    const { token, session } = await useCases.open(bodyOf(AdminCodeBody, req).code);
    res.cookie(COOKIE, token, { ...OPTIONS, maxAge: session.expiresAt - session.createdAt }).json(viewOf(session));
  });
  router.delete('/api/admin/session', async (req, res) => {
    await useCases.end(tokenOf(req));
    res.clearCookie(COOKIE, OPTIONS).status(204).end();
  });
  router.use('/api/admin', async (req, res, next) => {
    res.locals['admin'] = await useCases.authenticate(tokenOf(req));
    next();
  });
  router.get('/api/admin/session', (_req, res) => void res.json(viewOf(res.locals['admin'] as AdminSession)));
  return router.use(deskRoutes(useCases, json));
}

function deskRoutes(useCases: AdminUseCases, json: RequestHandler): Router {
  const router = Router();
  const platforms = '/api/admin/platforms';
  router.get(platforms, async (_req, res) => void res.json({ platforms: await useCases.platforms() }));
  router.post(platforms, json, async (req, res) => void res.json(await useCases.add(bodyOf(PlatformByHand, req))));
  router.patch(`${platforms}/:id`, json, async (req, res) => {
    res.json(await useCases.change(idOf(req), bodyOf(PlatformChange, req)));
  });
  router.delete(`${platforms}/:id`, async (req, res) => {
    await useCases.remove(idOf(req));
    res.status(204).end();
  });
  router.post(`${platforms}/:id/keys`, async (req, res) => {
    await useCases.rotateKeys(idOf(req));
    res.status(204).end();
  });
  router.post('/api/admin/invitations', json, async (req, res) => void res.json(await useCases.invite(bodyOf(InvitationBody, req).kind)));
  return router;
}
