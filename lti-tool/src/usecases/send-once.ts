import { type DurableEvent, Refusal, type SendId } from '@liveclass/contract';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';

/** The event that this sendId already led to. Refused: 'bad-request' when it was another wish's. */
export async function sentBefore(
  { events }: Pick<ClassroomPorts, 'events'>,
  { classId, personId }: Caller,
  wish: string,
  sendId: SendId,
): Promise<DurableEvent | undefined> {
  const before = await events.sentBefore(classId, personId, sendId);
  if (before && before.wish !== wish) throw new Refusal('bad-request', { wish, was: before.wish });
  return before?.event;
}
