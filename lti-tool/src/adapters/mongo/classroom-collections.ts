import type {
  ClassId,
  ClassSettings,
  Correction,
  CorrectionTrace,
  Locks,
  NodeId,
  PersonId,
  RecordingId,
  Role,
  SendId,
  SessionId,
} from '@liveclass/contract';
import type { Collection, Db } from 'mongodb';
import type mongoose from 'mongoose';
import type { Stretch } from '../../domain/attendance.ts';
import type { Audience, NewEvent } from '../../domain/events.ts';
import type { Exception } from '../../domain/locks.ts';
import type { Chore, RecordingRecord } from '../../domain/recording.ts';
import type { GroupRoom } from '../../domain/rooms.ts';
import type { SeatRecord } from '../../domain/seat.ts';
import type { SessionRecord } from '../../domain/session.ts';

/** Stored shapes: the domain's record, with `_id`, and what only queries need. docs/data-model.md says who writes what. */
type Stored<R extends { readonly id: string }> = Omit<R, 'id'> & { readonly _id: R['id'] };

export type SessionDoc = Stored<SessionRecord> & {
  /** Since when nobody is in it, by the database's clock; null while somebody is. */
  readonly emptySince: Date | null;
  /** When it is over: until when it was held, for attendance. */
  readonly heldUntil?: number;
  /** It is over, or was left out of grades or counted again, and nobody has looked yet what that means for grades. */
  readonly gradesOwed?: 'ended' | 'changed';
  /** A teacher left it out of everybody's grade. */
  readonly leftOut?: boolean;
};

export type SeatDoc = Stored<SeatRecord> & {
  /** The tool process that holds `link`. */
  readonly tool: string | null;
  /** Since when `link` is null, by the database's clock. */
  readonly lostAt: Date | null;
  /** Since when `link` is null, by the tool's clock, for attendance; earlier than `lostAt` where the tool itself had died. */
  readonly awayAt?: number | null;
};

/** With the teacher's id, which only erasing asks for. */
export type TraceDoc = CorrectionTrace & { readonly byId: PersonId };

/** How one person attended one session: what was measured, and what teachers said about it. */
export interface AttendanceDoc {
  readonly classId: ClassId;
  readonly sessionId: SessionId;
  readonly personId: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly stretches: readonly Stretch[];
  readonly correction: Correction | null;
  readonly traces: readonly TraceDoc[];
  /** It was corrected, and nobody has looked yet whether the grade has to be sent again. */
  readonly gradeOwed?: true;
}

export interface EventDoc {
  readonly classId: ClassId;
  readonly seq: number;
  readonly at: number;
  readonly event: NewEvent;
  readonly by?: { readonly personId: PersonId; readonly sendId: SendId; readonly wish: string };
  /** Missing: for everybody. */
  readonly audience?: Audience;
}

export interface CounterDoc {
  readonly _id: ClassId;
  readonly seq: number;
}

export type RecordingDoc = Stored<RecordingRecord> & {
  /** When each chore is to be tried next, and how often it was tried since the recording last changed. */
  readonly due: Readonly<Partial<Record<Chore, { readonly at: number; readonly tries: number }>>>;
};

export interface ConsentDoc {
  readonly _id: `${RecordingId}/${PersonId}`;
  readonly recordingId: RecordingId;
  readonly sessionId: SessionId;
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly version: string;
  readonly at: number;
}

/** What was never set is absent. */
export interface SettingsDoc extends Partial<ClassSettings> {
  readonly _id: ClassId;
  /** Absent where the LMS said it, in the activity's own form. */
  readonly changedBy?: PersonId;
  readonly changedAt: number;
  /** Of what the LMS said last. */
  readonly lmsVersion?: number;
  /** What the course's calendar is to be told of the plan, and when; absent where no plan was ever made. */
  readonly calendar?: { readonly revision: number; readonly due: { readonly at: number; readonly tries: number } | null };
}

/** What teachers locked for a class; in a copy of a class without exceptions, because people stay where they are. */
export interface LocksDoc {
  readonly _id: ClassId;
  readonly locks: Locks;
  readonly exceptions?: readonly Exception[];
}

export interface RoomDoc extends Omit<GroupRoom, 'id'> {
  readonly _id: ClassId;
  readonly members: readonly PersonId[];
}

export interface GatewayDoc {
  readonly _id: NodeId;
  readonly seenAt: Date;
  readonly [field: string]: unknown;
}

export interface ToolDoc {
  readonly _id: string;
  readonly seenAt: Date;
  /** It said goodbye: it does not live any more, but when it ended is still asked for. */
  readonly leftAt?: Date;
}

export interface LeaseDoc {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
}

export interface ClassroomCollections {
  readonly sessions: Collection<SessionDoc>;
  readonly seats: Collection<SeatDoc>;
  readonly attendances: Collection<AttendanceDoc>;
  readonly events: Collection<EventDoc>;
  readonly counters: Collection<CounterDoc>;
  readonly recordings: Collection<RecordingDoc>;
  readonly consents: Collection<ConsentDoc>;
  readonly settings: Collection<SettingsDoc>;
  readonly locks: Collection<LocksDoc>;
  readonly rooms: Collection<RoomDoc>;
  readonly gateways: Collection<GatewayDoc>;
  readonly tools: Collection<ToolDoc>;
  readonly leases: Collection<LeaseDoc>;
}

/** The driver's own database behind the one mongoose connection: conditional updates and transactions need no models. */
export const databaseOf = (connection: mongoose.Connection): Db => {
  const db = connection.db;
  if (!db) throw new Error('the MongoDB connection is not open');
  return db as unknown as Db;
};

export function classroomCollections(connection: mongoose.Connection): ClassroomCollections {
  const db = databaseOf(connection);
  return {
    sessions: db.collection('sessions'),
    seats: db.collection('seats'),
    attendances: db.collection('attendances'),
    events: db.collection('events'),
    counters: db.collection('eventcounters'),
    recordings: db.collection('recordings'),
    consents: db.collection('consents'),
    settings: db.collection('classsettings'),
    locks: db.collection('classlocks'),
    rooms: db.collection('grouprooms'),
    gateways: db.collection('gateways'),
    tools: db.collection('tools'),
    leases: db.collection('leases'),
  };
}

/** Every "only once" of the classroom is one of these; they stand before the tool listens. */
export async function createClassroomIndexes(of: ClassroomCollections): Promise<void> {
  await Promise.all([
    of.sessions.createIndexes([
      { key: { classId: 1 }, name: 'one_live_session', unique: true, partialFilterExpression: { phase: 'live' } },
      { key: { classId: 1, endedAt: -1 }, name: 'last_ended' },
      { key: { phase: 1, 'place.node': 1 }, name: 'live_at_node' },
      { key: { classId: 1, startedAt: -1 }, name: 'held' },
      { key: { gradesOwed: 1 }, name: 'grades_owed', partialFilterExpression: { gradesOwed: { $exists: true } } },
    ]),
    of.attendances.createIndexes([
      { key: { sessionId: 1, personId: 1 }, name: 'one_attendance_per_person', unique: true },
      { key: { classId: 1, personId: 1 }, name: 'of_person' },
      { key: { gradeOwed: 1 }, name: 'grade_owed', partialFilterExpression: { gradeOwed: true } },
    ]),
    of.seats.createIndexes([
      { key: { sessionId: 1, personId: 1 }, name: 'one_seat_per_person', unique: true },
      { key: { link: 1 }, name: 'by_link', partialFilterExpression: { link: { $type: 'string' } } },
      { key: { state: 1, lostAt: 1 }, name: 'lost' },
    ]),
    of.events.createIndexes([
      { key: { classId: 1, seq: 1 }, name: 'one_event_per_number', unique: true },
      {
        key: { classId: 1, 'by.personId': 1, 'by.sendId': 1 },
        name: 'one_effect_per_send',
        unique: true,
        partialFilterExpression: { by: { $exists: true } },
      },
    ]),
    of.recordings.createIndexes([
      { key: { classId: 1, startedAt: -1 }, name: 'library' },
      { key: { sessionId: 1 }, name: 'of_session' },
      { key: { startedBy: 1, startSendId: 1 }, name: 'one_start_per_send', unique: true },
      {
        key: { sessionId: 1 },
        name: 'one_active_recording',
        unique: true,
        partialFilterExpression: { phase: { $in: ['starting', 'recording', 'paused'] } },
      },
      ...(['settle', 'compose', 'tell-course', 'erase'] as const).map((chore) => ({
        key: { [`due.${chore}.at`]: 1 },
        name: `due_${chore}`,
        partialFilterExpression: { [`due.${chore}.at`]: { $exists: true } },
      })),
    ]),
    of.consents.createIndexes([{ key: { recordingId: 1 }, name: 'of_recording' }]),
    // Processes that died without a goodbye are forgotten in the end.
    of.tools.createIndexes([{ key: { seenAt: 1 }, name: 'forgotten', expireAfterSeconds: 86_400 }]),
  ]);
}

/** A duplicate key of this index (or of `_id`). */
export function isDuplicate(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11_000;
}
