import { readdirSync } from 'node:fs';
import { FIRST_PAGE, LIMITS, SlidesView } from '@liveclass/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { box } from './testing/board-elements.ts';
import { type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';
import { aPdf } from './testing/pdf.ts';

const limits = { filesFreeBytes: 0, slidePages: 4, boardPages: 6 };
let world: World;
let hasty: World;
let narrow: World;
beforeAll(async () => {
  world = await World.open({ limits });
  hasty = await World.open({ limits: { ...limits, slidesMs: 50 } });
  narrow = await World.open({ limits: { ...limits, slidesMemoryBytes: 40 * 1024 ** 2 } });
});
afterAll(() => Promise.all([world.close(), hasty.close(), narrow.close()]));

type Page = { id: string; background: { fileId: string; page: number; width: number; height: number } | null };
type Board = { seq: number; view: { at: string; pages: Page[] } };

async function aClass(here = world) {
  const classId = await here.class();
  return { classId, teacher: await here.person(classId, 'teacher', 'Tara'), student: await here.person(classId, 'student', 'Sam') };
}
async function uploaded(who: TestPerson, body: Buffer, name = 'slides.pdf', here = world): Promise<string> {
  const headers = { authorization: `Bearer ${who.token}` };
  const response = await fetch(`${here.url}/api/files?${new URLSearchParams({ name })}`, { method: 'POST', body, headers });
  const { fileId } = (await response.json()) as { fileId: string };
  return fileId;
}
const slides = (who: TestPerson, path: string, method = 'GET', here = world) =>
  here.api(`/api/slides/${path}`, { method, token: who.token });
async function prepared(who: TestPerson, id: string, here = world): Promise<SlidesView> {
  const asked = await slides(who, id, 'POST', here);
  expect(asked.status).toBe(202);
  return until('the slides to be made or not', async () => {
    const view = SlidesView.parse(await (await slides(who, id, 'GET', here)).json());
    return view.state === 'preparing' ? undefined : view;
  });
}
const ready = async (who: TestPerson, body: Buffer, name?: string) => {
  const id = await uploaded(who, body, name);
  expect(await prepared(who, id)).toMatchObject({ state: 'ready', fault: null });
  return id;
};
const faultOf = async (who: TestPerson, body: Buffer, here = world, name?: string) =>
  (await prepared(who, await uploaded(who, body, name, here), here)).fault;
const colourOf = async (response: Response) => {
  const { data } = await sharp(Buffer.from(await response.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return ['red', 'green', 'blue'][[0, 1, 2].reduce((best, index) => ((data[index] ?? 0) > (data[best] ?? 0) ? index : best))];
};
const folders = (here: World) => readdirSync(here.filesDir).filter((name) => name.endsWith('.slides'));
const boardOf = async (link: TestLink): Promise<Board> =>
  ((await link.get('board.read', { pageId: FIRST_PAGE, after: 0, isWhole: true }).catch(() => undefined))?.board ??
    link.facts.filter(({ name }) => name === 'board.changed').at(-1)?.body) as Board;

describe('making slides', () => {
  it('[SL1] gives each page of a PDF as a picture of its own, in order and in its shape', async () => {
    const { teacher } = await aClass();
    const id = await uploaded(teacher, aPdf({ pages: 3, width: 300, height: 600 }));
    expect(await prepared(teacher, id)).toEqual({ fileId: id, state: 'ready', made: 3, pages: 3, fault: null });
    for (const [page, colour] of [
      [1, 'red'],
      [2, 'blue'],
      [3, 'green'],
    ] as const) {
      const response = await slides(teacher, `${id}/${page}`);
      expect(response.headers.get('content-type')).toBe('image/webp');
      const copy = response.clone();
      expect(await sharp(Buffer.from(await copy.arrayBuffer())).metadata()).toMatchObject({
        width: LIMITS.slidePixels / 2,
        height: LIMITS.slidePixels,
      });
      expect(await colourOf(response)).toBe(colour);
    }
    expect((await slides(teacher, `${id}/4`)).status).toBe(404);
    expect((await slides(teacher, `${id}/0`)).status).toBe(404);
    expect((await slides(teacher, `${id}/1.5`)).status).toBe(404);
  });

  it('[SL1] takes an image as one page, turned as its camera says, without what else the camera says', async () => {
    const { teacher } = await aClass();
    const photo = sharp({ create: { width: 400, height: 200, channels: 3, background: '#ff0000' } });
    const id = await ready(
      teacher,
      await photo
        .withMetadata({ orientation: 6 })
        .withExif({ IFD0: { Artist: 'Somebody' } })
        .jpeg()
        .toBuffer(),
      'photo.jpg',
    );
    const made = sharp(Buffer.from(await (await slides(teacher, `${id}/1`)).arrayBuffer()));
    const { width, height, exif } = await made.metadata();
    expect([width, height, exif]).toEqual([200, 400, undefined]);
  });

  it('[SL2] says in plain words why there are none, and leaves nothing: a password, no such file, too many pages', async () => {
    const { teacher } = await aClass();
    const before = folders(world);
    expect(await faultOf(teacher, aPdf({ encrypted: true }))).toBe('locked');
    expect(await faultOf(teacher, Buffer.from('%PDF-1.7\nnothing of the kind'))).toBe('broken');
    expect(await faultOf(teacher, Buffer.concat([aPdf().subarray(0, 60), Buffer.alloc(4_000, 7)]))).toBe('broken');
    expect(await faultOf(teacher, aPdf({ pages: limits.slidePages + 1 }))).toBe('too-many');
    expect(folders(world)).toEqual(before);
    await ready(teacher, aPdf({ pages: limits.slidePages }));
  });

  it('[SL3] gives up what takes too long or too much memory, and the tool lives on', async () => {
    for (const here of [hasty, narrow]) {
      const { teacher } = await aClass(here);
      expect(await faultOf(teacher, aPdf({ pages: 2 }), here)).toBe('too-heavy');
      expect(folders(here)).toEqual([]);
      expect((await here.api('/api/files', { token: teacher.token })).status).toBe(200);
    }
  });

  it('[SL4] is asked for by teachers of the class, of files that can be shown', async () => {
    const { teacher, student } = await aClass();
    const { teacher: stranger } = await aClass();
    const id = await uploaded(teacher, aPdf());
    const other = await uploaded(teacher, Buffer.from('just words'), 'notes.txt');
    expect((await slides(student, id, 'POST')).status).toBe(403);
    expect((await slides(stranger, id, 'POST')).status).toBe(404);
    expect((await slides(teacher, other, 'POST')).status).toBe(415);
    expect((await slides(teacher, id)).status).toBe(404);
    await prepared(teacher, id);
    expect((await slides(student, id)).status).toBe(403);
  });

  it('[SL5] is done once for a file, however often and by however many it is asked for', async () => {
    const { classId, teacher } = await aClass();
    const other = await world.person(classId, 'teacher', 'Tom');
    const id = await uploaded(teacher, aPdf({ pages: 2 }));
    await Promise.all([teacher, other, teacher].map((who) => slides(who, id, 'POST')));
    expect(await prepared(teacher, id)).toMatchObject({ state: 'ready', made: 2 });
    expect(await prepared(other, id)).toMatchObject({ state: 'ready', made: 2 });
  });
});

describe('pictures of slides', () => {
  it('[SL6] are for people of the class, also where the file is hidden, and for nobody else', async () => {
    const { teacher, student } = await aClass();
    const { teacher: stranger } = await aClass();
    const id = await ready(teacher, aPdf());
    await world.api(`/api/files/${id}`, { method: 'PATCH', token: teacher.token, body: JSON.stringify({ hidden: true }) });
    const seen = await slides(student, `${id}/1`);
    expect([seen.status, seen.headers.get('cache-control'), seen.headers.get('x-content-type-options')]).toEqual([
      200,
      'no-store',
      'nosniff',
    ]);
    expect((await slides(stranger, `${id}/1`)).status).toBe(404);
    expect((await fetch(`${world.url}/api/slides/${id}/1`)).status).toBe(401);
    expect((await slides(student, `..%2f${id}/1`)).status).toBe(404);
  });

  it('[SL7] live as long as the file: deleting it takes them off the disk, and its pages stay with their marks', async () => {
    const { teacher, student } = await aClass();
    const id = await ready(teacher, aPdf());
    const tara = await world.enter(teacher);
    await tara.get('board.place', { fileId: id, pagesId: 'pages-of-tara' });
    await tara.get('board.draw', { pageId: 'pages-of-tara-1', elements: [box()], removed: [] });
    await world.api(`/api/files/${id}`, { method: 'DELETE', token: teacher.token });
    expect(folders(world)).not.toContain(`${id}.slides`);
    expect((await slides(student, `${id}/1`)).status).toBe(404);
    expect((await tara.get('board.read', { pageId: 'pages-of-tara-1', after: 0, isWhole: true })).elements).toHaveLength(1);
  });
});

describe('slides on the board', () => {
  it('[SL8] become pages after the present one, once for each wish; the class goes to the first, and who comes late finds them', async () => {
    const { classId, teacher, student } = await aClass();
    const [tara, sam] = [await world.enter(teacher), await world.enter(student)];
    const id = await ready(teacher, aPdf({ pages: 2 }));
    await tara.get('board.place', { fileId: id, pagesId: 'deck-aaaa' });
    await tara.get('board.place', { fileId: id, pagesId: 'deck-aaaa' });
    // A board on which nothing ever was begins with them.
    const { view } = await sam.fact<Board>('board.changed', ({ view: { pages } }) => pages.length === 2);
    expect([view.at, view.pages.map((page) => [page.id, page.background?.page])]).toEqual([
      'deck-aaaa-1',
      [
        ['deck-aaaa-1', 1],
        ['deck-aaaa-2', 2],
      ],
    ]);
    expect(view.pages[0]?.background).toEqual({ fileId: id, page: 1, width: LIMITS.slideUnits, height: 720 });
    const photo = await ready(
      teacher,
      await sharp({ create: { width: 9, height: 9, channels: 3, background: '#00ff00' } })
        .png()
        .toBuffer(),
      'a.png',
    );
    await tara.get('board.place', { fileId: photo, pagesId: 'deck-bbbb' });
    const late = await world.enter(await world.person(classId, 'student', 'Lee'));
    const { board } = late.snapshot as unknown as { board: Board };
    expect([board.view.at, board.view.pages.map((page) => page.id)]).toEqual([
      'deck-bbbb-1',
      ['deck-aaaa-1', 'deck-bbbb-1', 'deck-aaaa-2'],
    ]);
  });

  it('[SL8] are refused where they are not made, are another class’s, or are more than the board takes', async () => {
    const { teacher } = await aClass();
    const { teacher: stranger } = await aClass();
    const tara = await world.enter(teacher);
    const id = await uploaded(teacher, aPdf({ pages: 4 }));
    expect(await tara.reason('board.place', { fileId: id, pagesId: 'deck-aaaa' })).toBe('not-found');
    await prepared(teacher, id);
    const foreign = await ready(stranger, aPdf());
    expect(await tara.reason('board.place', { fileId: foreign, pagesId: 'deck-aaaa' })).toBe('not-found');
    expect(await tara.reason('board.place', { fileId: id, pagesId: 'deck-aaaa' })).toBe('ok');
    expect(await tara.reason('board.place', { fileId: id, pagesId: 'deck-bbbb' })).toBe('too-large');
    expect((await boardOf(tara)).view.pages).toHaveLength(4);
  });

  it('[SL9] are removed page by page with their marks, by teachers; the last page stays, and the class goes to the neighbour', async () => {
    const { teacher, student } = await aClass();
    const [tara, sam] = [await world.enter(teacher), await world.enter(student)];
    await tara.get('board.place', { fileId: await ready(teacher, aPdf({ pages: 2 })), pagesId: 'deck-aaaa' });
    await tara.get('board.draw', { pageId: 'deck-aaaa-1', elements: [box()], removed: [] });
    expect(await sam.reason('board.remove', { pageId: 'deck-aaaa-1' })).toBe('forbidden');
    expect(await sam.reason('board.place', { fileId: 'a-file-of-sams', pagesId: 'deck-of-sam' })).toBe('forbidden');
    await tara.get('board.remove', { pageId: 'deck-aaaa-1' });
    await tara.get('board.remove', { pageId: 'deck-aaaa-1' });
    const { view } = await sam.fact<Board>('board.changed', ({ view: { pages } }) => pages.length === 1);
    expect(view.at).toBe('deck-aaaa-2');
    expect(await sam.reason('board.read', { pageId: 'deck-aaaa-1', after: 0, isWhole: true })).toBe('not-found');
    expect(await tara.reason('board.remove', { pageId: 'deck-aaaa-2' })).toBe('wrong-phase');
  });
});
