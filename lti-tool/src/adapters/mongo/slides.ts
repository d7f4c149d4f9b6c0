import type { ClassId, FileId } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import type { Slides as Made } from '../../domain/slides.ts';
import type { Slides } from '../../ports/slides.ts';
import { databaseOf } from './classroom-collections.ts';
import type { Connection } from './connection.ts';
import { upsertOnce } from './launch-unique.ts';

type SlidesDoc = Omit<Made, 'fileId'> & {
  readonly _id: FileId;
  readonly classId: ClassId;
  /** Fences: only the newest attempt writes. */
  readonly attempt: string;
};

/** One document for each file, found by its id alone. */
export function mongoSlides(connection: Connection): Slides {
  const slides: Collection<SlidesDoc> = databaseOf(connection).collection('slides');
  return {
    async find(classId, fileId) {
      const doc = await slides.findOne({ _id: fileId, classId });
      return doc && { fileId: doc._id, state: doc.state, sizes: doc.sizes, total: doc.total, fault: doc.fault, until: doc.until };
    },
    async begin({ id, classId }, attempt, now, until) {
      const fresh = { classId, attempt, state: 'preparing' as const, sizes: [], total: null, fault: null, until };
      await upsertOnce(() => slides.updateOne({ _id: id }, { $setOnInsert: fresh }, { upsert: true }));
      const over = { $or: [{ attempt }, { state: 'failed' as const }, { state: 'preparing' as const, until: { $lte: now } }] };
      const taken = await slides.updateOne({ _id: id, ...over }, { $set: fresh });
      return taken.matchedCount === 1 ? { fileId: id, attempt } : null;
    },
    async made({ fileId, attempt }, size, total, until) {
      const written = await slides.updateOne({ _id: fileId, attempt }, { $push: { sizes: size }, $set: { total, until } });
      return written.matchedCount === 1;
    },
    async settle({ fileId, attempt }, fault) {
      await slides.updateOne({ _id: fileId, attempt }, { $set: { state: fault ? 'failed' : 'ready', fault } });
    },
    async remove(fileId) {
      await slides.deleteOne({ _id: fileId });
    },
  };
}
