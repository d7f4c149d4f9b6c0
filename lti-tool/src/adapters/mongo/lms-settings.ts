import type { ClassId } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import type { LmsSettingsStore } from '../../ports/desk.ts';
import { literally, oweCalendar } from './calendars.ts';
import { classroomCollections, isDuplicate } from './classroom-collections.ts';
import type { Connection } from './connection.ts';
import { gradeCollections } from './grades.ts';

interface Versioned {
  readonly _id: ClassId;
  readonly lmsVersion?: number;
}

/**
 * Writes into the class's document unless it holds this version or a newer one. The id alone is unique: where the condition finds no
 * document because it is too new, the insertion fails on it. It fails as well where another was first to insert, so it is tried again.
 */
async function takeNewer<T extends Versioned>(
  of: Collection<T>,
  _id: ClassId,
  lmsVersion: number,
  said: object,
  by: string,
  owed: object = {},
): Promise<boolean> {
  const isOlder = { $or: [{ lmsVersion: { $exists: false } }, { lmsVersion: { $lt: lmsVersion } }] };
  // No person of ours said it: the LMS vouches for its teachers.
  const change = [{ $set: { ...literally({ ...said, lmsVersion }), ...owed } }, { $unset: by }];
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      await (of as unknown as Collection<Versioned>).updateOne({ _id, ...isOlder }, change, { upsert: true });
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
  return false;
}

export function mongoLmsSettings(connection: Connection): LmsSettingsStore {
  const { settings } = classroomCollections(connection);
  const { rules } = gradeCollections(connection);
  return {
    async take(classId, { version, settings: said, attendance }, at) {
      // Each has its own version: what a fall between the two left undone is done when the message comes again.
      const isRuleNew = await takeNewer(rules, classId, version, { rule: attendance, at }, 'by');
      const isPlanNew = await takeNewer(settings, classId, version, { ...said, changedAt: at }, 'changedBy', oweCalendar(at));
      return isRuleNew || isPlanNew;
    },
  };
}
