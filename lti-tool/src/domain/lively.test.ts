import { LIMITS, Refusal, type SeatId, type TimerView } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import {
  drawnAnew,
  drawnFrom,
  drawnNow,
  type LivelyRecord,
  type LivelyStep,
  NOTHING_LIVELY,
  timerLengthened,
  timerNow,
  timerPaused,
  timerResumed,
  timerStarted,
  timerStopped,
} from './lively.ts';

const after = (step: LivelyStep): LivelyRecord => {
  if (!step) throw new Error('nothing changed');
  return step.next;
};
const started = (seconds = 60, now = 1_000) => after(timerStarted(NOTHING_LIVELY, { seconds, chimes: true }, now));
const reasonOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error.reason : String(error);
  }
};

describe('a timer', () => {
  it('[LV11] that is paused keeps what is left, however long, and goes on with it', () => {
    const paused = after(timerPaused(started(60, 1_000), 21_000));
    expect(paused.timer).toEqual({ phase: 'paused', leftMs: 40_000, lengthMs: 60_000, chimes: true });
    expect(after(timerResumed(paused, 900_000)).timer).toMatchObject({ phase: 'running', endsAt: 940_000 });
  });

  it('[LV11] that is as it is asked to be stays untouched, and nobody is told', () => {
    const paused = after(timerPaused(started(), 2_000));
    expect(timerPaused(paused, 3_000)).toBeNull();
    expect(timerResumed(started(), 3_000)).toBeNull();
    expect(timerPaused(started(60, 1_000), 61_000)).toBeNull();
    expect(timerStopped(NOTHING_LIVELY)).toBeNull();
  });

  it('[LV11] gets more time while it runs, while it is paused and after its end, then from that moment on', () => {
    const of = (record: LivelyRecord, now: number) => after(timerLengthened(record, 60, now)).timer;
    expect(of(started(60, 0), 30_000)).toMatchObject({ endsAt: 120_000, lengthMs: 90_000 });
    expect(of(after(timerPaused(started(60, 0), 30_000)), 90_000)).toMatchObject({ phase: 'paused', leftMs: 90_000 });
    expect(of(started(60, 0), 80_000)).toMatchObject({ phase: 'running', endsAt: 140_000 });
    expect(reasonOf(() => timerLengthened(NOTHING_LIVELY, 60, 0))).toBe('wrong-phase');
  });

  it('[LV12] is never longer than the limit', () => {
    const longest = started(LIMITS.timerSeconds - 60, 0);
    expect(after(timerLengthened(longest, 60, 0)).timer).toMatchObject({ endsAt: LIMITS.timerSeconds * 1_000 });
    expect(reasonOf(() => timerLengthened(longest, 61, 0))).toBe('too-large');
  });

  it('[LV11] that is over is told for a while, and then no more', () => {
    const timer = started(1, 0).timer as TimerView;
    expect(timerNow(timer, 1_000 + LIMITS.timerOverMs - 1)).toBe(timer);
    expect(timerNow(timer, 1_000 + LIMITS.timerOverMs)).toBeNull();
  });
});

/** A generator with a seed, so that a draw can be repeated. */
function chanceOf(seed: number) {
  let state = seed;
  return (n: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

describe('a draw', () => {
  const among = Array.from({ length: 12 }, (_, index) => `seat-${String(index).padStart(4, '0')}` as SeatId);
  const roundOf = (below: (n: number) => number): SeatId[] => {
    let record = NOTHING_LIVELY;
    for (let step = drawnFrom(record, { among, below }, 0); step; step = drawnFrom(record, { among, below }, 0)) record = step.next;
    return [...record.asked];
  };

  it.each([83_609, 34_671, 7])('[LV14] comes upon everybody once before it comes upon nobody (seed %i)', (seed) => {
    const asked = roundOf(chanceOf(seed));
    expect([...asked].sort()).toEqual(among);
  });

  it.each([83_609, 34_671, 7])('[LV15] is fair: each is as likely at each place of the round (seed %i)', (given) => {
    const below = chanceOf(given);
    const rounds = 6_000;
    const times = among.map(() => among.map(() => 0));
    for (let round = 0; round < rounds; round += 1)
      for (const [place, seatId] of roundOf(below).entries()) {
        const row = times[among.indexOf(seatId)] as number[];
        row[place] = (row[place] ?? 0) + 1;
      }
    const expected = rounds / among.length;
    const chiSquared = times.flat().reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    // As each round fills each row and each column, this follows chi-squared with 11 x 11 degrees of freedom: of ten thousand fair
    // generators one is above 186.
    expect((chiSquared * (among.length - 1)) / among.length).toBeLessThan(186);
  });

  it('[LV14] begins anew when a teacher starts over, and for the draw of nothing nobody is told', () => {
    const record = after(drawnFrom(NOTHING_LIVELY, { among, below: () => 3 }, 5));
    expect(record).toMatchObject({ drawn: { seatId: among[3], at: 5 }, asked: [among[3]] });
    expect(after(drawnAnew(record))).toMatchObject({ drawn: null, asked: [] });
    expect(drawnAnew(NOTHING_LIVELY)).toBeNull();
    expect(drawnFrom(NOTHING_LIVELY, { among: [], below: () => 0 }, 5)).toBeNull();
  });

  it('[LV14] of one round has an end', () => {
    const asked = Array.from({ length: LIMITS.drawnPerRound - 1 }, (_, index) => `gone-${String(index).padStart(5, '0')}` as SeatId);
    const last = after(drawnFrom({ ...NOTHING_LIVELY, asked }, { among, below: () => 0 }, 5));
    expect(reasonOf(() => drawnFrom(last, { among, below: () => 0 }, 5))).toBe('too-large');
  });

  it('[LV16] is news for a while', () => {
    const record = after(drawnFrom(NOTHING_LIVELY, { among, below: () => 0 }, 5));
    expect(drawnNow(record, 4 + LIMITS.drawShownMs)).toEqual({ seatId: among[0], at: 5 });
    expect(drawnNow(record, 5 + LIMITS.drawShownMs)).toBeNull();
  });
});
