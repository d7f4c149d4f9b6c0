import { LIMITS, Refusal } from '@liveclass/contract';
import type { AdminSession, Admins, Invitations } from '../ports/desk.ts';
import type { Clock, Ids } from '../ports/identity.ts';

export interface AdminPorts {
  readonly admins: Admins;
  readonly invitations: Invitations;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A fresh admin link: the code stands behind the '#', so that it reaches no server, log or Referer. */
export async function makeAdminLink({ invitations, clock, ids }: Omit<AdminPorts, 'admins'>, publicUrl: URL): Promise<string> {
  const code = ids.secret();
  await invitations.create(code, 'admin', clock.now() + LIMITS.adminLinkMs);
  return new URL(`/admin#code=${code}`, publicUrl).href;
}

/** The link that is shown at a start while nobody is admin; undefined once somebody is. */
export async function firstAdminLink(ports: AdminPorts, publicUrl: URL): Promise<string | undefined> {
  return (await ports.admins.isThereAny()) ? undefined : makeAdminLink(ports, publicUrl);
}

/** A link becomes a session, once. When it makes the first admin, the links of earlier starts are void. Refused: 'link-expired'. */
export async function openAdminSession(
  { admins, invitations, clock, ids }: AdminPorts,
  code: string,
): Promise<{ readonly token: string; readonly session: AdminSession }> {
  const now = clock.now();
  if ((await invitations.take(code, 'admin', now)) === null) throw new Refusal('link-expired', 'admin link');
  if (!(await admins.isThereAny())) await invitations.clear('admin');
  const adminId = ids.id();
  await admins.add(adminId, now);
  const token = ids.secret();
  const session = { adminId, createdAt: now, expiresAt: now + LIMITS.adminSessionMs };
  await admins.open(token, session);
  return { token, session };
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The live session of a cookie. Refused: 'not-signed-in', 'session-expired'. */
export async function authenticateAdmin({ admins, clock }: AdminPorts, token: string): Promise<AdminSession> {
  if (!TOKEN.test(token)) throw new Refusal('not-signed-in');
  const session = await admins.touch(token, clock.now());
  if (!session) throw new Refusal('session-expired');
  return session;
}
