import type { ReplyOf, Seq, ToolWishes } from '@liveclass/contract';
import type { ClassroomPorts, LinkedCaller } from '../ports/classroom.ts';

const MOST = 200;

/** What the caller missed, oldest first. The last number is read first, so that it never promises an event that is not there. */
export async function readEvents(
  { events }: ClassroomPorts,
  { classId }: LinkedCaller,
  seq: Seq,
): Promise<ReplyOf<ToolWishes, 'events.since'>> {
  const lastSeq = await events.lastSeq(classId);
  const found = await events.since(classId, seq, MOST + 1);
  return { events: found.slice(0, MOST), lastSeq, more: found.length > MOST };
}
