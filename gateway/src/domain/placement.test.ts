import { describe, expect, it } from 'vitest';
import { choosePlace, moveDelayMs, type Place } from './placement.ts';

const place = (index: number, fields: Partial<Place> = {}): Place => ({ index, isAlive: true, cpu: 0, seats: 0, freshRooms: 0, ...fields });

describe('where a room is made', () => {
  it('[GW12] on the least loaded live worker, the first of equals, and nowhere when none lives', () => {
    expect(choosePlace([place(0), place(1)])?.index).toBe(0);
    expect(choosePlace([place(0, { cpu: 0.4 }), place(1, { cpu: 0.2 })])?.index).toBe(1);
    expect(choosePlace([place(0, { isAlive: false }), place(1, { cpu: 1, seats: 300 })])?.index).toBe(1);
    expect(choosePlace([place(0, { isAlive: false })])).toBeUndefined();
    expect(choosePlace([])).toBeUndefined();
  });

  it('[GW12] classes that start together do not pile up on one worker', () => {
    const placed = [0, 0, 0];
    for (let room = 0; room < 9; room += 1) {
      const best = choosePlace(placed.map((freshRooms, index) => place(index, { freshRooms })));
      placed[best!.index]! += 1;
    }
    expect(placed).toEqual([3, 3, 3]);
  });

  it('[WD7] a room that keeps losing its workers waits longer each time, within a bound', () => {
    const delays = Array.from({ length: 12 }, (_, moves) => moveDelayMs(moves));
    expect(delays.slice(0, 4)).toEqual([0, 0, 0, 1000]);
    for (let index = 1; index < delays.length; index += 1) expect(delays[index]).toBeGreaterThanOrEqual(delays[index - 1]!);
    expect(Math.max(...delays)).toBe(30_000);
  });
});
