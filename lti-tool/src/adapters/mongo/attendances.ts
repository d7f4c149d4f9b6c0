import { type ClassId, LIMITS, type PersonId, Refusal, type SessionId } from '@liveclass/contract';
import type { Filter } from 'mongodb';
import type { AttendanceRecord, Attendances, CorrectionOrder, HeldRecord, Measured } from '../../ports/attendance.ts';
import { type AttendanceDoc, type ClassroomCollections, isDuplicate, type SessionDoc, type TraceDoc } from './classroom-collections.ts';

type Collections = Pick<ClassroomCollections, 'sessions' | 'attendances'>;
type Found = AttendanceDoc & { readonly _id?: unknown };

const recordOfDoc = ({ _id, gradeOwed: _owed, traces, ...record }: Found): AttendanceRecord => ({
  ...record,
  traces: traces.map(({ byId: _by, ...trace }) => trace),
});

function heldOfDoc({ _id, classId, startedAt, plannedFor, endedAt, heldUntil, leftOut, gradesOwed }: SessionDoc): HeldRecord {
  const held = { from: plannedFor ?? startedAt, to: endedAt === null ? null : (heldUntil ?? endedAt) };
  return { id: _id, classId, startedAt, endedAt, held, counts: leftOut !== true, owed: gradesOwed ?? null };
}

export function mongoAttendances(of: Collections): Attendances {
  const { sessions, attendances } = of;
  const many = async (filter: Filter<AttendanceDoc>): Promise<readonly AttendanceRecord[]> =>
    (await attendances.find(filter).toArray()).map(recordOfDoc);
  return {
    sessions: async (classId: ClassId) =>
      (await sessions.find({ classId }).sort({ startedAt: -1 }).limit(LIMITS.attendanceSessions).toArray()).map(heldOfDoc),
    ofSession: (classId: ClassId, sessionId: SessionId) => many({ classId, sessionId }),
    ofPerson: (classId: ClassId, personId: PersonId) => many({ classId, personId }),
    correct: (order) => correct(of, order),

    async session(classId: ClassId, sessionId: SessionId) {
      const doc = await sessions.findOne({ _id: sessionId, classId });
      return doc && heldOfDoc(doc);
    },

    ofClass(classId: ClassId, held: readonly HeldRecord[]) {
      const projection = { _id: 0, sessionId: 1, personId: 1, role: 1, stretches: 1, correction: 1 };
      // Between two batches others have their turn.
      return attendances
        .find({ sessionId: { $in: held.map(({ id }) => id) }, classId })
        .project<Measured>(projection)
        .batchSize(500);
    },

    async setCounts({ id, classId }: HeldRecord, counts: boolean) {
      await sessions.updateOne({ _id: id, classId }, { $set: { leftOut: !counts, gradesOwed: 'changed' } });
    },
    async owingSessions(limit: number) {
      return (
        await sessions
          .find({ gradesOwed: { $exists: true } })
          .limit(limit)
          .toArray()
      ).map(heldOfDoc);
    },
    async owingPeople(limit: number) {
      return (await attendances.find({ gradeOwed: true }).limit(limit).toArray()).map(recordOfDoc);
    },
    async sessionSettled({ id, owed, counts }: HeldRecord) {
      if (owed)
        await sessions.updateOne({ _id: id, gradesOwed: owed, leftOut: counts ? { $ne: true } : true }, { $unset: { gradesOwed: 1 } });
    },
    async personSettled({ sessionId, personId, traces }: AttendanceRecord) {
      await attendances.updateOne({ sessionId, personId, traces: { $size: traces.length } }, { $unset: { gradeOwed: 1 } });
    },
  };
}

/** Each correction is written over exactly the one it was made over, so that no trace lies about what was there before. */
async function correct({ attendances }: Collections, order: CorrectionOrder): Promise<AttendanceRecord> {
  const { classId, sessionId, person, correction, by, at, note } = order;
  const key = { sessionId, personId: person.personId };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const before = await attendances.findOne({ ...key, classId });
    const traces = before?.traces ?? [];
    if (traces.length >= LIMITS.attendanceTraces) throw new Refusal('too-large', 'corrections of one attendance');
    const trace: TraceDoc = { at, by: by.name, byId: by.personId, before: before?.correction ?? null, after: correction, note };
    const $set = { correction, traces: [...traces, trace], gradeOwed: true as const };
    try {
      if (!before) {
        const doc = { classId, ...key, name: person.name, role: person.role, stretches: [], ...$set };
        await attendances.insertOne({ ...doc });
        return recordOfDoc(doc);
      }
      const written = await attendances.findOneAndUpdate(
        { ...key, traces: { $size: traces.length } },
        { $set },
        { returnDocument: 'after' },
      );
      if (written) return recordOfDoc(written);
    } catch (error) {
      // They sat down for the first time, or another teacher was quicker, at this very moment.
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Refusal('busy', { sessionId });
}
