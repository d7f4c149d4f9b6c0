import { type BodyOf, PollId, Refusal, type ReplyOf, type ToolWishes } from '@liveclass/contract';
import { eventFacts } from '../domain/facts.ts';
import type { Caller, ClassroomPorts, Done } from '../ports/classroom.ts';
import { sentBefore } from './send-once.ts';

const WISH = 'poll.show';

/** Shows everybody how a question was answered, in the class or after it. Refused: 'not-found', 'wrong-phase' while it is open. */
export async function showPoll(
  ports: Pick<ClassroomPorts, 'polls' | 'events' | 'clock'>,
  caller: Caller,
  { sendId, pollId }: BodyOf<ToolWishes, typeof WISH>,
): Promise<Done<ReplyOf<ToolWishes, typeof WISH>>> {
  const before = await sentBefore(ports, caller, WISH, sendId);
  if (before) return { value: { seq: before.seq }, facts: [] };
  const { classId, personId } = caller;
  const by = { personId, sendId, wish: WISH };
  const shown = await ports.polls.show({ classId, pollId, at: ports.clock.now(), by });
  if (shown) return { value: { seq: shown.event.seq }, facts: eventFacts(classId, shown.event) };
  const poll = await ports.polls.find(classId, pollId);
  if (!poll) throw new Refusal('not-found');
  if (poll.phase === 'open') throw new Refusal('wrong-phase');
  // It is shown already, and that is what was wanted.
  return { value: { seq: await ports.events.lastSeq(classId) }, facts: [] };
}

/** The id of a path, which may be anything. */
export function pollIdOf(text: string): PollId {
  const known = PollId.safeParse(text);
  if (!known.success) throw new Refusal('not-found');
  return known.data;
}
