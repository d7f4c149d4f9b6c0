import type { Replicas } from '../../ports/classroom.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

export function mongoReplicas({ tools, leases }: ClassroomCollections): Replicas {
  return {
    async beat(tool: string) {
      await tools.updateOne({ _id: tool }, { $currentDate: { seenAt: true } }, { upsert: true });
    },

    async alive(withinMs: number) {
      const docs = await tools
        .find({ leftAt: { $exists: false }, $expr: { $gte: ['$seenAt', { $subtract: ['$$NOW', withinMs] }] } })
        .toArray();
      return docs.map((doc) => doc._id);
    },

    async leave(tool: string) {
      await tools.updateOne({ _id: tool }, { $currentDate: { leftAt: true } });
      await leases.deleteMany({ holder: tool });
    },

    async release(lease: string, tool: string) {
      await leases.deleteOne({ _id: lease, holder: tool });
    },

    async hold(lease: string, tool: string, forMs: number) {
      // A lease that is not there yet has no `until`, which is less than any time. Names of tools are ours and never begin with a
      // dollar sign, which a pipeline would take for a field.
      const isFree = { $or: [{ $eq: ['$holder', tool] }, { $lt: ['$until', '$$NOW'] }] };
      const held = await leases.findOneAndUpdate(
        { _id: lease },
        [
          {
            $set: {
              holder: { $cond: [isFree, tool, '$holder'] },
              until: { $cond: [isFree, { $add: ['$$NOW', forMs] }, '$until'] },
            },
          },
        ],
        { upsert: true, returnDocument: 'after' },
      );
      return held?.holder === tool;
    },
  };
}
