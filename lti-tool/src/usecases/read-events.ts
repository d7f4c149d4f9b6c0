import type { ReplyOf, Seq, ToolWishes } from '@liveclass/contract';
import type { ClassroomPorts, LinkedCaller } from '../ports/classroom.ts';

const MOST = 200;

/** What the caller missed, oldest first. The last number is read first, so that it never promises an event that is not there. */
export async function readEvents({ events }: ClassroomPorts, caller: LinkedCaller, seq: Seq): Promise<ReplyOf<ToolWishes, 'events.since'>> {
  const lastSeq = await events.lastSeq(caller.classId);
  const found = await events.since(caller.classId, seq, MOST + 1, caller);
  return { events: found.slice(0, MOST), lastSeq, more: found.length > MOST };
}
