import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, look, press, serveGallery } from './testing/gallery.ts';

serveGallery();

const POLLS: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['the card', 'view=room&role=student&poll=0', async (page) => page.getByTestId('poll-card').waitFor()],
  ['an open text in the card', 'view=room&role=student&poll=1&unsent', async (page) => page.getByTestId('poll-card').waitFor()],
  ['an answer', 'view=room&role=student&poll=2&answered', async (page) => page.getByTestId('my-answer').waitFor()],
  ['results', 'view=room&role=student&shown=0', async (page) => page.getByTestId('poll-bar').first().waitFor()],
  ['a question that runs', 'view=room&poll=2', (page) => openPolls(page).then(() => page.getByTestId('running-poll').waitFor())],
  ['a question that is over', 'view=room&over=3', (page) => openPolls(page).then(() => page.getByTestId('poll-bar').first().waitFor())],
  ['asking', 'view=room&empty', (page) => openPolls(page).then(() => page.locator('form').waitFor())],
  ['what is prepared', 'view=lobby', (page) => openPolls(page).then(() => page.getByTestId('bank-item').first().waitFor())],
  ['nothing prepared', 'view=lobby&empty', (page) => openPolls(page).then(() => page.locator('[role=tabpanel] p').first().waitFor())],
  ['a server that does not answer', 'view=lobby&trouble', (page) => openPolls(page).then(() => page.getByRole('alert').waitFor())],
  ['what was asked', 'view=lobby', (page) => openTab(page, 1, 'asked-poll')],
  ['scores', 'view=lobby', (page) => openTab(page, 2, 'score')],
  ['one’s own answers', 'view=lobby&role=student', (page) => openPolls(page).then(() => page.getByTestId('my-poll').first().waitFor())],
];
const openPolls = (page: Page) => press(page, /^(questions|open questions|see my answers|الأسئلة|فتح الأسئلة|عرض إجاباتي)/i);
const openTab = async (page: Page, index: number, testId: string) => {
  await openPolls(page);
  await page.getByRole('tab').nth(index).click();
  await page.getByTestId(testId).first().waitFor();
};

describe.each(POLLS)('questions: %s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[PO30] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await reach(page);
      await expectToFit(page, view);
    });
  });
});

describe('questions by keyboard', () => {
  it('[PO31] a card takes no focus when it arrives, and is answered and put aside by keyboard', () =>
    look('view=room&role=student&poll=0', {}, async (page) => {
      await page.getByTestId('poll-card').waitFor();
      expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
      await page.getByRole('radio', { name: 'Chloroplast' }).focus();
      await page.keyboard.press(' ');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByTestId('my-answer').getByText('Chloroplast').waitFor();
      await page.getByRole('button', { name: 'Later' }).focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('poll-card').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Questions/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('my-answer').waitFor();
    }));

  it('[PO31] a question is written and its faults are said without a mouse', () =>
    look('view=room&empty', {}, async (page) => {
      await page.getByRole('button', { name: 'Questions' }).focus();
      await page.keyboard.press('Enter');
      await page.getByLabel('Question', { exact: true }).focus();
      await page.keyboard.type('Which one?');
      await page.keyboard.press('Tab');
      await page.keyboard.type('A');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('At least two choices are needed.').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type('B');
      expect(await page.getByRole('textbox', { name: 'Choice 2' }).inputValue()).toBe('B');
    }));
});
