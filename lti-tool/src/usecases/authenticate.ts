import { isGuest, Refusal, type SessionView } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import type { Classes, Clock, Memberships, WebSessions } from '../ports/identity.ts';
import type { GuestDoor } from './guest-door.ts';
import type { BanDoor } from './refuse-banned.ts';

/** What says who may still come in with a session from before. */
export interface DoorPorts {
  readonly memberships: Pick<Memberships, 'role'>;
  readonly guestDoor: GuestDoor;
  readonly banDoor: Pick<BanDoor, 'mind'>;
}

interface Ports extends DoorPorts {
  readonly sessions: WebSessions;
  readonly clock: Clock;
}

/** Bearers are 43 characters; anything else is none and reaches no store. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The live session of a bearer, with the role of this moment: a person whom the LMS made a student, or who is not of the class
 * any more or was banned, does not stay in for as long as a tab is open. Throws 'not-signed-in', 'session-expired', 'forbidden',
 * 'banned'.
 */
export async function authenticate({ sessions, clock, ...door }: Ports, token: string): Promise<WebSession> {
  if (!TOKEN.test(token)) throw new Refusal('not-signed-in');
  const session = await sessions.touch(token, clock.now());
  if (!session) throw new Refusal('session-expired');
  return withRoleOfNow(door, session);
}

/** The same session with the role that its person has now; throws 'forbidden' when there is none, 'banned', 'guest-over', 'guests-off'. */
export async function withRoleOfNow({ memberships, guestDoor, banDoor }: DoorPorts, session: WebSession): Promise<WebSession> {
  const { classId, personId } = session;
  const role = await (isGuest(personId) ? guestDoor : memberships).role(classId, personId);
  if (!role) throw new Refusal('forbidden', 'not of the class');
  await banDoor.mind({ ...session, role });
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
