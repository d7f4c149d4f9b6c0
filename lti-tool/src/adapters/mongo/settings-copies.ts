import type mongoose from 'mongoose';
import type { SettingsCopies } from '../../ports/identity.ts';
import { databaseOf } from './classroom-collections.ts';
import { isDuplicate } from './launch-unique.ts';

/** Collections with one document a class, by its id, that says how the class is run, or what is prepared for it. */
const COLLECTIONS = ['classsettings', 'graderules', 'chatsettings', 'pollbanks', 'classlocks', 'waitingrooms', 'filesettings'] as const;
/** Dates belong to the course that had them, with what its calendar was told of them; people stay in theirs, and so does what is said to those who wait; versions count the changes of one activity. */
const LEFT_BEHIND = ['schedule', 'calendar', 'changedBy', 'by', 'lmsVersion', 'exceptions', 'message', 'turn'];

export function mongoSettingsCopies(connection: mongoose.Connection): SettingsCopies {
  const db = databaseOf(connection);
  return {
    async copy(from, to) {
      for (const name of COLLECTIONS) {
        const collection = db.collection<{ _id: string }>(name);
        const original = await collection.findOne({ _id: from });
        if (!original) continue;
        const taken = Object.fromEntries(Object.entries(original).filter(([field]) => !LEFT_BEHIND.includes(field)));
        // What the class has of its own stays.
        await collection.insertOne({ ...taken, _id: to }).catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
      }
    },
  };
}
