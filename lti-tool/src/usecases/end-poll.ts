import { type BodyOf, type ClassId, Refusal, type ReplyOf, type SessionId, type ToolWishes } from '@liveclass/contract';
import { eventFacts, type Fact } from '../domain/facts.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { sentBefore } from './send-once.ts';

const WISH = 'poll.end';

/** Ends a question of the class. Refused: 'not-found', 'wrong-phase' when it is over already. */
export async function endPoll(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, pollId, show }: BodyOf<ToolWishes, typeof WISH>,
): Promise<Done<ReplyOf<ToolWishes, typeof WISH>>> {
  const before = await sentBefore(ports, caller, WISH, sendId);
  if (before) return { value: { seq: before.seq }, facts: [] };
  const { classId, personId } = caller;
  const by = { personId, sendId, wish: WISH };
  const ended = await ports.polls.end({ classId, pollId, at: ports.clock.now(), by, show });
  if (!ended) throw new Refusal((await ports.polls.find(classId, pollId)) ? 'wrong-phase' : 'not-found');
  return { value: { seq: ended.event.seq }, facts: [...eventFacts(classId, ended.event), { kind: 'poll-counts', classId, pollId }] };
}

/** A question outlives its session by no more than the sweeper's next round; until then it is not in the way of the next one. */
export async function endLeftOpen(
  ports: Pick<ClassroomPorts, 'polls' | 'clock'>,
  classId: ClassId,
  now: SessionId,
): Promise<readonly Fact[]> {
  const open = await ports.polls.open(classId);
  if (!open || open.sessionId === now) return [];
  const ended = await ports.polls.end({ classId, pollId: open.id, at: ports.clock.now(), show: false });
  return eventFacts(classId, ended?.event);
}

/** Ends what was still open when its session ended, however it ended. */
export async function endPollsOfOver({ polls, sessions, clock, publisher }: ClassroomPorts): Promise<void> {
  const open = await polls.allOpen();
  if (open.length === 0) return;
  const live = await sessions.stillLive(open.map(({ sessionId }) => sessionId));
  for (const { id: pollId, classId, sessionId } of open) {
    if (live.has(sessionId)) continue;
    const ended = await polls.end({ classId, pollId, at: clock.now(), show: false });
    publisher.publish(eventFacts(classId, ended?.event));
  }
}
