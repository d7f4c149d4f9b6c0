import type { ClassId, PersonId, Rights, Role } from '@liveclass/contract';
import { eventFacts } from '../domain/facts.ts';
import { mayEnter } from '../domain/rooms.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { RosterPorts } from '../ports/roster.ts';
import { unseat } from './arrange-rooms.ts';
import { roomIds } from './know-room.ts';
import { rightsOnEntering, settleSeats } from './settle-rights.ts';

/** Everybody who sits in a room of the class now. */
export async function seated(
  { rooms, sessions, seats }: Pick<RosterPorts, 'rooms' | 'sessions' | 'seats'>,
  classId: ClassId,
): Promise<readonly SeatRecord[]> {
  const live = await sessions.liveIn(roomIds(classId, await rooms.of(classId)));
  return (await Promise.all(live.map(({ id }) => seats.present(id)))).flat();
}

/** One seat that cannot be changed at its gateway holds up none of the others; the pass that it needs next carries the new truth. */
async function order(
  { control, sessions, log }: RosterPorts,
  { classId, sessionId, id: seatId }: SeatRecord,
  name: 'seats.eject' | 'seats.rights',
  rights?: Rights,
): Promise<void> {
  const place = (await sessions.find(classId, sessionId))?.place;
  if (!place) return;
  const call = rights
    ? control.call(place.node, 'seats.rights', { sessionId, seatId, rights })
    : control.call(place.node, 'seats.eject', { sessionId, seatId, reason: 'removed' });
  await call.catch((error: unknown) => log.warn({ err: error, seatId, order: name }, 'a gateway was not told of a change of the roster'));
}

/**
 * Closes everything that people have in a class who are not of it any more: web sessions, links, seat, media. Also of those whom an
 * earlier look removed while they were just entering.
 */
export async function closeOut(ports: RosterPorts, classId: ClassId, removed: readonly PersonId[]): Promise<void> {
  const { seats, publisher, clock, personal, people } = ports;
  const present = await seated(ports, classId);
  const among = await people.among(
    classId,
    present.map(({ personId }) => personId),
  );
  const strangers = present.filter(({ personId }) => !among.has(personId));
  const all = [...new Set([...removed, ...strangers.map(({ personId }) => personId)])];
  const had = all.length > 0 ? await personal.endOf(classId, all) : [];
  for (const seat of strangers) {
    const event = await seats.leave({ classId: seat.classId, seatId: seat.id, at: clock.now() });
    if (event) publisher.publish([...eventFacts(seat.classId, event), { kind: 'class-changed', classId }]);
    await order(ports, seat, 'seats.eject');
  }
  const told = new Set([...had, ...strangers.map(({ personId }) => personId)]);
  publisher.publish([...told].map((personId) => ({ kind: 'removed', classId, personId, why: 'course' })));
}

/** Brings the running room and open pages in line with the roles that people have now. */
export async function followRoles(ports: RosterPorts, classId: ClassId, changed: ReadonlyMap<PersonId, Role>): Promise<void> {
  if (changed.size === 0) return;
  const { rooms, seats, publisher, clock, personal } = ports;
  for (const seat of await seated(ports, classId)) {
    const role = changed.get(seat.personId);
    if (!role || role === seat.role) continue;
    const rights = await rightsOnEntering(ports, { classId: seat.classId, personId: seat.personId, role });
    const event = await seats.changeRole({ classId: seat.classId, seatId: seat.id, role, rights, at: clock.now() });
    publisher.publish(eventFacts(seat.classId, event));
    // What teachers alone are told of a group's room is told under the room's own id.
    if (seat.classId !== classId) publisher.publish([{ kind: 'role-changed', classId: seat.classId, personId: seat.personId, role }]);
    await order(ports, seat, 'seats.rights', rights);
    // Locks may have changed meanwhile, and a former teacher may have been called.
    await settleSeats(ports, seat.classId, [seat.id]);
    // Teachers are in any room; who is none any more is in that of their group.
    if (!mayEnter(await rooms.of(classId, seat.personId), classId, seat.classId, role)) await unseat(ports, seat);
  }
  const open = await personal.holders(classId, [...changed.keys()]);
  publisher.publish(
    open.flatMap((personId) => {
      const role = changed.get(personId);
      return role ? [{ kind: 'role-changed' as const, classId, personId, role }] : [];
    }),
  );
}
