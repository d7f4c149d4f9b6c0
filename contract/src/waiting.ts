import { z } from 'zod';
import { RoomId } from './groups.ts';
import { Instant } from './ids.ts';
import { LIMITS } from './limits.ts';
import { type FactTable, type WishTable, wish } from './wish.ts';

const everybody = ['teacher', 'student'] as const;
const teachers = ['teacher'] as const;
const seldom = { burst: 10, perSecond: 2 } as const;
const nothing = z.strictObject({});

/** Somebody's place in front of a room. */
export const WaiterId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .brand<'WaiterId'>();
export type WaiterId = z.infer<typeof WaiterId>;

/** Somebody who waits, as teachers see them. */
export const WaiterView = z.strictObject({
  id: WaiterId,
  name: z.string().max(LIMITS.personNameChars),
  since: Instant,
  isGuest: z.literal(true).optional(),
});
export type WaiterView = z.infer<typeof WaiterView>;

/** What teachers tell everybody who waits. */
export const WaitingMessage = z.string().trim().max(LIMITS.waitingMessageChars);

/** The door of a class: whether students wait for a teacher to let them in, and what they read meanwhile. */
export const Door = z.strictObject({ isOn: z.boolean(), message: WaitingMessage });
export type Door = z.infer<typeof Door>;

/** The door, and who stands in front of this room, in the order of coming. Students are told of nobody. */
export const WaitingSnapshot = z.strictObject({ ...Door.shape, waiters: z.array(WaiterView).max(LIMITS.waitersPerRoom) });
export type WaitingSnapshot = z.infer<typeof WaitingSnapshot>;

/** What somebody who waits is told: nothing of the room but what they wait for. */
export const WaitingView = z.strictObject({
  stage: z.enum(['not-begun', 'teacher-away', 'teacher-here']),
  message: WaitingMessage,
});
export type WaitingView = z.infer<typeof WaitingView>;

/** The waiting room. Who is to wait is refused 'must-wait' by 'room.enter', and knows nothing of the room before they are let in. */
export const waitingWishes = {
  /**
   * Take a place in front of the room, or ask how one stands there: asking twice keeps the place. 'open': the door is open for this
   * person, and 'room.enter' is. Who was turned away waits again only with `again`. Refused: 'sent-out', 'other-room', 'waiting-full'.
   */
  'waiting.wait': wish({
    from: everybody,
    rate: { burst: 10, perSecond: 1 },
    body: z.strictObject({ roomId: RoomId.optional(), again: z.boolean().optional() }),
    reply: z.strictObject({ standing: z.enum(['waiting', 'open', 'turned-away']), view: WaitingView }),
  }),
  /** Give the place up. */
  'waiting.stop': wish({ from: everybody, rate: seldom, body: z.strictObject({ roomId: RoomId.optional() }), reply: nothing }),
  /** Lets one in, for the rest of the session. Refused 'not-found' where they wait no more. */
  'waiting.let-in': wish({
    from: teachers,
    rate: { burst: 20, perSecond: 5 },
    body: z.strictObject({ waiterId: WaiterId }),
    reply: nothing,
  }),
  'waiting.let-in-all': wish({ from: teachers, rate: seldom, body: nothing, reply: nothing }),
  /** Turns one away; with `forSession` they cannot ask again before the next session. */
  'waiting.turn-away': wish({
    from: teachers,
    rate: { burst: 20, perSecond: 5 },
    body: z.strictObject({ waiterId: WaiterId, forSession: z.boolean() }),
    reply: nothing,
  }),
  /** From the lobby or a room, for all rooms of the class. Whoever waits when it is turned off is let in. */
  'waiting.set': wish({ from: teachers, rate: seldom, body: Door.partial(), reply: Door }),
} as const satisfies WishTable;

/** Each is the whole truth, so that the next one makes up for one that was lost. */
export const waitingFacts = {
  /** For teachers of a room. */
  'waiting.list': WaitingSnapshot,
  /** For those who wait. */
  'waiting.changed': WaitingView,
  /** The wait is over, for every tab of the person. */
  'waiting.settled': z.strictObject({ standing: z.enum(['open', 'turned-away', 'sent-out', 'over']) }),
} as const satisfies FactTable;
