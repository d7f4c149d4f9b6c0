import type { Collection, Db, Filter } from 'mongodb';
import type mongoose from 'mongoose';
import type { PeopleEraser } from '../../ports/desk.ts';
import { createChatErasure, eraseFromChat } from './chat-erasure.ts';
import { databaseOf } from './classroom-collections.ts';

interface Row {
  readonly _id: string;
  readonly [field: string]: unknown;
}

type Collections = (name: string) => Collection<Row>;

/** A ban stands, by the hash of who the person is to the LMS: being erased is no way back in. It and the log name nobody any more. */
function forgetInModeration(of: Collections, ids: readonly string[]): Promise<unknown>[] {
  const [concerned, acting] = [{ personId: { $in: ids } }, { byId: { $in: ids } }];
  return [
    of('bans').updateMany(concerned, { $set: { name: '', reason: '' } }),
    of('bans').updateMany(acting, { $set: { by: '' } }),
    of('moderationlog').updateMany(concerned, { $set: { person: '', reason: '' } }),
    of('moderationlog').updateMany(acting, { $set: { by: '' } }),
    of('classlocks').updateMany({ 'exceptions.personId': { $in: ids } }, { $pull: { exceptions: concerned } } as never),
  ];
}

const indexOwn = (of: Collections) =>
  Promise.all([
    of('feedback').createIndex({ personId: 1 }, { name: 'of_person_anywhere' }),
    of('files').createIndex({ uploadedBy: 1 }, { name: 'of_person_anywhere' }),
  ]);

/** Students' own files and what anybody sent in the chat go, bytes and all, with the next tidying; a teacher's others are the class's, under an id that leads to nobody. */
const eraseOwn = (of: Collections, ids: readonly string[]) =>
  Promise.all([
    of('feedback').deleteMany({ personId: { $in: ids } }),
    of('files').updateMany(
      { uploadedBy: { $in: ids }, $or: [{ uploadedAs: 'student' }, { place: 'chat' }] },
      { $set: { state: 'erasing', name: '' } },
    ),
  ]);

/** What is asked for by person, so that erasing reads no collection whole. */
async function createErasingIndexes(db: Db, of: Collections): Promise<void> {
  await Promise.all([
    of('seats').createIndex({ personId: 1 }, { name: 'of_person' }),
    of('events').createIndex(
      { 'event.person.seatId': 1 },
      { name: 'of_seat', partialFilterExpression: { 'event.person.seatId': { $exists: true } } },
    ),
    of('web-sessions').createIndex({ 'session.personId': 1 }, { name: 'of_person_anywhere' }),
    of('attendances').createIndex({ personId: 1 }, { name: 'of_person_anywhere' }),
    of('grades').createIndex({ personId: 1 }, { name: 'of_person_anywhere' }),
    of('attendances').createIndex({ 'traces.byId': 1 }, { name: 'corrected_by' }),
    indexOwn(of),
    of('pollvotes').createIndex({ personId: 1 }, { name: 'of_person_anywhere' }),
    of('events').createIndex(
      { 'event.results.pollId': 1 },
      { name: 'of_results', partialFilterExpression: { 'event.results.pollId': { $exists: true } } },
    ),
    of('classlocks').createIndex({ 'exceptions.personId': 1 }, { name: 'of_person' }),
    of('boardelements').createIndex({ by: 1 }, { name: 'by_person' }),
    of('one-time-codes').createIndex({ 'session.personId': 1 }, { name: 'of_person' }),
    createChatErasure(db),
  ]);
}

/**
 * Forgets people. Their record goes last, because the rest is found through it: an erasure that broke off is finished by the next
 * one. docs/data-model.md lists what goes and what stays; a collection that comes to hold a name or a person's id belongs here.
 */
export async function openPeopleEraser(connection: mongoose.Connection): Promise<PeopleEraser> {
  const db = databaseOf(connection);
  const of = (name: string) => db.collection<Row>(name);
  await createErasingIndexes(db, of);
  return {
    async erase(issuer, subs) {
      const persons = await of('persons')
        .find({ issuer, sub: { $in: [...subs] } }, { projection: { _id: 1 } })
        .toArray();
      await forget(
        db,
        persons.map(({ _id }) => _id),
      );
    },
    forget: (people) => forget(db, people),
  };
}

async function forget(db: Db, ids: readonly string[]): Promise<void> {
  const of = (name: string) => db.collection<Row>(name);
  const [theirs, them] = [{ personId: { $in: [...ids] } }, { _id: { $in: [...ids] } }];
  const seats = await of('seats')
    .find(theirs, { projection: { _id: 1 } })
    .toArray();
  const ofSeats: Filter<Row> = { 'event.person.seatId': { $in: seats.map(({ _id }) => _id) } };
  await eraseAnswers(of, ids);
  await Promise.all([
    eraseFromChat(db, ids),
    of('seats').updateMany(theirs, { $set: { name: '' } }),
    of('events').updateMany(ofSeats, { $set: { 'event.person.name': '' } }),
    of('attendances').deleteMany(theirs),
    // What a teacher corrected stays corrected; only their name goes.
    of('attendances').updateMany(
      { 'traces.byId': { $in: ids } },
      { $set: { 'traces.$[own].by': '' } },
      { arrayFilters: [{ 'own.byId': { $in: ids } }] },
    ),
    ...forgetInModeration(of, ids),
    eraseOwn(of, ids),
    // What was drawn belongs to the class; who drew it goes.
    of('boardelements').updateMany({ by: { $in: ids } }, { $set: { by: null } }),
    of('grades').deleteMany(theirs),
    of('waiters').deleteMany(theirs),
    db.collection<{ members: string[] }>('grouprooms').updateMany({ members: { $in: ids } }, { $pull: { members: { $in: ids } } }),
    of('memberships').deleteMany(theirs),
    of('web-sessions').deleteMany({ 'session.personId': { $in: ids } }),
    of('one-time-codes').deleteMany({ 'session.personId': { $in: ids } }),
  ]);
  await Promise.all([of('persons').deleteMany(them), of('guests').deleteMany(them)]);
}

/**
 * Named answers go, and with them all words in what was shown of those questions: whose they were is not written there. The counts
 * stay, as numbers. Answers to anonymous questions cannot be found, which is what was promised.
 */
async function eraseAnswers(of: Collections, ids: readonly string[]): Promise<void> {
  const votes = await of('pollvotes')
    .find({ personId: { $in: [...ids] } }, { projection: { pollId: 1 } })
    .toArray();
  const polls = votes.map((vote) => vote['pollId']);
  await of('events').updateMany({ 'event.results.pollId': { $in: polls } }, { $set: { 'event.results.texts': [] } });
  await of('pollvotes').deleteMany({ personId: { $in: [...ids] } });
}
