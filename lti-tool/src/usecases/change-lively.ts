import type { DurableEvent, SendId, Seq } from '@liveclass/contract';
import type { Fact } from '../domain/facts.ts';
import type { LivelyRecord, LivelyStep } from '../domain/lively.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { numberedAnswer } from './raise-hand.ts';
import { sentBefore } from './send-once.ts';

type Step = (before: LivelyRecord, now: number) => LivelyStep;
type Numbered = Done<{ seq: Seq }>;

/** A wish of which a second one would do more than the first. */
export interface Once {
  readonly sendId: SendId;
  readonly wish: string;
}

/** A teacher's change of what is going on in the meeting; where nothing was to be changed, nobody is told. */
export async function changeLively(ports: ClassroomPorts, caller: LinkedCaller, step: Step): Promise<Numbered> {
  const { session } = await heldSeat(ports, caller);
  const at = ports.clock.now();
  const order = { classId: caller.classId, sessionId: session.id, at };
  return numberedAnswer(ports, caller, await ports.livelies.change({ ...order, step: (before) => step(before, at) }));
}

/** The same for a wish that is done once for its sendId. */
export async function changeLivelyOnce(ports: ClassroomPorts, caller: LinkedCaller, { sendId, wish }: Once, step: Step): Promise<Numbered> {
  const { happened, before } = await livelyOnce(ports, caller, { sendId, wish }, step);
  // What was told before is not told again.
  return before ? { value: { seq: before.seq }, facts: [] } : numberedAnswer(ports, caller, happened);
}

/** What this sendId led to: now, or before; neither where nothing was to be changed. */
export async function livelyOnce(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, wish }: Once,
  step: Step,
): Promise<{ readonly happened: DurableEvent | null; readonly before: DurableEvent | null }> {
  const { classId, personId } = caller;
  const before = await sentBefore(ports, caller, wish, sendId);
  const { session } = await heldSeat(ports, caller);
  if (before) return { happened: null, before };
  const at = ports.clock.now();
  const by = { personId, sendId, wish };
  const happened = await ports.livelies.change({ classId, sessionId: session.id, at, by, step: (record) => step(record, at) });
  return { happened, before: null };
}

/** Numbers of the pace are to be told anew, soon. */
export const paceFact = ({ classId }: LinkedCaller): Fact => ({ kind: 'pace-changed', classId });
