const noop = (): void => undefined;

/** Jobs of one key run one after the other, those of different keys side by side. A job that fails holds nobody up. */
export class KeyedQueue<K> {
  readonly #tails = new Map<K, Promise<void>>();

  run<T>(key: K, job: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(key) ?? Promise.resolve()).then(job);
    const tail: Promise<void> = result.then(noop, noop).then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    this.#tails.set(key, tail);
    return result;
  }

  /** Keys with jobs that have not ended. */
  get size(): number {
    return this.#tails.size;
  }
}
