import {
  type DurableEvent,
  LIVELY_DEFAULTS,
  type LivelySettings,
  type LivelySnapshot,
  type PaceState,
  type PaceView,
  type SeatId,
} from '@liveclass/contract';
import { Watched } from '../watched.ts';
import type { LivelyOptions } from './lively.ts';
import { tryWish } from './try-wish.ts';

export interface PaceStates {
  readonly settings: LivelySettings;
  readonly mine: PaceState | null;
  /** What this person said and was not answered yet; it shows at once. */
  readonly asked: PaceState | null | undefined;
  readonly pace: PaceView;
}

const SILENT: PaceView = { round: 0, counts: {}, people: [] };
const NOTHING: PaceStates = { settings: LIVELY_DEFAULTS, mine: null, asked: undefined, pace: SILENT };

/** What students say of the pace, until they say something else. */
export class Pace {
  readonly state = new Watched<PaceStates>(NOTHING);
  readonly #options: LivelyOptions;

  constructor(options: LivelyOptions) {
    this.#options = options;
  }

  get mine(): PaceState | null {
    const { asked, mine } = this.state.get();
    return asked === undefined ? mine : asked;
  }

  /** The same again takes it back. */
  async say(pressed: PaceState): Promise<void> {
    const asked = this.mine === pressed ? null : pressed;
    this.state.change({ asked });
    let saidIn: number | undefined;
    await tryWish(this.#options.notices, async () => {
      saidIn = (await this.#options.room.tool.ask('pace.set', { state: asked })).round;
    });
    // What a teacher cleared meanwhile is gone with the others.
    if (saidIn !== undefined) this.state.change({ mine: saidIn >= this.state.get().pace.round ? asked : null });
    // Another press may have come meanwhile.
    if (this.state.get().asked === asked) this.state.change({ asked: undefined });
  }

  clear(): Promise<boolean> {
    return tryWish(this.#options.notices, () => this.#options.room.tool.ask('pace.clear', {}));
  }

  set(settings: Partial<LivelySettings>): Promise<boolean> {
    return tryWish(this.#options.notices, () => this.#options.room.tool.ask('lively.set', { settings }));
  }

  /** What a teacher is told of somebody. */
  stateOf(seatId: SeatId): PaceState | undefined {
    return this.state.get().pace.people.find((one) => one.seatId === seatId)?.state;
  }

  entered({ settings, mine, pace }: LivelySnapshot): void {
    this.state.set({ settings, mine, asked: undefined, pace });
  }

  happened(event: DurableEvent): void {
    if (event.type === 'pace.cleared') this.state.change({ mine: null, pace: { ...SILENT, round: event.round } });
    if (event.type === 'lively.set') this.state.change({ settings: event.settings });
  }

  told(pace: PaceView): void {
    // Of two tools that tell, one may not know yet that a teacher cleared.
    if (pace.round >= this.state.get().pace.round) this.state.change({ pace });
  }

  ended(): void {
    this.state.set(NOTHING);
  }
}
