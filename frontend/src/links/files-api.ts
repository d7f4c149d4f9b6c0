import {
  type FileView as FileAnswer,
  type FileChange,
  type FileLinkReply as FileLink,
  FileLinkReply,
  type FilePlace,
  type FilesReply as FilesAnswer,
  FilesReply,
  FileView,
  Refusal,
  Refused,
} from '@liveclass/contract';
import type { Call, Shape } from './json-call.ts';

type Asking = <T>(call: Call, reply: Shape<T>) => Promise<T>;
type Sending = (call: Call) => Promise<Response>;

interface UploadOrder {
  /** The library, unless it is said. */
  readonly place?: FilePlace;
  readonly signal: AbortSignal;
  /** Share of the bytes that are on their way, 0 to 1. */
  progress(share: number): void;
}

/** The class's media library, as far as this person may see it. */
export class FilesApi {
  readonly #ask: Asking;
  readonly #send: Sending;
  readonly #origin: string;
  readonly #token: () => string;

  constructor(parts: { readonly ask: Asking; readonly send: Sending; readonly origin: string; readonly token: () => string }) {
    this.#ask = parts.ask;
    this.#send = parts.send;
    this.#origin = parts.origin;
    this.#token = parts.token;
  }

  list(): Promise<FilesAnswer> {
    return this.#ask({ method: 'GET', path: '/api/files' }, FilesReply);
  }

  change(id: string, change: FileChange): Promise<FileAnswer> {
    return this.#ask({ method: 'PATCH', path: `/api/files/${id}`, body: change }, FileView);
  }

  async remove(id: string, keepalive = false): Promise<void> {
    await this.#send({ method: 'DELETE', path: `/api/files/${id}`, keepalive });
  }

  letStudentsUpload(studentsMayUpload: boolean): Promise<FilesAnswer> {
    return this.#ask({ method: 'PATCH', path: '/api/files-settings', body: { studentsMayUpload } }, FilesReply);
  }

  link(id: string): Promise<FileLink> {
    return this.#ask({ method: 'POST', path: `/api/files/${id}/link` }, FileLinkReply);
  }

  /** By XMLHttpRequest, because fetch tells nobody how far a body has come. */
  upload(file: File, { signal, progress, place = 'library' }: UploadOrder): Promise<FileAnswer> {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.open('POST', `${this.#origin}/api/files?${new URLSearchParams({ name: file.name, place })}`);
      call.setRequestHeader('authorization', `Bearer ${this.#token()}`);
      call.setRequestHeader('content-type', 'application/octet-stream');
      call.responseType = 'json';
      call.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
      const failed = () => reject(new Refusal('unavailable'));
      call.onerror = failed;
      call.onabort = failed;
      call.onload = () => {
        const view = FileView.safeParse(call.response);
        if (call.status === 201 && view.success) return resolve(view.data);
        const refused = Refused.safeParse(call.response);
        reject(new Refusal(refused.success ? refused.data.reason : 'unavailable', call.status));
      };
      signal.addEventListener('abort', () => call.abort());
      call.send(file);
    });
  }
}
