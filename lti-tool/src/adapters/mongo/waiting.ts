import {
  type ClassId,
  type Door,
  type Instant,
  isGuest,
  LIMITS,
  type PersonId,
  Refusal,
  type SessionId,
  type WaiterId,
} from '@liveclass/contract';
import type { ClientSession, Collection, Filter, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import { OPEN_DOOR, type Waiter } from '../../domain/waiting.ts';
import type { WaitingRooms, WaitOrder } from '../../ports/waiting.ts';
import { databaseOf, isDuplicate } from './classroom-collections.ts';
import { GUESTS_ONLY } from './guests.ts';

/** The door of a class; of any room also `turn`, by which two who take the last place at once conflict. What was never set is absent. */
interface DoorDoc extends Partial<Door> {
  readonly _id: ClassId;
  readonly turn?: number;
}

interface WaiterDoc {
  readonly _id: WaiterId;
  readonly roomId: ClassId;
  readonly personId: PersonId;
  readonly name: string;
  readonly since: Instant;
  readonly state: 'waiting' | 'gone' | 'let-in' | 'turned-away';
  /** The session that somebody was let into, or turned away from. */
  readonly sessionId: SessionId | null;
  /** When they were last heard of, by the database's clock. */
  readonly seenAt: Date;
}

interface Doors {
  readonly doors: Collection<DoorDoc>;
  readonly waiters: Collection<WaiterDoc>;
  readonly client: MongoClient;
  readonly limit: number;
}

/** Longer than any session: who was let in is known by their seat as soon as they have taken it. */
const FORGOTTEN_AFTER_S = 24 * 3_600;

export async function createWaitingIndexes(connection: mongoose.Connection): Promise<void> {
  await databaseOf(connection)
    .collection<WaiterDoc>('waiters')
    .createIndexes([
      { key: { roomId: 1, personId: 1 }, name: 'one_place_per_person', unique: true },
      { key: { roomId: 1, state: 1, since: 1 }, name: 'line' },
      { key: { state: 1, seenAt: 1 }, name: 'silent' },
      { key: { personId: 1 }, name: 'of_person' },
      { key: { seenAt: 1 }, name: 'forgotten', expireAfterSeconds: FORGOTTEN_AFTER_S },
    ]);
}

const waiterOf = ({ _id, roomId, personId, name, since }: WaiterDoc): Waiter => ({ id: _id, roomId, personId, name, since });
const doorOf = (doc: DoorDoc | null): Door => ({ isOn: doc?.isOn ?? OPEN_DOOR.isOn, message: doc?.message ?? OPEN_DOOR.message });

export function mongoWaitingRooms(connection: mongoose.Connection, limit: number = LIMITS.waitersPerRoom): WaitingRooms {
  const db = databaseOf(connection);
  const client = connection.getClient() as unknown as MongoClient;
  const of: Doors = { doors: db.collection('waitingrooms'), waiters: db.collection('waiters'), client, limit };
  const { doors, waiters } = of;
  return {
    take: (order) => take(of, order),
    settle: (order) => settle(of, order),
    clear: (roomId, whose) => clear(of, roomId, whose),
    dropSilent: (ms) => dropSilent(of, ms),

    async door(classId) {
      return doorOf(await doors.findOne({ _id: classId }));
    },
    async setDoor(classId, change) {
      const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const before = doorOf(await doors.findOneAndUpdate({ _id: classId }, { $set: set }, { upsert: true, returnDocument: 'before' }));
      return { door: { ...before, ...set }, wasOn: before.isOn };
    },
    async find(roomId, personId) {
      const found = await waiters.findOne({ roomId, personId });
      if (!found) return null;
      const { state, sessionId } = found;
      if (state === 'waiting' || state === 'gone') return { state };
      return sessionId && { state, sessionId };
    },
    async leave(roomId, personId) {
      return (await waiters.deleteOne({ roomId, personId, state: 'waiting' })).deletedCount > 0;
    },
    async list(roomId) {
      const found = await waiters.find({ roomId, state: 'waiting' }).sort({ since: 1 }).limit(limit).toArray();
      return found.map(waiterOf);
    },
    async counts(roomIds) {
      const found = await waiters
        .aggregate<{ _id: ClassId; count: number }>([
          { $match: { roomId: { $in: [...roomIds] }, state: 'waiting' } },
          { $group: { _id: '$roomId', count: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(found.map(({ _id, count }) => [_id, count]));
    },
    async seen(roomId, people) {
      await waiters.updateMany({ roomId, personId: { $in: [...people] }, state: 'waiting' }, { $currentDate: { seenAt: true } });
    },
  };
}

const inTransaction = <T>({ client }: Doors, work: (tx: ClientSession) => Promise<T>): Promise<T> =>
  client.withSession((tx) => tx.withTransaction(() => work(tx), { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } }));

/** Two tabs of one person that come at once meet at the unique index, and the later one finds the place taken by its own person. */
async function take(of: Doors, order: WaitOrder): Promise<boolean> {
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      return await inTransaction(of, (tx) => takeOnce(of, tx, order));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Refusal('busy');
}

async function takeOnce({ doors, waiters, limit }: Doors, tx: ClientSession, order: WaitOrder): Promise<boolean> {
  const { newId, roomId, personId, name, at } = order;
  const before = await waiters.findOne({ roomId, personId }, { session: tx });
  if (before?.state === 'waiting') {
    await waiters.updateOne({ _id: before._id }, { $set: { name }, $currentDate: { seenAt: true } }, { session: tx });
    return before.name !== name;
  }
  await doors.updateOne({ _id: roomId }, { $inc: { turn: 1 } }, { upsert: true, session: tx });
  const waiting = await waiters.countDocuments({ roomId, state: 'waiting' }, { session: tx, limit });
  if (waiting >= limit) throw new Refusal('waiting-full');
  if (isGuest(personId)) {
    const guests = await waiters.countDocuments({ roomId, state: 'waiting', personId: GUESTS_ONLY as never }, { session: tx });
    if (guests >= LIMITS.guestsAtDoor) throw new Refusal('waiting-full', 'guests');
  }
  // Not heard of for a moment is not to have left: the tool may have been away, or the network.
  const isBack = { $and: [{ $eq: ['$state', 'gone'] }, { $gt: ['$seenAt', { $subtract: ['$$NOW', LIMITS.waitingKeepMs] }] }] };
  await waiters.updateOne(
    { roomId, personId },
    [
      {
        $set: {
          // As a literal: a name may begin with a dollar, which in a pipeline would be a path.
          ...{ name: { $literal: name }, state: 'waiting', sessionId: null, seenAt: '$$NOW' },
          ...{ _id: { $ifNull: ['$_id', newId] }, since: { $cond: [isBack, '$since', at] } },
        },
      },
    ],
    { upsert: true, session: tx },
  );
  return true;
}

function settle(of: Doors, { roomId, sessionId, only, state }: Parameters<WaitingRooms['settle']>[0]): Promise<readonly Waiter[]> {
  const filter: Filter<WaiterDoc> = { roomId, state: 'waiting', ...(only && { _id: only }) };
  return inTransaction(of, async (tx) => {
    const found = await of.waiters.find(filter, { session: tx }).toArray();
    if (found.length === 0) return [];
    const ids = found.map(({ _id }) => _id);
    await of.waiters.updateMany({ _id: { $in: ids } }, { $set: { state, sessionId } }, { session: tx });
    return found.map(waiterOf);
  });
}

function clear(of: Doors, roomId: ClassId, whose: 'all' | 'course'): Promise<readonly Waiter[]> {
  return inTransaction(of, async (tx) => {
    const all = await of.waiters.find({ roomId }, { session: tx }).toArray();
    const found = all.filter(({ personId }) => whose === 'all' || !isGuest(personId));
    if (found.length > 0) await of.waiters.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } }, { session: tx });
    return found.filter(({ state }) => state === 'waiting').map(waiterOf);
  });
}

async function dropSilent({ waiters }: Doors, ms: number): Promise<readonly ClassId[]> {
  const silent: Filter<WaiterDoc> = { state: 'waiting', $expr: { $lte: ['$seenAt', { $subtract: ['$$NOW', ms] }] } };
  const found = await waiters.find(silent).limit(1_000).toArray();
  const rooms = new Set<ClassId>();
  for (const { _id, roomId } of found) {
    const dropped = await waiters.updateOne({ _id, ...silent }, { $set: { state: 'gone' } });
    if (dropped.modifiedCount > 0) rooms.add(roomId);
  }
  return [...rooms];
}
