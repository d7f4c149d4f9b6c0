import { z } from 'zod';
import { Instant, RecordingId, SessionId } from './ids.ts';
import { LIMITS } from './limits.ts';

/*
 * Feedback in the HTTP API: what students thought of a session they were in, or of a recording they may watch. Classmates see
 * nothing of it; teachers see it without names, and only from `LIMITS.feedbackLeast` answers on.
 */

/** What is rated. A session and a recording are never told apart by their ids alone. */
export const FeedbackSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('session'), id: SessionId }),
  z.strictObject({ kind: z.literal('recording'), id: RecordingId }),
]);
export type FeedbackSubject = z.infer<typeof FeedbackSubject>;

const Stars = z.number().int().min(1).max(5);

/** PUT /api/feedback/:kind/:id -> MyFeedback; again and again until it is closed. */
export const FeedbackBody = z.strictObject({ stars: Stars, text: z.string().trim().max(LIMITS.feedbackTextChars) });
export type FeedbackBody = z.infer<typeof FeedbackBody>;

/** One's own feedback about one thing. POST /api/feedback/:kind/:id/skip -> MyFeedback: not asked again, but still possible. */
export const MyFeedback = z.strictObject({
  subject: FeedbackSubject,
  /** When the session or the recording began. */
  startedAt: Instant,
  /** 'unasked': neither answered nor waved away. */
  state: z.enum(['unasked', 'skipped', 'given']),
  stars: Stars.nullable(),
  text: z.string(),
  /** Until when it may be given and changed; null: as long as the recording may be watched, or the session is live. */
  closesAt: Instant.nullable(),
});
export type MyFeedback = z.infer<typeof MyFeedback>;

/** GET /api/feedback/mine?recording=: of that recording, or of the last session that the person was in; null where there is nothing to rate. */
export const MyFeedbackReply = z.strictObject({ feedback: MyFeedback.nullable() });
export type MyFeedbackReply = z.infer<typeof MyFeedbackReply>;

/** How many gave one star, two, ... five. */
const Spread = z.array(z.number().int().nonnegative()).length(5);

/** What a teacher sees of one session or recording. */
export const FeedbackSummary = z.strictObject({
  subject: FeedbackSubject,
  title: z.string(),
  /** The group in whose room it was, as in `RoomView`; absent for the room for all. */
  group: z.string().max(LIMITS.groupNameChars).optional(),
  startedAt: Instant,
  isClosed: z.boolean(),
  /** How many answered. */
  answers: z.number().int().nonnegative(),
  /** How many of the session's students could have; null for a recording. */
  asked: z.number().int().nonnegative().nullable(),
  /** Null while too few answered. `counted` of the answers are in it: newer ones join in groups, so that none stands out. */
  result: z.strictObject({ counted: z.number().int().positive(), average: z.number().min(1).max(5), spread: Spread }).nullable(),
});
export type FeedbackSummary = z.infer<typeof FeedbackSummary>;

/** GET /api/feedback/report (teacher): newest first. */
export const FeedbackReport = z.strictObject({ sessions: z.array(FeedbackSummary), recordings: z.array(FeedbackSummary) });
export type FeedbackReport = z.infer<typeof FeedbackReport>;

/** GET /api/feedback/report/:kind/:id (teacher): the texts beside their stars, without names, times or the order they came in. */
export const FeedbackDetail = z.strictObject({
  summary: FeedbackSummary,
  texts: z.array(z.strictObject({ stars: Stars, text: z.string() })),
});
export type FeedbackDetail = z.infer<typeof FeedbackDetail>;
