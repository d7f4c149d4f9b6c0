import { LIMITS } from '@liveclass/contract';
import type { ClientSession, Db } from 'mongodb';
import type mongoose from 'mongoose';
import type { LogRecord } from '../../domain/ban.ts';
import type { ModerationLog } from '../../ports/moderation.ts';
import { databaseOf } from './classroom-collections.ts';

type LogDoc = LogRecord & {
  /** The same as `at`, as the date by which MongoDB forgets it. */
  readonly writtenAt: Date;
};

const logOf = (db: Db) => db.collection<LogDoc>('moderationlog');

/** Written once; nothing but erasing a person changes it. */
export async function writeLogLine(db: Db, entry: LogRecord, tx?: ClientSession): Promise<void> {
  await logOf(db).insertOne({ ...entry, writtenAt: new Date(entry.at) }, tx ? { session: tx } : {});
}

export async function createModerationLogIndexes(connection: mongoose.Connection): Promise<void> {
  await logOf(databaseOf(connection)).createIndexes([
    { key: { classId: 1, at: -1 }, name: 'of_class' },
    { key: { personId: 1 }, name: 'of_person' },
    { key: { byId: 1 }, name: 'by_person' },
    { key: { writtenAt: 1 }, name: 'forgotten', expireAfterSeconds: LIMITS.moderationLogMs / 1000 },
  ]);
}

export function mongoModerationLog(connection: mongoose.Connection): ModerationLog {
  const db = databaseOf(connection);
  return {
    write: (entry) => writeLogLine(db, entry),
    async list(classId, limit) {
      const found = await logOf(db).find({ classId }).sort({ at: -1 }).limit(limit).toArray();
      return found.map(({ _id, writtenAt: _, ...entry }) => entry);
    },
  };
}
