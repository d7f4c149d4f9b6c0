import { Refusal, type RoomSnapshot, type WaiterId } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PartFact } from '../links/tool-link.ts';
import { Notices } from './notices.ts';
import { Waiting } from './waiting.ts';

const VIEW = { stage: 'teacher-here' as const, message: '' };
const waiter = (name: string) => ({ id: `waiter-${name}` as WaiterId, name, since: 1 });
const listed = (...names: string[]): PartFact => ({
  name: 'waiting.list',
  fact: { isOn: true, message: '', waiters: names.map(waiter) },
});
const settled = (standing: 'open' | 'turned-away' | 'sent-out' | 'over'): PartFact => ({ name: 'waiting.settled', fact: { standing } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aDoor(answer: () => unknown = () => ({ standing: 'waiting', view: VIEW })) {
  const asked: unknown[] = [];
  const done: string[] = [];
  let chimes = 0;
  const notices = new Notices();
  const room = {
    tool: {
      ask: async (name: string, body: unknown) => {
        asked.push([name, body]);
        return (name === 'waiting.wait' ? answer() : {}) as never;
      },
    },
    enter: () => void done.push('enter'),
    refuse: (reason: string) => void done.push(reason),
  };
  const waiting = new Waiting({ room: room as never, roomId: 'room-0001', notices, chime: () => void (chimes += 1) });
  return { waiting, asked, done, notices, chimes: () => chimes, mine: () => waiting.state.get().mine };
}
const answered = () => vi.advanceTimersByTimeAsync(0);

describe('in front of a room', () => {
  it('[WR20] the person is told what they wait for, and comes in by themselves, with a sound', async () => {
    const { waiting, asked, done, chimes, mine } = aDoor();
    waiting.atDoor();
    await answered();
    expect([asked, mine()]).toEqual([[['waiting.wait', { roomId: 'room-0001' }]], { standing: 'waiting', view: VIEW }]);
    waiting.told({ name: 'waiting.changed', fact: { stage: 'teacher-away', message: 'Soon' } });
    expect(mine()?.view).toEqual({ stage: 'teacher-away', message: 'Soon' });
    waiting.told(settled('open'));
    expect([done, chimes()]).toEqual([['enter'], 1]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
  });

  it('[WR20] a word that was lost on its way is made up for by asking', async () => {
    let standing = 'waiting';
    const { waiting, done, asked } = aDoor(() => ({ standing, view: VIEW }));
    waiting.atDoor();
    await answered();
    standing = 'open';
    await vi.advanceTimersByTimeAsync(20_000);
    expect([asked.length, done]).toEqual([2, ['enter']]);
  });

  it('[WR20] who was turned away asks again only when they say so', async () => {
    const { waiting, asked, mine } = aDoor();
    waiting.atDoor();
    await answered();
    waiting.told(settled('turned-away'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.length, mine()?.standing]).toEqual([1, 'turned-away']);
    waiting.askAgain();
    await answered();
    expect([asked.at(-1), mine()?.standing]).toEqual([['waiting.wait', { roomId: 'room-0001', again: true }], 'waiting']);
  });

  it('[WR20] after the end of the class a link that comes back takes no new place', async () => {
    const { waiting, asked, mine } = aDoor();
    waiting.atDoor();
    await answered();
    waiting.told(settled('over'));
    waiting.atDoor();
    await answered();
    expect([asked.length, mine()?.standing]).toEqual([1, 'over']);
  });

  it('[WR20] a spoken "no" is final, and a busy server is asked again', async () => {
    let reason: 'busy' | 'sent-out' = 'busy';
    const { waiting, done } = aDoor(() => {
      throw new Refusal(reason);
    });
    waiting.atDoor();
    await answered();
    expect(done).toEqual([]);
    reason = 'sent-out';
    await vi.advanceTimersByTimeAsync(20_000);
    expect(done).toEqual(['sent-out']);
  });

  it('[WR20] who goes gives the place up, and who is not there any more hears nothing', async () => {
    const { waiting, asked, done } = aDoor();
    waiting.atDoor();
    await answered();
    waiting.ended();
    expect(asked.at(-1)).toEqual(['waiting.stop', { roomId: 'room-0001' }]);
    waiting.told(settled('open'));
    expect(done).toEqual([]);
  });
});

describe('for a teacher', () => {
  it('[WR21] who comes is one quiet word, many at once are one as well, and who goes is none', () => {
    const { waiting, notices, chimes } = aDoor();
    waiting.told(listed('Sam'));
    expect(notices.state.get()).toMatchObject({ key: 'waiting.came', values: { name: 'Sam' } });
    waiting.told(listed('Sam', 'Ada', 'Eve'));
    expect(notices.state.get()).toMatchObject({ key: 'waiting.cameMany', values: { count: '3' } });
    notices.dismiss();
    waiting.told(listed('Ada'));
    expect([notices.state.get(), chimes()]).toEqual([undefined, 2]);
    expect(waiting.state.get().door.waiters.map(({ name }) => name)).toEqual(['Ada']);
  });

  it('[WR21] who waits already is told on coming in, and a name that is not known is none', () => {
    const { waiting, notices } = aDoor();
    waiting.entered({ waiting: { isOn: true, message: '', waiters: [waiter('')] } } as RoomSnapshot);
    expect(notices.state.get()).toMatchObject({ key: 'waiting.cameMany', values: { count: '1' } });
  });

  it('[WR21] another teacher who was faster is no trouble', async () => {
    const { waiting, notices } = aDoor();
    const failing = new Waiting({
      room: { tool: { ask: async () => Promise.reject(new Refusal('not-found')) } } as never,
      roomId: undefined,
      notices,
      chime: () => undefined,
    });
    expect(await failing.letIn('waiter-1' as WaiterId)).toBe(false);
    expect(notices.state.get()).toBeUndefined();
    expect(await waiting.letIn('waiter-1' as WaiterId)).toBe(true);
  });
});
