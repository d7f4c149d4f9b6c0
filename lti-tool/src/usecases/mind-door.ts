import { type ClassId, isGuest, type PersonId, Refusal, type Role } from '@liveclass/contract';
import { sessionPlace } from '../domain/ban.ts';
import type { SessionRecord } from '../domain/session.ts';
import { standsFor } from '../domain/waiting.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { classOfRoom } from './know-room.ts';

type Ports = Pick<ClassroomPorts, 'rooms' | 'sessions' | 'seats' | 'waiting'>;

/** Somebody in front of a room, whose id is the `classId`. */
interface Comer {
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly role: Role;
}

/**
 * Refused 'must-wait' while the room is closed to this person: its class has a waiting room, and no teacher let them into the
 * session that is on. Who was in it already, or was let in, comes and goes; nobody but a teacher begins a session there.
 */
export async function mindDoor(ports: Ports, comer: Comer, known?: SessionRecord | null): Promise<void> {
  if (!(await isShutTo(ports, comer))) return;
  const session = known === undefined ? await ports.sessions.live(comer.classId) : known;
  if (!session || !(await wasLetIn(ports, comer, session))) throw new Refusal('must-wait');
}

async function isShutTo(ports: Ports, { classId, personId, role }: Comer): Promise<boolean> {
  if (role === 'teacher') return false;
  // No door of a class is open to guests.
  if (isGuest(personId)) return true;
  return (await ports.waiting.door(await classOfRoom(ports, classId))).isOn;
}

async function wasLetIn({ waiting, seats }: Ports, { classId, personId }: Comer, { id }: SessionRecord): Promise<boolean> {
  return standsFor(await waiting.find(classId, personId), id) === 'let-in' || seats.hasSat(id, personId);
}

/** Refused: 'sent-out'. Whoever the course made a teacher since is let in. */
export async function refuseSentOut(
  { bans, clock }: Pick<ClassroomPorts, 'bans' | 'clock'>,
  { id }: SessionRecord,
  { personId, role }: Pick<Comer, 'personId' | 'role'>,
): Promise<void> {
  if (role === 'student' && (await bans.ofPerson(personId, [sessionPlace(id)], clock.now()))) throw new Refusal('sent-out');
}
