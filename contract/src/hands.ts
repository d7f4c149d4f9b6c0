import { z } from 'zod';
import { Instant, SeatId, Seq } from './ids.ts';
import { LIMITS } from './limits.ts';
import { type WishTable, wish } from './wish.ts';

const everybody = ['teacher', 'student'] as const;
const teachers = ['teacher'] as const;
const seldom = { burst: 5, perSecond: 1 } as const;
const nothing = z.strictObject({});
/** The number of the event that it led to; of the last one where nothing was to be changed. */
const numbered = z.strictObject({ seq: Seq });

/** A raised hand. Who raised first is called first. */
export const HandView = z.strictObject({ seatId: SeatId, raisedAt: Instant });
export type HandView = z.infer<typeof HandView>;

/** Whom the teacher called: everybody looks at them, and a locked microphone is open for them. */
export const Floor = z.strictObject({ seatId: SeatId, since: Instant });
export type Floor = z.infer<typeof Floor>;

export const HandsSnapshot = z.strictObject({
  /** In the order of raising. */
  hands: z.array(HandView).max(LIMITS.seatsPerSession),
  floor: Floor.nullable(),
});
export type HandsSnapshot = z.infer<typeof HandsSnapshot>;

/** Hands and the floor. Each says how it should be, so that asking twice changes nothing. */
export const handWishes = {
  'hand.raise': wish({ from: everybody, rate: seldom, body: nothing, reply: numbered }),
  'hand.lower': wish({ from: everybody, rate: seldom, body: nothing, reply: numbered }),
  'hand.lower-other': wish({
    from: teachers,
    rate: { burst: 20, perSecond: 5 },
    body: z.strictObject({ seatId: SeatId }),
    reply: numbered,
  }),
  'hand.lower-all': wish({ from: teachers, rate: seldom, body: nothing, reply: numbered }),
  /** Calls a student: their hand goes down. Their microphone is allowed, and stays as it is until they open it themselves. */
  'floor.give': wish({ from: teachers, rate: seldom, body: z.strictObject({ seatId: SeatId }), reply: numbered }),
  'floor.end': wish({ from: teachers, rate: seldom, body: nothing, reply: numbered }),
  /** Who has the floor gives it back. */
  'floor.return': wish({ from: everybody, rate: seldom, body: nothing, reply: numbered }),
} as const satisfies WishTable;

const event = { seq: Seq, at: Instant };
export const handEvents = [
  z.strictObject({ ...event, type: z.literal('hand.raised'), seatId: SeatId }),
  z.strictObject({ ...event, type: z.literal('hand.lowered'), seatId: SeatId, by: z.enum(['self', 'teacher']) }),
  z.strictObject({ ...event, type: z.literal('hand.all-lowered') }),
  /** Who is called has their hand down from then on. */
  z.strictObject({ ...event, type: z.literal('floor.changed'), seatId: SeatId.nullable() }),
] as const;
