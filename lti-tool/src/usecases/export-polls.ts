import { placesOf, Refusal } from '@liveclass/contract';
import type { PollRecord } from '../domain/poll.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import type { NamedVote } from '../ports/polls.ts';

/** One line of the file: a named answer, or of an anonymous question a choice with its count or words without a name. */
export interface ExportedAnswer {
  readonly poll: PollRecord;
  readonly name: string | null;
  readonly answer: NamedVote['answer'];
  readonly isRight: boolean | null;
  readonly count: number;
}

/** Every answer of the class, oldest question first, read question by question. Refused: 'forbidden'. */
export async function exportPolls(ports: Pick<ClassroomPorts, 'polls' | 'votes'>, caller: Caller): Promise<AsyncIterable<ExportedAnswer>> {
  if (caller.role !== 'teacher') throw new Refusal('forbidden');
  const polls = await ports.polls.list(caller.classId);
  return rows(ports, [...polls].reverse());
}

async function* rows(ports: Pick<ClassroomPorts, 'votes'>, polls: readonly PollRecord[]): AsyncIterable<ExportedAnswer> {
  for (const poll of polls) {
    if (poll.isAnonymous) yield* totals(poll, await ports.votes.texts(poll));
    else for (const { name, answer, isRight } of await ports.votes.named(poll)) yield { poll, name, answer, isRight, count: 1 };
  }
}

function* totals(poll: PollRecord, texts: readonly string[]): Iterable<ExportedAnswer> {
  const { right } = poll.question;
  for (const text of texts) yield { poll, name: null, answer: { text }, isRight: null, count: 1 };
  for (let place = 0; place < placesOf(poll.question); place += 1)
    yield {
      poll,
      name: null,
      answer: { chosen: [place] },
      isRight: right.length > 0 ? right.includes(place) : null,
      count: poll.counts[place] ?? 0,
    };
}
