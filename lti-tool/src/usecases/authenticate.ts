import { Refusal, type SessionView } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import type { Classes, Clock, Memberships, WebSessions } from '../ports/identity.ts';

interface Ports {
  readonly sessions: WebSessions;
  readonly memberships: Memberships;
  readonly clock: Clock;
}

/** Bearers are 43 characters; anything else is none and reaches no store. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The live session of a bearer, with the role of this moment: a person whom the LMS made a student, or who is not of the class
 * any more, does not stay a teacher for as long as a tab is open. Throws 'not-signed-in', 'session-expired', 'forbidden'.
 */
export async function authenticate({ sessions, memberships, clock }: Ports, token: string): Promise<WebSession> {
  if (!TOKEN.test(token)) throw new Refusal('not-signed-in');
  const session = await sessions.touch(token, clock.now());
  if (!session) throw new Refusal('session-expired');
  return withRoleOfNow(memberships, session);
}

/** The same session with the role that its person has now; throws 'forbidden' when there is none. */
export async function withRoleOfNow(memberships: Memberships, session: WebSession): Promise<WebSession> {
  const role = await memberships.role(session.classId, session.personId);
  if (!role) throw new Refusal('forbidden', 'not of the class');
  return { ...session, role };
}

/** What a page may know of its session. */
export async function viewOfSession(classes: Classes, session: WebSession): Promise<SessionView> {
  const course = await classes.find(session.classId);
  if (!course) throw new Refusal('not-found', 'the class of a session');
  const { personId, classId, name, role, place, locale, recordingId, returnUrl, expiresAt } = session;
  return {
    personId,
    classId,
    name,
    role,
    place,
    title: course.title,
    courseTitle: course.courseTitle,
    ...(locale === undefined ? {} : { locale }),
    ...(recordingId === undefined ? {} : { recordingId }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    expiresAt,
  };
}
