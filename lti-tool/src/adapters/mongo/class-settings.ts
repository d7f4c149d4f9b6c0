import type { Settings } from '../../ports/classroom.ts';
import { literally, oweCalendar } from './calendars.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

const NOTHING_SET = { schedule: null, recordFromStart: false, isSetInLms: false };

export function mongoClassSettings({ settings }: ClassroomCollections): Settings {
  return {
    async find(classId) {
      const found = await settings.findOne({ _id: classId });
      if (!found) return NOTHING_SET;
      const isSetInLms = found.lmsVersion !== undefined && found.changedBy === undefined;
      return { schedule: found.schedule ?? null, recordFromStart: found.recordFromStart ?? false, isSetInLms };
    },
    async change(classId, change, by) {
      const isNewPlan = change.schedule !== undefined;
      await settings.updateOne(
        { _id: classId },
        [{ $set: { ...literally({ ...change, ...by }), ...(isNewPlan && oweCalendar(by.changedAt)) } }],
        { upsert: true },
      );
    },
  };
}
