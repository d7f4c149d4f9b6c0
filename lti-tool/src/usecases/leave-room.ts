import type { SeatId } from '@liveclass/contract';
import { eventFacts, type Fact } from '../domain/facts.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';

/** Gives the caller's seat up; leaving twice, or after another tab took the seat, does nothing. */
export async function leaveRoom(ports: ClassroomPorts, { classId, seat }: LinkedCaller): Promise<Done<Record<string, never>>> {
  if (!seat) return { value: {}, facts: [] };
  const event = await ports.seats.leave({ classId, seatId: seat.seatId, turn: seat.turn, at: ports.clock.now() });
  if (!event) return { value: {}, facts: [] };
  return {
    value: {},
    facts: [...eventFacts(classId, event), { kind: 'class-changed', classId }],
    afterwards: () => closeMedia(ports, { ...seat, classId }),
  };
}

/** Everything a person had at the gateway is closed, whether or not their tab said goodbye there. */
export async function closeMedia(
  ports: Pick<ClassroomPorts, 'sessions' | 'seats' | 'control'>,
  { classId, sessionId, seatId }: Pick<SeatRecord, 'classId' | 'sessionId'> & { seatId: SeatId },
): Promise<void> {
  const session = await ports.sessions.find(classId, sessionId);
  const seat = await ports.seats.find(classId, seatId);
  // They may have come back while this was on its way.
  if (session?.phase !== 'live' || !session.place || seat?.state === 'present') return;
  await ports.control.call(session.place.node, 'seats.eject', { sessionId, seatId, reason: 'removed' });
}

/** The tool link is gone: the seats it spoke for are kept for the grace. */
export async function loseLink({ seats, clock }: ClassroomPorts, link: string): Promise<readonly Fact[]> {
  return (await seats.loseLink(link, clock.now())).map(({ classId, id }) => ({
    kind: 'connection',
    classId,
    seatId: id,
    connected: false,
  }));
}
