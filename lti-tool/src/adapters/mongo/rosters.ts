import { type ClassId, type Instant, RosterDoubt, RosterFault } from '@liveclass/contract';
import type { Collection, UpdateFilter } from 'mongodb';
import type mongoose from 'mongoose';
import type { RosterOutcome, RosterRecord, Rosters } from '../../ports/roster.ts';
import { databaseOf } from './classroom-collections.ts';

type RosterDoc = Omit<RosterRecord, 'classId'> & {
  readonly _id: ClassId;
  /** When it is looked at next; null for never by itself. */
  readonly due: Instant | null;
};

const FRESH: Omit<RosterDoc, '_id'> = {
  begunAt: null,
  read: 0,
  syncedAt: null,
  triedAt: null,
  change: null,
  doubt: null,
  doubted: null,
  fault: null,
  failures: 0,
  activeAt: null,
  due: null,
};

/** Fields of a first document that an update does not set itself. */
function otherwise(set: Partial<RosterDoc>): Partial<RosterDoc> {
  return Object.fromEntries(Object.entries(FRESH).filter(([name]) => !Object.hasOwn(set, name)));
}

function outcomeFields(outcome: RosterOutcome): UpdateFilter<RosterDoc> {
  const over = { begunAt: null, read: 0 };
  if (outcome.type === 'failed')
    return {
      $set: { ...over, fault: { reason: RosterFault.parse(outcome.reason), at: outcome.at } },
      $inc: { failures: 1 },
    };
  const { syncedAt, change, doubt, doubted } = outcome;
  return {
    $set: {
      ...over,
      syncedAt,
      change: { ...change },
      doubt: doubt && RosterDoubt.parse(doubt),
      doubted: doubted && { ...doubted },
      fault: null,
      failures: 0,
    },
  };
}

const collectionOf = (connection: mongoose.Connection): Collection<RosterDoc> => databaseOf(connection).collection('rosters');

export async function createRosterIndexes(connection: mongoose.Connection): Promise<void> {
  await collectionOf(connection).createIndex({ due: 1 }, { name: 'due', partialFilterExpression: { due: { $gt: 0 } } });
}

/** How rosters stand: one document a class. */
export function mongoRosters(connection: mongoose.Connection): Rosters {
  const rosters = collectionOf(connection);
  return {
    async find(classId) {
      const doc = await rosters.findOne({ _id: classId });
      if (!doc) return null;
      const { _id, due: _, ...rest } = doc;
      return { ...rest, classId: _id };
    },
    async wish(classId, now, freshMs) {
      const first = { activeAt: now, due: now };
      const before = await rosters.findOneAndUpdate(
        { _id: classId },
        { $set: { activeAt: now }, $setOnInsert: { ...otherwise(first), due: now } },
        { upsert: true, returnDocument: 'before' },
      );
      if (!before) return;
      // Looked at of late: once more as soon as that is allowed again. In one step, as a reading may begin at this moment.
      const isFresh = { $gt: ['$triedAt', now - freshMs] };
      const next = { $min: ['$due', { $add: ['$triedAt', freshMs] }] };
      await rosters.updateOne({ _id: classId }, [{ $set: { due: { $cond: [isFresh, next, now] } } }]);
    },
    async claimDue(now, restMs) {
      const doc = await rosters.findOneAndUpdate({ due: { $gt: 0, $lte: now } }, { $set: { due: now + restMs } }, { sort: { due: 1 } });
      return doc?._id ?? null;
    },
    async rest(classId) {
      await rosters.updateOne({ _id: classId }, { $set: { due: null } });
    },
    async begin(classId, now) {
      const set = { begunAt: now, triedAt: now, read: 0 };
      await rosters.updateOne({ _id: classId }, { $set: set, $setOnInsert: otherwise(set) }, { upsert: true });
    },
    async progress(classId, read) {
      await rosters.updateOne({ _id: classId }, { $set: { read } });
    },
    async settle(classId, outcome, due) {
      const fields = outcomeFields(outcome);
      await rosters.updateOne({ _id: classId }, { ...fields, $set: { ...fields.$set, due } });
    },
  };
}
