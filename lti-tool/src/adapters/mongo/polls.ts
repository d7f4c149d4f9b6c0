import { randomBytes } from 'node:crypto';
import { LIMITS, type PollId, type PollResults, Refusal } from '@liveclass/contract';
import type { ClientSession } from 'mongodb';
import { type PollRecord, pollResults, pollView } from '../../domain/poll.ts';
import type { PollChange, Polls } from '../../ports/polls.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { isDuplicate } from './classroom-collections.ts';
import type { PollCollections, PollDoc } from './poll-collections.ts';
import { textsOf } from './votes.ts';

export const pollOfDoc = ({ _id, turn: _, ...rest }: PollDoc): PollRecord => ({ id: _id, ...rest });

export function mongoPolls(of: PollCollections, transactions: ClassTransactions): Polls {
  const { polls } = of;
  const first = async (found: Promise<PollDoc | null>): Promise<PollRecord | null> => {
    const doc = await found;
    return doc && pollOfDoc(doc);
  };
  return {
    ask: (poll, by) => ask(of, transactions, poll, by),
    open: (classId) => first(polls.findOne({ classId, phase: 'open' })),
    find: (classId, pollId) => first(polls.findOne({ _id: pollId, classId })),
    asked: (sessionId) => polls.countDocuments({ sessionId }),
    lastShown: (sessionId) => first(polls.findOne({ sessionId, shownAt: { $ne: null } }, { sort: { shownAt: -1 } })),
    end: (order) => end(of, transactions, order),
    show: (order) => show(of, transactions, order),
    async list(classId) {
      return (await polls.find({ classId }).sort({ askedAt: -1 }).limit(LIMITS.pollsListed).toArray()).map(pollOfDoc);
    },
    async allOpen() {
      const docs = await polls.find({ phase: 'open' }, { projection: { classId: 1, sessionId: 1 } }).toArray();
      return docs.map(({ _id, classId, sessionId }) => ({ id: _id, classId, sessionId }));
    },
  };
}

async function ask(
  of: PollCollections,
  transactions: ClassTransactions,
  poll: PollRecord,
  by: Parameters<Polls['ask']>[1],
): Promise<PollChange> {
  const { id, ...rest } = poll;
  try {
    return await transactions.run(poll.classId, async (tx) => {
      await of.polls.insertOne({ _id: id, ...rest, turn: 0 }, { session: tx });
      if (poll.isAnonymous) await of.boxes.insertOne({ _id: id, salt: randomBytes(32).toString('base64url'), texts: [] }, { session: tx });
      const event = await transactions.number(tx, poll.classId, { type: 'poll.asked', poll: pollView(poll) }, poll.askedAt, by);
      return { poll, event };
    });
  } catch (error) {
    if (isDuplicate(error)) throw new Refusal('wrong-phase', 'another question is open, or this was sent before');
    throw error;
  }
}

function end(of: PollCollections, transactions: ClassTransactions, order: Parameters<Polls['end']>[0]): Promise<PollChange | null> {
  const { classId, pollId, at, by, show } = order;
  return transactions.run(classId, async (tx) => {
    const doc = await of.polls.findOneAndUpdate(
      { _id: pollId, classId, phase: 'open' },
      { $set: { phase: 'ended', endedAt: at, ...(show && { shownAt: at }) } },
      { returnDocument: 'after', session: tx },
    );
    if (!doc) return null;
    const poll = pollOfDoc(doc);
    if (poll.isAnonymous) await forgetWho(of, tx, pollId);
    const results = show ? await resultsIn(of, tx, poll) : null;
    const event = await transactions.number(tx, classId, { type: 'poll.ended', poll: pollView(poll), results }, at, by);
    return { poll, event };
  });
}

/** From here on nobody can find out who answered an anonymous question. */
async function forgetWho({ boxes, marks }: PollCollections, tx: ClientSession, pollId: PollId): Promise<void> {
  await boxes.updateOne({ _id: pollId }, { $unset: { salt: 1 } }, { session: tx });
  await marks.deleteMany({ pollId }, { session: tx });
}

function show(
  of: PollCollections,
  transactions: ClassTransactions,
  { classId, pollId, at, by }: Parameters<Polls['show']>[0],
): Promise<PollChange | null> {
  return transactions.run(classId, async (tx) => {
    const doc = await of.polls.findOneAndUpdate(
      { _id: pollId, classId, phase: 'ended', shownAt: null },
      { $set: { shownAt: at } },
      { returnDocument: 'after', session: tx },
    );
    if (!doc) return null;
    const poll = pollOfDoc(doc);
    const results = await resultsIn(of, tx, poll);
    const event = await transactions.number(tx, classId, { type: 'poll.shown', poll: pollView(poll), results }, at, by);
    return { poll, event };
  });
}

const resultsIn = async (of: PollCollections, tx: ClientSession, poll: PollRecord): Promise<PollResults> =>
  pollResults(poll, await textsOf(of, poll, tx));
