import { type Reason, Refusal } from '@liveclass/contract';
import type { ToolApi } from '../links/tool-api.ts';
import { Watched } from '../watched.ts';

export interface PlaybackLink {
  readonly url: string;
  /** By the server's clock. */
  readonly expiresAt: number;
}

export interface PlaybackState {
  /** The newest address of the video, good for a few minutes only. */
  readonly link: PlaybackLink | undefined;
  readonly refusedBy: Reason | undefined;
}

/** A link is renewed when so much of its life is over, for the clocks and the way need some time too. */
const RENEW_AT = 0.7;
const AGAIN_AFTER_MS = 2_000;
const PASSING: readonly Reason[] = ['unavailable', 'busy', 'too-fast', 'gateway-failed', 'no-gateway', 'link-expired'];

/** Keeps a playback link fresh, so that a player that is paused for an hour plays on while a copied link is long dead. */
export class Playback {
  readonly state = new Watched<PlaybackState>({ link: undefined, refusedBy: undefined });
  readonly #api: ToolApi;
  readonly #recordingId: string;
  #asking: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: ToolApi, recordingId: string) {
    this.#api = api;
    this.#recordingId = recordingId;
  }

  get link(): PlaybackLink | undefined {
    return this.state.get().link;
  }

  now(): number {
    return this.#api.now();
  }

  /** One question at a time; all who ask meanwhile share its answer. */
  renew(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const { url, expiresAt } = await this.#api.playbackLink(this.#recordingId);
      this.state.set({ link: { url, expiresAt }, refusedBy: undefined });
      this.#timer = setTimeout(() => void this.renew(), Math.max(1_000, (expiresAt - this.#api.now()) * RENEW_AT));
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : 'unavailable';
      if (PASSING.includes(reason)) this.#timer = setTimeout(() => void this.renew(), AGAIN_AFTER_MS);
      if (!PASSING.includes(reason) || !this.link) this.state.change({ refusedBy: reason });
    }
  }
}
