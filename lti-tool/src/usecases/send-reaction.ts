import { Refusal, type RoomReaction } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/** Shows something for a moment; nothing of it is kept. Refused: 'forbidden' while students may not. */
export async function sendReaction(ports: ClassroomPorts, caller: LinkedCaller, kind: RoomReaction): Promise<Done<Record<string, never>>> {
  const [{ seat }, lively] = await Promise.all([heldSeat(ports, caller), caller.seat && ports.livelies.find(caller.seat.sessionId)]);
  if (seat.role === 'student' && !lively?.settings.studentsReact) throw new Refusal('forbidden', 'reactions are off');
  return { value: {}, facts: [{ kind: 'reacted', classId: caller.classId, seatId: seat.id, reaction: kind }] };
}
