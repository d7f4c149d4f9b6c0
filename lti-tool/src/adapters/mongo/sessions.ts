import type { ClassId, NodeId, SessionId } from '@liveclass/contract';
import type { Filter } from 'mongodb';
import type { RoomPlace, SessionRecord } from '../../domain/session.ts';
import type { Sessions } from '../../ports/classroom.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { type ClassroomCollections, isDuplicate, type SessionDoc } from './classroom-collections.ts';
import { writeEnd } from './presence.ts';

export function sessionOfDoc({
  _id,
  emptySince: _,
  heldUntil: _until,
  gradesOwed: _owed,
  leftOut: _out,
  ...rest
}: SessionDoc): SessionRecord {
  return { id: _id, ...rest };
}

const emptyForFilter = (ms: number): Filter<SessionDoc> => ({
  people: 0,
  $expr: { $and: [{ $ne: ['$emptySince', null] }, { $lte: ['$emptySince', { $subtract: ['$$NOW', ms] }] }] },
});

export function mongoSessions(of: ClassroomCollections, transactions: ClassTransactions): Sessions {
  const { sessions } = of;
  const one = async (filter: Filter<SessionDoc>): Promise<SessionRecord | null> => {
    const doc = await sessions.findOne(filter);
    return doc && sessionOfDoc(doc);
  };
  const many = async (filter: Filter<SessionDoc>): Promise<readonly SessionRecord[]> =>
    (await sessions.find(filter).toArray()).map(sessionOfDoc);

  return {
    live: (classId) => one({ classId, phase: 'live' }),
    liveIn: (roomIds) => many({ classId: { $in: [...roomIds] }, phase: 'live' }),
    find: (classId, sessionId) => one({ _id: sessionId, classId }),
    open: (draft) => open(of, draft, () => one({ classId: draft.classId, phase: 'live' })),
    place: (session, place) => moveRoom(of, session, place),
    end: (order) => end(of, transactions, order),
    emptyFor: (ms) => many({ phase: 'live', ...emptyForFilter(ms) }),
    liveAt: (node: NodeId) => many({ phase: 'live', 'place.node': node }),

    async lastEndedAt(roomIds: readonly ClassId[]) {
      const [last] = await sessions
        .find({ classId: { $in: [...roomIds] }, phase: 'ended' })
        .sort({ endedAt: -1 })
        .limit(1)
        .toArray();
      return last?.endedAt ?? null;
    },

    async stillLive(ids: readonly SessionId[]) {
      const docs = await sessions.find({ _id: { $in: [...ids] }, phase: 'live' }).toArray();
      return new Set(docs.map((doc) => doc._id));
    },
  };
}

/** Of many that open at once the unique index lets one through; the others are answered with that one. */
async function open(
  { sessions }: ClassroomCollections,
  draft: Parameters<Sessions['open']>[0],
  live: () => Promise<SessionRecord | null>,
): Promise<SessionRecord> {
  const { id, ...rest } = draft;
  const doc: SessionDoc = { _id: id, ...rest, phase: 'live', endedAt: null, people: 0, place: null, recordingId: null, emptySince: null };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await sessions.insertOne(doc);
      // Empty from the start: a person whose entering fails now must not leave a session that never ends.
      await sessions.updateOne({ _id: id, people: 0 }, { $currentDate: { emptySince: true } });
      return sessionOfDoc(doc);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const winner = await live();
      // The winner may have ended between the two; then there is room for ours again.
      if (winner) return winner;
    }
  }
  throw new Error('a session could neither be opened nor found');
}

async function moveRoom({ sessions }: ClassroomCollections, session: SessionRecord, place: RoomPlace): Promise<SessionRecord | null> {
  const before: Filter<SessionDoc> = session.place
    ? { 'place.node': session.place.node, 'place.epoch': session.place.epoch }
    : { place: null };
  const doc = await sessions.findOneAndUpdate(
    { _id: session.id, phase: 'live', ...before },
    { $set: { place: { node: place.node, epoch: place.epoch } } },
    { returnDocument: 'after' },
  );
  return doc && sessionOfDoc(doc);
}

function end(
  of: ClassroomCollections,
  transactions: ClassTransactions,
  order: Parameters<Sessions['end']>[0],
): ReturnType<Sessions['end']> {
  const { session, reason, at, by, emptyForMs } = order;
  return transactions.run(session.classId, async (tx) => {
    const ended = await of.sessions.updateOne(
      { _id: session.id, classId: session.classId, phase: 'live', ...(emptyForMs !== undefined && emptyForFilter(emptyForMs)) },
      { $set: { phase: 'ended', endedAt: at, people: 0, emptySince: null, gradesOwed: 'ended' } },
      { session: tx },
    );
    if (ended.modifiedCount === 0) return null;
    const heldUntil = await writeEnd(of, tx, session.id, at);
    await of.sessions.updateOne({ _id: session.id }, { $set: { heldUntil } }, { session: tx });
    await of.seats.updateMany(
      { sessionId: session.id, state: 'present' },
      { $set: { state: 'gone', link: null, tool: null, lostAt: null, awayAt: null } },
      { session: tx },
    );
    return transactions.number(tx, session.classId, { type: 'session.ended', reason }, at, by);
  });
}
