import { z } from 'zod';
import { ClassId, Instant } from './ids.ts';
import { LIMITS } from './limits.ts';
import { RecordingView } from './recording.ts';
import { Reason } from './refusal.ts';
import { ClassView, SessionView } from './views.ts';

/**
 * The tool's HTTP API for its own frontend. JSON; `Authorization: Bearer <token>` except where a code or the first-party cookie speaks.
 * A refusal is `{ reason }` with the status of the reason. State changes only by POST, PATCH, DELETE with the bearer or a checked Origin.
 */
export const Refused = z.object({ reason: Reason });

const code = z.string().regex(/^[A-Za-z0-9_-]{32,64}$/);

/** POST /api/session/redeem: a one-time code (URL fragment of the page) becomes a web session. Also sets the convenience cookie. */
export const RedeemBody = z.strictObject({ code });
export const RedeemReply = z.strictObject({ token: z.string(), session: SessionView });
export type RedeemReply = z.infer<typeof RedeemReply>;

/** POST /api/session/restore: a reload; the cookie (Partitioned in frames, first-party in tabs) becomes a bearer again. No body. */
export const RestoreReply = RedeemReply;

/** GET /api/session */
export const SessionReply = SessionView;

/** POST /api/handoff: from the lobby in the frame to the room or a recording in a tab of its own; `url` holds a one-time code in its fragment. */
export const HandoffBody = z.strictObject({ place: z.enum(['room', 'recording']), recordingId: z.string().max(64).optional() });
export const HandoffReply = z.strictObject({ url: z.string(), expiresAt: Instant });
export type HandoffReply = z.infer<typeof HandoffReply>;

/** GET /api/class */
export const ClassReply = ClassView;

/* PATCH /api/class/settings (teacher): SettingsChange -> ClassReply */

/** PATCH /api/recordings/:id (teacher) */
export const RecordingChange = z.strictObject({
  title: z.string().trim().min(1).max(LIMITS.titleChars).optional(),
  hidden: z.boolean().optional(),
});
export type RecordingChange = z.infer<typeof RecordingChange>;
export const RecordingReply = RecordingView;
/* GET /api/recordings/:id -> RecordingReply; DELETE /api/recordings/:id (teacher) -> 204; POST /api/recordings/:id/compose (teacher, a failed one again) -> RecordingReply; POST /api/recordings/:id/publish (teacher, one that left the course or did not get there) -> RecordingReply */

/** POST /api/recordings/:id/link: a playback link of at most `LIMITS.playbackLinkMs`; each Range request on it re-checks the person's right. */
export const PlaybackLinkReply = z.strictObject({ url: z.string(), expiresAt: Instant });
export type PlaybackLinkReply = z.infer<typeof PlaybackLinkReply>;

/** GET /api/pick (session with place 'pick'): what of the course may be picked, and what the platform takes. */
export const PickView = z.strictObject({
  courseTitle: z.string(),
  /** False: one item at most. */
  acceptsMultiple: z.boolean(),
  /** Whether a new class may ask for a column of the gradebook. */
  acceptsGrades: z.boolean(),
  /** The course's classes, oldest first. */
  classes: z.array(z.strictObject({ classId: ClassId, title: z.string(), isLive: z.boolean(), lastEndedAt: Instant.nullable() })),
  recordings: z.array(RecordingView),
});
export type PickView = z.infer<typeof PickView>;

/** POST /api/deep-linking (session with place 'pick'): what the teacher picked; answers the form that the page posts to the LMS. */
export const DeepLinkingBody = z.strictObject({
  items: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('new-class'),
          title: z.string().trim().min(1).max(LIMITS.titleChars),
          /** Gives the link a column of the gradebook, where the platform takes one. */
          countsAttendance: z.boolean().optional(),
        }),
        /** A further link to a class that the course already has. */
        z.strictObject({ kind: z.literal('class'), classId: z.string().max(64) }),
        z.strictObject({ kind: z.literal('recording'), recordingId: z.string().max(64) }),
      ]),
    )
    .max(LIMITS.pickedItems),
});
export type DeepLinkingBody = z.infer<typeof DeepLinkingBody>;
export const DeepLinkingReply = z.strictObject({ action: z.url(), jwt: z.string() });
export type DeepLinkingReply = z.infer<typeof DeepLinkingReply>;
