import { z } from 'zod';
import { Instant, SeatId, Seq } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Source } from './rights.ts';
import { type FactTable, type WishTable, wish } from './wish.ts';

const teachers = ['teacher'] as const;
const seldom = { burst: 10, perSecond: 2 } as const;
const nothing = z.strictObject({});
const numbered = z.strictObject({ seq: Seq });

/**
 * What teachers can close for students: sending a microphone, a camera or a screen, seeing the cameras of other students, and
 * knowing which other students are there. Who may not know them sees no camera of theirs either.
 */
export const Lock = z.enum(['microphone', 'camera', 'screen', 'cameras', 'people']);
export type Lock = z.infer<typeof Lock>;

export const Locks = z.strictObject({
  microphone: z.boolean(),
  camera: z.boolean(),
  screen: z.boolean(),
  cameras: z.boolean(),
  people: z.boolean(),
});
export type Locks = z.infer<typeof Locks>;
export const NO_LOCKS: Locks = { microphone: false, camera: false, screen: false, cameras: false, people: false };

/** A person in the room for whom some locks do not hold. */
export const FreeSeat = z.strictObject({ seatId: SeatId, locks: z.array(Lock).max(Lock.options.length) });
export type FreeSeat = z.infer<typeof FreeSeat>;

/** The locks of the class, and who in the room is free of which. */
export const LocksView = z.strictObject({ locks: Locks, free: z.array(FreeSeat).max(LIMITS.seatsPerSession) });
export type LocksView = z.infer<typeof LocksView>;

/** Where a ban holds. */
export const BanScope = z.enum(['class', 'course']);
export type BanScope = z.infer<typeof BanScope>;

export const BanReason = z.string().trim().max(LIMITS.banReasonChars);
/** When it ends by itself; null: not before somebody lifts it. */
export const BanUntil = Instant.nullable();

/** Keeping order. Teachers govern students; no wish of these touches another teacher. */
export const moderationWishes = {
  /** What the change does not name stays. Kept with the class, for its next sessions too. */
  'locks.set': wish({ from: teachers, rate: seldom, body: z.strictObject({ locks: Locks.partial() }), reply: numbered }),
  /** The locks that do not hold for this person from now on; kept with the class as well. */
  'locks.except': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ seatId: SeatId, locks: z.array(Lock).max(Lock.options.length) }),
    reply: numbered,
  }),
  /** Mutes or stops that source of all students; 'presenters' spares those who share a screen or have the floor. */
  'seats.mute': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ source: Source, spare: z.enum(['teachers', 'presenters']) }),
    reply: nothing,
  }),
  /** Out of this session, and not in again before the next one. */
  'seat.remove': wish({ from: teachers, rate: seldom, body: z.strictObject({ seatId: SeatId }), reply: nothing }),
  /** Out of the class or the course, on all devices, until the ban ends or is lifted. */
  'seat.ban': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ seatId: SeatId, scope: BanScope, reason: BanReason, until: BanUntil }),
    reply: nothing,
  }),
} as const satisfies WishTable;

export const moderationEvents = [z.strictObject({ seq: Seq, at: Instant, type: z.literal('locks.changed'), ...LocksView.shape })] as const;

export const moderationFacts = {
  /** A teacher sent the person out of this session. */
  'seat.removed': nothing,
} as const satisfies FactTable;
