import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectToFit, findingsOf, look, press, serveGallery, sidewaysOf, TOO_SMALL } from './testing/gallery.ts';

serveGallery();

const VIEWS = [
  'view=lobby',
  'view=lobby&rec&role=student',
  'view=lobby&quiet&empty',
  'view=lobby&quiet&planned',
  'view=lobby&groups=5&rec',
  'view=lobby&groups=0',
  'view=lobby&groups=0&role=student',
  'view=lobby&groups=1&role=student',
  'view=lobby&groups=3&role=student',
  'view=room&phase=moved&groups=2',
  'view=room&phase=moved&groups=0',
  'view=lobby&expired',
  'view=lobby&removed',
  'view=lobby&roster=5008&asked',
  'view=lobby&roster=3&fault',
  'view=lobby&reading&doubt',
  'view=lobby&nolist',
  'view=room&people=1',
  'view=room&people=6&rec&notice',
  'view=room&people=6&screen&trouble',
  'view=room&people=30',
  'view=room&people=2&rec&agree&role=student',
  'view=room&phase=left',
  'view=room&phase=superseded',
  'view=recording',
  'view=pick',
  'view=admin',
  'view=admin&empty',
  'view=admin&down',
  'view=admin&expired',
  'view=pick&one',
  'view=pick&empty&ungraded',
  'view=nothing-here',
];

describe.each(VIEWS)('%s', (view) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[UI14, UI15, UI16] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await expectToFit(page, view);
    });
  });
});

const ATTENDANCE: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['the sessions', 'view=lobby', async (page) => page.locator('[role=tabpanel] li').first().waitFor()],
  ['no sessions', 'view=lobby&empty', async (page) => page.locator('[role=tabpanel] p').first().waitFor()],
  ['a server that does not answer', 'view=lobby&trouble', async (page) => page.getByRole('alert').waitFor()],
  [
    'a correction',
    'view=lobby',
    async (page) => {
      await page.locator('[role=tabpanel] li button').first().click();
      await page.getByTestId('attendance').first().waitFor();
      await page.getByTestId('attendance').nth(7).getByRole('button').click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'a session',
    'view=lobby',
    async (page) => {
      await page.locator('[role=tabpanel] li button').first().click();
      await page.getByTestId('attendance').first().waitFor();
    },
  ],
  [
    'the grades',
    'view=lobby&zero&gone',
    async (page) => {
      await page.getByRole('tab').nth(1).click();
      await page.getByTestId('grade').first().waitFor();
    },
  ],
  ['one’s own', 'view=lobby&role=student', async (page) => page.getByTestId('my-attendance').first().waitFor()],
];

describe.each(ATTENDANCE)('attendance: %s', (_name, view, reach) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[AT50] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      await press(page, /attendance|الحضور|حضوري/i);
      await reach(page);
      await expectToFit(page, view);
    });
  });
});

describe('attendance by keyboard', () => {
  it('[AT51] is opened, corrected and left without a mouse, and focus is never lost', () =>
    look('view=lobby', {}, async (page) => {
      const focused = () => page.evaluate<string>('document.activeElement?.textContent ?? ""');
      await page.getByRole('button', { name: 'Open attendance' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Sessions' }).waitFor();
      expect(await focused()).toBe('Attendance');
      await page.locator('[role=tabpanel] li button').first().focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('attendance').first().getByRole('button').focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: /As measured/ }).waitFor();
      await page.keyboard.press('Tab');
      for (
        let step = 0;
        step < 6 && !(await dialog.getByRole('radio', { name: /As measured/ }).evaluate((it) => it === it.ownerDocument.activeElement));
        step += 1
      )
        await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await dialog.getByRole('textbox', { name: 'Minutes present' }).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Back to the class' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Open attendance' }).waitFor();
      expect(await focused()).toBe('Open attendance');
    }));
});

describe('the room by keyboard', () => {
  const inRoom = (then: (page: Page) => Promise<void>) =>
    look('view=room&people=3', {}, async (page) => {
      await page.getByRole('button', { name: 'Mute', exact: true }).waitFor();
      await then(page);
    });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  it('[UI17] M and V switch microphone and camera', () =>
    inRoom(async (page) => {
      await button(page, 'Mute').waitFor();
      await page.keyboard.press('m');
      await button(page, 'Unmute').waitFor();
      await page.keyboard.press('v');
      await button(page, 'Start camera').waitFor();
    }));

  it('[UI17] the space bar opens a muted microphone only while it is held', () =>
    inRoom(async (page) => {
      await button(page, 'Mute').click();
      await button(page, 'Unmute').waitFor();
      await page.keyboard.down(' ');
      await button(page, 'Mute').waitFor();
      await page.keyboard.up(' ');
      await button(page, 'Unmute').waitFor();
    }));

  it('[UI17] P shows the people, ? the list of keys, and keys rest while a dialog is open', () =>
    inRoom(async (page) => {
      await page.keyboard.press('p');
      await page.getByRole('heading', { name: 'People' }).waitFor();
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await dialog.waitFor();
      await page.keyboard.press('m');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await button(page, 'Mute').waitFor();
    }));

  it('[UI17] F6 goes round the parts of the room', () =>
    inRoom(async (page) => {
      await page.keyboard.press('p');
      await page.getByRole('heading', { name: 'People' }).waitFor();
      const parts: string[] = [];
      for (let step = 0; step < 3; step += 1) {
        await page.keyboard.press('F6');
        parts.push(
          await page.evaluate<string>(
            `document.activeElement.closest('[role="main"], main, [role="region"], [role="complementary"], aside')?.getAttribute('aria-label') ?? ''`,
          ),
        );
      }
      expect(parts.sort()).toEqual(['Controls', 'Side panel', 'Stage']);
    }));
});

describe.each([
  ['Connect Moodle', 'ربط Moodle'],
  ['Invite another LMS', 'دعوة نظام تعلم آخر'],
  ['Add an Open edX block', 'إضافة كتلة Open edX'],
] as const)('the desk: %s', (english, arabic) => {
  it.each([
    ['en', english, false],
    ['ar', arabic, true],
  ] as const)('[UI14, UI15, UI16] its dialog is without findings, fits every screen and every thumb (%s)', async (lang, name, dark) => {
    await look(`view=admin&lang=${lang}`, { dark }, async (page) => {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog', { name }).waitFor();
      expect(await findingsOf(page)).toEqual([]);
      for (const [width, height] of [
        [1440, 900],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await sidewaysOf(page), `${name} at ${width}`).toBeLessThanOrEqual(0);
        expect(
          await page.evaluate(
            `(() => { const it = document.querySelector('[role=dialog]').parentElement; return it.scrollWidth - it.clientWidth; })()`,
          ),
        ).toBeLessThanOrEqual(0);
      }
      expect(await page.evaluate(TOO_SMALL)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });
});
