import { Refusal } from '@liveclass/contract';
import type { SeatRecord } from '../domain/seat.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts, LinkedCaller } from '../ports/classroom.ts';

/**
 * The caller's seat as it stands in the database at this moment. The link's own memory is not enough: another tab may have taken
 * the seat through another tool, and the news of it may have been lost. Refused: 'wrong-phase' (not entered), 'class-ended',
 * 'superseded'.
 */
export async function heldSeat(
  { seats, sessions }: Pick<ClassroomPorts, 'seats' | 'sessions'>,
  caller: LinkedCaller,
): Promise<{ seat: SeatRecord; session: SessionRecord }> {
  if (!caller.seat) throw new Refusal('wrong-phase');
  const [seat, session] = await Promise.all([
    seats.find(caller.classId, caller.seat.seatId),
    sessions.find(caller.classId, caller.seat.sessionId),
  ]);
  if (session?.phase !== 'live') throw new Refusal('class-ended');
  if (!seat || seat.personId !== caller.personId) throw new Refusal('wrong-phase');
  if (seat.turn !== caller.seat.turn) throw new Refusal('superseded');
  if (seat.state !== 'present') throw new Refusal('wrong-phase');
  return { seat, session };
}
