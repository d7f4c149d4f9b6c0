import type { Notices } from './notices.ts';

const UNDO_MS = 7_000;

interface LateRemovalsOptions {
  readonly notices: Notices;
  /** The key of the words that offer to take it back. */
  readonly said: string;
  /** At the server; a failure is told there. `keepalive`: the page is being closed. */
  removeNow(id: string, keepalive: boolean): Promise<void>;
  /** What is leaving is not the same any more. */
  changed(): void;
}

/** What a person deleted: gone from their list at once, and from the server when the time for "undo" is over. */
export class LateRemovals {
  readonly #options: LateRemovalsOptions;
  readonly #leaving = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: LateRemovalsOptions) {
    this.#options = options;
  }

  isLeaving(id: string): boolean {
    return this.#leaving.has(id);
  }

  remove(id: string): void {
    this.#leaving.set(
      id,
      setTimeout(() => void this.#removeNow(id, false), UNDO_MS),
    );
    this.#options.changed();
    this.#options.notices.say(this.#options.said, {}, 'calm', UNDO_MS, () => this.#undo(id));
  }

  /** The page is being closed: what was deleted stays deleted. */
  finish(): void {
    for (const id of [...this.#leaving.keys()]) void this.#removeNow(id, true);
  }

  #undo(id: string): void {
    clearTimeout(this.#leaving.get(id));
    this.#leaving.delete(id);
    this.#options.notices.dismiss();
    this.#options.changed();
  }

  async #removeNow(id: string, keepalive: boolean): Promise<void> {
    clearTimeout(this.#leaving.get(id));
    await this.#options.removeNow(id, keepalive);
    this.#leaving.delete(id);
    this.#options.changed();
  }
}
