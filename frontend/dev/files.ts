import type { FileView } from '@liveclass/contract';
import type { FileShelf, ShelfState } from '../src/models/file-shelf.ts';
import { Watched } from '../src/watched.ts';

const MIB = 1024 ** 2;

const file = (index: number, part: Partial<FileView>): FileView => ({
  fileId: `file-${String(index).padStart(4, '0')}` as FileView['fileId'],
  name: 'Week 7.pdf',
  kind: 'pdf',
  bytes: 3.4 * MIB,
  hidden: false,
  state: 'ready',
  uploadedAt: Date.now() - index * 3_600_000,
  isMine: false,
  ...part,
});

/** The files of a made-up class. */
export function madeUpFiles(wish: URLSearchParams, role: string): Pick<FileShelf, keyof FileShelf> {
  const nothing = (): void => undefined;
  const resolved = async (): Promise<void> => undefined;
  const files = [
    file(0, { name: 'microscope.png', kind: 'image', bytes: 740_000 }),
    file(1, {}),
    file(2, { name: 'الدرس السابع: الأغشية والخلايا، مع كل ما كتبناه على السبورة.pdf', hidden: true }),
    file(3, { name: 'results.xlsx', kind: 'other', state: 'scanning' }),
    file(4, { name: 'old.doc', kind: 'other', state: 'infected' }),
  ];
  const uploads = [
    { id: 1, name: 'a very long name of a film that somebody took in the laboratory.mp4', progress: 0.4, failedBy: undefined },
    { id: 2, name: 'setup.exe', progress: 1, failedBy: 'wrong-type' as const },
    { id: 3, name: 'الدرس.pdf', progress: 0.2, failedBy: 'unavailable' as const },
  ];
  const mayUpload = role === 'teacher' || wish.has('mayupload');
  const state = new Watched<ShelfState>({
    reply: wish.has('trouble')
      ? undefined
      : {
          files: wish.has('empty') ? [] : files,
          usedBytes: 41 * MIB,
          chatBytes: 3 * MIB,
          quotaBytes: 1024 * MIB,
          mayUpload,
          studentsMayUpload: false,
        },
    refusedBy: wish.has('trouble') ? 'unavailable' : undefined,
    uploads: mayUpload && !wish.has('empty') ? uploads : [],
  });
  return {
    state,
    open: nothing,
    close: nothing,
    refresh: resolved,
    add: nothing,
    cancel: nothing,
    retry: nothing,
    rename: resolved,
    setHidden: resolved,
    remove: nothing,
    finish: nothing,
    letStudentsUpload: resolved,
    link: async () => undefined,
  };
}
