import type { ClassId, PersonId } from '@liveclass/contract';
import { eventFacts, type Fact } from '../domain/facts.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { seated } from './follow-roster.ts';

type PutOutPorts = Pick<ClassroomPorts, 'seats' | 'sessions' | 'control' | 'clock' | 'log'>;

/** What putting somebody out leads to: what everybody is told at once, and what is closed at the gateway. */
interface PutOut {
  readonly facts: readonly Fact[];
  close(): Promise<void>;
}

/** Empties the seat; the order to its gateway waits for nobody and holds up nobody. */
export async function emptySeat(ports: PutOutPorts, seat: SeatRecord): Promise<PutOut> {
  const { classId, id: seatId, sessionId } = seat;
  const event = await ports.seats.leave({ classId, seatId, at: ports.clock.now() });
  const close = async (): Promise<void> => {
    const place = (await ports.sessions.find(classId, sessionId))?.place;
    if (!place) return;
    await ports.control.call(place.node, 'seats.eject', { sessionId, seatId, reason: 'removed' }).catch((error: unknown) => {
      ports.log.warn({ err: error, seatId }, 'a gateway was not told that somebody is out');
    });
  };
  return { facts: event ? [...eventFacts(classId, event), { kind: 'class-changed', classId }] : [], close };
}

/** The seats that a person has in the live rooms of a class: who is in several groups may sit in several. */
export async function seatsOf(
  ports: Pick<ClassroomPorts, 'rooms' | 'seats' | 'sessions'>,
  classId: ClassId,
  personId: PersonId,
): Promise<readonly SeatRecord[]> {
  return (await seated(ports, classId)).filter((seat) => seat.personId === personId);
}
