import type { Settings } from '../../ports/classroom.ts';
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
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      await settings.updateOne({ _id: classId }, { $set: { ...named, ...by } }, { upsert: true });
    },
  };
}
