import { type BodyOf, PollId, Refusal, type ReplyOf, type ToolWishes } from '@liveclass/contract';
import { eventFacts } from '../domain/facts.ts';
import { newPoll } from '../domain/poll.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { endLeftOpen } from './end-poll.ts';
import { heldSeat } from './hold-seat.ts';
import { sentBefore } from './send-once.ts';

const WISH = 'poll.ask';

/** Asks the class a question. Refused: 'bad-request', 'wrong-phase' while another is open, 'too-large' after too many in a session. */
export async function askPoll(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, ...asked }: BodyOf<ToolWishes, typeof WISH>,
): Promise<Done<ReplyOf<ToolWishes, typeof WISH>>> {
  const before = await sentBefore(ports, caller, WISH, sendId);
  if (before?.type === 'poll.asked') return { value: { pollId: before.poll.pollId, seq: before.seq }, facts: [] };
  // An answer that nobody can find again cannot be changed either.
  if (asked.isAnonymous && asked.canChange) throw new Refusal('bad-request', 'an anonymous answer cannot be changed');
  const { session } = await heldSeat(ports, caller);
  const { classId, personId } = caller;
  if ((await ports.polls.asked(session.id)) >= ports.limits.pollsPerSession) throw new Refusal('too-large', 'questions of one session');
  const leftOpen = await endLeftOpen(ports, classId, session.id);
  const draft = {
    ...asked,
    id: PollId.parse(ports.ids.id()),
    classId,
    sessionId: session.id,
    askedBy: personId,
    askedAt: ports.clock.now(),
  };
  const { poll, event } = await ports.polls.ask(newPoll(draft), { personId, sendId, wish: WISH });
  return { value: { pollId: poll.id, seq: event.seq }, facts: [...leftOpen, ...eventFacts(classId, event)] };
}
