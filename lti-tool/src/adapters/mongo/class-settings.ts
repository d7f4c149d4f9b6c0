import type { Instant } from '@liveclass/contract';
import type { Settings } from '../../ports/classroom.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

const NOTHING_SET = { schedule: null, recordFromStart: false, isSetInLms: false };

/** The course is to be told, in the write that makes the plan: whatever dies then, neither is there without the other. */
const oweCalendar = (now: Instant) => ({
  calendar: {
    due: { at: now, tries: 0 },
    // More than the last, whatever the clocks say, and no lower after an older backup was put back.
    revision: { $max: [now, { $add: [{ $ifNull: ['$calendar.revision', 0] }, 1] }] },
  },
});

export function mongoClassSettings({ settings }: ClassroomCollections): Settings {
  return {
    async find(classId) {
      const found = await settings.findOne({ _id: classId });
      if (!found) return NOTHING_SET;
      const isSetInLms = found.lmsVersion !== undefined && found.changedBy === undefined;
      return { schedule: found.schedule ?? null, recordFromStart: found.recordFromStart ?? false, isSetInLms };
    },
    async change(classId, change, by) {
      const named = Object.entries({ ...change, ...by }).filter(([, value]) => value !== undefined);
      // Literally: a pipeline takes what begins with a dollar sign for a field.
      const set = Object.fromEntries(named.map(([name, value]) => [name, { $literal: value }]));
      const isNewPlan = change.schedule !== undefined;
      await settings.updateOne({ _id: classId }, [{ $set: { ...set, ...(isNewPlan && oweCalendar(by.changedAt)) } }], { upsert: true });
    },
  };
}
