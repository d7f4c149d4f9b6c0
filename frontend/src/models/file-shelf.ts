import { type FileChange, type FilesReply, LIMITS, type Reason, Refusal } from '@liveclass/contract';
import type { FilesApi } from '../links/files-api.ts';
import { Watched } from '../watched.ts';
import { LateRemovals } from './late-removals.ts';
import type { Notices } from './notices.ts';

/** A file on its way; one that failed stays until it is tried again or waved away. */
export interface UploadView {
  readonly id: number;
  readonly name: string;
  readonly progress: number;
  readonly failedBy: Reason | undefined;
}

interface Upload extends UploadView {
  readonly file: File;
  readonly stop: AbortController;
}

export interface ShelfState {
  readonly reply: FilesReply | undefined;
  readonly refusedBy: Reason | undefined;
  readonly uploads: readonly UploadView[];
}

const POLL_MS = 10_000;
const reasonOf = (error: unknown): Reason => (error instanceof Refusal ? error.reason : 'unavailable');

/** The files of the class with what this person is uploading. Uploads go on while nobody looks. */
export class FileShelf {
  readonly state = new Watched<ShelfState>({ reply: undefined, refusedBy: undefined, uploads: [] });
  readonly #api: Pick<FilesApi, keyof FilesApi>;
  readonly #notices: Notices;
  #uploads: readonly Upload[] = [];
  readonly #running = new Set<AbortController>();
  /** Files that are deleted unless the person takes it back. */
  readonly #removals: LateRemovals;
  #told: FilesReply | undefined;
  #next = 1;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(api: Pick<FilesApi, keyof FilesApi>, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    this.#removals = new LateRemovals({
      notices,
      said: 'files.deleted',
      removeNow: (id, keepalive) => this.#edit(() => this.#api.remove(id, keepalive)),
      changed: () => this.#show(),
    });
  }

  /** Follows the library until `close`. */
  open(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.refresh(), POLL_MS);
    void this.refresh();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async refresh(): Promise<void> {
    try {
      this.#told = await this.#api.list();
      this.#show();
    } catch (error) {
      this.state.change({ refusedBy: reasonOf(error) });
    }
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      // Said at once: nobody waits for an upload that cannot be taken.
      const failedBy = file.size > LIMITS.fileBytes ? 'too-large' : file.size === 0 ? 'bad-request' : undefined;
      const upload = { id: this.#next++, name: file.name, progress: 0, failedBy, file, stop: new AbortController() } as const;
      this.#put([...this.#uploads, upload]);
    }
    this.#startWaiting();
  }

  /** Takes it back, or waves a failed one away. */
  cancel(id: number): void {
    this.#uploads.find((upload) => upload.id === id)?.stop.abort();
    this.#put(this.#uploads.filter((upload) => upload.id !== id));
  }

  retry(id: number): void {
    this.#change(id, { failedBy: undefined, progress: 0, stop: new AbortController() });
    this.#startWaiting();
  }

  rename(id: string, name: string): Promise<void> {
    return this.#edit(() => this.#api.change(id, { name }));
  }

  setHidden(id: string, hidden: boolean): Promise<void> {
    return this.#edit(() => this.#api.change(id, { hidden } satisfies FileChange));
  }

  remove(id: string): void {
    this.#removals.remove(id);
  }

  finish(): void {
    this.#removals.finish();
  }

  letStudentsUpload(may: boolean): Promise<void> {
    return this.#edit(() => this.#api.letStudentsUpload(may));
  }

  /** Where the file can be had, for a few minutes. */
  async link(id: string): Promise<string | undefined> {
    try {
      return (await this.#api.link(id)).url;
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  /** What the server said, without what this person has just deleted. */
  #show(): void {
    const told = this.#told;
    if (!told) return;
    const files = told.files.filter(({ fileId }) => !this.#removals.isLeaving(fileId));
    this.state.change({ reply: { ...told, files }, refusedBy: undefined });
  }

  async #edit(change: () => Promise<unknown>): Promise<void> {
    await change().catch((error) => this.#failed(error));
    await this.refresh();
  }

  /** So many at once as the server takes of one person, less one for another tab. */
  #startWaiting(): void {
    const started = this.#uploads.filter(({ failedBy }) => !failedBy).slice(0, LIMITS.uploadsAtOnce - 1);
    for (const upload of started) if (!this.#running.has(upload.stop)) void this.#run(upload);
  }

  async #run({ id, file, stop }: Upload): Promise<void> {
    this.#running.add(stop);
    try {
      await this.#api.upload(file, { signal: stop.signal, progress: (progress) => this.#change(id, { progress }) });
      this.#put(this.#uploads.filter((upload) => upload.id !== id));
      await this.refresh();
    } catch (error) {
      if (!stop.signal.aborted) this.#change(id, { failedBy: reasonOf(error) });
    }
    this.#running.delete(stop);
    this.#startWaiting();
  }

  #change(id: number, part: Partial<Upload>): void {
    this.#put(this.#uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
  }

  #put(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    this.state.change({ uploads: uploads.map(({ id, name, progress, failedBy }) => ({ id, name, progress, failedBy })) });
  }

  #failed(error: unknown): void {
    this.#notices.say(`reasons.${reasonOf(error)}`, {}, 'trouble');
  }
}
