import { z } from 'zod';

/** Every id of ours: 128 bits or more of randomness, base64url, so that an id can be a file name and a URL segment as it stands. */
const id = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** The LMS activity: one per (issuer, client, deployment, context, resource link). */
export const ClassId = id.brand<'ClassId'>();
export type ClassId = z.infer<typeof ClassId>;

/** One meeting of a class. */
export const SessionId = id.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

/** A person's place in one session; the only identity a gateway knows. */
export const SeatId = id.brand<'SeatId'>();
export type SeatId = z.infer<typeof SeatId>;

/** A person, keyed by (issuer, sub) of the launch. */
export const PersonId = id.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

export const RecordingId = id.brand<'RecordingId'>();
export type RecordingId = z.infer<typeof RecordingId>;

/** A file of a class's library. */
export const FileId = id.brand<'FileId'>();
export type FileId = z.infer<typeof FileId>;

/** A question that was asked in a class. */
export const PollId = id.brand<'PollId'>();
export type PollId = z.infer<typeof PollId>;
/** A message of a class's chat. */
export const MessageId = id.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

/** A gateway process. It stands in URLs (`/gateway/<node>/...`), hence the narrow alphabet. */
export const NodeId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;

/** One browser tab, chosen by the tab itself; it tells a resume (same tab) from a takeover (another tab). */
export const TabId = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
export type TabId = z.infer<typeof TabId>;

/** Chosen by the sender of a wish; the same sendId again gets the first answer again. */
export const SendId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
export type SendId = z.infer<typeof SendId>;

/** Number of a durable event within its class: 1, 2, 3, ... without a hole. */
export const Seq = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
export type Seq = z.infer<typeof Seq>;

/** An IANA time zone as browsers name it, for example "Europe/Madrid". Names that a server does not know count as UTC. */
export const TimeZone = z.string().regex(/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/);
export type TimeZone = z.infer<typeof TimeZone>;

/** Milliseconds since 1970 by the server's clock. */
export const Instant = z.number().int().nonnegative();
export type Instant = z.infer<typeof Instant>;
