import { type DurableEvent, LIMITS, type LivelySnapshot, type TimerView } from '@liveclass/contract';
import { sendId } from '../links/tab.ts';
import { Watched } from '../watched.ts';
import type { LivelyOptions } from './lively.ts';
import { tryWish } from './try-wish.ts';

/** What is worth an interruption. */
export type TimerWord = 'started' | 'paused' | 'stopped' | 'minute' | 'tenSeconds' | 'over';

export interface ClassTimerState {
  readonly timer: TimerView | null;
  /** The last word for those who do not look; each is said once. */
  readonly word: TimerWord | undefined;
}

const NONE: ClassTimerState = { timer: null, word: undefined };
const MINUTE_MS = 60_000;
/** Before the end: a word, and for whom it is none because the timer was hardly longer than that. */
const MARKS = [
  { leftMs: MINUTE_MS, word: 'minute', unlessShorterMs: 2 * MINUTE_MS },
  { leftMs: 10_000, word: 'tenSeconds', unlessShorterMs: 30_000 },
  { leftMs: 0, word: 'over', unlessShorterMs: 0 },
] as const;

/** A browser may wake a page a little early, and then the mark would come twice. */
const LATE_MS = 20;

/** What is left of it at a moment of the server's time. */
const leftOf = (timer: TimerView, now: number): number => (timer.phase === 'paused' ? timer.leftMs : Math.max(0, timer.endsAt - now));

/** The class's timer: the server says when it ends, and this page counts by the server's clock. */
export class ClassTimer {
  readonly state = new Watched<ClassTimerState>(NONE);
  readonly #options: LivelyOptions;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LivelyOptions) {
    this.#options = options;
  }

  /** What is left at this moment; 0 where there is none, or it is over. */
  get leftMs(): number {
    const { timer } = this.state.get();
    return timer ? leftOf(timer, this.#options.now()) : 0;
  }

  start(seconds: number, chimes: boolean): Promise<boolean> {
    return this.#try((tool) => tool.ask('timer.start', { sendId: sendId(), seconds, chimes }));
  }

  add(seconds: number): Promise<boolean> {
    return this.#try((tool) => tool.ask('timer.add', { sendId: sendId(), seconds }));
  }

  pause(): Promise<boolean> {
    return this.#try((tool) => tool.ask('timer.pause', {}));
  }

  resume(): Promise<boolean> {
    return this.#try((tool) => tool.ask('timer.resume', {}));
  }

  stop(): Promise<boolean> {
    return this.#try((tool) => tool.ask('timer.stop', {}));
  }

  entered({ timer }: LivelySnapshot): void {
    this.state.change({ timer });
    this.#await();
  }

  happened(event: DurableEvent): void {
    if (event.type !== 'timer.changed') return;
    const { timer } = event;
    this.state.set({ timer, word: timer ? (timer.phase === 'paused' ? 'paused' : 'started') : 'stopped' });
    this.#await();
  }

  ended(): void {
    clearTimeout(this.#next);
    this.state.set(NONE);
  }

  /** Waits for the next mark, and after the end until the timer is no news any more. */
  #await(): void {
    clearTimeout(this.#next);
    const { timer } = this.state.get();
    if (timer?.phase !== 'running') return;
    const leftMs = timer.endsAt - this.#options.now();
    const mark = MARKS.find((one) => leftMs > one.leftMs && timer.lengthMs >= one.unlessShorterMs);
    this.#next = mark
      ? setTimeout(() => this.#passed(mark.word, timer), leftMs - mark.leftMs + LATE_MS)
      : setTimeout(() => this.state.change({ timer: null }), Math.max(0, leftMs + LIMITS.timerOverMs));
  }

  #passed(word: TimerWord, timer: TimerView): void {
    this.state.change({ word });
    if (word === 'over' && timer.chimes) this.#options.chime();
    this.#await();
  }

  #try(wish: (tool: LivelyOptions['room']['tool']) => Promise<unknown>): Promise<boolean> {
    return tryWish(this.#options.notices, () => wish(this.#options.room.tool));
  }
}
