import { z } from 'zod';
import { Instant, SeatId, SendId, Seq } from './ids.ts';
import { LIMITS } from './limits.ts';
import { type FactTable, type WishTable, wish } from './wish.ts';

/*
 * What keeps a class lively: reactions that fade, states that say how the pace is, a timer, and drawing somebody to ask. All of it
 * belongs to one meeting.
 */

const everybody = ['teacher', 'student'] as const;
const teachers = ['teacher'] as const;
const seldom = { burst: 5, perSecond: 1 } as const;
const nothing = z.strictObject({});
/** The number of the event that it led to; of the last one where nothing was to be changed. */
const numbered = z.strictObject({ seq: Seq });
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** What anybody may show for a moment. */
export const RoomReaction = z.enum(['thumbs-up', 'clap', 'heart', 'laugh', 'surprise', 'celebrate']);
export type RoomReaction = z.infer<typeof RoomReaction>;

/** What a student says until they say something else. */
export const PaceState = z.enum(['yes', 'no', 'slower', 'faster', 'lost', 'away']);
export type PaceState = z.infer<typeof PaceState>;

export const LivelySettings = z.strictObject({
  /** Whether students may send reactions; teachers always may. */
  studentsReact: z.boolean(),
  /** Whether students are told how many say what. Who says it is for teachers alone. */
  isPaceShared: z.boolean(),
});
export type LivelySettings = z.infer<typeof LivelySettings>;
/** What holds where no teacher said anything: the numbers are the teachers' as well, so that nobody follows the others. */
export const LIVELY_DEFAULTS: LivelySettings = { studentsReact: true, isPaceShared: false };

/** How the pace is for the class. States of an earlier round were cleared. */
export const PaceView = z.strictObject({
  round: count,
  counts: z.partialRecord(PaceState, count),
  /** For teachers; empty for students. */
  people: z.array(z.strictObject({ seatId: SeatId, state: PaceState })).max(LIMITS.seatsPerSession),
});
export type PaceView = z.infer<typeof PaceView>;

const timerParts = { lengthMs: count, chimes: z.boolean() };
/** Over when `endsAt` is past by the server's clock. Nobody is told of it then: each page knows. */
export const TimerView = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('running'), endsAt: Instant, ...timerParts }),
  z.strictObject({ phase: z.literal('paused'), leftMs: count, ...timerParts }),
]);
export type TimerView = z.infer<typeof TimerView>;

/** Whom the draw came upon. */
export const Drawn = z.strictObject({ seatId: SeatId, at: Instant });
export type Drawn = z.infer<typeof Drawn>;

export const LivelySnapshot = z.strictObject({
  /** The server's time as it answers: what a timer is counted by. */
  now: Instant,
  settings: LivelySettings,
  /** The person's own state. */
  mine: PaceState.nullable(),
  pace: PaceView,
  timer: TimerView.nullable(),
  /** Null once it is no news any more. */
  drawn: Drawn.nullable(),
  /** For teachers: who was drawn already. */
  asked: z.array(SeatId).max(LIMITS.drawnPerRound),
});
export type LivelySnapshot = z.infer<typeof LivelySnapshot>;

const sent = { sendId: SendId };
const seconds = z.number().int().min(1).max(LIMITS.timerSeconds);

export const livelyWishes = {
  /** Refused 'forbidden' where students may not. However often within one window, a person counts once for each kind. */
  'reaction.send': wish({
    from: everybody,
    rate: { burst: LIMITS.reactionBurst, perSecond: LIMITS.reactionsPerSecond },
    body: z.strictObject({ kind: RoomReaction }),
    reply: nothing,
  }),
  /** Says how it should be; null takes it back. The answer is the round in which it counts: clearing begins the next. */
  'pace.set': wish({
    from: ['student'],
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({ state: PaceState.nullable() }),
    reply: z.strictObject({ round: count }),
  }),
  /** Takes everybody's state away. */
  'pace.clear': wish({ from: teachers, rate: seldom, body: nothing, reply: numbered }),
  /** What is not named stays as it is. */
  'lively.set': wish({ from: teachers, rate: seldom, body: z.strictObject({ settings: LivelySettings.partial() }), reply: numbered }),
  /** A new timer in the place of any other. */
  'timer.start': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ ...sent, seconds, chimes: z.boolean() }),
    reply: numbered,
  }),
  'timer.pause': wish({ from: teachers, rate: seldom, body: nothing, reply: numbered }),
  'timer.resume': wish({ from: teachers, rate: seldom, body: nothing, reply: numbered }),
  /** One that is over runs again for so long. Refused 'wrong-phase' where there is none, 'too-large' beyond the longest. */
  'timer.add': wish({ from: teachers, rate: seldom, body: z.strictObject({ ...sent, seconds }), reply: numbered }),
  'timer.stop': wish({ from: teachers, rate: seldom, body: nothing, reply: numbered }),
  /**
   * Draws a student who is here, is not away and was not drawn yet. `leaveOut` names whom the teacher does not mean, such as people
   * without a microphone, which the teacher's page alone knows. `seatId` is null where nobody is left; `left`: how many are afterwards.
   */
  'draw.next': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ ...sent, leaveOut: z.array(SeatId).max(LIMITS.seatsPerSession) }),
    reply: z.strictObject({ seq: Seq, seatId: SeatId.nullable(), left: count }),
  }),
  /** Nobody counts as drawn any more. */
  'draw.reset': wish({ from: teachers, rate: seldom, body: nothing, reply: numbered }),
} as const satisfies WishTable;

const event = { seq: Seq, at: Instant };
export const livelyEvents = [
  z.strictObject({ ...event, type: z.literal('lively.set'), settings: LivelySettings }),
  z.strictObject({ ...event, type: z.literal('pace.cleared'), round: count }),
  z.strictObject({ ...event, type: z.literal('timer.changed'), timer: TimerView.nullable() }),
  z.strictObject({ ...event, type: z.literal('draw.made'), seatId: SeatId }),
  z.strictObject({ ...event, type: z.literal('draw.reset') }),
] as const;

export const livelyFacts = {
  /** Volatile: what came together within one window. `from` is for tiles: some of those who sent it, and none where people are not to be known. */
  'lively.reactions': z.strictObject({
    counts: z.partialRecord(RoomReaction, count),
    from: z.array(z.strictObject({ seatId: SeatId, kind: RoomReaction })).max(LIMITS.reactionsNamed),
  }),
  /** Volatile: the next one makes up for one that was lost. To students only where numbers are shared, and then without people. */
  'lively.pace': PaceView,
} as const satisfies FactTable;
