import type { BankItem, ClassId, PersonId, PollAnswer, PollId } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import type mongoose from 'mongoose';
import type { PollRecord } from '../../domain/poll.ts';
import { databaseOf } from './classroom-collections.ts';

export type PollDoc = Omit<PollRecord, 'id'> & {
  readonly _id: PollId;
  /** Rises with every batch of answers: whoever raises it has the question to itself until its transaction is over. */
  readonly turn: number;
};

/** A named answer. Its id is what makes it the only one of that person. */
export interface VoteDoc {
  readonly _id: `${PollId}/${PersonId}`;
  readonly pollId: PollId;
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly name: string;
  readonly answer: PollAnswer;
  readonly isRight: boolean | null;
}

/** That somebody answered an anonymous question, until it ends: without who, what and when. Its id is what makes it the only one. */
export interface MarkDoc {
  readonly _id: string;
  readonly pollId: PollId;
}

/** The answers in words of an anonymous question, in the order of the alphabet, and, until it ends, what marks are made with. */
export interface BoxDoc {
  readonly _id: PollId;
  readonly salt?: string;
  readonly texts: readonly string[];
}

export interface BankDoc {
  readonly _id: ClassId;
  readonly items: readonly BankItem[];
}

export interface PollCollections {
  readonly polls: Collection<PollDoc>;
  readonly votes: Collection<VoteDoc>;
  readonly marks: Collection<MarkDoc>;
  readonly boxes: Collection<BoxDoc>;
  readonly banks: Collection<BankDoc>;
}

export function pollCollections(connection: mongoose.Connection): PollCollections {
  const db = databaseOf(connection);
  return {
    polls: db.collection('polls'),
    votes: db.collection('pollvotes'),
    marks: db.collection('pollmarks'),
    boxes: db.collection('pollboxes'),
    banks: db.collection('pollbanks'),
  };
}

/** They stand before the tool listens; that a person answers once is in the ids of votes and marks. */
export async function createPollIndexes({ polls, votes, marks }: PollCollections): Promise<void> {
  await Promise.all([
    polls.createIndexes([
      { key: { classId: 1 }, name: 'one_open_poll', unique: true, partialFilterExpression: { phase: 'open' } },
      { key: { classId: 1, askedAt: -1 }, name: 'asked' },
      { key: { sessionId: 1, shownAt: -1 }, name: 'shown_in_session' },
      { key: { phase: 1 }, name: 'all_open', partialFilterExpression: { phase: 'open' } },
    ]),
    votes.createIndexes([
      { key: { pollId: 1, name: 1 }, name: 'of_poll' },
      { key: { classId: 1, personId: 1 }, name: 'of_person' },
    ]),
    marks.createIndexes([{ key: { pollId: 1 }, name: 'of_poll' }]),
  ]);
}
