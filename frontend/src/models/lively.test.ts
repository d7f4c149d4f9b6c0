import { type DurableEvent, LIMITS, type LivelySnapshot, Refusal, type RoomSnapshot, type SeatId } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watched } from '../watched.ts';
import { Lively } from './lively.ts';
import { Notices } from './notices.ts';
import { FIRST_STATE, type RoomState } from './room-state.ts';

const seat = (name: string) => `seat-${name}` as SeatId;
const [ME, OTHER] = [seat('sam0'), seat('ada0')];
const QUIET: Omit<LivelySnapshot, 'now'> = {
  settings: { studentsReact: true, isPaceShared: false },
  mine: null,
  pace: { round: 0, counts: {}, people: [] },
  timer: null,
  drawn: null,
  asked: [],
};

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

function inRoom() {
  const asked: [string, unknown][] = [];
  const answers: (() => unknown)[] = [];
  const notices = new Notices();
  const person = { role: 'student', joinedAt: 0, connected: true } as const;
  const state = new Watched<RoomState>({
    ...FIRST_STATE,
    me: { seatId: ME, role: 'student', rights: { produce: [], consume: true } },
    people: [
      { ...person, seatId: ME, name: 'Sam', isMe: true },
      { ...person, seatId: OTHER, name: 'Ada', isMe: false },
    ],
  });
  let chimes = 0;
  const tool = {
    ask: async (name: string, body: unknown) => {
      asked.push([name, body]);
      return (answers.shift()?.() ?? {}) as never;
    },
  };
  const lively = new Lively({ room: { state, tool: tool as never }, notices, chime: () => void (chimes += 1), now: () => Date.now() });
  let seq = 0;
  const tell = (event: object) => lively.happened({ seq: (seq += 1), at: Date.now(), ...event } as DurableEvent);
  const enter = (part: Partial<LivelySnapshot>) => lively.entered({ lively: { ...QUIET, now: Date.now(), ...part } } as RoomSnapshot);
  return { lively, asked, answers, tell, enter, state, notice: () => notices.state.get()?.key, chimes: () => chimes };
}
const refuse = (reason: 'too-fast' | 'busy') => () => {
  throw new Refusal(reason);
};

describe('reactions', () => {
  it('[LV1] are shown for a few seconds, with a number for each kind and a sign on the tiles of some', () => {
    const { lively } = inRoom();
    const { state } = lively.reactions;
    lively.told({ name: 'lively.reactions', fact: { counts: { clap: 200 }, from: [{ seatId: OTHER, kind: 'clap' }] } });
    vi.advanceTimersByTime(3_000);
    lively.told({ name: 'lively.reactions', fact: { counts: { clap: 12, heart: 1 }, from: [] } });
    expect([...state.get().counts]).toEqual([
      ['clap', 212],
      ['heart', 1],
    ]);
    vi.advanceTimersByTime(1_500);
    expect([state.get().counts.size, state.get().bySeat.size]).toEqual([2, 0]);
    vi.advanceTimersByTime(4_000);
    expect(state.get().counts.size).toBe(0);
  });

  it('[LV1] of one’s own show at once, and go again where the server says no', async () => {
    const { lively, answers, notice } = inRoom();
    answers.push(refuse('too-fast'));
    const sending = lively.reactions.send('heart');
    expect(lively.reactions.state.get().bySeat.get(ME)).toBe('heart');
    await sending;
    expect([lively.reactions.state.get().bySeat.size, notice()]).toEqual([0, 'reasons.too-fast']);
  });
});

it('[LV2] reactions of a kind are sent no faster than the class would count them, however fast somebody presses', async () => {
  const { lively, asked } = inRoom();
  for (let press = 0; press < 20; press += 1) await lively.reactions.send('clap');
  await lively.reactions.send('heart');
  vi.advanceTimersByTime(2_000);
  await lively.reactions.send('clap');
  expect(asked.map(([, body]) => body)).toEqual([{ kind: 'clap' }, { kind: 'heart' }, { kind: 'clap' }]);
});

describe('the pace', () => {
  it('[LV5] shows at once what the person says, takes it back by the same press, and is as it was where the server says no', async () => {
    const { lively, answers, asked } = inRoom();
    answers.push(() => ({ round: 0 }), refuse('busy'));
    const saying = lively.pace.say('lost');
    expect(lively.pace.mine).toBe('lost');
    await saying;
    await lively.pace.say('lost');
    expect(asked.map(([, body]) => body)).toEqual([{ state: 'lost' }, { state: null }]);
    expect(lively.pace.mine).toBe('lost');
  });

  it('[LV7] that was on its way when a teacher cleared is cleared with the others', async () => {
    const { lively, answers, tell } = inRoom();
    answers.push(() => {
      tell({ type: 'pace.cleared', round: 1 });
      return { round: 0 };
    });
    await lively.pace.say('yes');
    expect(lively.pace.mine).toBeNull();
    answers.push(() => ({ round: 1 }));
    await lively.pace.say('no');
    expect(lively.pace.mine).toBe('no');
  });

  it('[LV7] of an earlier round is not believed, whoever tells it late', () => {
    const { lively, tell } = inRoom();
    const told = (round: number) =>
      lively.told({ name: 'lively.pace', fact: { round, counts: { yes: 3 }, people: [{ seatId: OTHER, state: 'yes' }] } });
    told(0);
    expect(lively.pace.stateOf(OTHER)).toBe('yes');
    tell({ type: 'pace.cleared', round: 1 });
    told(0);
    expect([lively.pace.state.get().pace.counts, lively.pace.stateOf(OTHER)]).toEqual([{}, undefined]);
  });

  it('[LV8] is what the snapshot says after a return', () => {
    const { lively, enter } = inRoom();
    enter({ mine: 'away', settings: { studentsReact: false, isPaceShared: true } });
    expect([lively.pace.mine, lively.pace.state.get().settings.studentsReact]).toEqual(['away', false]);
    lively.ended();
    expect(lively.pace.mine).toBeNull();
  });
});

describe('the timer', () => {
  const MINUTE_MS = 60_000;
  const running = (leftMs: number, lengthMs = leftMs, chimes = true) =>
    ({ phase: 'running', endsAt: Date.now() + leftMs, lengthMs, chimes }) as const;

  it('[LV10] counts down to the moment that the server named, by the server’s clock and not by this machine’s', () => {
    const { lively, enter, tell } = inRoom();
    const serverNow = () => Date.now() + 90_000;
    enter({
      now: serverNow() - 300,
      timer: { phase: 'running', endsAt: serverNow() + 5 * MINUTE_MS, lengthMs: 5 * MINUTE_MS, chimes: false },
    });
    expect(lively.timer.leftMs).toBe(5 * MINUTE_MS + 300);
    // Of what says the server's time the fastest is believed: this came at once, and what is asked for later is old.
    tell({ type: 'hand.all-lowered', at: serverNow() });
    tell({ type: 'hand.all-lowered', at: serverNow() - 40_000 });
    vi.advanceTimersByTime(MINUTE_MS);
    expect(lively.timer.leftMs).toBe(4 * MINUTE_MS);
    tell({ type: 'timer.changed', at: 0, timer: { phase: 'paused', leftMs: 7_000, lengthMs: 9_000, chimes: false } });
    expect(lively.timer.leftMs).toBe(7_000);
  });

  it('[LV13] says its beginning, the last minute, the last ten seconds and the end, each once, and sounds where it should', () => {
    const { lively, tell, chimes } = inRoom();
    const words: unknown[] = [];
    let last: unknown;
    lively.timer.state.subscribe(() => {
      const { word } = lively.timer.state.get();
      if (word !== last) words.push(word);
      last = word;
    });
    tell({ type: 'timer.changed', timer: running(5 * MINUTE_MS) });
    vi.advanceTimersByTime(5 * MINUTE_MS + 100);
    expect([words, chimes()]).toEqual([['started', 'minute', 'tenSeconds', 'over'], 1]);
    tell({ type: 'timer.changed', timer: running(20_000, 20_000, false) });
    vi.advanceTimersByTime(20_100);
    expect([words.slice(4), chimes()]).toEqual([['started', 'over'], 1]);
  });

  it('[LV11] says nothing while it is paused, and goes from the page a while after its end', () => {
    const { lively, tell, enter } = inRoom();
    tell({ type: 'timer.changed', timer: running(MINUTE_MS) });
    tell({ type: 'timer.changed', timer: { phase: 'paused', leftMs: 30_000, lengthMs: MINUTE_MS, chimes: true } });
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(lively.timer.state.get().word).toBe('paused');
    enter({ timer: running(1_000) });
    vi.advanceTimersByTime(1_000 + LIMITS.timerOverMs - 1);
    expect(lively.timer.state.get().timer).not.toBeNull();
    vi.advanceTimersByTime(50);
    expect(lively.timer.state.get().timer).toBeNull();
  });
});

describe('the draw', () => {
  it('[LV16] is shown to everybody for a while, and calls whom it came upon', () => {
    const { lively, tell, chimes } = inRoom();
    tell({ type: 'draw.made', seatId: OTHER });
    expect([lively.draw.state.get().drawn?.seatId, chimes()]).toEqual([OTHER, 0]);
    tell({ type: 'draw.made', seatId: ME });
    expect([lively.draw.state.get().drawn?.seatId, chimes()]).toEqual([ME, 1]);
    expect(lively.draw.state.get().asked).toEqual([OTHER, ME]);
    vi.advanceTimersByTime(LIMITS.drawShownMs + 1);
    expect(lively.draw.state.get().drawn).toBeNull();
    tell({ type: 'draw.reset' });
    expect(lively.draw.state.get().asked).toEqual([]);
  });

  it('[LV14] leaves out who has no microphone where the teacher wants it, and says when nobody is left', async () => {
    const { lively, answers, asked, state } = inRoom();
    state.change({ media: new Map([[OTHER, { microphone: { isPaused: true } }]]) as never });
    answers.push(
      () => ({ seatId: OTHER }),
      () => ({ seatId: null }),
    );
    expect(await lively.draw.next()).toBe(true);
    lively.draw.spareMute(true);
    expect(await lively.draw.next()).toBe(false);
    expect(asked.map(([, body]) => (body as { leaveOut: SeatId[] }).leaveOut)).toEqual([[], [ME]]);
    expect(lively.draw.state.get().isEmpty).toBe(true);
  });
});
