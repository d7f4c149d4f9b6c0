import { BanId, isGuest, type PersonId, Refusal, type SeatId, type SessionId } from '@liveclass/contract';
import { type LmsIdentity, sessionPlace } from '../domain/ban.ts';
import { identityOfGuest } from '../domain/guest.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { lineOf } from './change-locks.ts';
import { asOfClass } from './know-room.ts';
import { seatBeside } from './lower-hand.ts';
import { emptySeat } from './put-out.ts';

/** Out of this session, and not in again before the next one. Refused: 'not-found', 'forbidden' (a teacher). */
export async function removePerson(ports: ClassroomPorts, caller: LinkedCaller, seatId: SeatId): Promise<Done<Record<string, never>>> {
  const seat = await seatBeside(ports, caller, seatId);
  if (seat.role === 'teacher') throw new Refusal('forbidden', 'a teacher removes no teacher');
  const { classId: roomId, sessionId, personId, name } = seat;
  await keepOut(ports, caller, sessionId, { personId, name, action: 'removed' });
  const out = await emptySeat(ports, seat);
  return { value: {}, facts: [...out.facts, { kind: 'seat-removed', classId: roomId, seatId, personId }], afterwards: out.close };
}

/** Nobody with this identity comes into this session any more. */
export async function keepOut(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  sessionId: SessionId,
  { personId, name, action }: { readonly personId: PersonId; readonly name: string; readonly action: 'removed' | 'turned-away' },
): Promise<void> {
  const teacher = await asOfClass(ports, caller);
  const person = await whoIs(ports, personId);
  if (!person) throw new Refusal('not-found', 'the person of a seat or a place');
  const at = ports.clock.now();
  const ban = {
    ...{ id: BanId.parse(ports.ids.id()), identity: person, personId, name, classId: teacher.classId, at, reason: '' },
    ...{ place: sessionPlace(sessionId), scope: 'session' as const, byId: caller.personId, by: caller.name },
    // No session lasts so long; the next one is another place.
    until: at + ports.limits.removedForMs,
  };
  await ports.bans.put(ban, lineOf(teacher, at, { action, person: name, personId }));
}

/** Whom a ban holds on to, and what they are called. */
export async function whoIs(
  { persons, guests }: Pick<ClassroomPorts, 'persons' | 'guests'>,
  personId: PersonId,
): Promise<(LmsIdentity & { readonly name: string }) | null> {
  if (!isGuest(personId)) return persons.find(personId);
  const guest = await guests.find(personId);
  return guest && { ...identityOfGuest(guest), name: guest.name };
}
