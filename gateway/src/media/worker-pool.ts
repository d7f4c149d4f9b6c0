import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../ports.ts';
import { MediaWorker, type WorkerOptions } from './worker.ts';

export interface PoolOptions extends Omit<WorkerOptions, 'index'> {
  /** How many; worker i listens on `port` + i. */
  readonly workers: number;
}

const RESTART_DELAYS_MS = [0, 100, 300, 1000, 3000, 5000];

/** The workers of this host. One that dies is replaced in its slot, on its port; who lived on it is told at once. */
export class WorkerPool {
  static async start(options: PoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      await Promise.all(Array.from({ length: options.workers }, async (_, index) => pool.#put(await pool.#startOne(index))));
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  readonly #options: PoolOptions;
  readonly #log: Log;
  readonly #slots: (MediaWorker | undefined)[];
  readonly #replacing = new Map<number, Promise<void>>();
  readonly #lostListeners = new Set<(worker: MediaWorker) => void>();
  readonly #ending = new AbortController();
  #deaths = 0;

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#slots = Array.from({ length: options.workers }, () => undefined);
  }

  /** Every slot; undefined while its worker is being replaced. */
  slots(): readonly (MediaWorker | undefined)[] {
    return this.#slots;
  }

  /** Workers that died since the start. */
  get deaths(): number {
    return this.#deaths;
  }

  /** Called for each worker that died, when all its media is closed and before its replacement is there. */
  onLost(listener: (worker: MediaWorker) => void): void {
    this.#lostListeners.add(listener);
  }

  /** Resolves when every slot has a worker again, or after `patienceMs`. */
  async replaced(patienceMs: number): Promise<void> {
    if (this.#replacing.size === 0) return;
    const patience = new AbortController();
    const signal = AbortSignal.any([this.#ending.signal, patience.signal]);
    await Promise.race([Promise.all(this.#replacing.values()), delay(patienceMs, undefined, { signal, ref: false }).catch(() => {})]);
    patience.abort();
  }

  /** From now on a worker that ends is not replaced: whoever stops this process may have sent the workers the same signal. */
  beginEnd(): void {
    this.#ending.abort();
  }

  async close(): Promise<void> {
    this.beginEnd();
    await Promise.all(this.#replacing.values());
    await Promise.all(this.#slots.map((worker) => worker?.close()));
  }

  async dump(): Promise<object[]> {
    return Promise.all(this.#slots.map(async (worker, index) => worker?.dump() ?? { index, isAlive: false }));
  }

  #startOne(index: number): Promise<MediaWorker> {
    return MediaWorker.start({ ...this.#options, index, port: this.#options.port + index });
  }

  #put(worker: MediaWorker): void {
    this.#slots[worker.index] = worker;
    worker.onDied((why) => this.#replace(worker, why));
  }

  #replace(dead: MediaWorker, why: Error): void {
    this.#slots[dead.index] = undefined;
    // Ctrl-C reaches the workers too: their end is then part of ours.
    if (this.#ending.signal.aborted) return;
    this.#deaths += 1;
    this.#log.error({ worker: dead.index, pid: dead.pid, err: why }, 'a media worker died; its rooms move');
    this.#replacing.set(
      dead.index,
      this.#startAgain(dead.index).finally(() => this.#replacing.delete(dead.index)),
    );
    for (const listener of this.#lostListeners) listener(dead);
  }

  async #startAgain(index: number): Promise<void> {
    for (let attempt = 0; !this.#ending.signal.aborted; attempt += 1) {
      const pauseMs = RESTART_DELAYS_MS[Math.min(attempt, RESTART_DELAYS_MS.length - 1)];
      await delay(pauseMs, undefined, { signal: this.#ending.signal }).catch(() => {});
      if (this.#ending.signal.aborted) return;
      try {
        const worker = await this.#startOne(index);
        this.#put(worker);
        if (this.#ending.signal.aborted) await worker.close();
        return;
      } catch (error) {
        this.#log.error({ worker: index, attempt, err: error }, 'a media worker could not be replaced yet');
      }
    }
  }
}
