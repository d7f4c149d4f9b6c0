import { type FileId, type FileView, LIMITS, Refusal } from '@liveclass/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FilesApi } from '../links/files-api.ts';
import { ChatAttachment } from './chat-attachment.ts';

const view = (part: Partial<FileView> = {}): FileView => ({
  fileId: 'file-0001' as FileId,
  name: 'cell.png',
  kind: 'image',
  bytes: 10,
  hidden: false,
  state: 'ready',
  uploadedAt: 1,
  isMine: true,
  ...part,
});

type Going = Parameters<FilesApi['upload']>[1] & { answer(view: FileView): void; refuse(error: Error): void };
let going: Going[];
let removed: string[];
let attachment: ChatAttachment;
beforeEach(() => {
  going = [];
  removed = [];
  attachment = new ChatAttachment({
    upload: (_file, order) => new Promise((answer, refuse) => void going.push({ ...order, answer, refuse })),
    remove: async (id) => void removed.push(id),
  });
});

const state = () => attachment.state.get();
const settled = () => new Promise((resolve) => setImmediate(resolve));
const aFile = (size = 10) => Object.defineProperty(new File(['x'], 'cell.png'), 'size', { value: size });

describe('a file for a message', () => {
  it('[CH57] is uploaded for the chat alone, with its progress, and taken by the message once', async () => {
    void attachment.upload(aFile());
    going[0]?.progress(0.5);
    expect([going[0]?.place, state()]).toEqual(['chat', { phase: 'uploading', name: 'cell.png', progress: 0.5 }]);
    expect(attachment.take()).toBeUndefined();
    going[0]?.answer(view());
    await settled();
    expect(attachment.take()).toMatchObject({ fileId: 'file-0001', name: 'cell.png', kind: 'image' });
    expect([attachment.take(), removed]).toEqual([undefined, []]);
  });

  it('[CH57] taken back it is gone from the server too, before and after it is there; one of the library stays', async () => {
    void attachment.upload(aFile());
    attachment.drop();
    expect([going[0]?.signal.aborted, state()]).toEqual([true, { phase: 'none' }]);
    going[0]?.answer(view());
    await settled();
    void attachment.upload(aFile());
    going[1]?.answer(view({ fileId: 'file-0002' as FileId }));
    await settled();
    attachment.choose(view({ fileId: 'file-0003' as FileId }));
    attachment.drop();
    expect([removed, state()]).toEqual([['file-0001', 'file-0002'], { phase: 'none' }]);
  });

  it('[CH57] one that failed says why and is tried again; what cannot be taken is never sent', async () => {
    void attachment.upload(aFile(LIMITS.chatFileBytes + 1));
    expect(state()).toMatchObject({ phase: 'failed', reason: 'too-large' });
    void attachment.upload(aFile(0));
    expect([state(), going]).toMatchObject([{ reason: 'bad-request' }, []]);
    void attachment.upload(aFile(LIMITS.chatFileBytes));
    going[0]?.refuse(new Refusal('forbidden'));
    await settled();
    expect(state()).toMatchObject({ phase: 'failed', reason: 'forbidden' });
    attachment.retry();
    going[1]?.answer(view({ state: 'scanning' }));
    await settled();
    expect(state()).toMatchObject({ phase: 'failed', reason: 'busy' });
  });
});
