import type { Collection, Filter } from 'mongodb';
import type mongoose from 'mongoose';
import type { PeopleEraser } from '../../ports/desk.ts';
import { databaseOf } from './classroom-collections.ts';

interface Row {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/**
 * Forgets people. Their record goes last, because the rest is found through it: an erasure that broke off is finished by the next
 * one. docs/data-model.md lists what goes and what stays; a collection that comes to hold a name or a person's id belongs here.
 */
export async function openPeopleEraser(connection: mongoose.Connection): Promise<PeopleEraser> {
  const db = databaseOf(connection);
  const of = (name: string) => db.collection<Row>(name);
  await Promise.all([
    of('seats').createIndex({ personId: 1 }, { name: 'of_person' }),
    of('events').createIndex(
      { 'event.person.seatId': 1 },
      { name: 'of_seat', partialFilterExpression: { 'event.person.seatId': { $exists: true } } },
    ),
    of('web-sessions').createIndex({ 'session.personId': 1 }, { name: 'of_person_anywhere' }),
    of('attendances').createIndex({ personId: 1 }, { name: 'of_person_anywhere' }),
    of('grades').createIndex({ personId: 1 }, { name: 'of_person_anywhere' }),
    of('one-time-codes').createIndex({ 'session.personId': 1 }, { name: 'of_person' }),
  ]);
  return {
    async erase(issuer, subs) {
      const persons = await of('persons')
        .find({ issuer, sub: { $in: [...subs] } }, { projection: { _id: 1, name: 1 } })
        .toArray();
      const ids = persons.map(({ _id }) => _id);
      const seats = await of('seats')
        .find({ personId: { $in: ids } }, { projection: { _id: 1 } })
        .toArray();
      const ofSeats: Filter<Row> = { 'event.person.seatId': { $in: seats.map(({ _id }) => _id) } };
      await forgetCorrections(of, persons);
      await Promise.all([
        of('seats').updateMany({ personId: { $in: ids } }, { $set: { name: '' } }),
        of('events').updateMany(ofSeats, { $set: { 'event.person.name': '' } }),
        of('attendances').deleteMany({ personId: { $in: ids } }),
        of('grades').deleteMany({ personId: { $in: ids } }),
        of('memberships').deleteMany({ personId: { $in: ids } }),
        of('web-sessions').deleteMany({ 'session.personId': { $in: ids } }),
        of('one-time-codes').deleteMany({ 'session.personId': { $in: ids } }),
      ]);
      await of('persons').deleteMany({ _id: { $in: ids } });
    },
  };
}

/** Corrections of attendance name the teacher who made them: by name only, so they are looked for in the classes of that person. */
async function forgetCorrections(of: (name: string) => Collection<Row>, persons: readonly Row[]): Promise<void> {
  for (const { _id, name } of persons) {
    if (typeof name !== 'string' || name === '') continue;
    const classes = await of('memberships').distinct('classId', { personId: _id });
    await of('attendances').updateMany(
      { classId: { $in: classes }, 'traces.by': name },
      { $set: { 'traces.$[theirs].by': '' } },
      { arrayFilters: [{ 'theirs.by': name }] },
    );
  }
}
