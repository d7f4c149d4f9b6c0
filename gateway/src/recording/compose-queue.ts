import type { Log } from '../ports.ts';
import { compose } from './compose.ts';
import type { Held } from './held.ts';

export interface ComposeQueueParts {
  readonly log: Log;
  readonly ffmpegPath: string;
}

/** Composes one recording at a time, in the order in which they were ordered, so that classes keep the machine. */
export class ComposeQueue {
  readonly #parts: ComposeQueueParts;
  readonly #waiting = new Set<Held>();
  #now: { readonly held: Held; readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  #isEnded = false;

  constructor(parts: ComposeQueueParts) {
    this.#parts = parts;
  }

  /** Does nothing for one that waits or is under way. */
  add(held: Held): void {
    if (this.#isEnded || this.#now?.held === held) return;
    this.#waiting.add(held);
    this.#next();
  }

  /** Takes one out, also while it is composed; resolves once nothing of ours writes to its folder. */
  async remove(held: Held): Promise<void> {
    this.#waiting.delete(held);
    if (this.#now?.held !== held) return;
    const { abort, done } = this.#now;
    abort.abort();
    await done;
  }

  /** Nothing is composed from now on; what was under way goes on at the next start. */
  async end(): Promise<void> {
    this.#isEnded = true;
    this.#waiting.clear();
    if (this.#now) await this.remove(this.#now.held);
  }

  dump(): object {
    return { composing: this.#now?.held.recordingId, waiting: [...this.#waiting].map(({ recordingId }) => recordingId) };
  }

  #next(): void {
    const [held] = this.#waiting;
    if (this.#now || !held) return;
    this.#waiting.delete(held);
    const abort = new AbortController();
    const done = this.#compose(held, abort.signal).finally(() => {
      this.#now = undefined;
      this.#next();
    });
    this.#now = { held, abort, done };
  }

  /** Never rejects: a recording that cannot be composed says so itself. */
  async #compose(held: Held, signal: AbortSignal): Promise<void> {
    const { log, ffmpegPath } = this.#parts;
    try {
      await held.composing();
      const onProgress = (progress: number): void => held.composed(progress);
      const film = await compose({ manifest: await held.manifest(), folder: held.folder, ffmpegPath, log, signal, onProgress });
      await held.ready(film);
    } catch (error) {
      if (signal.aborted) return;
      log.error({ error, recordingId: held.recordingId }, 'a recording could not be composed');
      await held.failed('unavailable').catch((worse: unknown) => log.error({ error: worse }, 'that could not be written down either'));
    }
  }
}
