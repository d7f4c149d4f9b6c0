import { type FileId, type PageBackground, Refusal, type SlidesView } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SlideMaking } from './slide-making.ts';
import { SlidePictures } from './slide-pictures.ts';

const FILE = 'file-of-slides' as FileId;
const view = (part: Partial<SlidesView> = {}): SlidesView => ({
  fileId: FILE,
  state: 'preparing',
  made: 0,
  pages: null,
  fault: null,
  ...part,
});

let answers: (SlidesView | Refusal)[];
let asked: string[];
let making: SlideMaking;
const answer = (name: string) => async () => {
  asked.push(name);
  const next = answers.shift() ?? view();
  if (next instanceof Refusal) throw next;
  return next;
};
const state = () => making.state.get().get(FILE);

beforeEach(() => {
  vi.useFakeTimers();
  [answers, asked] = [[], []];
  making = new SlideMaking(
    { prepare: answer('prepare'), view: answer('view') },
    {
      place: async () => {
        asked.push('place');
        return true;
      },
    },
  );
});
afterEach(() => vi.useRealTimers());

describe('from a file to the board', () => {
  it('[SL12] tells how far it is, and places the pages once they are made', async () => {
    answers = [view(), view({ made: 3, pages: 9 }), view({ state: 'ready', made: 9, pages: 9 })];
    const placing = making.place(FILE);
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toEqual({ made: 0, pages: null, failedBy: undefined });
    expect(await making.place(FILE)).toBe(false);
    await vi.advanceTimersByTimeAsync(700);
    expect(state()).toMatchObject({ made: 3, pages: 9 });
    await vi.advanceTimersByTimeAsync(700);
    expect(await placing).toBe(true);
    expect([asked, state()]).toEqual([['prepare', 'view', 'view', 'place'], undefined]);
  });

  it('[SL12] says why there are none, and can be tried again', async () => {
    answers = [view(), view({ state: 'failed', fault: 'locked' })];
    const placing = making.place(FILE);
    await vi.advanceTimersByTimeAsync(700);
    expect([await placing, state()?.failedBy, asked.includes('place')]).toEqual([false, 'locked', false]);
    answers = [new Refusal('wrong-phase')];
    expect([await making.place(FILE), state()?.failedBy]).toEqual([false, 'wrong-phase']);
    answers = [view({ state: 'ready', made: 1, pages: 1 })];
    expect(await making.place(FILE)).toBe(true);
  });

  it('[SL12] goes on when an answer is lost, but not for ever', async () => {
    answers = [view(), new Refusal('unavailable'), view({ state: 'ready', made: 1, pages: 1 })];
    const placing = making.place(FILE);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await placing).toBe(true);
    answers = [view(), ...Array.from({ length: 20 }, () => new Refusal('unavailable'))];
    const lost = making.place(FILE);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([await lost, state()?.failedBy]).toEqual([false, 'unavailable']);
  });
});

describe('pictures', () => {
  const background: PageBackground = { fileId: FILE, page: 2, width: 10, height: 10 };
  let fetched: number;
  let refusal: Refusal | undefined;
  let pictures: SlidePictures;
  beforeEach(() => {
    [fetched, refusal] = [0, undefined];
    const picture = async () => {
      fetched += 1;
      if (refusal) throw refusal;
      return new Blob(['a']);
    };
    pictures = new SlidePictures({ picture }, async () => 'data:');
  });

  it('[SL13] are asked for once, however often the page is turned to', async () => {
    expect(await Promise.all([pictures.get(background), pictures.get(background)])).toEqual(['data:', 'data:']);
    await pictures.get(background);
    expect(fetched).toBe(1);
    await pictures.get({ ...background, page: 3 });
    expect(fetched).toBe(2);
  });

  it('[SL13] that were refused for haste come a little later; those that are gone are asked for again when the page is', async () => {
    refusal = new Refusal('too-fast');
    const waiting = pictures.get(background);
    await vi.advanceTimersByTimeAsync(500);
    refusal = undefined;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await waiting).toBe('data:');
    refusal = new Refusal('not-found');
    await expect(pictures.get({ ...background, page: 4 })).rejects.toBe(refusal);
    refusal = undefined;
    expect(await pictures.get({ ...background, page: 4 })).toBe('data:');
  });
});
