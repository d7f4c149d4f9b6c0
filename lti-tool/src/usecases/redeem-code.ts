import { Refusal } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import type { Clock, Ids, OneTimeCodes, WebSessions } from '../ports/identity.ts';
import { type DoorPorts, withRoleOfNow } from './authenticate.ts';

interface Ports extends DoorPorts {
  readonly codes: OneTimeCodes;
  readonly sessions: WebSessions;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A session that has just begun: the bearer for the page's memory, and the secret for the cookie that survives a reload. */
export interface OpenedSession {
  readonly token: string;
  readonly cookie: string;
  readonly session: WebSession;
}

/** A cookie's secret lives under a name of its own, so that it cannot be used as a bearer nor a bearer as a cookie. */
export const cookieKey = (secret: string): string => `cookie:${secret}`;

/** Opens a session from what a code or a cookie stood for. */
export async function openSession({ sessions, ids, ...door }: Ports, kept: WebSession): Promise<OpenedSession> {
  const session = await withRoleOfNow(door, kept);
  const [token, cookie] = [ids.secret(), ids.secret()];
  await Promise.all([sessions.create(token, session), sessions.create(cookieKey(cookie), session)]);
  return { token, cookie, session };
}

/** A one-time code becomes a session, once. Refuses 'link-expired', 'forbidden', 'banned'. */
export async function redeemCode(ports: Ports, code: string): Promise<OpenedSession> {
  const kept = await ports.codes.take(code, ports.clock.now());
  if (!kept) throw new Refusal('link-expired', 'one-time code');
  return openSession(ports, kept);
}
