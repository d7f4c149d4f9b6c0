import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, look, press, serveGallery } from './testing/gallery.ts';

serveGallery();

const there = async (page: Page) => page.locator('h1').waitFor();
const openPeople = (page: Page) => press(page, /^(People|الحاضرون) \(/);
const inList = (page: Page) => openPeople(page).then(() => page.getByTestId('waiter').first().waitFor());
const openDoor = async (page: Page) => {
  await openPeople(page);
  await press(page, /^(Keep order|حفظ النظام)$/);
  await page.getByRole('menuitem', { name: /^(Waiting room|غرفة الانتظار)/ }).click();
  await page.getByRole('dialog').waitFor();
};

const WAITING: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['with a teacher in the room', 'view=room&role=student&phase=waiting&said', there],
  ['before the class', 'view=room&role=student&phase=waiting&stage=not-begun', there],
  ['without a teacher', 'view=room&role=student&phase=waiting&stage=teacher-away&lost', there],
  ['turned away', 'view=room&role=student&phase=waiting&standing=turned-away', there],
  ['after the class', 'view=room&role=student&phase=waiting&standing=over', there],
  ['the list', 'view=room&waiters=3&door', inList],
  ['a long list', 'view=room&waiters=40&door', inList],
  ['the door', 'view=room&door&said', openDoor],
  ['the lobby of a teacher', 'view=lobby&door&waiters=3', async (page) => page.getByTestId('at-door').waitFor()],
  ['the lobby of a student', 'view=lobby&door&role=student', async (page) => page.getByTestId('at-door').waitFor()],
];

describe.each(WAITING)('waiting: %s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[WR22] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await reach(page);
      await expectToFit(page, view);
    });
  });
});

describe('waiting by keyboard', () => {
  it('[WR22] a teacher finds who waits and turns one away without a mouse', () =>
    look('view=room&waiters=2&door', {}, async (page) => {
      await page.getByRole('button', { name: /2 people wait at the door/ }).focus();
      await page.keyboard.press('Enter');
      const row = page.getByTestId('waiter').first();
      await row.waitFor();
      await row.getByRole('button', { name: /^Turn .* away$/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: /^Not in this class/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await page.getByRole('menu').count()).toBe(0);
    }));

  it('[WR20] what one waits for is said to who does not see it, and camera and microphone are there to try', () =>
    look('view=room&role=student&phase=waiting&said', {}, async (page) => {
      const said = page.getByRole('status').filter({ hasText: 'You are at the door' });
      await said.getByTestId('door-message').waitFor();
      await page
        .getByRole('button', { name: /microphone/i })
        .first()
        .waitFor();
      expect(await page.getByRole('button', { name: 'Leave', exact: true }).count()).toBe(0);
    }));
});
