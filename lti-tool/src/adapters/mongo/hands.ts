import type { ClassId, DurableEvent, Floor, HandView, Instant, SeatId, SessionId } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import type mongoose from 'mongoose';
import type { Hands } from '../../ports/hands.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { databaseOf } from './classroom-collections.ts';

export interface HandDoc {
  readonly _id: SeatId;
  readonly classId: ClassId;
  readonly sessionId: SessionId;
  readonly raisedAt: Instant;
}

export interface FloorDoc {
  readonly _id: SessionId;
  readonly classId: ClassId;
  readonly seatId: SeatId | null;
  readonly since: Instant;
}

interface HandCollections {
  readonly hands: Collection<HandDoc>;
  readonly floors: Collection<FloorDoc>;
}

function handCollections(connection: mongoose.Connection): HandCollections {
  const db = databaseOf(connection);
  return { hands: db.collection('hands'), floors: db.collection('floors') };
}

export async function createHandIndexes(connection: mongoose.Connection): Promise<void> {
  await handCollections(connection).hands.createIndexes([{ key: { sessionId: 1, raisedAt: 1 }, name: 'queue' }]);
}

/** The event is made where the change was; an aborted transaction takes both back. */
export function mongoHands(connection: mongoose.Connection, transactions: ClassTransactions): Hands {
  const { hands, floors } = handCollections(connection);
  return {
    raise: ({ id, classId, sessionId, joinedAt }, at) =>
      transactions.run(classId, async (tx) => {
        const before = await hands.findOne({ _id: id }, { session: tx });
        if (before && before.raisedAt >= joinedAt) return null;
        await hands.updateOne({ _id: id }, { $set: { classId, sessionId, raisedAt: at } }, { upsert: true, session: tx });
        return transactions.number(tx, classId, { type: 'hand.raised', seatId: id }, at);
      }),

    lower: ({ classId, sessionId, seatId, by, at }) =>
      transactions.run(classId, async (tx): Promise<DurableEvent | null> => {
        const lowered = await hands.deleteOne({ _id: seatId, sessionId }, { session: tx });
        if (lowered.deletedCount === 0) return null;
        return transactions.number(tx, classId, { type: 'hand.lowered', seatId, by }, at);
      }),

    lowerAll: ({ classId, sessionId, at }) =>
      transactions.run(classId, async (tx): Promise<DurableEvent | null> => {
        const lowered = await hands.deleteMany({ sessionId }, { session: tx });
        if (lowered.deletedCount === 0) return null;
        return transactions.number(tx, classId, { type: 'hand.all-lowered' }, at);
      }),

    callUp: ({ classId, sessionId, seatId, only, at }) =>
      transactions.run(classId, async (tx): Promise<DurableEvent | null> => {
        const before = await floors.findOne({ _id: sessionId }, { session: tx });
        const has = before?.seatId ?? null;
        if (only !== undefined && has !== only) return null;
        if (seatId === null && has === null) return null;
        await floors.updateOne({ _id: sessionId }, { $set: { classId, seatId, since: at } }, { upsert: true, session: tx });
        if (seatId) await hands.deleteOne({ _id: seatId }, { session: tx });
        return transactions.number(tx, classId, { type: 'floor.changed', seatId }, at);
      }),

    async of(sessionId) {
      const docs = await hands.find({ sessionId }).sort({ raisedAt: 1 }).toArray();
      return docs.map(({ _id, raisedAt }): HandView => ({ seatId: _id, raisedAt }));
    },

    async floor(sessionId): Promise<Floor | null> {
      const found = await floors.findOne({ _id: sessionId });
      return found?.seatId ? { seatId: found.seatId, since: found.since } : null;
    },
  };
}
