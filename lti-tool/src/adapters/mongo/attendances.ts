import { type ClassId, LIMITS, type PersonId, Refusal, type SessionId } from '@liveclass/contract';
import type { Filter } from 'mongodb';
import type { AttendanceRecord, Attendances, CorrectionOrder, HeldRecord, Measured } from '../../ports/attendance.ts';
import type { GroupRooms } from '../../ports/rooms.ts';
import { type AttendanceDoc, type ClassroomCollections, isDuplicate, type SessionDoc, type TraceDoc } from './classroom-collections.ts';

type Collections = Pick<ClassroomCollections, 'sessions' | 'attendances'>;
type Found = AttendanceDoc & { readonly _id?: unknown };
/** What attendance asks of the rooms of classes: sessions and records are kept under the id of their room. */
export type RoomsOfAttendance = Pick<GroupRooms, 'of' | 'find'>;

const recordOfDoc = ({ _id, gradeOwed: _owed, traces, ...record }: Found, classId: ClassId): AttendanceRecord => ({
  ...record,
  classId,
  traces: traces.map(({ byId: _by, ...trace }) => trace),
});

type Home = Pick<HeldRecord, 'classId' | 'group'>;

function heldOfDoc(doc: SessionDoc, home: Home): HeldRecord {
  const { _id, classId: roomId, startedAt, plannedFor, endedAt, heldUntil, leftOut, gradesOwed } = doc;
  const held = { from: plannedFor ?? startedAt, to: endedAt === null ? null : (heldUntil ?? endedAt) };
  return { id: _id, ...home, roomId, startedAt, endedAt, held, counts: leftOut !== true, owed: gradesOwed ?? null };
}

/** The rooms of a class, each with what its sessions are told by. */
async function homesOf(rooms: RoomsOfAttendance, classId: ClassId): Promise<ReadonlyMap<ClassId, Home>> {
  const { rooms: all } = await rooms.of(classId);
  return new Map<ClassId, Home>([[classId, { classId }], ...all.map(({ id, name }) => [id, { classId, group: name }] as const)]);
}

async function homeOf(rooms: RoomsOfAttendance, roomId: ClassId): Promise<Home> {
  const room = await rooms.find(roomId);
  return room ? { classId: room.classId, group: room.name } : { classId: roomId };
}

export function mongoAttendances(of: Collections, rooms: RoomsOfAttendance): Attendances {
  const { attendances } = of;
  const many = async (classId: ClassId, filter: Filter<AttendanceDoc>): Promise<readonly AttendanceRecord[]> => {
    const within = { classId: { $in: [...(await homesOf(rooms, classId)).keys()] } };
    return (await attendances.find({ ...filter, ...within }).toArray()).map((doc) => recordOfDoc(doc, classId));
  };
  return {
    ofSession: (classId: ClassId, sessionId: SessionId) => many(classId, { sessionId }),
    ofPerson: (classId: ClassId, personId: PersonId) => many(classId, { personId }),
    correct: (order) => correct(of, order),
    ...heldSessions(of, rooms),

    ofClass(_classId: ClassId, held: readonly HeldRecord[]) {
      const projection = { _id: 0, sessionId: 1, personId: 1, role: 1, stretches: 1, correction: 1 };
      // Between two batches others have their turn.
      return attendances
        .find({ sessionId: { $in: held.map(({ id }) => id) } })
        .project<Measured>(projection)
        .batchSize(500);
    },
    async owingPeople(limit: number) {
      const docs = await attendances.find({ gradeOwed: true }).limit(limit).toArray();
      return Promise.all(docs.map(async (doc) => recordOfDoc(doc, (await homeOf(rooms, doc.classId)).classId)));
    },
    async personSettled({ sessionId, personId, traces }: AttendanceRecord) {
      await attendances.updateOne({ sessionId, personId, traces: { $size: traces.length } }, { $unset: { gradeOwed: 1 } });
    },
  };
}

type OfSessions = 'sessions' | 'session' | 'setCounts' | 'owingSessions' | 'sessionSettled';

function heldSessions({ sessions }: Collections, rooms: RoomsOfAttendance): Pick<Attendances, OfSessions> {
  return {
    async sessions(classId: ClassId) {
      const homes = await homesOf(rooms, classId);
      const filter = { classId: { $in: [...homes.keys()] } };
      const docs = await sessions.find(filter).sort({ startedAt: -1 }).limit(LIMITS.attendanceSessions).toArray();
      return docs.map((doc) => heldOfDoc(doc, homes.get(doc.classId) ?? { classId }));
    },
    async session(classId: ClassId, sessionId: SessionId) {
      const doc = await sessions.findOne({ _id: sessionId });
      const home = doc && (await homeOf(rooms, doc.classId));
      return doc && home?.classId === classId ? heldOfDoc(doc, home) : null;
    },
    async setCounts({ id, roomId }: HeldRecord, counts: boolean) {
      await sessions.updateOne({ _id: id, classId: roomId }, { $set: { leftOut: !counts, gradesOwed: 'changed' } });
    },
    async owingSessions(limit: number) {
      const docs = await sessions
        .find({ gradesOwed: { $exists: true } })
        .limit(limit)
        .toArray();
      return Promise.all(docs.map(async (doc) => heldOfDoc(doc, await homeOf(rooms, doc.classId))));
    },
    async sessionSettled({ id, owed, counts }: HeldRecord) {
      if (owed)
        await sessions.updateOne({ _id: id, gradesOwed: owed, leftOut: counts ? { $ne: true } : true }, { $unset: { gradesOwed: 1 } });
    },
  };
}

/** Each correction is written over exactly the one it was made over, so that no trace lies about what was there before. */
async function correct({ attendances }: Collections, order: CorrectionOrder): Promise<AttendanceRecord> {
  const { session, person, correction, by, at, note } = order;
  const { id: sessionId, classId, roomId } = session;
  const key = { sessionId, personId: person.personId };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const before = await attendances.findOne({ ...key, classId: roomId });
    const traces = before?.traces ?? [];
    if (traces.length >= LIMITS.attendanceTraces) throw new Refusal('too-large', 'corrections of one attendance');
    const trace: TraceDoc = { at, by: by.name, byId: by.personId, before: before?.correction ?? null, after: correction, note };
    const $set = { correction, traces: [...traces, trace], gradeOwed: true as const };
    try {
      if (!before) {
        const doc = { classId: roomId, ...key, name: person.name, role: person.role, stretches: [], ...$set };
        await attendances.insertOne({ ...doc });
        return recordOfDoc(doc, classId);
      }
      const written = await attendances.findOneAndUpdate(
        { ...key, traces: { $size: traces.length } },
        { $set },
        { returnDocument: 'after' },
      );
      if (written) return recordOfDoc(written, classId);
    } catch (error) {
      // They sat down for the first time, or another teacher was quicker, at this very moment.
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Refusal('busy', { sessionId });
}
