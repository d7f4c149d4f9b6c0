import type { Instant } from '@liveclass/contract';

/**
 * The server's time, by what it says of it. Whatever says it is a little late when it arrives, so that of all that was heard the one
 * which puts the server furthest ahead came fastest, and is nearest to the truth.
 */
export class ServerClock {
  readonly #mine: () => number;
  #aheadMs: number | undefined;

  constructor(mine: () => number) {
    this.#mine = mine;
  }

  /** Anew after each return, for meanwhile this machine's clock may have been set. */
  reset(): void {
    this.#aheadMs = undefined;
  }

  heard(at: Instant): void {
    this.#aheadMs = Math.max(at - this.#mine(), this.#aheadMs ?? Number.NEGATIVE_INFINITY);
  }

  now(): number {
    return this.#mine() + (this.#aheadMs ?? 0);
  }
}
