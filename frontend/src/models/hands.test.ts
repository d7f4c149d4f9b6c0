import type { DurableEvent, RoomSnapshot, SeatId } from '@liveclass/contract';
import { Refusal } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { Watched } from '../watched.ts';
import { Hands } from './hands.ts';
import { Notices } from './notices.ts';
import { FIRST_STATE, type RoomState } from './room-state.ts';
import { hasSaidIt, heard, silentSince } from './spoke.ts';

const seat = (name: string) => `seat-${name}` as SeatId;
const ME = seat('sam0');
const OTHER = seat('ada0');

function inRoom(role: 'teacher' | 'student' = 'student') {
  const asked: string[] = [];
  const answers: (() => unknown)[] = [];
  const notices = new Notices();
  const state = new Watched<RoomState>({
    ...FIRST_STATE,
    me: { seatId: ME, role, rights: { produce: [], consume: true } },
    people: [{ seatId: OTHER, name: 'Ada', role: 'student', joinedAt: 0, connected: true, isMe: false }],
  });
  let chimes = 0;
  const tool = {
    ask: async (name: string) => {
      asked.push(name);
      return answers.shift()?.() as never;
    },
  };
  const clock = { now: 0 };
  const hands = new Hands({ room: { state, tool: tool as never }, notices, chime: () => void (chimes += 1), now: () => clock.now });
  let seq = 0;
  const tell = (event: object) => hands.happened({ ...event, seq: (seq += 1), at: seq * 1_000 } as DurableEvent);
  const notice = () => notices.state.get()?.key;
  return { hands, asked, answers, state, clock, tell, notice, chimes: () => chimes, end: () => hands.ended() };
}

describe('hands', () => {
  it('[HA1] are a queue in the order of raising, which a hand leaves when it goes down or its person leaves', () => {
    const { hands, tell } = inRoom();
    for (const seatId of [OTHER, ME, seat('mei0')]) tell({ type: 'hand.raised', seatId });
    expect(hands.state.get().queue.map(({ seatId }) => seatId)).toEqual([OTHER, ME, seat('mei0')]);
    tell({ type: 'hand.lowered', seatId: ME, by: 'self' });
    tell({ type: 'seat.left', seatId: OTHER });
    expect(hands.state.get().queue).toEqual([{ seatId: seat('mei0'), raisedAt: 3_000 }]);
    tell({ type: 'hand.all-lowered' });
    expect(hands.state.get().queue).toEqual([]);
  });

  it('[HA3] are what the snapshot says, whatever was there before', () => {
    const { hands, tell } = inRoom();
    tell({ type: 'hand.raised', seatId: OTHER });
    hands.entered({ hands: { hands: [{ seatId: ME, raisedAt: 5 }], floor: { seatId: OTHER, since: 9 } } } as unknown as RoomSnapshot);
    expect(hands.state.get()).toMatchObject({ queue: [{ seatId: ME }], floor: { seatId: OTHER } });
    expect(hands.isMineUp).toBe(true);
    hands.ended();
  });

  it('[HA1] show at once what the person asked for, and as it was where the server says no', async () => {
    const { hands, answers, asked, notice, end } = inRoom();
    answers.push(() => {
      throw new Refusal('busy');
    });
    const raising = hands.toggle();
    expect(hands.isMineUp).toBe(true);
    await raising;
    expect([hands.isMineUp, asked, notice()]).toEqual([false, ['hand.raise'], 'reasons.busy']);
    end();
  });

  it('[HA8] call a teacher by a sound and a notice, and nobody else', () => {
    const [teacher, student] = [inRoom('teacher'), inRoom()];
    for (const one of [teacher, student]) one.tell({ type: 'hand.raised', seatId: OTHER });
    expect([teacher.chimes(), teacher.notice()]).toEqual([1, 'hands.raisedBy']);
    expect([student.chimes(), student.notice()]).toEqual([0, undefined]);
  });

  it('[HA4] that a teacher lowered are told to their owner', () => {
    const { tell, notice } = inRoom();
    tell({ type: 'hand.raised', seatId: ME });
    tell({ type: 'hand.lowered', seatId: ME, by: 'teacher' });
    expect(notice()).toBe('hands.lowered');
  });

  it('[HA5] give the main place to whoever was called, at everybody but themselves', () => {
    const { tell, state, hands } = inRoom();
    tell({ type: 'floor.changed', seatId: OTHER });
    expect(state.get().spotlight).toBe(OTHER);
    tell({ type: 'floor.changed', seatId: ME });
    expect([state.get().spotlight, hands.haveFloor]).toEqual([undefined, true]);
    tell({ type: 'floor.changed', seatId: null });
    expect(hands.haveFloor).toBe(false);
  });
});

describe('who has spoken', () => {
  const after = (...stretches: readonly (readonly [boolean, number])[]) => {
    let [spoke, now] = [silentSince(0), 0];
    for (const [isSpeaking, ms] of stretches) {
      spoke = heard(spoke, isSpeaking, now);
      now += ms;
      spoke = heard(spoke, false, now);
    }
    return { spoke, now };
  };

  it('[HA7] is done after three seconds of speech and five of silence', () => {
    const { spoke, now } = after([true, 3_000]);
    expect([hasSaidIt(spoke, now + 4_999), hasSaidIt(spoke, now + 5_000)]).toEqual([false, true]);
  });

  it('[HA7] is not done after a cough, however long the silence, nor in a pause to think', () => {
    const cough = after([true, 800]);
    expect(hasSaidIt(cough.spoke, cough.now + 60_000)).toBe(false);
    const pause = after([true, 2_500], [false, 4_000], [true, 2_500]);
    expect(hasSaidIt(pause.spoke, pause.now + 1_000)).toBe(false);
    expect(hasSaidIt(pause.spoke, pause.now + 5_000)).toBe(true);
  });
});
