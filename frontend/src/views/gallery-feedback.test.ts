import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, look, press, serveGallery } from './testing/gallery.ts';

serveGallery();

const FEEDBACK: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['asked after the class', 'view=room&phase=ended&role=student', async (page) => page.getByTestId('feedback').waitFor()],
  ['asked below a recording', 'view=recording&role=student', async (page) => page.getByTestId('feedback').waitFor()],
  [
    'half given',
    'view=room&phase=left&role=student',
    async (page) => {
      await page.getByTestId('feedback').locator('label').nth(3).click();
      await page.getByRole('textbox').waitFor();
    },
  ],
  ['given before', 'view=lobby&role=student&rated', async (page) => page.getByTestId('feedback').waitFor()],
  ['the report', 'view=lobby', async (page) => openReport(page)],
  ['an empty report', 'view=lobby&empty', async (page) => press(page, /^(open feedback|فتح الآراء)$/i)],
  [
    'one class',
    'view=lobby',
    async (page) => {
      await openReport(page);
      await page.getByTestId('feedback-row').first().getByRole('button').click();
      await page.getByTestId('feedback-text').first().waitFor();
    },
  ],
  [
    'too few answers',
    'view=lobby&few',
    async (page) => {
      await openReport(page);
      await page.getByTestId('feedback-row').first().getByRole('button').click();
      await page.getByTestId('feedback-numbers').waitFor();
    },
  ],
];

async function openReport(page: Page): Promise<void> {
  await press(page, /^(open feedback|فتح الآراء)$/i);
  await page.getByTestId('feedback-row').first().waitFor();
}

describe.each(FEEDBACK)('feedback: %s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[FB22] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await reach(page);
      await expectToFit(page, view);
    });
  });
});

describe('feedback by keyboard', () => {
  it('[FB20] is given after the class without a mouse, and without a dialog', () =>
    look('view=room&phase=ended&role=student', {}, async (page) => {
      await page.getByTestId('feedback').waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.getByRole('link').focus();
      await page.keyboard.press('Tab');
      for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
      expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
      await page.keyboard.press('Tab');
      await page.keyboard.type('Clear at last');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('status').filter({ hasText: 'of 5' }).waitFor();
      expect(await page.getByRole('textbox').count()).toBe(0);
    }));

  it('[FB20] is waved away with one press and gone', () =>
    look('view=room&phase=left&role=student', {}, async (page) => {
      await press(page, /No, thanks/);
      await page.getByTestId('feedback').waitFor({ state: 'detached' });
    }));
});
