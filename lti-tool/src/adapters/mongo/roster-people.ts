import { setImmediate as others } from 'node:timers/promises';
import { type ClassId, PersonId, Role } from '@liveclass/contract';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type mongoose from 'mongoose';
import { folded, type KnownMember, type Member } from '../../domain/roster.ts';
import type { Ids } from '../../ports/identity.ts';
import type { RosterPage, RosterPeople, Standing } from '../../ports/roster.ts';
import { databaseOf } from './classroom-collections.ts';
import { upsertOnce } from './launch-unique.ts';

/** As `persons.ts` and `memberships.ts` write them; here many at once. */
interface PersonDoc {
  readonly _id: string;
  readonly issuer: string;
  readonly sub: string;
  readonly name?: string;
}
interface MembershipDoc {
  readonly classId: string;
  readonly personId: string;
  readonly role: string;
  readonly lastLaunchAt?: Date;
  readonly listedRole?: string;
  readonly name?: string;
  readonly folded?: string;
}

/** So many documents go into one command: packing more at once would hold up everybody else in this process. */
const BATCH = 200;

async function* batches<T>(all: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let from = 0; from < all.length; from += BATCH) {
    yield all.slice(from, from + BATCH);
    await others();
  }
}

/** Two replicas, or a launch, may make the same person at once: the unique index keeps one, and the second try finds it. */
async function writeAll<T extends object>(of: Collection<T>, writes: AnyBulkWriteOperation<T>[]): Promise<void> {
  if (writes.length > 0) await upsertOnce(() => of.bulkWrite(writes, { ordered: false }));
}

async function personsOf(
  persons: Collection<PersonDoc>,
  ids: Ids,
  issuer: string,
  members: readonly Member[],
): Promise<Map<string, PersonId>> {
  const found = new Map<string, PersonId>();
  for await (const batch of batches(members)) {
    const subs = batch.map(({ sub }) => sub);
    const known = new Map((await persons.find({ issuer, sub: { $in: subs } }).toArray()).map((doc) => [doc.sub, doc]));
    const writes = batch.flatMap(({ sub, name }): AnyBulkWriteOperation<PersonDoc>[] => {
      const before = known.get(sub);
      if (before && (name === '' || before.name === name)) return [];
      const update = name === '' ? { $setOnInsert: { _id: ids.id(), name } } : { $set: { name }, $setOnInsert: { _id: ids.id() } };
      return [{ updateOne: { filter: { issuer, sub }, update, upsert: true } }];
    });
    await writeAll(persons, writes);
    const all = writes.length === 0 ? known.values() : await persons.find({ issuer, sub: { $in: subs } }).toArray();
    for (const { sub, _id } of all) found.set(sub, PersonId.parse(_id));
  }
  return found;
}

/** One write that is right whatever happened since `known` was read: a launch newer than the list keeps its role. */
function writeOf(classId: ClassId, { personId, name, role, listedRole }: Standing, begunAt: Date): AnyBulkWriteOperation<MembershipDoc> {
  const named = name === '' ? {} : { name: { $literal: name }, folded: { $literal: folded(name) } };
  const update = [{ $set: { role: { $cond: [{ $gt: ['$lastLaunchAt', begunAt] }, '$role', role] }, listedRole, ...named } }];
  return { updateOne: { filter: { classId, personId }, update, upsert: true } };
}

const wordsOf = (search: string): string[] =>
  folded(search)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 8);

async function pageOf(
  memberships: Collection<MembershipDoc>,
  persons: Collection<PersonDoc>,
  { classId, search, from, rows }: { classId: ClassId; search: string; from: number; rows: number },
): Promise<RosterPage> {
  const words = wordsOf(search).map((word) => ({ folded: { $regex: word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') } }));
  const filter = { classId, ...(words.length > 0 && { $and: words }) };
  const order = { role: -1, folded: 1, personId: 1 } as const;
  const [found, matching] = await Promise.all([
    memberships.find(filter).sort(order).skip(from).limit(rows).toArray(),
    memberships.countDocuments(filter),
  ]);
  const docs = await persons.find({ _id: { $in: found.map(({ personId }) => personId) } }).toArray();
  const names = new Map(docs.map(({ _id, name }) => [_id, name]));
  const people = found.map(({ personId, role, name }) => ({
    personId: PersonId.parse(personId),
    name: names.get(personId) || name || '',
    role: Role.parse(role),
  }));
  return { people, matching };
}

/** People of classes by the thousand. */
export function mongoRosterPeople(connection: mongoose.Connection, ids: Ids): RosterPeople {
  const db = databaseOf(connection);
  const persons = db.collection<PersonDoc>('persons');
  const memberships = db.collection<MembershipDoc>('memberships');
  return {
    async known(classId) {
      const all: KnownMember[] = [];
      // Batch by batch: reading thousands of documents at once would hold up everybody else in this process.
      for await (const { personId, role, listedRole, lastLaunchAt, name = '' } of memberships.find({ classId }).batchSize(BATCH))
        all.push({
          personId: personId as PersonId,
          role: role as Role,
          listedRole: (listedRole ?? null) as Role | null,
          lastLaunchAt: lastLaunchAt?.getTime() ?? null,
          name,
        });
      return all;
    },
    persons: (issuer, members) => personsOf(persons, ids, issuer, members),
    async write(classId, standings, begunAt) {
      const at = new Date(begunAt);
      for await (const batch of batches(standings))
        await writeAll(
          memberships,
          batch.map((standing) => writeOf(classId, standing, at)),
        );
    },
    async remove(classId, people, begunAt) {
      const gone: PersonId[] = [];
      for await (const batch of batches(people)) {
        const of = { classId, personId: { $in: [...batch] } };
        await memberships.deleteMany({ ...of, lastLaunchAt: { $not: { $gt: new Date(begunAt) } } });
        const left = new Set((await memberships.find(of).toArray()).map(({ personId }) => personId));
        gone.push(...batch.filter((personId) => !left.has(personId)));
      }
      return gone;
    },
    async among(classId, people) {
      const docs = await memberships.find({ classId, personId: { $in: [...people] } }).toArray();
      return new Map(docs.map(({ personId, role }) => [PersonId.parse(personId), Role.parse(role)]));
    },
    page: (classId, search, from, rows) => pageOf(memberships, persons, { classId, search, from, rows }),
    async count(classId) {
      const [teacher, student] = await Promise.all([
        memberships.countDocuments({ classId, role: 'teacher' }),
        memberships.countDocuments({ classId, role: 'student' }),
      ]);
      return { teacher, student };
    },
  };
}
