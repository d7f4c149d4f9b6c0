import { type BodyOf, Refusal, type ToolWishes } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/** Silences a microphone or stops a camera or screen of somebody in the same session. Refused: 'not-found', and what the gateway refuses. */
export async function muteSeat(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { seatId, source }: BodyOf<ToolWishes, 'seat.mute'>,
): Promise<Done<Record<string, never>>> {
  const { session } = await heldSeat(ports, caller);
  const target = await ports.seats.find(caller.classId, seatId);
  if (target?.sessionId !== session.id || target.state !== 'present') throw new Refusal('not-found');
  if (!session.place) throw new Refusal('no-gateway');
  await ports.control.call(session.place.node, 'seats.mute', { sessionId: session.id, seatId, source });
  return { value: {}, facts: [] };
}
