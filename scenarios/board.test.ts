import { afterEach, expect, it } from 'vitest';
import { alike, boardChoice, boardOf, boardTool, drag, foreign, ink, isReady, middle, violations, watchOrigins } from './lib/board.ts';
import type { Person } from './lib/person.ts';
import { rawToolLink } from './lib/raw-link.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;

afterEach(() => {
  expect(foreign).toEqual([]);
  expect(violations).toEqual([]);
});

it('[BO23] nothing of the drawing library is loaded before there is a board', async () => {
  tara = await here.arrive('tara', { clip: 0 });
  await watchOrigins(tara);
  const asked: string[] = [];
  tara.context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await tara.joinClass();
  await tara.button('board.title').waitFor();
  expect(asked.some((path) => /^\/assets\/room-page-.*\.js$/.test(path))).toBe(true);
  expect(asked.filter((path) => /board-stage|^\/board\//.test(path))).toEqual([]);
});

it('[BO24] what the teacher draws and writes is on the student’s board, in elements and in pixels, with no help of another origin', async () => {
  sam = await here.arrive('sam', { clip: 1 });
  await watchOrigins(sam);
  await sam.joinClass();
  await tara.button('board.title').click();
  await isReady(tara);
  await isReady(sam);
  expect((await boardOf(sam)).canDraw).toBe(false);
  const before = await ink(sam);
  await drag(tara, 'r', 160, 90);
  await alike(1, tara, sam);
  await drag(tara, 'p', -160, 90);
  await alike(2, tara, sam);
  await until('pixels at Sam', async () => (await ink(sam)) > before + 500);
  const { x, y } = await middle(tara);
  await tara.room.keyboard.press('t');
  await tara.room.mouse.click(x - 100, y - 120);
  await tara.room.keyboard.type('Mitosis has phases');
  await tara.room.keyboard.press('Escape');
  await alike(3, tara, sam);
  expect((await boardOf(sam)).elements.map(({ type }) => type).sort()).toEqual(['freedraw', 'rectangle', 'text']);
  const fonts = await sam.room.evaluate<string[]>(
    `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /board\\/fonts/.test(name))`,
  );
  expect(fonts.some((name) => name.startsWith(sam.house.toolUrl))).toBe(true);
});

it('[BO25] the teacher says who draws, at once: a student draws and is seen, and then not any more', async () => {
  await boardChoice(tara, 'board.who', 'board.everybody', 'menuitemradio');
  await until('Sam may draw', async () => (await boardOf(sam)).canDraw);
  await drag(sam, 'o', 120, -80);
  await alike(4, tara, sam);
  await boardChoice(tara, 'board.who', 'board.teachers', 'menuitemradio');
  await until('Sam may not', async () => !(await boardOf(sam)).canDraw);
  await drag(sam, 'r', 50, 50);
  await alike(4, tara, sam);
});

it('[BO26] a student’s own messages are refused: they neither draw, remove, turn pages, clear nor let themselves in', async () => {
  const link = await rawToolLink(sam);
  const before = await boardOf(tara);
  // A link of its own is not seated; the room's own socket is, and the server refuses it the same (BO17).
  for (const [wish, body] of Object.entries({
    'board.draw': { pageId: before.pageId, elements: [], removed: [before.elements[0]?.id] },
    'board.clear': { pageId: before.pageId, sendId: 'a-raw-wish' },
    'board.add': { pageId: 'page-of-sam' },
    'board.allow': { mode: 'everybody', drawers: [] },
  }))
    expect(await link.wish(wish, body)).toMatchObject({ ok: false });
  link.close();
  await alike(4, tara, sam);
});

it('[BO27] pages: the class follows the teacher, a student looks elsewhere and comes back, and clearing can be taken back', async () => {
  await boardChoice(tara, 'board.pages', 'board.add');
  await until('Sam on the second page', async () => (await boardOf(sam)).pageId !== 'first-page');
  await alike(0, tara, sam);
  await isReady(tara);
  await drag(tara, 'd', 100, 100);
  await alike(1, tara, sam);
  await boardTool(sam, 'board.previous').click();
  await until('Sam on the first page', async () => (await boardOf(sam)).elements.length === 4);
  expect((await boardOf(tara)).elements).toHaveLength(1);
  await boardTool(sam, 'board.back').click();
  await alike(1, tara, sam);
  await boardTool(tara, 'board.clear').click();
  await alike(0, tara, sam);
  // The drawing library has an undo of its own, for strokes.
  await tara.room
    .getByRole('region', { name: words('room.region.notices') })
    .getByRole('button', { name: words('common.undo') })
    .click();
  await alike(1, tara, sam);
  await boardTool(tara, 'board.previous').click();
  await alike(4, tara, sam);
});

it('[BO28] who comes late has the page and all that is on it', async () => {
  const ada = await here.arrive('ada', { clip: 2 });
  await watchOrigins(ada);
  await ada.joinClass();
  await isReady(ada);
  await alike(4, tara, sam, ada);
  await until('pixels at Ada', async () => (await ink(ada)) > 500);
  await here.dismiss(ada);
});

it('[BO29] after the tool died and is back the board is as it was, what was drawn meanwhile arrives, and drawing goes on', async () => {
  await tara.house.child('tool').stop('SIGKILL');
  await drag(tara, 'r', -60, -60);
  await tara.house.run('tool');
  await alike(5, tara, sam);
  await drag(tara, 'o', 60, -60);
  await alike(6, tara, sam);
  await sam.room.reload();
  await isReady(sam);
  await alike(6, tara, sam);
  await until('pixels at Sam', async () => (await ink(sam)) > 500);
});

it('[BO30] a page is saved as a picture and all pages as PDF, made in the browser', async () => {
  for (const [choice, head] of [
    ['board.savePage', '89504e47'],
    ['board.saveAll', '25504446'],
  ] as const) {
    const saved = tara.room.waitForEvent('download');
    await boardChoice(tara, 'board.save', choice);
    const stream = await (await saved).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const file = Buffer.concat(chunks);
    expect(file.subarray(0, 4).toString('hex')).toBe(head);
    expect(file.length).toBeGreaterThan(2_000);
  }
});
