/** Does something for a key soon, and once however often it is asked for meanwhile. */
export class Soon<K> {
  readonly #timers = new Map<K, NodeJS.Timeout>();
  readonly #withinMs: number;

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  ask(key: K, act: () => unknown): void {
    if (this.#timers.has(key)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      act();
    }, this.#withinMs);
    timer.unref();
    this.#timers.set(key, timer);
  }

  end(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
