import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, look, press, serveGallery } from './testing/gallery.ts';

serveGallery();

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const MORE = /^(more|المزيد)$/i;
const openBoard = async (page: Page) => {
  await page.keyboard.press('r');
  await page.getByRole('dialog').locator('h3').waitFor();
};
const choose = async (page: Page, choice: RegExp) => {
  await press(page, MORE);
  await page.getByRole('menuitem', { name: choice }).click();
  await page.getByRole('dialog').getByRole('switch').waitFor();
};

const VIEWS: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
  [
    'a timer that runs, a draw, reactions and the pace',
    'view=room&timer&drawn=2&reactions=6&pace=5',
    (page) => page.getByTestId('drawn').waitFor(),
  ],
  [
    'the same for a student',
    'view=room&role=student&timer=paused&drawn=1&reactions=2&pace=5&shared',
    (page) => page.getByTestId('pace').waitFor(),
  ],
  ['a timer that is over', 'view=room&timer=over', (page) => page.locator('[data-testid=timer][data-look=over]').waitFor()],
  ['what a student shows and says', 'view=room&role=student&said', openBoard],
  ['what a teacher is told', 'view=room&pace=5', openBoard],
  ['a class that says nothing', 'view=room', openBoard],
  ['setting a timer', 'view=room', (page) => choose(page, /^(set a timer|ضبط مؤقت)/i)],
  ['drawing', 'view=room', (page) => choose(page, /^(draw a student|اختيار طالب)/i)],
  ['a draw that found nobody', 'view=room&nobodyleft', (page) => choose(page, /^(draw a student|اختيار طالب)/i)],
];

describe.each(VIEWS)('%s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[LV18] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await reach(page);
      await expectToFit(page, view);
    });
  });
});

it('[LV18] no button of the bar lies under another, at any width', () =>
  look('view=room&rec', {}, async (page) => {
    const boxesOf = () =>
      page
        .getByRole('region', { name: 'Controls' })
        .getByRole('button')
        .evaluateAll((all) =>
          all.map((one) => {
            const { left, right, top, bottom } = (one as unknown as { getBoundingClientRect(): Box }).getBoundingClientRect();
            return { left, right, top, bottom };
          }),
        );
    for (const width of [1440, 1280, 1100, 1024, 900, 840, 768, 390]) {
      await page.setViewportSize({ width, height: 800 });
      const shown = (await boxesOf()).filter(({ left, right }) => right > left);
      const under = shown.filter((one, index) =>
        shown
          .slice(index + 1)
          .some((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom),
      );
      expect([width, under]).toEqual([width, []]);
    }
  }));

it('[LV18] a phone reaches all of it by the menu', () =>
  look('view=room&people=4', { width: 390, height: 844 }, async (page) => {
    await press(page, MORE);
    await page.getByRole('menuitem', { name: 'Reactions and pace' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Clapping' }).waitFor();
    const box = await dialog.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390 && box.y >= 0).toBe(true);
    await page.keyboard.press('Escape');
    await choose(page, /^set a timer/i);
    await page.keyboard.press('Escape');
    await choose(page, /^draw a student/i);
  }));

it('[LV18] states are chosen and taken back by keyboard, and the way out is Escape', () =>
  look('view=room&role=student', {}, async (page) => {
    await openBoard(page);
    const lost = page.getByRole('button', { name: 'Lost', exact: true });
    await lost.focus();
    await page.keyboard.press('Enter');
    await page.locator('[aria-pressed=true]', { hasText: 'Lost' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reactions and pace. You say: Lost' }).waitFor();
    await openBoard(page);
    await lost.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reactions and pace', exact: true }).waitFor();
  }));

it('[LV18] clearing leaves the focus where it is, and the card open', () =>
  look('view=room&pace=5', {}, async (page) => {
    await openBoard(page);
    const clear = page.getByRole('button', { name: 'Clear all' });
    await clear.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Nobody says anything at the moment.').waitFor();
    expect(
      await clear.evaluate((one) => one === (one as unknown as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement),
    ).toBe(true);
  }));

it('[LV18] nothing moves for who wants less motion', () =>
  look('view=room&timer&drawn=2&reactions=6&pace=5', {}, async (page) => {
    await page.getByTestId('reaction').first().waitFor();
    await page.getByTestId('tile-reaction').first().waitFor();
    expect(await page.evaluate(`document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length`)).toBe(0);
  }));

it('[LV18] none of its views is loaded before it is needed', () =>
  look('view=room', {}, async (page) => {
    const loaded = () =>
      page.evaluate<string[]>(
        `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /(lively-(layer|dialogs)|react-board|signs)/.test(name))`,
      );
    expect(await loaded()).toEqual([]);
    await openBoard(page);
    expect((await loaded()).length).toBeGreaterThan(0);
  }));

it('[LV13] the time left is no live region, and one that is over is said in words', () =>
  look('view=room&timer=over', {}, async (page) => {
    const clock = page.getByTestId('timer').getByRole('timer');
    expect(await clock.textContent()).toBe('Time is up');
    expect(await clock.getAttribute('aria-live')).toBeNull();
  }));
