import type { AttendanceRule } from '@liveclass/contract';
import type { Judgement } from './attendance.ts';

/** Nothing is graded before a teacher says how. */
export const FIRST_RULE: AttendanceRule = {
  grade: 'none',
  atLeastPercent: 75,
  lateAfterMinutes: 10,
  earlyBeforeMinutes: 10,
  sending: 'by-hand',
};

/** Every grade is told out of so much, so that a score is a percentage wherever it is read. */
export const SCORE_MAXIMUM = 100;

export interface Mark {
  /** In percent, two places; null where nothing is to be graded: no rule, no session yet, or excused from all. */
  readonly score: number | null;
  readonly sessions: number;
  readonly attended: number;
  readonly excused: number;
}

/** A session that was held, and how the person attended it. */
export interface Attended {
  readonly heldMs: number;
  readonly judgement: Pick<Judgement, 'standing' | 'presentMs' | 'share'>;
}

/** A person's grade over the sessions that are over. Excused ones, and those that lasted no time at all, are left out. */
export function markOf(all: readonly Attended[], rule: AttendanceRule): Mark {
  const held = all.filter(({ heldMs }) => heldMs > 0);
  const counted = held.filter(({ judgement }) => judgement.standing !== 'excused');
  const isAttended = ({ judgement }: Attended): boolean =>
    rule.grade === 'presence' ? judgement.share * 100 >= rule.atLeastPercent : judgement.standing === 'present';
  const attended = counted.filter(isAttended).length;
  const numbers = { sessions: counted.length, attended, excused: held.length - counted.length };
  if (rule.grade === 'none' || counted.length === 0) return { score: null, ...numbers };
  if (rule.grade === 'presence') return { score: percent(attended, counted.length), ...numbers };
  const present = counted.reduce((sum, { judgement }) => sum + judgement.presentMs, 0);
  const whole = counted.reduce((sum, { heldMs }) => sum + heldMs, 0);
  return { score: percent(present, whole), ...numbers };
}

const percent = (part: number, whole: number): number => Math.min(SCORE_MAXIMUM, Math.round((part / whole) * 10_000) / 100);
