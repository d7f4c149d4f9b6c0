import { z } from 'zod';

/** Why a wish was refused: the closed list. The frontend has words for each; each edge maps each to its own status. */
export const REASONS = [
  'bad-request',
  'not-signed-in',
  'session-expired',
  'forbidden',
  'not-found',
  'too-fast',
  'too-large',
  'busy',
  'wrong-phase',
  'class-ended',
  'class-full',
  'consent-needed',
  'superseded',
  'other-room',
  'already-recording',
  'not-recording',
  'no-gateway',
  'gateway-failed',
  'disk-full',
  'cannot-consume',
  'unknown-transport',
  'link-expired',
  'launch-refused',
  'lms-unreachable',
  'banned',
  'sent-out',
  'must-wait',
  'waiting-full',
  'guests-off',
  'guest-over',
  'bad-name',
  'link-full',
  'platform-pending',
  'platform-paused',
  'already-registered',
  'registration-refused',
  'wrong-type',
  'quota-full',
  'infected',
  'unavailable',
] as const;
export const Reason = z.enum(REASONS);
export type Reason = z.infer<typeof Reason>;

/**
 * An expected "no", told to the sender by its reason. Anything else that is thrown is a bug:
 * logged whole, and told to the sender as 'unavailable'.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;
  /** For the log; never sent. */
  readonly detail: unknown;
  constructor(reason: Reason, detail?: unknown) {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** The answer to a wish on either link. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Reason };
export const answerOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [z.strictObject({ ok: z.literal(true), value }), z.strictObject({ ok: z.literal(false), reason: Reason })]);
