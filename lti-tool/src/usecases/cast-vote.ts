import { type BodyOf, fitsQuestion, Refusal, type ReplyOf, type ToolWishes } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/**
 * Answers a question. Who answers is the seat's person, and the database decides whether it was in time: what is acknowledged is
 * counted. Refused: 'not-found', 'bad-request', 'wrong-phase' once it is over, 'too-large'.
 */
export async function castVote(
  ports: Pick<ClassroomPorts, 'polls' | 'votes' | 'seats' | 'sessions'>,
  caller: LinkedCaller,
  { pollId, answer }: BodyOf<ToolWishes, 'poll.vote'>,
): Promise<Done<ReplyOf<ToolWishes, 'poll.vote'>>> {
  const { classId, personId, name } = caller;
  const [{ session }, poll] = await Promise.all([heldSeat(ports, caller), ports.polls.find(classId, pollId)]);
  if (poll?.sessionId !== session.id) throw new Refusal('not-found');
  if (poll.phase !== 'open') throw new Refusal('wrong-phase');
  if (!fitsQuestion(poll.question, answer)) throw new Refusal('bad-request', 'no answer to this question');
  const outcome = await ports.votes.cast(poll, { voter: { personId, name }, answer });
  if (outcome === 'full') throw new Refusal('too-large', 'answers to one question');
  return { value: { outcome }, facts: outcome === 'counted' ? [{ kind: 'poll-counts', classId, pollId }] : [] };
}
