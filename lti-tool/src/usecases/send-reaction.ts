import { Refusal, type RoomReaction } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/** Shows something for a moment; nothing of it is kept. Refused: 'forbidden' while students may not. */
export async function sendReaction(ports: ClassroomPorts, caller: LinkedCaller, kind: RoomReaction): Promise<Done<Record<string, never>>> {
  const { seat, session } = await heldSeat(ports, caller);
  if (seat.role === 'student' && !(await ports.livelies.find(session.id)).settings.studentsReact)
    throw new Refusal('forbidden', 'reactions are off');
  return { value: {}, facts: [{ kind: 'reacted', classId: caller.classId, seatId: seat.id, reaction: kind }] };
}
