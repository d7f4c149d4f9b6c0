import type { SeatId } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { paceOf, ReactionWindow, type SaidState, sharedPace, statesOf } from './pace.ts';

const seat = (index: number) => `seat-${String(index).padStart(4, '0')}` as SeatId;

describe('reactions of one window', () => {
  it('[LV2] of three hundred people who press as they like are one message, in which each counts once a kind and few are named', () => {
    const window = new ReactionWindow();
    for (let press = 0; press < 3_000; press += 1) window.add(seat(press % 300), press % 3 === 0 ? 'clap' : 'heart');
    const { counts, from } = window.told(24);
    expect(counts).toEqual({ clap: 100, heart: 200 });
    expect(from).toHaveLength(24);
    expect(new Set(from.map(({ seatId }) => seatId)).size).toBe(24);
    expect(JSON.stringify({ counts, from }).length).toBeLessThan(2_000);
  });

  it('[LV1] name a person once, with one kind, for their tile', () => {
    const window = new ReactionWindow();
    window.add(seat(1), 'clap');
    window.add(seat(1), 'laugh');
    expect(window.told(24)).toEqual({ counts: { clap: 1, laugh: 1 }, from: [{ seatId: seat(1), kind: 'laugh' }] });
  });
});

describe('states', () => {
  const said = (index: number, part: Partial<SaidState> = {}): SaidState => ({
    seatId: seat(index),
    state: 'yes',
    round: 1,
    at: 50,
    ...part,
  });
  const present = [
    { id: seat(1), role: 'student' as const, joinedAt: 10 },
    { id: seat(2), role: 'student' as const, joinedAt: 60 },
    { id: seat(3), role: 'teacher' as const, joinedAt: 10 },
  ];

  it('[LV5] count of students who are here and said it since they came in', () => {
    expect([...statesOf([said(1), said(2), said(3), said(4)], 1, present)]).toEqual([[seat(1), 'yes']]);
  });

  it('[LV7] of an earlier round count no more', () => {
    expect([...statesOf([said(1, { round: 0 })], 1, present)]).toEqual([]);
  });

  it('[LV6] are told to students as numbers, and only where they are shared', () => {
    const pace = paceOf(new Map([[seat(1), 'lost']]), 4);
    expect(pace).toEqual({ round: 4, counts: { lost: 1 }, people: [{ seatId: seat(1), state: 'lost' }] });
    expect(sharedPace(pace, true)).toEqual({ round: 4, counts: { lost: 1 }, people: [] });
    expect(sharedPace(pace, false)).toEqual({ round: 4, counts: {}, people: [] });
  });
});
