import { z } from 'zod';
import { Instant, PersonId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { BanReason, BanScope, BanUntil } from './moderation.ts';

export const BanId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .brand<'BanId'>();
export type BanId = z.infer<typeof BanId>;

/** A ban that holds, as teachers see it. Names are empty where the person was erased. */
export const BanView = z.strictObject({
  id: BanId,
  name: z.string().max(LIMITS.personNameChars),
  scope: BanScope,
  reason: z.string().max(LIMITS.banReasonChars),
  until: BanUntil,
  at: Instant,
  by: z.string().max(LIMITS.personNameChars),
});
export type BanView = z.infer<typeof BanView>;

/** What was done to keep order, and who did it: written once, changed by nobody. */
export const ModerationAction = z.enum(['banned', 'lifted', 'removed', 'locked', 'excepted', 'muted-all', 'door', 'let-in', 'turned-away']);
export type ModerationAction = z.infer<typeof ModerationAction>;
export const ModerationEntry = z.strictObject({
  at: Instant,
  action: ModerationAction,
  by: z.string().max(LIMITS.personNameChars),
  /** Whom it concerns; null where it was everybody. */
  person: z.string().max(LIMITS.personNameChars).nullable(),
  reason: z.string().max(LIMITS.banReasonChars),
  scope: BanScope.nullable(),
  until: BanUntil,
});
export type ModerationEntry = z.infer<typeof ModerationEntry>;

/** GET /api/bans (teacher): the bans that hold for the class, newest first, and the log. */
export const BansReply = z.strictObject({
  /** Whether a ban can be for the whole course: the LMS named one. */
  hasCourse: z.boolean(),
  bans: z.array(BanView).max(LIMITS.bansShown),
  log: z.array(ModerationEntry).max(LIMITS.moderationLogShown),
});
export type BansReply = z.infer<typeof BansReply>;

/** POST /api/bans (teacher): bans a student of the class -> BansReply */
export const BanBody = z.strictObject({ personId: PersonId, scope: BanScope, reason: BanReason, until: BanUntil });
export type BanBody = z.infer<typeof BanBody>;

/* POST /api/bans/<id>/lift (teacher) -> BansReply */
