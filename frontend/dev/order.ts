import { type BansReply, type Floor, type LocksView, NO_LOCKS, type SeatId } from '@liveclass/contract';
import type { BansState } from '../src/models/bans.ts';
import type { HandsState } from '../src/models/hands.ts';
import { Watched } from '../src/watched.ts';

const resolved = async (): Promise<boolean> => true;
const seat = (index: number): SeatId => `seat-${String(index).padStart(4, '0')}` as SeatId;
const MINUTE_MS = 60_000;

/** Hands of made-up people; `hands=3` puts so many up, `floor=mine` or `floor=other` calls somebody. */
export function madeUpHands(wish: URLSearchParams) {
  const count = Number(wish.get('hands') ?? 0);
  const me = seat(wish.get('role') === 'student' ? 1 : 0);
  const called = wish.get('floor') === 'mine' ? me : seat(2);
  const floor: Floor | null = wish.has('floor') ? { seatId: called, since: Date.now() } : null;
  const queue = Array.from({ length: count }, (_, index) => ({
    seatId: seat(index + 1),
    raisedAt: Date.now() - (count - index) * MINUTE_MS,
  }));
  const state = new Watched<HandsState>({ queue, floor, asked: undefined });
  return {
    state,
    isMineUp: queue.some(({ seatId }) => seatId === me),
    haveFloor: floor?.seatId === me,
    toggle: resolved,
    lowerOther: resolved,
    lowerAll: resolved,
    giveFloor: resolved,
    endFloor: resolved,
    returnFloor: resolved,
  };
}

export function madeUpOrder(wish: URLSearchParams) {
  const isLocked = wish.has('locked');
  const state = new Watched<LocksView>({
    locks: { ...NO_LOCKS, microphone: isLocked, camera: isLocked, screen: isLocked },
    free: [{ seatId: seat(2), locks: ['camera'] }],
  });
  return { state, freeOf: () => [], set: resolved, setFree: resolved, muteAll: resolved, remove: resolved, ban: resolved };
}

export function madeUpBans(wish: URLSearchParams) {
  const at = Date.now() - 86_400_000;
  const ban = { at, by: 'Tara Teacher', reason: 'Played music over everybody, twice.', until: at + 7 * 86_400_000 };
  const line = { at, by: 'Tara Teacher', reason: '', scope: null, until: null };
  const reply = {
    hasCourse: true,
    bans: wish.has('bans')
      ? [
          { ...ban, id: 'ban-0001', name: 'ليلى حداد', scope: 'class' },
          { ...ban, id: 'ban-0002', name: '', scope: 'course', reason: '', until: null },
        ]
      : [],
    log: wish.has('bans')
      ? [
          { ...line, action: 'banned', person: 'ليلى حداد' },
          { ...line, action: 'locked', person: null },
        ]
      : [],
  } as unknown as BansReply;
  const state = new Watched<BansState>({ reply, refusedBy: undefined, isBusy: false });
  return { state, load: resolved, ban: resolved, lift: resolved };
}
