import { AttendanceRule, type ClassId, type Instant, LIMITS, type PersonId } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import { type GradeRecord, type GradeResult, settled } from '../../domain/grade-delivery.ts';
import type { ClaimedGrade, GradeColumn, GradeColumns, GradeRules, Grades } from '../../ports/attendance.ts';
import { databaseOf, isDuplicate } from './classroom-collections.ts';
import type { Connection } from './connection.ts';

interface GradeDoc extends GradeRecord {
  readonly _id: `${ClassId}/${PersonId}`;
  /** The message that is under way, and when it counts as lost. */
  readonly inFlight: { readonly claim: string; readonly until: Instant } | null;
  /** Of the last message that was sent or may have been. */
  readonly lastTimestamp: Instant;
}

interface RuleDoc {
  readonly _id: ClassId;
  readonly rule: AttendanceRule;
  /** Absent where the LMS said it. */
  readonly by?: PersonId;
  readonly at: Instant;
  /** Of what the LMS said last. */
  readonly lmsVersion?: number;
}

interface ColumnDoc extends GradeColumn {
  readonly _id: ClassId;
}

export interface GradeCollections {
  readonly grades: Collection<GradeDoc>;
  readonly rules: Collection<RuleDoc>;
  readonly columns: Collection<ColumnDoc>;
}

export function gradeCollections(connection: Connection): GradeCollections {
  const db = databaseOf(connection);
  return { grades: db.collection('grades'), rules: db.collection('graderules'), columns: db.collection('gradecolumns') };
}

export async function createGradeIndexes({ grades }: GradeCollections): Promise<void> {
  await grades.createIndexes([
    { key: { classId: 1, personId: 1 }, name: 'one_grade_per_person', unique: true },
    { key: { 'due.at': 1 }, name: 'due', partialFilterExpression: { 'due.at': { $exists: true } } },
  ]);
}

const gradeOfDoc = ({ _id, inFlight: _inFlight, lastTimestamp: _last, ...grade }: GradeDoc): GradeRecord => grade;

export function mongoGradeRules({ rules }: GradeCollections): GradeRules {
  return {
    async find(classId) {
      const doc = await rules.findOne({ _id: classId });
      return doc && AttendanceRule.parse(doc.rule);
    },
    async put(classId, rule, by, at) {
      await rules.updateOne({ _id: classId }, { $set: { rule, by, at } }, { upsert: true });
    },
  };
}

type Hold = (lease: string, forMs: number) => Promise<boolean>;

export function mongoGradeColumns({ columns }: GradeCollections, hold: Hold): GradeColumns {
  return {
    async find(classId) {
      const doc = await columns.findOne({ _id: classId });
      return { url: doc?.url ?? null, goneUrl: doc?.goneUrl ?? null, isGone: doc?.isGone ?? false };
    },
    async put(classId, { url, goneUrl, isGone }) {
      await columns.updateOne({ _id: classId }, { $set: { url, goneUrl, isGone } }, { upsert: true });
    },
    hold: (classId, forMs) => hold(`grade-column/${classId}`, forMs),
    async release(classId) {
      await hold(`grade-column/${classId}`, 0);
    },
  };
}

export function mongoGrades(of: GradeCollections, newClaim: () => string): Grades {
  const { grades } = of;
  return {
    queue: (order) => queue(of, order),
    claimDue: (now, limit) => claimDue(of, newClaim, now, limit),
    settle: (claimed, result, at) => settle(of, claimed, result, at),
    async find(classId, personId) {
      const doc = await grades.findOne({ classId, personId });
      return doc && gradeOfDoc(doc);
    },
    async ofClass(classId) {
      return (await grades.find({ classId }).toArray()).map(gradeOfDoc);
    },
  };
}

async function queue(
  { grades }: GradeCollections,
  { classId, personId, score, at, again = false }: Parameters<Grades['queue']>[0],
): Promise<boolean> {
  const waiting = { state: 'waiting' as const, due: { at, tries: 0 }, cause: null, refusal: null };
  const isNew = again ? {} : { $or: [{ score: { $ne: score } }, { state: 'refused' as const }] };
  const changed = await grades.updateOne({ classId, personId, ...isNew }, { $set: { score, ...waiting }, $inc: { version: 1 } });
  if (changed.matchedCount > 0) return true;
  try {
    const fresh = { classId, personId, score, version: 1, ...waiting, sent: null, inFlight: null, lastTimestamp: 0 };
    await grades.insertOne({ _id: `${classId}/${personId}`, ...fresh });
    return true;
  } catch (error) {
    // It stands there already and says the same.
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/**
 * Seconds, because platforms compare no finer; strictly more than the last, because some refuse an equal one. What was claimed and
 * never heard of again may have arrived, so its time is spent as well.
 */
const nextTimestamp = (now: Instant) => ({ $max: [Math.floor(now / 1_000) * 1_000, { $add: ['$lastTimestamp', 1_000] }] });

async function claimDue(
  { grades }: GradeCollections,
  newClaim: () => string,
  now: Instant,
  limit: number,
): Promise<readonly ClaimedGrade[]> {
  const due = await grades
    .find({ 'due.at': { $lte: now } })
    .sort({ 'due.at': 1 })
    .limit(limit)
    .toArray();
  const claimed: ClaimedGrade[] = [];
  for (const { _id, due: at } of due) {
    if (!at) continue;
    const claim = newClaim();
    const until = now + LIMITS.gradeLeaseMs;
    const doc = await grades.findOneAndUpdate(
      { _id, 'due.at': at.at, $or: [{ inFlight: null }, { 'inFlight.until': { $lte: now } }] },
      [{ $set: { inFlight: { claim, until }, lastTimestamp: nextTimestamp(now), due: { at: until, tries: at.tries + 1 } } }],
      { returnDocument: 'after' },
    );
    if (doc) claimed.push({ grade: gradeOfDoc(doc), claim, timestamp: doc.lastTimestamp });
  }
  return claimed;
}

async function settle({ grades }: GradeCollections, { grade, claim }: ClaimedGrade, result: GradeResult, at: Instant): Promise<void> {
  const key = { classId: grade.classId, personId: grade.personId, 'inFlight.claim': claim };
  const outcome = settled(grade, grade.due?.tries ?? 1, result, at);
  const written = await grades.updateOne({ ...key, version: grade.version }, { $set: { ...outcome, inFlight: null } });
  if (written.matchedCount > 0) return;
  // A newer grade was queued meanwhile: it is due, and this answer says only what the LMS has now.
  await grades.updateOne(key, { $set: { inFlight: null, ...(result.type === 'sent' && { sent: outcome.sent }) } });
}
