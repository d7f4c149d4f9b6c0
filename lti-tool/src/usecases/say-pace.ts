import type { PaceState, ReplyOf, Seq, ToolWishes } from '@liveclass/contract';
import { cleared } from '../domain/lively.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { changeLively, paceFact } from './change-lively.ts';
import { heldSeat } from './hold-seat.ts';

/**
 * Says how it is for the caller. It counts in the round that stood when it was read: where a teacher cleared meanwhile, it is cleared
 * with the others, and the answer lets the caller's page know.
 */
export async function sayPace(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  state: PaceState | null,
): Promise<Done<ReplyOf<ToolWishes, 'pace.set'>>> {
  const { seat, session } = await heldSeat(ports, caller);
  const { round } = await ports.livelies.find(session.id);
  await ports.paces.say(seat, { state, round, at: ports.clock.now() });
  return { value: { round }, facts: [paceFact(caller)] };
}

/** Takes everybody's state away. */
export async function clearPace(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<{ seq: Seq }>> {
  const { value, facts } = await changeLively(ports, caller, cleared);
  return { value, facts: [...facts, paceFact(caller)] };
}
