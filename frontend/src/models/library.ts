import { type ClassView, type RecordingView, Refusal } from '@liveclass/contract';
import type { ToolApi } from '../links/tool-api.ts';
import { Watched } from '../watched.ts';
import { LateRemovals } from './late-removals.ts';
import type { Notices } from './notices.ts';

/** The class as its lobby shows it, with the changes that this person has just made and the server does not know yet. */
export class Library {
  readonly state = new Watched<ClassView | undefined>(undefined);
  readonly #api: ToolApi;
  readonly #notices: Notices;
  #told: ClassView | undefined;
  /** Recordings that are deleted unless the person takes it back. */
  readonly #removals: LateRemovals;
  readonly #edited = new Map<string, Partial<RecordingView>>();

  constructor(api: ToolApi, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    this.#removals = new LateRemovals({
      notices,
      said: 'library.deleted',
      removeNow: (id, keepalive) => this.#removeNow(id, keepalive),
      changed: () => this.#show(),
    });
  }

  /** The server's word. */
  take(view: ClassView): void {
    this.#told = view;
    this.#show();
  }

  async rename(id: string, title: string): Promise<void> {
    const wanted = title.trim();
    const before = this.#told?.recordings.find(({ recordingId }) => recordingId === id)?.title;
    if (wanted && wanted !== before) await this.#change(id, { title: wanted });
  }

  setHidden(id: string, hidden: boolean): Promise<void> {
    return this.#change(id, { hidden });
  }

  async composeAgain(id: string): Promise<void> {
    await this.#api.composeAgain(id).catch((error) => this.#failed(error));
  }

  async publishAgain(id: string): Promise<void> {
    try {
      this.#replace(await this.#api.publishAgain(id));
    } catch (error) {
      this.#failed(error);
    }
    this.#show();
  }

  remove(id: string): void {
    this.#removals.remove(id);
  }

  finish(): void {
    this.#removals.finish();
  }

  async #removeNow(id: string, keepalive: boolean): Promise<void> {
    try {
      await this.#api.deleteRecording(id, keepalive);
      if (this.#told) this.#told = { ...this.#told, recordings: this.#told.recordings.filter(({ recordingId }) => recordingId !== id) };
    } catch (error) {
      this.#failed(error);
    }
  }

  async #change(id: string, change: { title?: string; hidden?: boolean }): Promise<void> {
    this.#edited.set(id, { ...this.#edited.get(id), ...change });
    this.#show();
    try {
      this.#replace(await this.#api.changeRecording(id, change));
    } catch (error) {
      this.#failed(error);
    }
    this.#edited.delete(id);
    this.#show();
  }

  #replace(now: RecordingView): void {
    const replace = (one: RecordingView) => (one.recordingId === now.recordingId ? now : one);
    if (this.#told) this.#told = { ...this.#told, recordings: this.#told.recordings.map(replace) };
  }

  #failed(error: unknown): void {
    this.#notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
  }

  #show(): void {
    if (!this.#told) return;
    const recordings = this.#told.recordings
      .filter(({ recordingId }) => !this.#removals.isLeaving(recordingId))
      .map((one) => ({ ...one, ...this.#edited.get(one.recordingId) }));
    this.state.set({ ...this.#told, recordings });
  }
}
