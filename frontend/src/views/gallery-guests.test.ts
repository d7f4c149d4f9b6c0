import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, look, press, serveGallery } from './testing/gallery.ts';

serveGallery();

const there = async (page: Page) => page.locator('h1').waitFor();
const openForm = async (page: Page) => {
  await press(page, /^(Make a link|إنشاء رابط)/);
  await page.getByTestId('guest-links').locator('form').waitFor();
};

const GUESTS: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['the page of a link', 'view=guest', there],
  ['a link that is over', 'view=guest&over', there],
  ['the links', 'view=lobby&guests&made', async (page) => page.getByTestId('guest-link').first().waitFor()],
  ['making one', 'view=lobby&guests', openForm],
  ['a guest in the room', 'view=room&people=8', async (page) => page.getByTestId('tile').nth(6).waitFor()],
];

describe.each(GUESTS)('guests: %s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[GL20] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await reach(page);
      await expectToFit(page, view);
    });
  });
});

describe('guests by keyboard', () => {
  it('[GL20] a name is typed, and what is wrong with it is said at its field', () =>
    look('view=guest&badname', {}, async (page) => {
      await there(page);
      await page.keyboard.type('Tara Teacher');
      await page.keyboard.press('Enter');
      await page.getByText('Please choose another name').waitFor();
      expect(await page.getByRole('textbox', { name: 'Your name' }).getAttribute('aria-invalid')).toBe('true');
      // Another one is not wrong before it was tried, and can be.
      await page.keyboard.type(' of somebody');
      await page.getByText('Please choose another name').waitFor({ state: 'detached' });
      await page.keyboard.press('Enter');
      await page.getByText('Please choose another name').waitFor();
    }));

  it('[GL20] a link that has no place left says so', () =>
    look('view=guest', {}, async (page) => {
      await there(page);
      await page.keyboard.type('Gina');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('as many people as it is for').waitFor();
    }));

  it('[GL10] everybody sees who is a guest: on the tile, in the list', () =>
    look('view=room&people=8&role=student', {}, async (page) => {
      await page.locator('[data-testid=tile][data-name="Ravi Kumar"][aria-label*="Guest"]').waitFor();
      await press(page, /^People \(/);
      await page.getByRole('complementary').getByText('Guest').waitFor();
    }));

  it('[GL20] nothing is said of guests to teachers where the admin allows none', () =>
    look('view=lobby', {}, async (page) => {
      await page.locator('h1').waitFor();
      expect(await page.getByTestId('guest-links').count()).toBe(0);
    }));
});
