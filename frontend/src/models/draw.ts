import { type Drawn, type DurableEvent, LIMITS, type LivelySnapshot, type SeatId } from '@liveclass/contract';
import { sendId } from '../links/tab.ts';
import { Watched } from '../watched.ts';
import type { LivelyOptions } from './lively.ts';
import { tryWish } from './try-wish.ts';

export interface DrawState {
  /** Who was drawn last, while that is news. */
  readonly drawn: Drawn | null;
  /** For teachers: who was drawn already. */
  readonly asked: readonly SeatId[];
  /** Whoever has no microphone is left out; the teacher's choice. */
  readonly sparesMute: boolean;
  /** The last draw found nobody. */
  readonly isEmpty: boolean;
  readonly isBusy: boolean;
}

const NOTHING: DrawState = { drawn: null, asked: [], sparesMute: false, isEmpty: false, isBusy: false };

/** Whom the draw came upon. The server draws; this page only asks and shows. */
export class Draw {
  readonly state = new Watched<DrawState>(NOTHING);
  readonly #options: LivelyOptions;
  #fade: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LivelyOptions) {
    this.#options = options;
  }

  /** True when somebody was drawn. */
  async next(): Promise<boolean> {
    const leaveOut = this.state.get().sparesMute ? this.#withoutMicrophone() : [];
    this.state.change({ isBusy: true });
    let drawn: SeatId | null = null;
    const isDone = await tryWish(this.#options.notices, async () => {
      drawn = (await this.#options.room.tool.ask('draw.next', { sendId: sendId(), leaveOut })).seatId;
    });
    this.state.change({ isBusy: false, isEmpty: isDone && drawn === null });
    return drawn !== null;
  }

  spareMute(sparesMute: boolean): void {
    this.state.change({ sparesMute, isEmpty: false });
  }

  reset(): Promise<boolean> {
    return tryWish(this.#options.notices, () => this.#options.room.tool.ask('draw.reset', {}));
  }

  putAside(): void {
    this.#show(null);
  }

  entered({ drawn, asked }: LivelySnapshot): void {
    this.state.change({ asked, isEmpty: false });
    this.#show(drawn);
  }

  happened(event: DurableEvent): void {
    if (event.type === 'draw.made') {
      this.state.change({ asked: [...this.state.get().asked, event.seatId], isEmpty: false });
      this.#show({ seatId: event.seatId, at: event.at });
      if (event.seatId === this.#options.room.state.get().me?.seatId) this.#options.chime();
    }
    if (event.type === 'draw.reset') {
      this.state.change({ asked: [], isEmpty: false });
      this.#show(null);
    }
  }

  ended(): void {
    clearTimeout(this.#fade);
    this.state.set(NOTHING);
  }

  #show(drawn: Drawn | null): void {
    clearTimeout(this.#fade);
    this.state.change({ drawn });
    if (!drawn) return;
    const leftMs = drawn.at + LIMITS.drawShownMs - this.#options.now();
    this.#fade = setTimeout(() => this.state.change({ drawn: null }), Math.max(0, leftMs));
  }

  /** Muted is not without: whose microphone stands open or waits can answer. Only a page that is in the room knows. */
  #withoutMicrophone(): SeatId[] {
    const { people, media } = this.#options.room.state.get();
    return people.filter(({ role, seatId }) => role === 'student' && !media.get(seatId)?.microphone).map(({ seatId }) => seatId);
  }
}
