import { type ClassId, type Limits, type PersonId, Refusal } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import type { FileRecord } from '../../domain/file.ts';
import type { Files } from '../../ports/files.ts';
import { ClassTransactions } from './class-transactions.ts';
import { classroomCollections, databaseOf } from './classroom-collections.ts';
import type { Connection } from './connection.ts';
import { upsertOnce } from './launch-unique.ts';

export type FileDoc = Omit<FileRecord, 'id'> & { readonly _id: FileRecord['id'] };

/** What the files of a class take together. */
interface ShelfDoc {
  readonly _id: ClassId;
  readonly bytes: number;
  readonly files: number;
}

interface FileSettingsDoc {
  readonly _id: ClassId;
  readonly studentsMayUpload: boolean;
  readonly changedBy: PersonId;
}

interface Collections {
  readonly files: Collection<FileDoc>;
  readonly shelves: Collection<ShelfDoc>;
  readonly settings: Collection<FileSettingsDoc>;
}

const collectionsOf = (connection: Connection): Collections => {
  const db = databaseOf(connection);
  return { files: db.collection('files'), shelves: db.collection('fileshelves'), settings: db.collection('filesettings') };
};

export async function createFileIndexes(connection: Connection): Promise<void> {
  await collectionsOf(connection).files.createIndexes([
    { key: { classId: 1, uploadedAt: -1 }, name: 'library' },
    { key: { state: 1, uploadedAt: 1 }, name: 'unfinished' },
    { key: { place: 1, sharedIn: 1, uploadedAt: 1 }, name: 'unsent' },
  ]);
}

export const recordOf = ({ _id, ...rest }: FileDoc): FileRecord => ({ id: _id, ...rest });

type Deps = Collections & { readonly transactions: ClassTransactions; readonly limits: Limits };

export function mongoFiles(connection: Connection, limits: Limits): Files {
  const transactions = new ClassTransactions(connection, classroomCollections(connection));
  const deps: Deps = { ...collectionsOf(connection), transactions, limits };
  const { files, shelves, settings } = deps;
  return {
    reserve: (file) => reserve(deps, file),
    release: (file) => release(deps, file),

    async advance({ id, classId, state, sharedIn }, next) {
      // A message that took it meanwhile has it.
      const asKnown = { _id: id, classId, state, sharedIn: sharedIn ?? { $exists: false } };
      const doc = await files.findOneAndUpdate(asKnown, { $set: next }, { returnDocument: 'after' });
      return doc && recordOf(doc);
    },
    async change(classId, id, change) {
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const filter = { _id: id, classId, state: { $nin: ['uploading', 'erasing'] as FileRecord['state'][] } };
      const doc = Object.keys(named).length === 0 ? await files.findOne(filter) : null;
      if (doc) return recordOf(doc);
      const changed = await files.findOneAndUpdate(filter, { $set: named }, { returnDocument: 'after' });
      return changed && recordOf(changed);
    },
    async find(classId, id) {
      const doc = await files.findOne({ _id: id, classId });
      return doc && recordOf(doc);
    },
    async list(classId) {
      return (await files.find({ classId }).sort({ uploadedAt: -1 }).limit(limits.classFiles).toArray()).map(recordOf);
    },
    async usedBytes(classId) {
      return (await shelves.findOne({ _id: classId }))?.bytes ?? 0;
    },
    async unfinished(before, limit) {
      const states: FileRecord['state'][] = ['uploading'];
      const filter = {
        $or: [{ state: { $in: states }, uploadedAt: { $lt: before } }, { state: 'scanning' as const }, { state: 'erasing' as const }],
      };
      return (await files.find(filter).limit(limit).toArray()).map(recordOf);
    },
    async unsent(before, limit) {
      const filter = { place: 'chat' as const, sharedIn: { $exists: false }, state: 'ready' as const, uploadedAt: { $lt: before } };
      return (await files.find(filter).limit(limit).toArray()).map(recordOf);
    },
    async studentsMayUpload(classId) {
      return (await settings.findOne({ _id: classId }))?.studentsMayUpload ?? false;
    },
    async setStudentsMayUpload(classId, may, by) {
      await settings.updateOne({ _id: classId }, { $set: { studentsMayUpload: may, changedBy: by } }, { upsert: true });
    },
  };
}

/** Counted before anything is written, in one document, so that of many uploads at once none goes over the edge. */
async function reserve({ files, shelves, transactions, limits }: Deps, file: FileRecord): Promise<void> {
  const { id, ...rest } = file;
  const { classId, uploadedBy, bytes } = file;
  await upsertOnce(() => shelves.updateOne({ _id: classId }, { $setOnInsert: { bytes: 0, files: 0 } }, { upsert: true }));
  await transactions.run(classId, async (tx) => {
    const room = { _id: classId, bytes: { $lte: limits.classFilesBytes - bytes }, files: { $lt: limits.classFiles } };
    const taken = await shelves.updateOne(room, { $inc: { bytes, files: 1 } }, { session: tx });
    if (taken.modifiedCount === 0) throw new Refusal('quota-full');
    // Within the transaction that changed the class's shelf: two of one person's uploads cannot both look before the other is there.
    const underWay = await files.countDocuments({ classId, state: 'uploading', uploadedBy }, { session: tx });
    if (underWay >= limits.uploadsAtOnce) throw new Refusal('busy', 'uploads of one person');
    if (file.place === 'chat') {
      const inChat = await files.countDocuments({ classId, place: 'chat', uploadedBy }, { session: tx });
      if (inChat >= limits.chatFilesOfPerson) throw new Refusal('quota-full', 'files of one person in the chat');
    }
    await files.insertOne({ _id: id, ...rest }, { session: tx });
  });
}

async function release({ files, shelves, transactions }: Deps, { id, classId, bytes }: FileRecord): Promise<void> {
  await transactions.run(classId, async (tx) => {
    const { deletedCount } = await files.deleteOne({ _id: id, classId }, { session: tx });
    if (deletedCount === 1) await shelves.updateOne({ _id: classId }, { $inc: { bytes: -bytes, files: -1 } }, { session: tx });
  });
}
