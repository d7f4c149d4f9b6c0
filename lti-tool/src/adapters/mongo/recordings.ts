import { type ClassId, type DurableEvent, type Instant, type RecordingId, Refusal, type SessionId } from '@liveclass/contract';
import type { ClientSession } from 'mongodb';
import { type Chore, choresOf, isActive, type RecordingRecord, restAfter } from '../../domain/recording.ts';
import type { Agreement, RecordingEffects, Recordings } from '../../ports/classroom.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { type ClassroomCollections, isDuplicate, type RecordingDoc } from './classroom-collections.ts';
import { consentDoc } from './consents.ts';

function recordingOfDoc({ _id, due: _due, ...rest }: RecordingDoc): RecordingRecord {
  return { id: _id, ...rest };
}

function docOf(recording: RecordingRecord, now: Instant): RecordingDoc {
  const { id, ...rest } = recording;
  const due = Object.fromEntries(Object.entries(choresOf(recording)).map(([chore, inMs]) => [chore, { at: now + inMs, tries: 0 }]));
  return { _id: id, ...rest, due };
}

export function mongoRecordings(of: ClassroomCollections, transactions: ClassTransactions): Recordings {
  const { recordings } = of;
  return {
    begin: (draft, agreement) => begin(of, transactions, draft, agreement),
    abandon: (recording) => abandon(of, transactions, recording),
    save: (next, effects) => transactions.run(next.classId, (tx) => save(of, transactions, tx, next, effects)),
    claimDue: (chore, now, limit) => claimDue(of, chore, now, limit),

    async find(classId: ClassId, id: RecordingId) {
      const doc = await recordings.findOne({ _id: id, classId });
      return doc && recordingOfDoc(doc);
    },

    async findAnywhere(id: RecordingId) {
      const doc = await recordings.findOne({ _id: id });
      return doc && recordingOfDoc(doc);
    },

    async hasAny(sessionId: SessionId) {
      return (await recordings.findOne({ sessionId }, { projection: { _id: 1 } })) !== null;
    },

    async list(roomIds: readonly ClassId[]) {
      const docs = await recordings
        .find({ classId: { $in: [...roomIds] }, deletedAt: null })
        .sort({ startedAt: -1 })
        .limit(1_000)
        .toArray();
      return docs.map(recordingOfDoc);
    },
  };
}

async function begin(
  of: ClassroomCollections,
  transactions: ClassTransactions,
  draft: RecordingRecord,
  agreement: Agreement,
): Promise<RecordingRecord> {
  const earlier = async (tx?: ClientSession): Promise<RecordingRecord | null> => {
    const doc = await of.recordings.findOne(
      { classId: draft.classId, startedBy: draft.startedBy, startSendId: draft.startSendId },
      tx && { session: tx },
    );
    return doc && recordingOfDoc(doc);
  };
  try {
    return await transactions.run(draft.classId, async (tx) => {
      const same = await earlier(tx);
      if (same) return same;
      await claimSession(of, tx, draft);
      await of.recordings.insertOne(docOf(draft, draft.startedAt), { session: tx });
      await of.consents.insertOne(consentDoc(agreement), { session: tx });
      return draft;
    });
  } catch (error) {
    // The same click arrived twice, at two tools, at once.
    const same = isDuplicate(error) ? await earlier() : null;
    if (same) return same;
    throw error;
  }
}

async function claimSession({ sessions }: ClassroomCollections, tx: ClientSession, draft: RecordingRecord): Promise<void> {
  const claimed = await sessions.updateOne(
    { _id: draft.sessionId, classId: draft.classId, phase: 'live', recordingId: null },
    { $set: { recordingId: draft.id } },
    { session: tx },
  );
  if (claimed.modifiedCount === 1) return;
  const session = await sessions.findOne({ _id: draft.sessionId, classId: draft.classId, phase: 'live' }, { session: tx });
  throw new Refusal(session ? 'already-recording' : 'class-ended');
}

function abandon(of: ClassroomCollections, transactions: ClassTransactions, recording: RecordingRecord): Promise<void> {
  return transactions.run(recording.classId, async (tx) => {
    const removed = await of.recordings.deleteOne({ _id: recording.id, phase: 'starting' }, { session: tx });
    if (removed.deletedCount === 0) return;
    await of.consents.deleteMany({ recordingId: recording.id }, { session: tx });
    await freeSession(of, tx, recording);
  });
}

async function freeSession({ sessions }: ClassroomCollections, tx: ClientSession, recording: RecordingRecord): Promise<void> {
  await sessions.updateOne({ _id: recording.sessionId, recordingId: recording.id }, { $set: { recordingId: null } }, { session: tx });
}

async function save(
  of: ClassroomCollections,
  transactions: ClassTransactions,
  tx: ClientSession,
  next: RecordingRecord,
  { event, by, at }: RecordingEffects,
): Promise<DurableEvent | null | undefined> {
  const { _id, ...fields } = docOf({ ...next, version: next.version + 1 }, at);
  const saved = await of.recordings.updateOne({ _id, classId: next.classId, version: next.version }, { $set: fields }, { session: tx });
  if (saved.modifiedCount === 0) return undefined;
  if (!isActive(next)) await freeSession(of, tx, next);
  return event ? transactions.number(tx, next.classId, event, at, by) : null;
}

async function claimDue(
  { recordings }: ClassroomCollections,
  chore: Chore,
  now: Instant,
  limit: number,
): Promise<readonly RecordingRecord[]> {
  const field = `due.${chore}`;
  const candidates = await recordings
    .find({ [`${field}.at`]: { $lte: now } })
    .sort({ [`${field}.at`]: 1 })
    .limit(limit)
    .toArray();
  const claimed: RecordingRecord[] = [];
  for (const candidate of candidates) {
    const due = candidate.due[chore];
    if (!due) continue;
    const doc = await recordings.findOneAndUpdate(
      { _id: candidate._id, [`${field}.at`]: due.at },
      { $set: { [field]: { at: now + restAfter(due.tries), tries: due.tries + 1 } } },
      { returnDocument: 'after' },
    );
    if (doc) claimed.push(recordingOfDoc(doc));
  }
  return claimed;
}
