import type { ClassId } from '@liveclass/contract';
import type { ClientSession } from 'mongodb';
import type mongoose from 'mongoose';
import { freeSeats, type LockRecord, UNLOCKED } from '../../domain/locks.ts';
import type { ClassLocks } from '../../ports/moderation.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { type ClassroomCollections, databaseOf, type LocksDoc } from './classroom-collections.ts';
import { writeLogLine } from './moderation-log.ts';

const recordOf = (doc: LocksDoc | null): LockRecord => (doc ? { locks: doc.locks, exceptions: doc.exceptions ?? [] } : UNLOCKED);

/** The locks as they stand within a transaction. */
export async function locksOf({ locks }: Pick<ClassroomCollections, 'locks'>, classId: ClassId, tx: ClientSession): Promise<LockRecord> {
  return recordOf(await locks.findOne({ _id: classId }, { session: tx }));
}

export function mongoClassLocks(
  connection: mongoose.Connection,
  transactions: ClassTransactions,
  of: Pick<ClassroomCollections, 'seats' | 'locks'>,
): ClassLocks {
  const db = databaseOf(connection);
  const { seats, locks } = of;
  return {
    async find(classId) {
      return recordOf(await locks.findOne({ _id: classId }));
    },
    change: ({ classId, sessionId, at, entry, step }) =>
      transactions.run(classId, async (tx) => {
        const before = await locksOf(of, classId, tx);
        const next = step(before);
        if (next === before) return null;
        await locks.updateOne({ _id: classId }, { $set: { ...next } }, { upsert: true, session: tx });
        await writeLogLine(db, entry, tx);
        const present = await seats.find({ sessionId, state: 'present' }, { session: tx }).toArray();
        const free = freeSeats(
          next,
          present.map(({ _id, personId }) => ({ id: _id, personId })),
        );
        return transactions.number(tx, classId, { type: 'locks.changed', locks: next.locks, free }, at);
      }),
  };
}
