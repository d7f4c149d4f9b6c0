import type { DurableEvent, Seq } from '@liveclass/contract';
import { eventFacts } from '../domain/facts.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/** The answer of a wish that says how it should be: the number of its event, or the last one where it was so already. */
export async function numberedAnswer(
  { events }: Pick<ClassroomPorts, 'events'>,
  { classId }: LinkedCaller,
  event: DurableEvent | null,
): Promise<Done<{ seq: Seq }>> {
  return { value: { seq: event?.seq ?? (await events.lastSeq(classId)) }, facts: eventFacts(classId, event) };
}

/** Puts the caller's hand up; their place in the queue is that of the first time. */
export async function raiseHand(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<{ seq: Seq }>> {
  const { seat } = await heldSeat(ports, caller);
  return numberedAnswer(ports, caller, await ports.hands.raise(seat, ports.clock.now()));
}
