/**
 * Owns lifetimes: what was owned last ends first, so a consumer goes before its transport. Ending twice is one ending.
 * `onFailure` hears of an undo that threw; the others still run.
 */
export class Scope {
  readonly #undo: (() => unknown)[] = [];
  readonly #onFailure: (error: unknown) => void;
  #ending: Promise<void> | undefined;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  get ended(): boolean {
    return this.#ending !== undefined;
  }

  /** What is owned after the end is undone at once: its maker lost a race against the end. */
  own(undo: () => unknown): void {
    if (this.#ending) void this.#run(undo);
    else this.#undo.push(undo);
  }

  end(): Promise<void> {
    this.#ending ??= this.#runAll();
    return this.#ending;
  }

  async #runAll(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await this.#run(undo);
  }

  async #run(undo: () => unknown): Promise<void> {
    try {
      await undo();
    } catch (error) {
      this.#onFailure(error);
    }
  }
}
