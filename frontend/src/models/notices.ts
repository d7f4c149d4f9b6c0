import { Watched } from '../watched.ts';

export interface Notice {
  readonly id: number;
  /** Key of the text in the language files. */
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
  readonly tone: 'calm' | 'trouble';
  /** A way back, where there is one. */
  readonly undo?: () => void;
}

const CALM_MS = 5_000;

/** One notice at a time: a new one takes the place of the last. */
export class Notices {
  readonly state = new Watched<Notice | undefined>(undefined);
  #next = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(
    key: string,
    values: Readonly<Record<string, string>> = {},
    tone: Notice['tone'] = 'calm',
    lastsMs = CALM_MS,
    undo?: () => void,
  ): void {
    clearTimeout(this.#timer);
    this.state.set({ id: this.#next++, key, values, tone, ...(undo ? { undo } : {}) });
    this.#timer = setTimeout(() => this.dismiss(), lastsMs);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.state.set(undefined);
  }
}
