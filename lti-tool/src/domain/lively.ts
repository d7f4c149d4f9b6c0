import {
  type Drawn,
  type Instant,
  LIMITS,
  LIVELY_DEFAULTS,
  type LivelySettings,
  Refusal,
  type SeatId,
  type TimerView,
} from '@liveclass/contract';
import type { NewEvent } from './events.ts';

/** What teachers set going in one meeting. */
export interface LivelyRecord {
  readonly settings: LivelySettings;
  /** States said in an earlier round were cleared. */
  readonly round: number;
  readonly timer: TimerView | null;
  readonly drawn: Drawn | null;
  /** Who was drawn already, in that order; a seat is a person's for the whole meeting. */
  readonly asked: readonly SeatId[];
}
export const NOTHING_LIVELY: LivelyRecord = { settings: LIVELY_DEFAULTS, round: 0, timer: null, drawn: null, asked: [] };

/** A change with the event that tells it; null where nothing was to be changed. */
export type LivelyStep = { readonly next: LivelyRecord; readonly event: NewEvent } | null;

export function withSettings(
  record: LivelyRecord,
  { studentsReact = record.settings.studentsReact, isPaceShared = record.settings.isPaceShared }: AskedSettings,
): LivelyStep {
  const before = record.settings;
  if (before.studentsReact === studentsReact && before.isPaceShared === isPaceShared) return null;
  const settings = { studentsReact, isPaceShared };
  return { next: { ...record, settings }, event: { type: 'lively.set', settings } };
}
type AskedSettings = { readonly [K in keyof LivelySettings]?: boolean | undefined };

/** Begins the next round, in which nobody has said anything. */
export function cleared(record: LivelyRecord): LivelyStep {
  const round = record.round + 1;
  return { next: { ...record, round }, event: { type: 'pace.cleared', round } };
}

const SECOND_MS = 1_000;
const LONGEST_MS = LIMITS.timerSeconds * SECOND_MS;

const withTimer = (record: LivelyRecord, timer: TimerView | null): LivelyStep => ({
  next: { ...record, timer },
  event: { type: 'timer.changed', timer },
});

export function timerStarted(record: LivelyRecord, { seconds, chimes }: { seconds: number; chimes: boolean }, now: Instant): LivelyStep {
  const lengthMs = seconds * SECOND_MS;
  return withTimer(record, { phase: 'running', endsAt: now + lengthMs, lengthMs, chimes });
}

/** One that is over, or does not run, stays as it is. */
export function timerPaused(record: LivelyRecord, now: Instant): LivelyStep {
  const { timer } = record;
  if (timer?.phase !== 'running' || timer.endsAt <= now) return null;
  const { endsAt, ...rest } = timer;
  return withTimer(record, { ...rest, phase: 'paused', leftMs: endsAt - now });
}

export function timerResumed(record: LivelyRecord, now: Instant): LivelyStep {
  const { timer } = record;
  if (timer?.phase !== 'paused') return null;
  const { leftMs, ...rest } = timer;
  return withTimer(record, { ...rest, phase: 'running', endsAt: now + leftMs });
}

/** What is over runs on from now. Refused: 'wrong-phase' (none is there), 'too-large'. */
export function timerLengthened(record: LivelyRecord, seconds: number, now: Instant): LivelyStep {
  const timer = timerNow(record.timer, now);
  if (!timer) throw new Refusal('wrong-phase', 'no timer');
  const moreMs = seconds * SECOND_MS;
  const leftMs = (timer.phase === 'paused' ? timer.leftMs : Math.max(0, timer.endsAt - now)) + moreMs;
  if (leftMs > LONGEST_MS) throw new Refusal('too-large', 'a timer');
  const parts = { lengthMs: Math.max(timer.lengthMs, leftMs), chimes: timer.chimes };
  if (timer.phase === 'paused') return withTimer(record, { phase: 'paused', leftMs, ...parts });
  return withTimer(record, { phase: 'running', endsAt: now + leftMs, ...parts });
}

export const timerStopped = (record: LivelyRecord): LivelyStep => (record.timer ? withTimer(record, null) : null);

/** The timer as somebody who comes in now is told it: for a while after its end it says that it is over, and then nothing. */
export const timerNow = (timer: TimerView | null, now: Instant): TimerView | null =>
  timer?.phase === 'running' && now >= timer.endsAt + LIMITS.timerOverMs ? null : timer;

export interface Lots {
  /** Whom the draw may come upon. */
  readonly among: readonly SeatId[];
  /** A number from 0 to below `n`, each as likely as the others. */
  below(n: number): number;
}

/** Draws one of those who were not drawn yet, each as likely as the others; null where nobody is left. Refused: 'too-large'. */
export function drawnFrom(record: LivelyRecord, { among, below }: Lots, now: Instant): LivelyStep {
  const left = stillToAsk(record, among);
  const seatId = left.length > 0 ? left[below(left.length)] : undefined;
  if (seatId === undefined) return null;
  if (record.asked.length >= LIMITS.drawnPerRound) throw new Refusal('too-large', 'draws of one round');
  return {
    next: { ...record, drawn: { seatId, at: now }, asked: [...record.asked, seatId] },
    event: { type: 'draw.made', seatId },
  };
}

export const stillToAsk = ({ asked }: LivelyRecord, among: readonly SeatId[]): readonly SeatId[] =>
  among.filter((seatId) => !asked.includes(seatId));

export const drawnAnew = (record: LivelyRecord): LivelyStep =>
  record.asked.length === 0 && !record.drawn ? null : { next: { ...record, drawn: null, asked: [] }, event: { type: 'draw.reset' } };

/** Whom the draw came upon, while that is news. */
export const drawnNow = ({ drawn }: LivelyRecord, now: Instant): Drawn | null =>
  drawn && now < drawn.at + LIMITS.drawShownMs ? drawn : null;
