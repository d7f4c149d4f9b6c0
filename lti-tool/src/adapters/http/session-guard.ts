import { isGuest, Refusal } from '@liveclass/contract';
import type { Request, RequestHandler, Response } from 'express';
import type { WebSession } from '../../domain/identity.ts';

/** Turns a bearer into the live web session with the role of this moment; throws 'not-signed-in', 'session-expired' or 'forbidden'. */
export type Authenticate = (token: string) => Promise<WebSession>;

/** The bearer of a request; empty where there is none. A token in the URL is never read: URLs end in logs and histories. */
export function bearerOf(req: Request): string {
  return /^Bearer ([A-Za-z0-9_-]{32,64})$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
}

const refuseGuest = async (): Promise<void> => {
  throw new Refusal('forbidden', 'not for guests');
};

/**
 * Lets only requests with a live session pass; `sessionOf(res)` answers it afterwards. Guests are of the room alone: whatever is not
 * said to be for them as well is not. Where it is, `mindGuest` refuses who is not in the room.
 */
export function requireSession(authenticate: Authenticate, mindGuest: (guest: WebSession) => Promise<void> = refuseGuest): RequestHandler {
  return async (req, res, next) => {
    const session = await authenticate(bearerOf(req));
    if (isGuest(session.personId)) await mindGuest(session);
    res.locals['session'] = session;
    next();
  };
}

/** The session of a request that passed `requireSession`. */
export function sessionOf(res: Response): WebSession {
  const session: WebSession | undefined = res.locals['session'];
  if (!session) throw new Refusal('not-signed-in');
  return session;
}
