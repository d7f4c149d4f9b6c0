import { env } from 'node:process';
import { LIMITS } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { after, judge, NEVER_CAME, type Presence, type PresenceFact, type Stretch } from './attendance.ts';

/** A small, well-known generator (mulberry32), so that a failure can be played again: SEED=… */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}
const SEED = Number(env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const GRACE = 15;
const END = 400;

/** A person's way through a session, second by second, and what the tool would have written of it. */
function aVisit(pick: (most: number) => number): { readonly facts: PresenceFact[]; readonly wasHere: boolean[] } {
  const facts: PresenceFact[] = [];
  const wasHere: boolean[] = [];
  let lostAt: number | null = null;
  let seated = false;
  for (let at = 0; at < END; at += 1) {
    if (seated && lostAt !== null && at - lostAt >= GRACE) {
      facts.push({ kind: 'given-up', at });
      wasHere.fill(false, lostAt);
      [seated, lostAt] = [false, null];
    }
    const dice = pick(40);
    if (!seated && dice === 0) {
      facts.push({ kind: 'taken', at });
      seated = true;
    } else if (seated && lostAt === null && dice === 1) {
      facts.push({ kind: 'lost', at });
      lostAt = at;
    } else if (seated && lostAt !== null && dice < 6) {
      facts.push({ kind: 'resumed', at });
      lostAt = null;
    } else if (seated && dice === 7) {
      facts.push({ kind: 'given-up', at });
      if (lostAt !== null) wasHere.fill(false, lostAt);
      [seated, lostAt] = [false, null];
    }
    wasHere.push(seated);
  }
  if (seated) {
    facts.push({ kind: 'given-up', at: END });
    if (lostAt !== null) wasHere.fill(false, lostAt);
  }
  return { facts, wasHere };
}

const play = (facts: readonly PresenceFact[]): Presence => facts.reduce(after, NEVER_CAME);
const RULE = { lateAfterMinutes: 0, earlyBeforeMinutes: 0 };
const HELD = { from: 0, to: END };
const measured = (stretches: readonly Stretch[]) => judge(stretches, null, HELD, RULE, END);

describe(`presence out of what happened to a seat (seed ${SEED})`, () => {
  it('[AT1] is second for second what it was, whatever happened and in whatever order', () => {
    for (let round = 0; round < 400; round += 1) {
      const { facts, wasHere } = aVisit(chance(SEED + round));
      const { stretches } = play(facts);
      const story = `SEED=${SEED}, round ${round}`;
      const { measuredMs, joinedAt, leftAt, isLate, leftEarly } = measured(stretches);
      expect(measuredMs, story).toBe(wasHere.filter(Boolean).length);
      expect(joinedAt, story).toBe(wasHere.includes(true) ? wasHere.indexOf(true) : null);
      expect(leftAt, story).toBe(wasHere.includes(true) ? wasHere.lastIndexOf(true) + 1 : null);
      expect(isLate, story).toBe(wasHere.indexOf(true) > 0);
      expect(leftEarly, story).toBe(wasHere.includes(true) && wasHere.at(-1) === false);
      for (const [index, { from, to }] of stretches.entries()) {
        expect(to, story).toBeGreaterThanOrEqual(from);
        if (index > 0) expect(from, story).toBeGreaterThanOrEqual(Number(stretches[index - 1]?.to));
      }
    }
  });

  it('[AT2] does not change when a fact comes twice, and never runs backwards when clocks differ', () => {
    for (let round = 0; round < 200; round += 1) {
      const pick = chance(SEED + round);
      const { facts } = aVisit(pick);
      const twice = facts.flatMap((fact) => (pick(2) === 0 ? [fact, fact] : [fact]));
      expect(play(twice), `SEED=${SEED}, round ${round}`).toEqual(play(facts));
      const skewed = facts.map((fact) => ({ ...fact, at: Math.max(0, fact.at - pick(30)) }));
      const { stretches } = play(skewed);
      const all = stretches.flatMap(({ from, to }) => [from, Number(to)]);
      expect(all, `SEED=${SEED}, round ${round}`).toEqual([...all].sort((one, other) => one - other));
    }
  });
});

describe('a stretch of presence', () => {
  it('[AT3] goes on over a lost link that came back, and ends where the link was lost when it did not', () => {
    const lost = [
      { kind: 'taken', at: 10 },
      { kind: 'lost', at: 50 },
    ] as const;
    expect(play([...lost, { kind: 'resumed', at: 60 }, { kind: 'given-up', at: 90 }]).stretches).toEqual([{ from: 10, to: 90 }]);
    expect(play([...lost, { kind: 'given-up', at: 65 }]).stretches).toEqual([{ from: 10, to: 50 }]);
    // Another tab of the same person takes the seat while it stands: that is the same presence.
    expect(
      play([
        { kind: 'taken', at: 10 },
        { kind: 'taken', at: 20 },
        { kind: 'given-up', at: 30 },
      ]).stretches,
    ).toEqual([{ from: 10, to: 30 }]);
  });

  it('[AT4] is one of so many at most; above that the shortest absence is forgotten', () => {
    const visits = (count: number): PresenceFact[] =>
      Array.from({ length: count }, (_, index) => [
        { kind: 'taken', at: index * 100 },
        // The absence after the third visit is the shortest of all.
        { kind: 'given-up', at: index * 100 + (index === 2 ? 95 : 50) },
      ]).flat() as PresenceFact[];
    expect(play(visits(LIMITS.attendanceStretches)).stretches).toHaveLength(LIMITS.attendanceStretches);
    const { stretches } = play(visits(LIMITS.attendanceStretches + 1));
    expect(stretches).toHaveLength(LIMITS.attendanceStretches);
    expect(stretches[2]).toEqual({ from: 200, to: 350 });
  });
});

describe('attendance of a session', () => {
  const hour = { from: 0, to: 3_600_000 };
  const min = (minutes: number) => minutes * 60_000;
  const rule = { lateAfterMinutes: 10, earlyBeforeMinutes: 5 };

  it('[AT5] is late from more than the grace on, and left early in the same way', () => {
    const flags = (from: number, to: number) => {
      const { isLate, leftEarly } = judge([{ from: min(from), to: min(to) }], null, hour, rule, hour.to);
      return [isLate, leftEarly];
    };
    expect(flags(10, 55)).toEqual([false, false]);
    expect(flags(10.1, 54.9)).toEqual([true, true]);
    // Who is still there has not left, and a session that goes on has no end to leave before.
    expect(judge([{ from: 0, to: null }], null, { from: 0, to: null }, rule, min(30))).toMatchObject({
      isHere: true,
      leftAt: null,
      leftEarly: false,
    });
  });

  it('[AT6] counts what lies within the time held, and nobody was there for longer than that', () => {
    const judged = judge(
      [
        { from: -500, to: min(30) },
        { from: min(40), to: min(90) },
      ],
      null,
      hour,
      rule,
      hour.to,
    );
    expect(judged).toMatchObject({ measuredMs: min(50), share: 50 / 60, joinedAt: 0, leftAt: min(60), standing: 'present' });
    expect(judge([], null, hour, rule, hour.to)).toMatchObject({
      standing: 'absent',
      share: 0,
      joinedAt: null,
      isLate: false,
      leftEarly: false,
    });
  });

  it('[AT7] is what the teacher says, and the measured part stays to be seen', () => {
    const late = [{ from: min(30), to: min(60) }];
    const said = (correction: Parameters<typeof judge>[1]) => judge(late, correction, hour, rule, hour.to);
    expect(said({ standing: 'present' })).toMatchObject({
      standing: 'present',
      presentMs: min(60),
      share: 1,
      measuredMs: min(30),
      isLate: false,
    });
    expect(said({ standing: 'absent' })).toMatchObject({ standing: 'absent', presentMs: 0, share: 0, measuredMs: min(30) });
    expect(said({ standing: 'excused' })).toMatchObject({ standing: 'excused', isLate: false });
    expect(said({ standing: 'minutes', minutes: 45 })).toMatchObject({ standing: 'present', presentMs: min(45), share: 0.75 });
    expect(said({ standing: 'minutes', minutes: 61 })).toMatchObject({ presentMs: min(60), share: 1 });
    expect(said({ standing: 'minutes', minutes: 0 })).toMatchObject({ standing: 'absent' });
  });
});
