import { type ClassView, type RecordingView, Refusal } from '@liveclass/contract';
import type { ToolApi } from '../links/tool-api.ts';
import { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';

const UNDO_MS = 7_000;

/** The class as its lobby shows it, with the changes that this person has just made and the server does not know yet. */
export class Library {
  readonly state = new Watched<ClassView | undefined>(undefined);
  readonly #api: ToolApi;
  readonly #notices: Notices;
  #told: ClassView | undefined;
  /** Recordings that are deleted unless the person takes it back. */
  readonly #leaving = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #edited = new Map<string, Partial<RecordingView>>();

  constructor(api: ToolApi, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
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

  /** Gone from the list at once, and from the server when the time for "undo" is over. */
  remove(id: string): void {
    this.#leaving.set(
      id,
      setTimeout(() => void this.#removeNow(id, false), UNDO_MS),
    );
    this.#show();
    this.#notices.say('library.deleted', {}, 'calm', UNDO_MS, () => this.#undo(id));
  }

  /** The page is being closed: what was deleted stays deleted. */
  finish(): void {
    for (const id of [...this.#leaving.keys()]) void this.#removeNow(id, true);
  }

  #undo(id: string): void {
    clearTimeout(this.#leaving.get(id));
    this.#leaving.delete(id);
    this.#notices.dismiss();
    this.#show();
  }

  async #removeNow(id: string, keepalive: boolean): Promise<void> {
    clearTimeout(this.#leaving.get(id));
    try {
      await this.#api.deleteRecording(id, keepalive);
      if (this.#told) this.#told = { ...this.#told, recordings: this.#told.recordings.filter(({ recordingId }) => recordingId !== id) };
    } catch (error) {
      this.#failed(error);
    }
    this.#leaving.delete(id);
    this.#show();
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
      .filter(({ recordingId }) => !this.#leaving.has(recordingId))
      .map((one) => ({ ...one, ...this.#edited.get(one.recordingId) }));
    this.state.set({ ...this.#told, recordings });
  }
}
