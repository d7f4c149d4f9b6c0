import { z } from 'zod';
import { Instant, PersonId, SessionId } from './ids.ts';
import { LIMITS } from './limits.ts';

/*
 * Attendance and grades in the HTTP API. All of it is the class of the web session; teachers see everybody, students themselves.
 * Times are milliseconds of the server's clock.
 */

/** What a teacher says about a person's attendance, over what was measured. */
export const Correction = z.discriminatedUnion('standing', [
  z.strictObject({ standing: z.literal('present') }),
  z.strictObject({ standing: z.literal('absent') }),
  /** Left out of the grade. */
  z.strictObject({ standing: z.literal('excused') }),
  z.strictObject({ standing: z.literal('minutes'), minutes: z.number().int().min(0).max(LIMITS.attendanceMinutes) }),
]);
export type Correction = z.infer<typeof Correction>;

/** PUT /api/attendance/sessions/:sessionId/people/:personId (teacher) -> PersonAttendance; null takes the correction back. */
export const CorrectionBody = z.strictObject({
  correction: Correction.nullable(),
  note: z.string().trim().max(LIMITS.attendanceNoteChars),
});
export type CorrectionBody = z.infer<typeof CorrectionBody>;

/** One correction as it was made: it stays, whatever is corrected afterwards. */
export const CorrectionTrace = z.strictObject({
  at: Instant,
  /** Name of the teacher at that time. */
  by: z.string(),
  before: Correction.nullable(),
  after: Correction.nullable(),
  note: z.string(),
});
export type CorrectionTrace = z.infer<typeof CorrectionTrace>;

/** How one person attended one session. */
export const PersonAttendance = z.strictObject({
  personId: PersonId,
  name: z.string(),
  standing: z.enum(['present', 'absent', 'excused']),
  /** Still in the room. */
  isHere: z.boolean(),
  /** First and last moment in the room; null for those who never came. */
  joinedAt: Instant.nullable(),
  leftAt: Instant.nullable(),
  /** As measured, and as it counts after a correction. */
  measuredMs: z.number().int().nonnegative(),
  presentMs: z.number().int().nonnegative(),
  /** Of what was held, 0 to 1. */
  share: z.number().min(0).max(1),
  isLate: z.boolean(),
  leftEarly: z.boolean(),
  stretches: z.array(z.strictObject({ from: Instant, to: Instant })),
  correction: Correction.nullable(),
  traces: z.array(CorrectionTrace),
});
export type PersonAttendance = z.infer<typeof PersonAttendance>;

export const HeldSession = z.strictObject({
  sessionId: SessionId,
  startedAt: Instant,
  /** Null while it is live. */
  endedAt: Instant.nullable(),
  heldMs: z.number().int().nonnegative(),
  /** False where a teacher left it out of everybody's grade, such as a trial. */
  counts: z.boolean(),
  /** The group in whose room it was held, as in `RoomView`; absent for the room for all. */
  group: z.string().max(LIMITS.groupNameChars).optional(),
});
export type HeldSession = z.infer<typeof HeldSession>;

/** PATCH /api/attendance/sessions/:sessionId (teacher) -> HeldSession */
export const HeldSessionChange = z.strictObject({ counts: z.boolean() });
export type HeldSessionChange = z.infer<typeof HeldSessionChange>;

/** GET /api/attendance: the sessions of the class, newest first; how many came for teachers, one's own for students. */
export const AttendanceReply = z.strictObject({
  sessions: z.array(
    z.strictObject({
      ...HeldSession.shape,
      present: z.number().int().nonnegative().optional(),
      expected: z.number().int().nonnegative().optional(),
      mine: PersonAttendance.optional(),
    }),
  ),
});
export type AttendanceReply = z.infer<typeof AttendanceReply>;

/** GET /api/attendance/sessions/:sessionId (teacher) */
export const SessionAttendanceReply = z.strictObject({ session: HeldSession, people: z.array(PersonAttendance) });
export type SessionAttendanceReply = z.infer<typeof SessionAttendanceReply>;
/* GET /api/attendance/csv?language=&session= (teacher) -> text/csv: one row for each person and session */

/** How attendance becomes a grade. PUT /api/grades/rule (teacher) -> AttendanceRule */
export const AttendanceRule = z.strictObject({
  /** 'share': minutes present of minutes held. 'presence': sessions attended of sessions held. */
  grade: z.enum(['none', 'share', 'presence']),
  /** For 'presence': a session counts as attended from this share of its minutes on. */
  atLeastPercent: z.number().int().min(1).max(100),
  lateAfterMinutes: z.number().int().min(0).max(LIMITS.attendanceGraceMinutes),
  earlyBeforeMinutes: z.number().int().min(0).max(LIMITS.attendanceGraceMinutes),
  /** 'automatic': at the end of each session. */
  sending: z.enum(['by-hand', 'automatic']),
});
export type AttendanceRule = z.infer<typeof AttendanceRule>;

/** Why a grade could not be brought to the LMS yet; each has its words. */
export const GradeCause = z.enum([
  'no-answer',
  'no-token',
  'blocked',
  'redirected',
  'too-large',
  'unreadable',
  'busy',
  'trouble',
  'outdated',
]);
export type GradeCause = z.infer<typeof GradeCause>;

/** In percent; null takes back a grade that was sent: nothing is left to grade. */
const SentScore = z.number().nullable();

/** What became of a person's grade at the LMS. */
export const GradeDelivery = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({
    state: z.literal('waiting'),
    score: SentScore,
    tries: z.number().int().nonnegative(),
    nextTryAt: Instant,
    /** Why the last try came to nothing; null before the first. `status` is the LMS's, where it gave one. */
    cause: GradeCause.nullable(),
    status: z.number().int().nullable(),
  }),
  z.strictObject({ state: z.literal('sent'), score: SentScore, at: Instant }),
  /** `status` is the LMS's; null where the tool itself gave up. `said` is the LMS's answer, shortened and cleaned. */
  z.strictObject({
    state: z.literal('refused'),
    score: SentScore,
    at: Instant,
    why: z.enum(['said-no', 'column-gone', 'no-column', 'not-in-class', 'gave-up']),
    status: z.number().int().nullable(),
    said: z.string(),
  }),
]);
export type GradeDelivery = z.infer<typeof GradeDelivery>;

/** GET /api/grades (teacher): what would be sent for whom, and what was. */
export const GradesReply = z.strictObject({
  rule: AttendanceRule,
  /** 'given': the activity's own column. 'own': one that the tool made. 'to-make': made when the first grade is sent. */
  column: z.enum(['given', 'own', 'to-make', 'none', 'gone']),
  /** This platform shows no grade of 0. */
  hidesZero: z.boolean(),
  people: z.array(
    z.strictObject({
      personId: PersonId,
      name: z.string(),
      /** In percent; null where there is nothing to grade yet. */
      score: z.number().min(0).max(100).nullable(),
      sessions: z.number().int().nonnegative(),
      attended: z.number().int().nonnegative(),
      excused: z.number().int().nonnegative(),
      /** The last grade that the LMS took. */
      sent: z.strictObject({ score: SentScore, at: Instant }).nullable(),
      delivery: GradeDelivery,
    }),
  ),
});
export type GradesReply = z.infer<typeof GradesReply>;

/** POST /api/grades/send (teacher): everybody's that changed, or these people's again -> 202 `{ queued }` */
export const SendGradesBody = z.strictObject({ people: z.array(PersonId).min(1).max(LIMITS.gradesPerSend).optional() });
export const SendGradesReply = z.strictObject({ queued: z.number().int().nonnegative() });
