import { LIMITS, Refusal } from '@liveclass/contract';
import type { PollBanks } from '../../ports/polls.ts';
import { isDuplicate } from './classroom-collections.ts';
import type { PollCollections } from './poll-collections.ts';

export function mongoPollBanks({ banks }: Pick<PollCollections, 'banks'>): PollBanks {
  return {
    async of(classId) {
      return (await banks.findOne({ _id: classId }))?.items ?? [];
    },

    async add(classId, items) {
      const last = LIMITS.bankQuestions - items.length;
      if (last < 0) throw new Refusal('too-large', 'prepared questions of one class');
      // Where the place after which there would be too many is taken nothing fits, and the upsert meets the class's own id.
      const hasRoom = { [`items.${last}`]: { $exists: false } };
      await banks.updateOne({ _id: classId, ...hasRoom }, { $push: { items: { $each: [...items] } } }, { upsert: true }).catch((error) => {
        throw isDuplicate(error) ? new Refusal('too-large', 'prepared questions of one class') : error;
      });
    },

    async change(classId, id, draft) {
      const changed = await banks.updateOne({ _id: classId, 'items.id': id }, { $set: { 'items.$': { id, ...draft } } });
      return changed.matchedCount > 0;
    },

    async remove(classId, id) {
      return (await banks.updateOne({ _id: classId, 'items.id': id }, { $pull: { items: { id } } })).matchedCount > 0;
    },
  };
}
