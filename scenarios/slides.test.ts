import { PDFDocument, rgb } from '@cantoo/pdf-lib';
import { afterEach, expect, it } from 'vitest';
import { alike, boardChoice, boardOf, boardTool, drag, foreign, isReady, violations, watchOrigins } from './lib/board.ts';
import type { Person } from './lib/person.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;

type Colour = 'red' | 'green' | 'blue';
const COLOURS: Readonly<Record<Colour, [number, number, number]>> = { red: [0.9, 0.1, 0.1], green: [0.1, 0.7, 0.1], blue: [0.1, 0.1, 0.9] };

/** Slides of one colour each. */
async function pdfOf(...colours: Colour[]): Promise<Buffer> {
  const file = await PDFDocument.create();
  for (const colour of colours) {
    const page = file.addPage([960, 540]);
    page.drawRectangle({ x: 0, y: 0, width: 960, height: 540, color: rgb(...COLOURS[colour]) });
  }
  return Buffer.from(await file.save());
}

/** How much of that person's canvas has the slide's colour, of 100. */
const shareOf = (person: Person, colour: Colour): Promise<number> =>
  person.room.evaluate(`(() => {
    const canvas = document.querySelector('.excalidraw canvas.static');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const wanted = ${JSON.stringify(COLOURS[colour])}.map((part) => part * 255);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (wanted.every((part, index) => Math.abs(data[at + index] - part) < 24)) count += 1;
    return (400 * count) / data.length;
  })()`);
const sees = (person: Person, colour: Colour) =>
  until(`${person.name} to see ${colour}`, async () => {
    const share = await shareOf(person, colour);
    if (share < 40) throw new Error(`${share.toFixed(1)} of 100`);
    return true;
  });

async function upload(person: Person, name: string, buffer: Buffer): Promise<void> {
  const mimeType = name.endsWith('.pdf') ? 'application/pdf' : 'image/png';
  await person.room.locator('[role=dialog] input[type=file]').setInputFiles({ name, mimeType, buffer });
}
const row = (person: Person, name: string) => person.room.locator(`[data-testid=slides][data-name="${name}"]`);

afterEach(() => {
  expect(foreign).toEqual([]);
  expect(violations).toEqual([]);
});

it('[SL14] a teacher uploads a PDF in class, and its pages are on the student’s board', async () => {
  tara = await here.arrive('tara', { clip: 0 });
  sam = await here.arrive('sam', { clip: 1 });
  for (const person of [tara, sam]) {
    await watchOrigins(person);
    await person.joinClass();
  }
  await tara.button('board.title').click();
  await isReady(tara);
  await boardChoice(tara, 'board.pages', 'slides.add');
  await upload(tara, 'Mitosis.pdf', await pdfOf('red', 'blue'));
  await row(tara, 'Mitosis.pdf').getByRole('button').click();
  await until('the pages at Sam', async () => (await boardOf(sam)).view.pages.length === 2);
  expect((await boardOf(sam)).background).toMatchObject({ page: 1 });
  await sees(tara, 'red');
  await sees(sam, 'red');
});

it('[SL14] what is drawn belongs to the page: it goes with its picture, and comes back with it', async () => {
  await isReady(tara);
  await drag(tara, 'p', 120, 60);
  await alike(1, tara, sam);
  await boardTool(tara, 'board.next').click();
  await alike(0, tara, sam);
  await sees(sam, 'blue');
  await boardTool(tara, 'board.previous').click();
  await alike(1, tara, sam);
  await sees(sam, 'red');
  // The picture itself is not to be moved, chosen or wiped away.
  await drag(tara, 'e', 300, 20);
  await alike(0, tara, sam);
  await sees(tara, 'red');
  await drag(tara, 'o', 120, 60);
  await alike(1, tara, sam);
});

it('[SL14] a file that cannot be read says why, and others go on', async () => {
  await boardChoice(tara, 'board.pages', 'slides.add');
  await upload(tara, 'Broken.pdf', Buffer.from('%PDF-1.7\nnothing of the kind'));
  await row(tara, 'Broken.pdf').getByRole('button').click();
  await row(tara, 'Broken.pdf').getByText(words('slides.fault.broken')).waitFor();
  await upload(tara, 'More.pdf', await pdfOf('green'));
  await row(tara, 'More.pdf').getByRole('button').click();
  await sees(sam, 'green');
  expect((await boardOf(sam)).view.pages).toHaveLength(3);
});

it('[SL14] who comes late, and who comes after the tool was restarted, has the page and its marks', async () => {
  await boardTool(tara, 'board.previous').click();
  await alike(1, tara, sam);
  const ada = await here.arrive('ada', { clip: 2 });
  await watchOrigins(ada);
  await ada.joinClass();
  await isReady(ada);
  await alike(1, tara, ada);
  await sees(ada, 'red');
  await here.dismiss(ada);
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  await sam.room.reload();
  await isReady(sam);
  await alike(1, tara, sam);
  await sees(sam, 'red');
});

it('[SL15] the annotated slides are saved as one PDF, in the shape of the slides', async () => {
  const saved = sam.room.waitForEvent('download');
  await boardChoice(sam, 'board.save', 'board.saveAll');
  const chunks: Buffer[] = [];
  for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
  const file = await PDFDocument.load(Buffer.concat(chunks));
  expect(file.getPageCount()).toBe(3);
  const { width, height } = file.getPage(1).getSize();
  expect(width / height).toBeCloseTo(16 / 9, 1);
});

it('[SL16] a page that is removed is gone from everybody’s board, with its marks', async () => {
  await boardChoice(tara, 'board.pages', 'board.remove');
  await tara.room
    .getByRole('alertdialog')
    .getByRole('button', { name: words('board.remove') })
    .click();
  await until('two pages at Sam', async () => (await boardOf(sam)).view.pages.length === 2);
  await alike(0, tara, sam);
  await sees(sam, 'green');
});
