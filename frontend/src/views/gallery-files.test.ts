import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, look, press, serveGallery } from './testing/gallery.ts';

serveGallery();

const inRoom = async (page: Page): Promise<void> => {
  await press(page, /^(More|المزيد)$/);
  await page.getByRole('menuitem', { name: /^(Files|الملفات)$/ }).click();
  await page.getByTestId('file').first().waitFor();
};
const listed = (page: Page) => page.getByTestId('file').first().waitFor();
const said = (page: Page) =>
  page
    .getByText(/appear here\.|finds them here|تظهر هنا ملفات|ليجدها الفصل/)
    .first()
    .waitFor();

const FILES: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['for teachers, with uploads under way', 'view=lobby', listed],
  ['for students', 'view=lobby&role=student', listed],
  ['for students who may upload', 'view=lobby&role=student&mayupload', listed],
  ['none yet', 'view=lobby&empty', said],
  ['none yet, for students', 'view=lobby&empty&role=student', said],
  [
    'a server that does not answer',
    'view=lobby&trouble',
    async (page) =>
      page
        .getByRole('button', { name: /Try again|حاول مرة أخرى|إعادة المحاولة/ })
        .first()
        .waitFor(),
  ],
  ['beside the stage', 'view=room&people=3', inRoom],
];

describe.each(FILES)('files: %s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[FI33] are without findings, fit every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await reach(page);
      await expectToFit(page, view);
    });
  });
});

describe('files by keyboard', () => {
  it('[FI33] are renamed and governed without a mouse', () =>
    look('view=lobby', {}, async (page) => {
      const row = page.getByTestId('file').first();
      await row.getByRole('button', { name: /^Actions|^More/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
      await page.keyboard.press('Enter');
      const field = row.getByRole('textbox');
      await field.waitFor();
      expect(await field.evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true);
      await page.keyboard.press('Escape');
      await field.waitFor({ state: 'detached' });
    }));
});
