import { type Instant, LIMITS, type PaceState, type SeatId, type SessionId } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import type mongoose from 'mongoose';
import { type LivelyRecord, NOTHING_LIVELY } from '../../domain/lively.ts';
import type { Livelies, Paces } from '../../ports/lively.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { databaseOf } from './classroom-collections.ts';

/** By which MongoDB forgets it. */
interface Forgotten {
  readonly changedAt: Date;
}

interface LivelyDoc extends LivelyRecord, Forgotten {
  readonly _id: SessionId;
}

interface PaceDoc extends Forgotten {
  readonly _id: SeatId;
  readonly sessionId: SessionId;
  readonly round: number;
  readonly state: PaceState;
  readonly at: Instant;
}

interface LivelyCollections {
  readonly livelies: Collection<LivelyDoc>;
  readonly paces: Collection<PaceDoc>;
}

function livelyCollections(connection: mongoose.Connection): LivelyCollections {
  const db = databaseOf(connection);
  return { livelies: db.collection('livelies'), paces: db.collection('paces') };
}

/** The stores, once their indexes are there. */
export async function openLively(
  connection: mongoose.Connection,
  transactions: ClassTransactions,
): Promise<{ readonly livelies: Livelies; readonly paces: Paces }> {
  const of = livelyCollections(connection);
  const forgotten = { key: { changedAt: 1 }, name: 'forgotten', expireAfterSeconds: LIMITS.livelyKeptMs / 1_000 } as const;
  await Promise.all([
    of.livelies.createIndexes([forgotten]),
    of.paces.createIndexes([{ key: { sessionId: 1, round: 1 }, name: 'of_round' }, forgotten]),
  ]);
  return { livelies: mongoLivelies(of, transactions), paces: mongoPaces(of) };
}

const recordOf = (doc: LivelyDoc | null): LivelyRecord => {
  if (!doc) return NOTHING_LIVELY;
  const { _id, changedAt: _changedAt, ...record } = doc;
  return record;
};

function mongoLivelies({ livelies }: LivelyCollections, transactions: ClassTransactions): Livelies {
  return {
    async find(sessionId) {
      return recordOf(await livelies.findOne({ _id: sessionId }));
    },
    change: ({ classId, sessionId, at, by, step }) =>
      transactions.run(classId, async (tx) => {
        const done = step(recordOf(await livelies.findOne({ _id: sessionId }, { session: tx })));
        if (!done) return null;
        const { next, event } = done;
        const fields = { ...next, asked: [...next.asked], changedAt: new Date(at) };
        await livelies.updateOne({ _id: sessionId }, { $set: fields }, { upsert: true, session: tx });
        return transactions.number(tx, classId, event, at, by);
      }),
  };
}

function mongoPaces({ paces }: LivelyCollections): Paces {
  return {
    async say({ id, sessionId }, { state, round, at }) {
      if (state === null) await paces.deleteOne({ _id: id });
      else await paces.updateOne({ _id: id }, { $set: { sessionId, round, state, at, changedAt: new Date(at) } }, { upsert: true });
    },
    async of(sessionId, round) {
      const docs = await paces.find({ sessionId, round }).toArray();
      return docs.map(({ _id, state, at }) => ({ seatId: _id, state, at, round }));
    },
  };
}
