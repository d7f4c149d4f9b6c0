import { type FilesReply, type FileView, LIMITS, Refusal } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FilesApi } from '../links/files-api.ts';
import { FileShelf } from './file-shelf.ts';
import { Notices } from './notices.ts';

const view = (name: string): FileView => ({
  fileId: `file-${name}` as FileView['fileId'],
  name,
  kind: 'other',
  bytes: 10,
  hidden: false,
  state: 'ready',
  uploadedAt: 1,
  isMine: true,
});

/** An upload that waits until the test says how it ends. */
interface Going {
  readonly name: string;
  readonly signal: AbortSignal;
  progress(share: number): void;
  done(): void;
  fail(reason: 'unavailable' | 'infected'): void;
}

/** The server's list, steered by hand: a browser's XMLHttpRequest is not here. */
class Server implements Pick<FilesApi, keyof FilesApi> {
  files = [view('one'), view('two')];
  isAway = false;
  readonly going: Going[] = [];
  readonly removed: (readonly [string, boolean])[] = [];

  async list(): Promise<FilesReply> {
    if (this.isAway) throw new Refusal('unavailable');
    return { files: this.files, usedBytes: 20, chatBytes: 0, quotaBytes: 100, mayUpload: true, studentsMayUpload: false };
  }
  upload(file: File, { signal, progress }: Parameters<FilesApi['upload']>[1]): Promise<FileView> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.files = [view(file.name), ...this.files];
        resolve(view(file.name));
      };
      signal.addEventListener('abort', () => reject(new Refusal('unavailable')));
      this.going.push({ name: file.name, signal, progress, done, fail: (reason) => reject(new Refusal(reason)) });
    });
  }
  async remove(id: string, keepalive = false): Promise<void> {
    this.removed.push([id, keepalive]);
    this.files = this.files.filter(({ fileId }) => fileId !== id);
  }
  change = async () => view('one');
  letStudentsUpload = () => this.list();
  link = async () => ({ url: '/file/x', expiresAt: 1 });
}

let server: Server;
let notices: Notices;
let shelf: FileShelf;
beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  notices = new Notices();
  shelf = new FileShelf(server, notices);
});
afterEach(() => {
  shelf.close();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const aFile = (name: string, bytes = 10) => new File([new Uint8Array(bytes)], name);
const uploads = () => shelf.state.get().uploads.map(({ name, failedBy }) => [name, failedBy]);
const names = () => shelf.state.get().reply?.files.map(({ name }) => name);

describe('uploads', () => {
  it('[FI30] are under way a few at a time, and the next follows whatever became of the one before', async () => {
    const most = LIMITS.uploadsAtOnce - 1;
    shelf.add(Array.from({ length: most + 2 }, (_, index) => aFile(`f${index}`)));
    expect(server.going.map(({ name }) => name)).toEqual(Array.from({ length: most }, (_, index) => `f${index}`));
    server.going[0]?.done();
    await settle();
    expect(server.going.at(-1)?.name).toBe(`f${most}`);
    server.going[1]?.fail('unavailable');
    await settle();
    expect(server.going.at(-1)?.name).toBe(`f${most + 1}`);
    expect(uploads()[0]).toEqual(['f1', 'unavailable']);
    expect(names()).toContain('f0');
  });

  it('[FI30] one that failed says why and is tried again; one that is taken back is gone and stops', async () => {
    shelf.add([aFile('f')]);
    server.going[0]?.progress(0.5);
    expect(shelf.state.get().uploads).toMatchObject([{ progress: 0.5 }]);
    server.going[0]?.fail('unavailable');
    await settle();
    const id = shelf.state.get().uploads[0]?.id ?? 0;
    shelf.retry(id);
    expect(uploads()).toEqual([['f', undefined]]);
    expect(server.going).toHaveLength(2);
    shelf.cancel(id);
    await settle();
    expect(server.going[1]?.signal.aborted).toBe(true);
    expect(uploads()).toEqual([]);
  });

  it('[FI30] what cannot be taken is said at once and never sent', async () => {
    const large = aFile('large');
    Object.defineProperty(large, 'size', { value: LIMITS.fileBytes + 1 });
    const just = aFile('just');
    Object.defineProperty(just, 'size', { value: LIMITS.fileBytes });
    shelf.add([large, aFile('empty', 0), just]);
    expect(uploads()).toEqual([
      ['large', 'too-large'],
      ['empty', 'bad-request'],
      ['just', undefined],
    ]);
    expect(server.going.map(({ name }) => name)).toEqual(['just']);
  });
});

describe('deleting', () => {
  it('[FI31] is taken back within a moment, and told to the server after it', async () => {
    await shelf.refresh();
    shelf.remove('file-one');
    expect(names()).toEqual(['two']);
    notices.state.get()?.undo?.();
    expect(names()).toEqual(['one', 'two']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.removed).toEqual([]);
    shelf.remove('file-two');
    await shelf.refresh();
    expect(names()).toEqual(['one']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.removed).toEqual([['file-two', false]]);
    expect(names()).toEqual(['one']);
  });

  it('[FI31] stays deleted when the page is closed meanwhile', async () => {
    await shelf.refresh();
    shelf.remove('file-one');
    shelf.finish();
    expect(server.removed).toEqual([['file-one', true]]);
  });
});

it('[FI32] while the server is away what is known stays, and it says so', async () => {
  await shelf.refresh();
  server.isAway = true;
  await shelf.refresh();
  expect(shelf.state.get()).toMatchObject({ refusedBy: 'unavailable', reply: { usedBytes: 20 } });
  server.isAway = false;
  await shelf.refresh();
  expect(shelf.state.get().refusedBy).toBeUndefined();
});
