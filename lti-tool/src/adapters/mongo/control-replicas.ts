import type { Replicas } from '../../ports/classroom.ts';
import { type ClassroomCollections, isDuplicate } from './classroom-collections.ts';

export function mongoReplicas({ tools, leases }: ClassroomCollections): Replicas {
  return {
    async beat(tool: string) {
      await tools.updateOne({ _id: tool }, { $currentDate: { seenAt: true } }, { upsert: true });
    },

    async alive(withinMs: number) {
      const docs = await tools.find({ $expr: { $gte: ['$seenAt', { $subtract: ['$$NOW', withinMs] }] } }).toArray();
      return docs.map((doc) => doc._id);
    },

    async leave(tool: string) {
      await tools.deleteOne({ _id: tool });
      await leases.deleteMany({ holder: tool });
    },

    async hold(lease: string, tool: string, forMs: number) {
      // Names are ours and never begin with a dollar sign, which an update pipeline would take for a field.
      const renew = [{ $set: { holder: { $literal: tool }, until: { $add: ['$$NOW', forMs] } } }];
      const isFree = { $or: [{ holder: tool }, { $expr: { $lt: ['$until', '$$NOW'] } }] };
      try {
        const held = await leases.updateOne({ _id: lease, ...isFree }, renew, { upsert: true });
        return held.matchedCount + held.upsertedCount > 0;
      } catch (error) {
        // The upsert met the lease of another: it is held.
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
  };
}
