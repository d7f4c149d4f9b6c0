import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, findingsOf, look, press, serveGallery } from './testing/gallery.ts';

serveGallery();

const CHATS = [
  'view=room&people=6',
  'view=room&people=6&failed&slow&role=student',
  'view=room&people=2&muted&role=student',
  'view=room&people=1&quietchat',
];
const WITH_FILES = ['view=room&people=6&uploading', 'view=room&people=6&refused&role=student', 'view=room&people=6&attached&failed'];
const openChat = async (page: Page): Promise<void> => {
  await press(page, /^(Chat|الدردشة)/);
  await page.getByRole('log').waitFor();
};

describe.each(CHATS)('the chat: %s', (view) => {
  it.each(['en', 'ar'])('[CH53] is without findings, fits every screen and every thumb (%s)', async (lang) => {
    await look(`${view}&lang=${lang}`, {}, async (page) => {
      await openChat(page);
      await expectToFit(page, view, async (width) => {
        expect(await page.getByRole('log').evaluate((it) => it.scrollWidth - it.clientWidth), `the list at ${width}`).toBeLessThanOrEqual(
          0,
        );
      });
    });
  });
});

describe.each(WITH_FILES)('files in the chat: %s', (view) => {
  it.each(['en', 'ar'])('[CH57] are without findings, fit every screen and every thumb (%s)', async (lang) => {
    await look(`${view}&lang=${lang}`, {}, async (page) => {
      await openChat(page);
      await page.getByTestId('chat-attached').waitFor();
      await page.getByTestId('chat-file').first().scrollIntoViewIfNeeded();
      await page.getByTestId('chat-file').first().locator('img').waitFor();
      expect(await page.getByTestId('chat-file').locator('img').count()).toBe(1);
      await expectToFit(page, view);
    });
  });
});

describe('a file put to a message by keyboard', () => {
  it.each(['en', 'ar'])('[CH57] is chosen from the library and taken back without a mouse (%s)', (lang) =>
    look(`view=room&people=6&lang=${lang}`, {}, async (page) => {
      await openChat(page);
      await page.getByRole('button', { name: /^(Attach a file|إرفاق ملف)$/ }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /microscope\.png/ }).waitFor();
      expect(await findingsOf(page)).toEqual([]);
      await dialog.getByRole('button', { name: /microscope\.png/ }).focus();
      await page.keyboard.press('Enter');
      const attached = page.getByTestId('chat-attached');
      await attached.getByText('microscope.png').waitFor();
      await attached.getByRole('button').focus();
      await page.keyboard.press('Enter');
      await attached.waitFor({ state: 'detached' });
    }),
  );
});

describe('the chat by keyboard', () => {
  it('[CH54] is opened, written in, and its messages are acted on without a mouse', () =>
    look('view=room&people=6', {}, async (page) => {
      await page.getByRole('button', { name: 'Mute', exact: true }).waitFor();
      await page.keyboard.press('c');
      await page.getByRole('log').waitFor();
      const field = page.getByRole('textbox', { name: 'Write to everybody' });
      await field.focus();
      await page.keyboard.type('m and @Ad');
      await page.getByRole('option', { name: 'Ada Okafor' }).waitFor();
      await page.keyboard.press('Enter');
      expect(await field.inputValue()).toBe('m and @Ada Okafor ');
      // What is written is no shortcut.
      await page.getByRole('button', { name: 'Mute', exact: true }).waitFor();
      await page.keyboard.press('Shift+Enter');
      expect(await field.inputValue()).toBe('m and @Ada Okafor \n');
      await page.getByTestId('chat-message').last().getByRole('button', { name: 'More for this message' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Reply' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByTestId('chat-quote').last().waitFor();
      await page.getByRole('button', { name: 'Chat settings' }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Chat settings' });
      await dialog.waitFor();
      expect(await findingsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }));
});
