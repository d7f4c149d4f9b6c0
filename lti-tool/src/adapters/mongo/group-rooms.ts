import { ClassId } from '@liveclass/contract';
import type { AnyBulkWriteOperation, ClientSession, Collection, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import { type Arrangement, arrangementOf, type GroupRoom, ONE_ROOM, type RoomPlan } from '../../domain/rooms.ts';
import type { Ids } from '../../ports/identity.ts';
import type { GroupOfPeople, GroupRooms } from '../../ports/rooms.ts';
import { databaseOf, type RoomDoc } from './classroom-collections.ts';
import { isDuplicate } from './launch-unique.ts';

interface PlanDoc extends RoomPlan {
  readonly _id: ClassId;
}
interface Collections {
  readonly plans: Collection<PlanDoc>;
  readonly rooms: Collection<RoomDoc>;
}

const collectionsOf = (connection: mongoose.Connection): Collections => {
  const db = databaseOf(connection);
  return { plans: db.collection('roomplans'), rooms: db.collection('grouprooms') };
};

export async function createGroupRoomIndexes(connection: mongoose.Connection): Promise<void> {
  await collectionsOf(connection).rooms.createIndexes([
    { key: { classId: 1, groupId: 1 }, name: 'one_room_per_group', unique: true },
    { key: { members: 1 }, name: 'of_person' },
  ]);
}

const roomOf = ({ _id, classId, groupId, name, isOpen }: Omit<RoomDoc, 'members'>): GroupRoom => ({
  id: _id,
  classId,
  groupId,
  name,
  isOpen,
});

async function planOf({ plans }: Collections, classId: ClassId): Promise<RoomPlan> {
  const doc = await plans.findOne({ _id: classId });
  if (!doc) return ONE_ROOM;
  const { perGroup, ungrouped, version } = doc;
  return { perGroup, ungrouped, version };
}

/** Rooms of groups; who is in a group is asked of the database, so that a wish never reads the lists of all groups. */
export function mongoGroupRooms(connection: mongoose.Connection, ids: Ids): GroupRooms {
  const of = collectionsOf(connection);
  const client = connection.getClient() as unknown as MongoClient;
  return {
    async of(classId, personId) {
      const plan = await planOf(of, classId);
      if (plan.version === 0) return { plan, rooms: [] };
      const isIn = { $in: [personId ?? '', '$members'] };
      const fields = { classId: 1, groupId: 1, name: 1, isOpen: 1, isIn };
      const found = await of.rooms
        .aggregate<Omit<RoomDoc, 'members'> & { isIn: boolean }>([{ $match: { classId } }, { $project: fields }])
        .toArray();
      const mine = new Set(found.filter((room) => room.isIn).map(({ _id }) => _id));
      return arrangementOf(plan, found.map(roomOf), ({ id }) => mine.has(id));
    },

    all: (classId) => allOf(of, classId),

    async find(roomId) {
      const doc = await of.rooms.findOne({ _id: roomId }, { projection: { members: 0 } });
      return doc && roomOf(doc);
    },

    async membersAmong(classId, people) {
      const fields = { members: { $setIntersection: ['$members', [...people]] } };
      const found = await of.rooms.aggregate<Pick<RoomDoc, '_id' | 'members'>>([{ $match: { classId } }, { $project: fields }]).toArray();
      return new Map(found.map(({ _id, members }) => [_id, new Set(members)]));
    },

    async replace(classId, plan, groups) {
      const options = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } } as const;
      const work = (tx: ClientSession) => replace(of, tx, { classId, plan, groups, newId: () => ClassId.parse(ids.id()) });
      try {
        await client.withSession((tx) => tx.withTransaction(() => work(tx), options));
        return true;
      } catch (error) {
        // The plan that is there is newer, so that this one could only be written beside it.
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
  };
}

/** People of the same groups are one; there are as many as different sets of groups, however many people. */
async function allOf(of: Collections, classId: ClassId): Promise<readonly Arrangement[]> {
  const plan = await planOf(of, classId);
  if (plan.version === 0) return [{ plan, rooms: [] }];
  const [docs, sets] = await Promise.all([
    of.rooms.find({ classId }, { projection: { members: 0 } }).toArray(),
    of.rooms
      .aggregate<{ readonly _id: readonly ClassId[] }>([
        { $match: { classId } },
        { $sort: { _id: 1 } },
        { $unwind: '$members' },
        { $group: { _id: '$members', rooms: { $push: '$_id' } } },
        { $group: { _id: '$rooms' } },
      ])
      .toArray(),
  ]);
  const rooms = docs.map(roomOf);
  return [[], ...sets.map(({ _id }) => _id)].map((mine) => arrangementOf(plan, rooms, ({ id }) => mine.includes(id)));
}

interface Order {
  readonly classId: ClassId;
  readonly plan: RoomPlan;
  readonly groups: readonly GroupOfPeople[];
  newId(): ClassId;
}

async function replace({ plans, rooms }: Collections, tx: ClientSession, { classId, plan, groups, newId }: Order): Promise<void> {
  await plans.updateOne({ _id: classId, version: { $lte: plan.version } }, { $set: { ...plan } }, { upsert: true, session: tx });
  const named = plan.perGroup ? groups : [];
  const rest = plan.perGroup && plan.ungrouped === 'together' ? [{ groupId: null, name: '', members: [] }] : [];
  const open = [...named, ...rest];
  await rooms.updateMany({ classId, groupId: { $nin: open.map(({ groupId }) => groupId) } }, { $set: { isOpen: false } }, { session: tx });
  const writes = open.map(
    ({ groupId, name, members }): AnyBulkWriteOperation<RoomDoc> => ({
      updateOne: {
        filter: { classId, groupId },
        update: { $set: { name, members: [...members], isOpen: true }, $setOnInsert: { _id: newId() } },
        upsert: true,
      },
    }),
  );
  if (writes.length > 0) await rooms.bulkWrite(writes, { session: tx });
}
