import { type ClassId, PersonId } from '@liveclass/contract';
import type mongoose from 'mongoose';
import type { PersonalSessions } from '../../ports/roster.ts';
import { databaseOf } from './classroom-collections.ts';

interface WebSessionDoc {
  readonly _id: string;
  readonly session: { readonly classId: string; readonly personId: string };
}

/** Finds and ends the web sessions of people who are no longer of the class, whichever tool opened them. */
export async function openPersonalSessions(connection: mongoose.Connection): Promise<PersonalSessions> {
  const sessions = databaseOf(connection).collection<WebSessionDoc>('web-sessions');
  await sessions.createIndex({ 'session.classId': 1, 'session.personId': 1 }, { name: 'of_person' });
  const holders = async (classId: ClassId, people: readonly PersonId[]): Promise<readonly PersonId[]> => {
    const found = await sessions.distinct('session.personId', { 'session.classId': classId });
    const wanted = new Set<string>(people);
    return found.filter((personId) => wanted.has(personId)).map((personId) => PersonId.parse(personId));
  };
  return {
    holders,
    async endOf(classId, people) {
      const had = await holders(classId, people);
      if (had.length > 0) await sessions.deleteMany({ 'session.classId': classId, 'session.personId': { $in: [...had] } });
      return had;
    },
  };
}
