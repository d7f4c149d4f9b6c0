import type { ClassId, DurableEvent, PersonId, SendId, Seq } from '@liveclass/contract';
import { hidden, isFor, numbered, type Reader } from '../../domain/events.ts';
import type { Events } from '../../ports/classroom.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

export function mongoEvents({ events, counters }: ClassroomCollections): Events {
  return {
    async since(classId: ClassId, seq: Seq, limit: number, reader: Reader): Promise<readonly DurableEvent[]> {
      const docs = await events
        .find({ classId, seq: { $gt: seq } })
        .sort({ seq: 1 })
        .limit(limit)
        .toArray();
      return docs.map((doc) => (isFor(doc.audience, reader) ? numbered(doc.event, doc.seq, doc.at) : hidden(doc)));
    },

    async lastSeq(classId: ClassId): Promise<Seq> {
      return (await counters.findOne({ _id: classId }))?.seq ?? 0;
    },

    async lastSeqs(classIds: readonly ClassId[]): Promise<ReadonlyMap<ClassId, Seq>> {
      const docs = await counters.find({ _id: { $in: [...classIds] } }).toArray();
      return new Map(docs.map((doc) => [doc._id, doc.seq]));
    },

    async sentBefore(classId: ClassId, personId: PersonId, sendId: SendId): Promise<{ wish: string; event: DurableEvent } | null> {
      const doc = await events.findOne({ classId, 'by.personId': personId, 'by.sendId': sendId });
      return doc?.by ? { wish: doc.by.wish, event: numbered(doc.event, doc.seq, doc.at) } : null;
    },
  };
}
