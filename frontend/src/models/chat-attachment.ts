import { type ChatFile, type FileView, LIMITS, type Reason, Refusal } from '@liveclass/contract';
import type { FilesApi } from '../links/files-api.ts';
import { Watched } from '../watched.ts';

/** What is put to the message that is being written. */
export type Attached =
  | { readonly phase: 'none' }
  | { readonly phase: 'uploading'; readonly name: string; readonly progress: number }
  | { readonly phase: 'failed'; readonly name: string; readonly reason: Reason }
  /** `isOwn`: uploaded for this message, and gone with it. */
  | { readonly phase: 'ready'; readonly file: ChatFile; readonly isOwn: boolean };

const NOTHING: Attached = { phase: 'none' };
const reasonOf = (error: unknown): Reason => (error instanceof Refusal ? error.reason : 'unavailable');

/** The one file of a message before it is sent; it stays while the panel is closed, and goes on uploading. */
export class ChatAttachment {
  readonly state = new Watched<Attached>(NOTHING);
  readonly #api: Pick<FilesApi, 'upload' | 'remove'>;
  #upload: { readonly file: File; readonly stop: AbortController } | undefined;

  constructor(api: Pick<FilesApi, 'upload' | 'remove'>) {
    this.#api = api;
  }

  /** One of the library. */
  choose({ fileId, name, kind, bytes }: FileView): void {
    this.drop();
    this.state.set({ phase: 'ready', file: { fileId, name, kind, bytes }, isOwn: false });
  }

  /** One of this machine, for this message alone. */
  async upload(file: File): Promise<void> {
    this.drop();
    const { name, size } = file;
    const wrong = size > LIMITS.chatFileBytes ? 'too-large' : size === 0 ? 'bad-request' : undefined;
    const upload = { file, stop: new AbortController() };
    this.#upload = upload;
    if (wrong) return this.state.set({ phase: 'failed', name, reason: wrong });
    this.state.set({ phase: 'uploading', name, progress: 0 });
    const isStillThis = () => this.#upload === upload;
    try {
      const progress = (share: number) => isStillThis() && this.state.set({ phase: 'uploading', name, progress: share });
      const {
        fileId,
        name: kept,
        kind,
        bytes,
        state,
      } = await this.#api.upload(file, { signal: upload.stop.signal, progress, place: 'chat' });
      if (!isStillThis()) return void this.#api.remove(fileId).catch(() => undefined);
      // Where the scanner could not tell nobody may have it yet; it is uploaded again when it can.
      if (state === 'ready') this.state.set({ phase: 'ready', file: { fileId, name: kept, kind, bytes }, isOwn: true });
      else this.state.set({ phase: 'failed', name, reason: 'busy' });
    } catch (error) {
      if (isStillThis()) this.state.set({ phase: 'failed', name, reason: reasonOf(error) });
    }
  }

  retry(): void {
    if (this.#upload) void this.upload(this.#upload.file);
  }

  /** Taken back before it was sent. */
  drop(): void {
    const before = this.state.get();
    this.#upload?.stop.abort();
    this.#upload = undefined;
    if (before.phase === 'ready' && before.isOwn) void this.#api.remove(before.file.fileId).catch(() => undefined);
    this.state.set(NOTHING);
  }

  /** It goes with the message now. */
  take(): ChatFile | undefined {
    const attached = this.state.get();
    if (attached.phase !== 'ready') return undefined;
    this.#upload = undefined;
    this.state.set(NOTHING);
    return attached.file;
  }
}
