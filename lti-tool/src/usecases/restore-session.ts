import { Refusal } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import type { Clock, Ids, WebSessions } from '../ports/identity.ts';
import { type DoorPorts, withRoleOfNow } from './authenticate.ts';
import { cookieKey } from './redeem-code.ts';

interface Ports extends DoorPorts {
  readonly sessions: WebSessions;
  readonly clock: Clock;
  readonly ids: Ids;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * A reload: the first cookie that still stands becomes a new bearer of the same session; its end does not move.
 * Refuses 'not-signed-in' without a cookie, 'session-expired', 'forbidden', 'banned'.
 */
export async function restoreSession(
  { sessions, clock, ids, ...door }: Ports,
  cookies: readonly string[],
): Promise<{ readonly token: string; readonly session: WebSession }> {
  const given = cookies.filter((cookie) => SECRET.test(cookie));
  if (given.length === 0) throw new Refusal('not-signed-in');
  const now = clock.now();
  for (const cookie of given) {
    const kept = await sessions.touch(cookieKey(cookie), now);
    if (!kept) continue;
    const session = await withRoleOfNow(door, kept);
    const token = ids.secret();
    // Idleness is counted from now; the end of the session stays where the launch put it.
    await sessions.create(token, { ...session, createdAt: now });
    return { token, session };
  }
  throw new Refusal('session-expired');
}

/** Ends a session in every form that the browser holds of it. */
export async function endSession(sessions: WebSessions, token: string, cookies: readonly string[]): Promise<void> {
  await Promise.all([sessions.end(token), ...cookies.map((cookie) => sessions.end(cookieKey(cookie)))]);
}
