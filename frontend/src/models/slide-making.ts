import { type FileId, type Reason, Refusal, type SlidesFault } from '@liveclass/contract';
import type { SlidesApi } from '../links/slides-api.ts';
import { Watched } from '../watched.ts';
import type { BoardSteering } from './board-steering.ts';

/** Slides on their way to the board; what failed stays until it is tried again. */
export interface Making {
  readonly made: number;
  /** Unknown at first. */
  readonly pages: number | null;
  readonly failedBy: SlidesFault | Reason | undefined;
}

const ASK_EVERY_MS = 700;
/** A lost answer is no end: so many in a row are. */
const TRIES = 10;
const BEGUN: Making = { made: 0, pages: null, failedBy: undefined };

/** A teacher's way from a file to pages of the board. It goes on while nobody looks. */
export class SlideMaking {
  readonly state = new Watched<ReadonlyMap<FileId, Making>>(new Map());
  readonly #api: Pick<SlidesApi, 'prepare' | 'view'>;
  readonly #steering: Pick<BoardSteering, 'place'>;

  constructor(api: Pick<SlidesApi, 'prepare' | 'view'>, steering: Pick<BoardSteering, 'place'>) {
    this.#api = api;
    this.#steering = steering;
  }

  /** True once they are on the board. */
  async place(fileId: FileId): Promise<boolean> {
    const before = this.state.get().get(fileId);
    if (before && !before.failedBy) return false;
    this.#put(fileId, BEGUN);
    try {
      await this.#follow(fileId);
    } catch (error) {
      this.#put(fileId, { ...BEGUN, failedBy: error instanceof Failed ? error.fault : reasonOf(error) });
      return false;
    }
    const isPlaced = await this.#steering.place(fileId);
    this.#put(fileId, undefined);
    return isPlaced;
  }

  /** Until they are made, or failed. */
  async #follow(fileId: FileId): Promise<void> {
    let lost = 0;
    for (let isFirst = true; ; isFirst = false)
      try {
        const { state, made, pages, fault } = await (isFirst ? this.#api.prepare(fileId) : this.#api.view(fileId));
        lost = 0;
        if (state === 'ready') return;
        if (state === 'failed') throw new Failed(fault ?? 'broken');
        this.#put(fileId, { made, pages, failedBy: undefined });
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      } catch (error) {
        lost += 1;
        if (isFirst || reasonOf(error) !== 'unavailable' || error instanceof Failed || lost === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      }
  }

  #put(fileId: FileId, making: Making | undefined): void {
    const next = new Map(this.state.get());
    if (making) next.set(fileId, making);
    else next.delete(fileId);
    this.state.set(next);
  }
}

class Failed extends Error {
  readonly fault: SlidesFault;
  constructor(fault: SlidesFault) {
    super(fault);
    this.fault = fault;
  }
}

const reasonOf = (error: unknown): Reason => (error instanceof Refusal ? error.reason : 'unavailable');
