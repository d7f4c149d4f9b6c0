import { type ClassId, GuestLinkId, LIMITS, type PersonId, Refusal } from '@liveclass/contract';
import type { Collection, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import type { Guest, GuestLink } from '../../domain/guest.ts';
import type { GuestLinks, Guests } from '../../ports/guests.ts';
import { databaseOf, isDuplicate } from './classroom-collections.ts';
import { hashOf } from './launch-unique.ts';

type LinkDoc = Omit<GuestLink, 'id'> & { readonly _id: GuestLinkId; readonly hash: string };
type GuestDoc = Omit<Guest, 'id'> & {
  readonly _id: PersonId;
  /** Hash of the secret in the browser's cookie. */
  readonly device: string;
  readonly seenAt: Date;
};
interface Named {
  readonly _id: string;
  readonly name?: string;
}

/** Ids of guests, as a range that an index answers. */
export const GUESTS_ONLY = { $gte: 'guest_', $lt: 'guest`' } as const;

export async function createGuestIndexes(connection: mongoose.Connection): Promise<void> {
  const db = databaseOf(connection);
  await Promise.all([
    db.collection<LinkDoc>('guestlinks').createIndexes([
      { key: { hash: 1 }, name: 'one_link_per_secret', unique: true },
      { key: { classId: 1, createdAt: -1 }, name: 'of_class' },
    ]),
    db.collection<GuestDoc>('guests').createIndexes([
      { key: { classId: 1, device: 1 }, name: 'one_guest_per_browser', unique: true },
      { key: { seenAt: 1 }, name: 'gone' },
    ]),
  ]);
}

const linkOf = ({ _id, hash: _hash, ...rest }: LinkDoc): GuestLink => ({ id: _id, ...rest });
const guestOf = ({ _id, classId, linkId, name, isExpected }: GuestDoc): Guest => ({ id: _id, classId, linkId, name, isExpected });

export function mongoGuestLinks(connection: mongoose.Connection): GuestLinks {
  const links: Collection<LinkDoc> = databaseOf(connection).collection('guestlinks');
  const newest = (classId: ClassId) => links.find({ classId }).sort({ createdAt: -1 }).toArray();
  return {
    async add({ id, classId, secret, createdAt, label, expiresAt, most }) {
      const all = await newest(classId);
      const working = all.filter((link) => !link.isRevoked && link.expiresAt > createdAt);
      if (working.length >= LIMITS.guestLinks) return false;
      const spare = all.filter((link) => !working.includes(link)).slice(LIMITS.guestLinks - 1 - working.length);
      await links.deleteMany({ _id: { $in: spare.map(({ _id }) => _id) } });
      await links.insertOne({ _id: id, classId, hash: hashOf(secret), label, createdAt, expiresAt, most, used: 0, isRevoked: false });
      return true;
    },
    async list(classId) {
      return (await newest(classId)).slice(0, LIMITS.guestLinks).map(linkOf);
    },
    async revoke(classId, id) {
      const known = GuestLinkId.safeParse(id);
      if (!known.success) return false;
      return (await links.updateOne({ _id: known.data, classId }, { $set: { isRevoked: true } })).matchedCount > 0;
    },
    async find(secret) {
      const found = await links.findOne({ hash: hashOf(secret) });
      return found && linkOf(found);
    },
  };
}

export function mongoGuests(connection: mongoose.Connection): Guests {
  const db = databaseOf(connection);
  const guests: Collection<GuestDoc> = db.collection('guests');
  return {
    come: (order) => come(connection, order),

    async find(id) {
      const found = await guests.findOne({ _id: id });
      return found && guestOf(found);
    },
    async byDevice(classId, device) {
      const found = await guests.findOne({ classId, device: hashOf(device) });
      return found && guestOf(found);
    },
    async endOf(sessionId, also) {
      const seats = await db
        .collection<{ personId: PersonId }>('seats')
        .find({ sessionId, personId: GUESTS_ONLY as never }, { projection: { personId: 1 } })
        .toArray();
      const ids = [...seats.map(({ personId }) => personId), ...also];
      await guests.updateMany({ _id: { $in: ids } }, { $set: { isExpected: false }, $currentDate: { seenAt: true } });
    },
    async teacherNames(classId) {
      const teachers = await db.collection<{ personId: string }>('memberships').find({ classId, role: 'teacher' }).limit(500).toArray();
      const ids = teachers.map(({ personId }) => personId);
      const found = await db
        .collection<Named>('persons')
        .find({ _id: { $in: ids } })
        .toArray();
      return found.map(({ name = '' }) => name);
    },
    async goneSince(before, most) {
      const found = await guests
        .find({ seenAt: { $lte: new Date(before) } }, { projection: { _id: 1 } })
        .sort({ seenAt: 1 })
        .limit(most)
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };
}

/** The count of the link is the lock: of two who take its last place at once one is refused. */
async function come(connection: mongoose.Connection, order: Parameters<Guests['come']>[0]): Promise<Guest> {
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      return await comeOnce(connection, order);
    } catch (error) {
      // Two pages of one browser came at once, and the other was first.
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Refusal('busy');
}

async function comeOnce(connection: mongoose.Connection, { newId, link, device, name }: Parameters<Guests['come']>[0]): Promise<Guest> {
  const db = databaseOf(connection);
  const client = connection.getClient() as unknown as MongoClient;
  const [guests, links] = [db.collection<GuestDoc>('guests'), db.collection<LinkDoc>('guestlinks')];
  const of = { classId: link.classId, device: hashOf(device) };
  const fresh = { name, linkId: link.id, isExpected: true, seenAt: new Date() };
  return client.withSession((session) =>
    session.withTransaction(
      async () => {
        const back = await guests.findOneAndUpdate(of, { $set: fresh }, { session, returnDocument: 'after' });
        if (back) return guestOf(back);
        const counted = await links.updateOne(
          { _id: link.id, isRevoked: false, $expr: { $lt: ['$used', '$most'] } },
          { $inc: { used: 1 } },
          { session },
        );
        if (counted.modifiedCount === 0) throw new Refusal('link-full');
        const doc = { _id: newId, ...of, ...fresh };
        await guests.insertOne(doc, { session });
        return guestOf(doc);
      },
      { writeConcern: { w: 'majority' } },
    ),
  );
}
