import { BanId, Refusal, type SeatId } from '@liveclass/contract';
import { sessionPlace } from '../domain/ban.ts';
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
  const teacher = await asOfClass(ports, caller);
  const { classId } = teacher;
  const person = await ports.persons.find(personId);
  if (!person) throw new Refusal('not-found', 'the person of a seat');
  const at = ports.clock.now();
  const ban = {
    ...{ id: BanId.parse(ports.ids.id()), identity: person, personId, name, classId, at, reason: '' },
    ...{ place: sessionPlace(sessionId), scope: 'session' as const, byId: caller.personId, by: caller.name },
    // No session lasts so long; the next one is another place.
    until: at + ports.limits.removedForMs,
  };
  await ports.bans.put(ban, lineOf(teacher, at, { action: 'removed', person: name, personId }));
  const out = await emptySeat(ports, seat);
  return { value: {}, facts: [...out.facts, { kind: 'seat-removed', classId: roomId, seatId, personId }], afterwards: out.close };
}
