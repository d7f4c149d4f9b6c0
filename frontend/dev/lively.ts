import { PaceState, type RoomReaction, type SeatId, type TimerView } from '@liveclass/contract';
import type { ClassTimerState } from '../src/models/class-timer.ts';
import type { DrawState } from '../src/models/draw.ts';
import type { PaceStates } from '../src/models/pace.ts';
import type { ReactionsState } from '../src/models/reactions.ts';
import { Watched } from '../src/watched.ts';

const yes = async (): Promise<boolean> => true;
const seat = (index: number): SeatId => `seat-${String(index).padStart(4, '0')}` as SeatId;
const MINUTE_MS = 60_000;

function timerOf(wish: URLSearchParams): TimerView | null {
  const parts = { lengthMs: 5 * MINUTE_MS, chimes: true };
  switch (wish.get('timer')) {
    case null:
      return null;
    case 'paused':
      return { phase: 'paused', leftMs: 83_000, ...parts };
    case 'over':
      return { phase: 'running', endsAt: Date.now() - 5_000, ...parts };
    default:
      return { phase: 'running', endsAt: Date.now() + 4 * MINUTE_MS, ...parts };
  }
}

function paceOf(wish: URLSearchParams): PaceStates {
  const isTeacher = wish.get('role') !== 'student';
  const [said, isPaceShared] = [Number(wish.get('pace') ?? 0), wish.has('shared')];
  const people = Array.from({ length: said }, (_, index) => ({
    seatId: seat(index + 1),
    state: PaceState.options[(index * index) % PaceState.options.length] ?? 'yes',
  }));
  const counts = Object.fromEntries(PaceState.options.map((state) => [state, people.filter((one) => one.state === state).length] as const));
  const shown = isTeacher || isPaceShared ? Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) : {};
  return {
    settings: { studentsReact: !wish.has('noreactions'), isPaceShared },
    mine: wish.has('said') ? 'lost' : null,
    asked: undefined,
    pace: { round: 0, counts: shown, people: isTeacher ? people : [] },
  };
}

function madeUpReactions(wish: URLSearchParams) {
  const kinds: readonly RoomReaction[] = ['clap', 'heart', 'thumbs-up', 'celebrate', 'laugh', 'surprise'];
  const sent = kinds.slice(0, Number(wish.get('reactions') ?? 0));
  return new Watched<ReactionsState>({
    counts: new Map(sent.map((kind, index) => [kind, 1 + index * 37])),
    bySeat: new Map(sent.map((kind, index) => [seat(index), kind])),
  });
}

/** What is going on in a made-up class: `reactions=3`, `pace=5`, `shared`, `said`, `timer=paused`, `drawn=2`. */
export function madeUpLively(wish: URLSearchParams) {
  const pace = new Watched(paceOf(wish));
  const timer = new Watched<ClassTimerState>({ timer: timerOf(wish), word: undefined });
  const draw = new Watched<DrawState>({
    drawn: wish.has('drawn') ? { seatId: seat(Number(wish.get('drawn'))), at: Date.now() } : null,
    asked: [seat(2), seat(3)],
    sparesMute: false,
    isEmpty: wish.has('nobodyleft'),
    isBusy: false,
  });
  return {
    reactions: { state: madeUpReactions(wish), send: yes },
    pace: {
      state: pace,
      get mine() {
        return pace.get().mine;
      },
      say: async (mine: PaceState) => pace.change({ mine: pace.get().mine === mine ? null : mine }),
      stateOf: (seatId: SeatId) => pace.get().pace.people.find((one) => one.seatId === seatId)?.state,
      clear: async () => pace.change({ pace: { round: 1, counts: {}, people: [] } }),
      set: async (settings: Partial<PaceStates['settings']>) => pace.change({ settings: { ...pace.get().settings, ...settings } }),
    },
    timer: {
      state: timer,
      get leftMs() {
        const now = timer.get().timer;
        return now?.phase === 'paused' ? now.leftMs : now ? Math.max(0, now.endsAt - Date.now()) : 0;
      },
      start: yes,
      add: yes,
      pause: yes,
      resume: yes,
      stop: async () => timer.change({ timer: null }),
    },
    draw: {
      state: draw,
      next: yes,
      reset: yes,
      spareMute: (sparesMute: boolean) => draw.change({ sparesMute }),
      putAside: () => draw.change({ drawn: null }),
    },
  };
}
