import type { ClassSettings } from '@liveclass/contract';
import type { Settings } from '../../ports/classroom.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

const NOTHING_SET: ClassSettings = { schedule: null, recordFromStart: false };

export function mongoClassSettings({ settings }: ClassroomCollections): Settings {
  return {
    async find(classId) {
      const found = await settings.findOne({ _id: classId });
      return found ? { schedule: found.schedule ?? null, recordFromStart: found.recordFromStart ?? false } : NOTHING_SET;
    },
    async change(classId, change, by) {
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      await settings.updateOne({ _id: classId }, { $set: { ...named, ...by } }, { upsert: true });
    },
  };
}
