import type { ClassId } from '@liveclass/contract';
import type { ClientSession } from 'mongodb';
import type mongoose from 'mongoose';
import { freeSeats, type LockRecord, UNLOCKED } from '../../domain/locks.ts';
import type { ClassLocks, RoomEvent } from '../../ports/moderation.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { type ClassroomCollections, databaseOf, type LocksDoc } from './classroom-collections.ts';
import { writeLogLine } from './moderation-log.ts';
import { homeOf, liveSessionsOf } from './rooms-of-class.ts';

const recordOf = (doc: LocksDoc | null): LockRecord => (doc ? { locks: doc.locks, exceptions: doc.exceptions ?? [] } : UNLOCKED);

/** The locks as they stand within a transaction, by the id of the class or of a room of it. */
export async function locksOf(of: Pick<ClassroomCollections, 'locks' | 'rooms'>, roomId: ClassId, tx: ClientSession): Promise<LockRecord> {
  return recordOf(await of.locks.findOne({ _id: await homeOf(of, roomId, tx) }, { session: tx }));
}

export function mongoClassLocks(
  connection: mongoose.Connection,
  transactions: ClassTransactions,
  of: Pick<ClassroomCollections, 'seats' | 'locks' | 'rooms' | 'sessions'>,
): ClassLocks {
  const db = databaseOf(connection);
  const { seats, locks } = of;
  return {
    async find(classId) {
      return recordOf(await locks.findOne({ _id: await homeOf(of, classId) }));
    },
    change: ({ classId, at, entry, step }) =>
      transactions.run(classId, async (tx) => {
        const home = await homeOf(of, classId, tx);
        const before = recordOf(await locks.findOne({ _id: home }, { session: tx }));
        const next = step(before);
        if (next === before) return [];
        await locks.updateOne({ _id: home }, { $set: { ...next } }, { upsert: true, session: tx });
        await writeLogLine(db, entry, tx);
        const told: RoomEvent[] = [];
        for (const { _id: sessionId, classId: roomId } of await liveSessionsOf(of, home, tx)) {
          const present = await seats.find({ sessionId, state: 'present' }, { session: tx }).toArray();
          const free = freeSeats(
            next,
            present.map(({ _id, personId }) => ({ id: _id, personId })),
          );
          const event = await transactions.number(tx, roomId, { type: 'locks.changed', locks: next.locks, free }, at);
          told.push({ roomId, sessionId, event });
        }
        return told;
      }),
  };
}
