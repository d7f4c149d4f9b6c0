import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, look, serveGallery } from './testing/gallery.ts';

serveGallery();

const isDrawn = (page: Page) => page.locator('.excalidraw canvas.static').waitFor();
const openWho = async (page: Page) => {
  await isDrawn(page);
  await page.getByRole('button', { name: /^(who may draw|من يرسم)/i }).click();
  await page.getByRole('menuitemradio').nth(1).click();
  await page.getByRole('switch').first().waitFor();
};

const openMenu = async (page: Page, choice: number) => {
  await isDrawn(page);
  await page.getByRole('button', { name: /^(pages|الصفحات)$/i }).click();
  await page.getByRole('menuitem').nth(choice).click();
};
const openSlides = async (page: Page) => {
  await openMenu(page, 1);
  await page.getByTestId('slides').first().getByRole('button').click();
};

const BOARDS: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['a teacher’s', 'view=room&board', isDrawn],
  ['a student’s who looks', 'view=room&board&role=student', isDrawn],
  ['a student’s who draws', 'view=room&board&role=student&mode=everybody', isDrawn],
  ['a student’s who looks elsewhere', 'view=room&board&role=student&elsewhere', isDrawn],
  ['one that does not open', 'view=room&board=failed', (page) => page.getByRole('alert').waitFor()],
  ['a slide with marks', 'view=room&board&slides', isDrawn],
  ['a student’s with a slide', 'view=room&board&slides&role=student', isDrawn],
  [
    'files that become slides',
    'view=room&board&slides=making',
    (page) => openSlides(page).then(() => page.getByRole('progressbar').first().waitFor()),
  ],
  ['a file that cannot', 'view=room&board&slides=failed', (page) => openSlides(page).then(() => page.getByRole('alert').first().waitFor())],
  ['no file at all', 'view=room&board&empty', (page) => openMenu(page, 1).then(() => page.getByRole('dialog').waitFor())],
  ['removing a page', 'view=room&board', (page) => openMenu(page, 2).then(() => page.getByRole('alertdialog').waitFor())],
  ['choosing who draws', 'view=room&board', openWho],
];

describe.each(BOARDS)('the board: %s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[BO34] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await reach(page);
      // The drawing library's own footer stands inside the stage; it takes no other role.
      await page.locator('.excalidraw [role=contentinfo]').waitFor({ state: 'attached' });
      await page.evaluate(`document.querySelector('.excalidraw [role=contentinfo]').removeAttribute('role')`);
      await expectToFit(page, view);
    });
  });
});

describe('the board', () => {
  it('[BO34] mirrors its arrows from right to left, and never what is drawn', async () => {
    const seen = await Promise.all(
      ['en', 'ar'].map(async (lang) => {
        let it: { arrows: string[]; isPreviousFirst: boolean; red: string } | undefined;
        await look(`view=room&board&lang=${lang}`, {}, async (page) => {
          await isDrawn(page);
          it = await page.waitForFunction(SEEN).then((handle) => handle.jsonValue() as never);
        });
        return it;
      }),
    );
    expect(seen[0]).toEqual({ arrows: ['none', 'none'], isPreviousFirst: true, red: 'right of the green' });
    expect(seen[1]).toEqual({
      arrows: ['matrix(-1, 0, 0, 1, 0, 0)', 'matrix(-1, 0, 0, 1, 0, 0)'],
      isPreviousFirst: false,
      red: 'right of the green',
    });
  });
});

/** How the arrows stand, and on which side of the cell its name is drawn; nothing as long as nothing is drawn. */
const SEEN = `(() => {
  const buttons = [...document.querySelectorAll('nav button')].filter((one) => one.querySelector('svg.lucide-chevron-left, svg.lucide-chevron-right'));
  const canvas = document.querySelector('.excalidraw canvas.static');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let [red, reds, green, greens] = [0, 0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const x = (at / 4) % canvas.width;
    if (data[at] > 200 && data[at + 1] < 90 && data[at + 2] < 90) { red += x; reds += 1; }
    if (data[at] < 90 && data[at + 1] > 130 && data[at + 2] < 110) { green += x; greens += 1; }
  }
  if (reds < 50 || greens < 50) return undefined;
  return {
    arrows: buttons.map((one) => getComputedStyle(one.querySelector('svg')).transform),
    isPreviousFirst: buttons[0].getBoundingClientRect().x < buttons[1].getBoundingClientRect().x,
    red: red / reds > green / greens ? 'right of the green' : 'left of the green',
  };
})()`;
