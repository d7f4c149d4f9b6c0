import type { ClassId, PersonId, Rights, Role, SeatId, SessionId } from '@liveclass/contract';
import { floorNow } from '../domain/hands.ts';
import { rightsOf, sameRights } from '../domain/locks.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';

export type RightsPorts = Pick<ClassroomPorts, 'locks' | 'hands' | 'seats' | 'sessions' | 'control' | 'log'>;

/** The rights that somebody gets who is about to sit down: the floor belongs to those who sit already. */
export async function rightsOnEntering(
  { locks }: Pick<RightsPorts, 'locks'>,
  { classId, personId, role }: { readonly classId: ClassId; readonly personId: PersonId; readonly role: Role },
): Promise<Rights> {
  return rightsOf(await locks.find(classId), { role, personId, hasFloor: false });
}

/**
 * Brings the rights of these seats in line with the locks, the exceptions and the floor of this moment, in the database and at the
 * gateway. Whoever changes one of these writes first and settles then, and whoever sits down settles afterwards: of two at once
 * the later one sees what the other wrote. Answers the seats as they stand.
 */
export async function settleRights(ports: RightsPorts, given: readonly SeatRecord[]): Promise<readonly SeatRecord[]> {
  const first = given[0];
  if (!first) return given;
  const { classId, sessionId } = first;
  const [record, floor] = await Promise.all([ports.locks.find(classId), ports.hands.floor(sessionId)]);
  const called = floorNow(floor, given)?.seatId;
  return Promise.all(
    given.map(async (seat) => {
      const rights = rightsOf(record, { role: seat.role, personId: seat.personId, hasFloor: seat.id === called });
      if (sameRights(rights, seat.rights)) return seat;
      await ports.seats.setRights({ classId, seatId: seat.id, rights });
      await tellRights(ports, seat, rights);
      return { ...seat, rights };
    }),
  );
}

/** One seat that its gateway cannot be told of holds up none of the others; it is told again when the gateway is heard anew. */
async function tellRights(
  { sessions, control, log }: RightsPorts,
  { classId, sessionId, id: seatId }: SeatRecord,
  rights: Rights,
): Promise<void> {
  const place = (await sessions.find(classId, sessionId))?.place;
  if (!place) return;
  await control.call(place.node, 'seats.rights', { sessionId, seatId, rights }).catch((error: unknown) => {
    log.warn({ err: error, seatId }, 'a gateway was not told of changed rights');
  });
}

/** For a gateway that begins anew, or was out of reach while rights changed: everybody's rights, where any are less than all. */
export async function repeatRights(ports: RightsPorts, classId: ClassId, sessionId: SessionId): Promise<void> {
  const { locks } = await ports.locks.find(classId);
  if (!Object.values(locks).some(Boolean)) return;
  for (const seat of await ports.seats.present(sessionId)) await tellRights(ports, seat, seat.rights);
}

/** After the floor went from one to another. */
export async function settleSeats(ports: RightsPorts, classId: ClassId, seatIds: readonly (SeatId | null)[]): Promise<void> {
  for (const seatId of new Set(seatIds)) {
    const seat = seatId && (await ports.seats.find(classId, seatId));
    if (seat && seat.state === 'present') await settleRights(ports, [seat]);
  }
}
