import type {
  AttendanceRule,
  ClassId,
  Correction,
  CorrectionTrace,
  GradeCause,
  Instant,
  PersonId,
  Role,
  SessionId,
} from '@liveclass/contract';
import type { Held, Stretch } from '../domain/attendance.ts';
import type { GradeRecord, GradeResult } from '../domain/grade-delivery.ts';
import type { ClassRecord } from '../domain/identity.ts';
import type { Classes, Clock, Ids, Persons } from './identity.ts';
import type { Log } from './log.ts';
import type { GroupRooms } from './rooms.ts';

/** What is kept of one person in one session. */
export interface AttendanceRecord {
  readonly classId: ClassId;
  readonly sessionId: SessionId;
  readonly personId: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly stretches: readonly Stretch[];
  readonly correction: Correction | null;
  readonly traces: readonly CorrectionTrace[];
}

/** As much of a record as reckoning needs. */
export type Measured = Pick<AttendanceRecord, 'sessionId' | 'personId' | 'role' | 'stretches' | 'correction'>;

/** A meeting of the class and the time of it that counts. */
export interface HeldRecord {
  readonly id: SessionId;
  readonly classId: ClassId;
  /** The room in which it was held; the class's own id is that of the room for all. */
  readonly roomId: ClassId;
  /** The name of the group whose room that is. */
  readonly group?: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly held: Held;
  /** False where a teacher left it out of everybody's grade. */
  readonly counts: boolean;
  /** Why grades have to be looked at; null when nobody has to. */
  readonly owed: 'ended' | 'changed' | null;
}

export interface CorrectionOrder {
  readonly session: Pick<HeldRecord, 'id' | 'classId' | 'roomId'>;
  readonly person: ClassPerson;
  readonly correction: Correction | null;
  readonly by: Pick<ClassPerson, 'personId' | 'name'>;
  readonly at: Instant;
  readonly note: string;
}

/** Attendance in all rooms of a class, one record for each (session, person). The measured part is written with the seats themselves. */
export interface Attendances {
  /** Newest first, at most `LIMITS.attendanceSessions`. */
  sessions(classId: ClassId): Promise<readonly HeldRecord[]>;
  session(classId: ClassId, sessionId: SessionId): Promise<HeldRecord | null>;
  ofSession(classId: ClassId, sessionId: SessionId): Promise<readonly AttendanceRecord[]>;
  /** Of these sessions, read little by little: a year of a large class is tens of thousands. */
  ofClass(classId: ClassId, sessions: readonly HeldRecord[]): AsyncIterable<Measured>;
  ofPerson(classId: ClassId, personId: PersonId): Promise<readonly AttendanceRecord[]>;
  /** Writes the correction and its trace at once, and remembers that the grade may have to be sent again. Refused: 'too-large', 'busy'. */
  correct(order: CorrectionOrder): Promise<AttendanceRecord>;
  /** Leaves the session out of grades, or counts it again, and remembers that grades may have to be sent again. */
  setCounts(session: HeldRecord, counts: boolean): Promise<void>;
  /** Sessions that are over, or were changed, and whose grades nobody has looked after since. */
  owingSessions(limit: number): Promise<readonly HeldRecord[]>;
  /** Corrections after which nobody has looked after the grade yet. */
  owingPeople(limit: number): Promise<readonly AttendanceRecord[]>;
  /** Only when nothing more happened to it since it was read. */
  sessionSettled(session: HeldRecord): Promise<void>;
  /** Only when there was no further correction since the record was read. */
  personSettled(record: AttendanceRecord): Promise<void>;
}

export interface ClassPerson {
  readonly personId: PersonId;
  readonly name: string;
  readonly role: Role;
}

/** Everybody who is of a class, whether or not they ever came into a session. */
export interface ClassPeople {
  of(classId: ClassId): Promise<readonly ClassPerson[]>;
  find(classId: ClassId, personId: PersonId): Promise<ClassPerson | null>;
}

export interface GradeRules {
  find(classId: ClassId): Promise<AttendanceRule | null>;
  put(classId: ClassId, rule: AttendanceRule, by: PersonId, at: Instant): Promise<void>;
}

/** A grade on its way: it may be tried by whoever holds `claim`, until its lease is over. */
export interface ClaimedGrade {
  readonly grade: GradeRecord;
  readonly claim: string;
  /** Later than that of every message about this person before, by whole seconds. */
  readonly timestamp: Instant;
}

/** The queue of grades, one entry for each (class, person), which always holds the newest grade. */
export interface Grades {
  /** True when there is something to send: the same grade again is sent only with `again`. */
  queue(order: { classId: ClassId; personId: PersonId; score: number | null; at: Instant; again?: boolean }): Promise<boolean>;
  find(classId: ClassId, personId: PersonId): Promise<GradeRecord | null>;
  ofClass(classId: ClassId): Promise<readonly GradeRecord[]>;
  /** Of two tools one gets an entry, and none while a message about it is under way. The longest due first. */
  claimDue(now: Instant, limit: number): Promise<readonly ClaimedGrade[]>;
  /** What became of the message. A newer grade that was queued meanwhile stays due. */
  settle(claimed: ClaimedGrade, result: GradeResult, at: Instant): Promise<void>;
}

/** What the tool knows of a class's column in the gradebook, beside what launches say. */
export interface GradeColumn {
  /** The column that the tool found or made by itself. */
  readonly url: string | null;
  /** The activity's own column, as launches named it, after it was deleted; it is not written to again. */
  readonly goneUrl: string | null;
  /** A column was deleted at the LMS, and no teacher has sent again since: no other is made. */
  readonly isGone: boolean;
}

export interface GradeColumns {
  find(classId: ClassId): Promise<GradeColumn>;
  put(classId: ClassId, column: GradeColumn): Promise<void>;
  /** One tool at a time looks for a column, so that never two are made. */
  hold(classId: ClassId, forMs: number): Promise<boolean>;
  release(classId: ClassId): Promise<void>;
}

export interface ScoreMessage {
  /** LMS id of the person. */
  readonly userId: string;
  /** Null: the grade that was sent is taken back. */
  readonly score: number | null;
  readonly timestamp: Instant;
}

export type ScoreOutcome =
  | { readonly type: 'taken' }
  | { readonly type: 'column-gone' }
  /** The platform said no; saying the same again will not help. `said` is cleaned and short. */
  | { readonly type: 'refused'; readonly status: number; readonly said: string }
  /** The platform has something newer; only a later message can change that. */
  | { readonly type: 'outdated'; readonly said: string }
  | Unreachable;

/** Not now; the same may be taken later. */
export interface Unreachable {
  readonly type: 'unreachable';
  readonly cause: GradeCause;
  /** The platform's, where it gave one. */
  readonly status?: number;
}

export type ColumnOutcome =
  | { readonly type: 'found'; readonly url: string }
  | { readonly type: 'refused'; readonly status: number; readonly said: string }
  | Unreachable;

/** Assignment and Grade Services of a platform; never throws for what a platform does. */
export interface Gradebook {
  send(course: ClassRecord, columnUrl: string, message: ScoreMessage): Promise<ScoreOutcome>;
  /** Our column of the class among the course's: found by our mark, else made. */
  findOrMake(course: ClassRecord, lineItemsUrl: string): Promise<ColumnOutcome>;
}

export interface AttendancePorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly classes: Pick<Classes, 'find'>;
  readonly persons: Pick<Persons, 'find'>;
  readonly people: ClassPeople;
  readonly rooms: GroupRooms;
  readonly attendances: Attendances;
  readonly rules: GradeRules;
  readonly grades: Grades;
  readonly columns: GradeColumns;
  readonly gradebook: Gradebook;
}
