import type { Schedules } from '../../ports/classroom.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

export function mongoSchedules({ schedules }: ClassroomCollections): Schedules {
  return {
    async find(classId) {
      return (await schedules.findOne({ _id: classId }))?.schedule ?? null;
    },
    async put(classId, schedule, by) {
      if (schedule) await schedules.updateOne({ _id: classId }, { $set: { schedule, ...by } }, { upsert: true });
      else await schedules.deleteOne({ _id: classId });
    },
  };
}
