import { type BanId, type Instant, LIMITS } from '@liveclass/contract';
import type { Collection, Filter, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import type { BanPlace, BanRecord, LmsIdentity } from '../../domain/ban.ts';
import type { Bans } from '../../ports/moderation.ts';
import { databaseOf } from './classroom-collections.ts';
import { hashOf } from './launch-unique.ts';
import { writeLogLine } from './moderation-log.ts';

type BanDoc = Omit<BanRecord, 'id'> & {
  readonly _id: BanId;
  /** Hash of (issuer, sub): it outlives the person's record, so that being erased is no way back in. */
  readonly who: string;
  /** False once it was lifted. One that is over by itself still stands here; its end says so. */
  readonly stands: boolean;
  /** When MongoDB forgets it: long after it was over; null for one that has no end. */
  readonly forgetAt: Date | null;
};

const whoOf = ({ issuer, sub }: LmsIdentity): string => hashOf(JSON.stringify([issuer, sub]));

const banOf = ({ _id, who: _who, stands: _stands, forgetAt: _forgetAt, ...rest }: BanDoc): BanRecord => ({ id: _id, ...rest });

const forgetAfter = (over: Instant | null): Date | null => (over === null ? null : new Date(over + LIMITS.moderationLogMs));

const standing = (places: readonly BanPlace[], now: Instant): Filter<BanDoc> => ({
  place: { $in: [...places] },
  stands: true,
  $or: [{ until: null }, { until: { $gt: now } }],
});

export async function createBanIndexes(connection: mongoose.Connection): Promise<void> {
  await databaseOf(connection)
    .collection<BanDoc>('bans')
    .createIndexes([
      { key: { who: 1, place: 1 }, name: 'one_standing_ban', unique: true, partialFilterExpression: { stands: true } },
      { key: { personId: 1, place: 1 }, name: 'of_person' },
      { key: { place: 1, at: -1 }, name: 'of_place' },
      { key: { byId: 1 }, name: 'by_person' },
      { key: { forgetAt: 1 }, name: 'forgotten', expireAfterSeconds: 0 },
    ]);
}

export function mongoBans(connection: mongoose.Connection): Bans {
  const db = databaseOf(connection);
  const client = connection.getClient() as unknown as MongoClient;
  const bans: Collection<BanDoc> = db.collection('bans');
  const majority = { writeConcern: { w: 'majority' } } as const;
  return {
    async put({ identity, id, ...ban }, entry) {
      const who = whoOf(identity);
      await client.withSession((tx) =>
        tx.withTransaction(async () => {
          // The id changes with it: a teacher who lifts what they saw must not lift what came after.
          await bans.deleteOne({ who, place: ban.place, stands: true }, { session: tx });
          await bans.insertOne({ ...ban, _id: id, who, stands: true, forgetAt: forgetAfter(ban.until) }, { session: tx });
          await writeLogLine(db, entry, tx);
        }, majority),
      );
    },

    lift: ({ id, places, at, entry }) =>
      client.withSession((tx) =>
        tx.withTransaction(async () => {
          const found = await bans.findOneAndUpdate(
            { _id: id, place: { $in: [...places] }, stands: true },
            { $set: { stands: false, forgetAt: forgetAfter(at) } },
            { session: tx },
          );
          if (!found) return null;
          const ban = banOf(found);
          await writeLogLine(db, entry(ban), tx);
          return ban;
        }, majority),
      ),

    async ofPerson(personId, places, now) {
      const found = await bans.findOne({ personId, ...standing(places, now) });
      return found && banOf(found);
    },

    async ofIdentity(identity, places, now) {
      const found = await bans.findOne({ who: whoOf(identity), ...standing(places, now) });
      return found && banOf(found);
    },

    async list(places, now, limit) {
      const found = await bans.find(standing(places, now)).sort({ at: -1 }).limit(limit).toArray();
      return found.map(banOf);
    },
  };
}
