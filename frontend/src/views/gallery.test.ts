import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
/** Refuses what the tool's pages refuse, so that a style or script that needs a hole is found here. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self' blob:; connect-src 'self'";
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let folder: string;
let server: Server;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-class-gallery-'));
  await build({
    configFile: join(import.meta.dirname, '../../dev/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    const file = path === '/' ? '/index.html' : path;
    const body = await readFile(join(folder, file)).catch(() => undefined);
    response
      .writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'content-security-policy': POLICY })
      .end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** Opens a view of the gallery, hands it over, and fails on whatever the page itself complained about. */
async function look(query: string, at: Look, then: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: at.width ?? 1280, height: at.height ?? 800 },
    colorScheme: at.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && !/favicon|404/.test(message.text()) && complaints.push(message.text()));
  try {
    await page.goto(`${origin}/?${query}`);
    await page.locator('#app > *').first().waitFor();
    // The page itself, not the one that stands while it loads.
    await page.locator('main:not([aria-busy])').first().waitFor();
    await then(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

const VIEWS = [
  'view=lobby',
  'view=lobby&rec&role=student',
  'view=lobby&quiet&empty',
  'view=lobby&quiet&planned',
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

const findingsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate('document.fonts.ready.then(() => true)');
  // Evaluated by the debugger, which the page's policy does not bind.
  return page.evaluate<string[]>(
    `${AXE}; axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`,
  );
};

const sidewaysOf = (page: Page): Promise<number> => page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');

// Radio buttons and checkboxes are as large as the label they stand in; what stands in a box of one pixel is for screen readers alone.
const TOO_SMALL = `[...document.querySelectorAll('button:not([style*="width: 1px"]), [role=button], input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
  .filter((it) => it.checkVisibility() && it.getBoundingClientRect().width > 1)
  .filter((it) => it.parentElement.getBoundingClientRect().width > 1)
  .filter((it) => { const { width, height } = it.getBoundingClientRect(); return width < 43.5 || height < 43.5; })
  .map((it) => it.outerHTML.slice(0, 160))`;

describe.each(VIEWS)('%s', (view) => {
  it.each([
    ['en', false],
    ['ar', true],
  ] as const)('[UI14, UI15, UI16] is without findings, fits every screen and every thumb (%s)', async (lang, dark) => {
    await look(`${view}&lang=${lang}`, { dark }, async (page) => {
      expect(await findingsOf(page)).toEqual([]);
      for (const [width, height] of [
        [1440, 900],
        [820, 1180],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await sidewaysOf(page), `${view} at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(await page.evaluate(TOO_SMALL)).toEqual([]);
    });
  });
});

const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().click();
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
      expect(await findingsOf(page)).toEqual([]);
      for (const [width, height] of [
        [1440, 900],
        [820, 1180],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await sidewaysOf(page), `${view} at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(await page.evaluate(TOO_SMALL)).toEqual([]);
    });
  });
});

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
      expect(await findingsOf(page)).toEqual([]);
      for (const [width, height] of [
        [1440, 900],
        [820, 1180],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await sidewaysOf(page), `${view} at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(await page.evaluate(TOO_SMALL)).toEqual([]);
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

const POLLS: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['the card', 'view=room&role=student&poll=0', async (page) => page.getByTestId('poll-card').waitFor()],
  ['an open text in the card', 'view=room&role=student&poll=1&unsent', async (page) => page.getByTestId('poll-card').waitFor()],
  ['an answer', 'view=room&role=student&poll=2&answered', async (page) => page.getByTestId('my-answer').waitFor()],
  ['results', 'view=room&role=student&shown=0', async (page) => page.getByTestId('poll-bar').first().waitFor()],
  ['a question that runs', 'view=room&poll=2', (page) => openPolls(page).then(() => page.getByTestId('running-poll').waitFor())],
  ['a question that is over', 'view=room&over=3', (page) => openPolls(page).then(() => page.getByTestId('poll-bar').first().waitFor())],
  ['asking', 'view=room', (page) => openPolls(page).then(() => page.locator('form').waitFor())],
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
      expect(await findingsOf(page)).toEqual([]);
      for (const [width, height] of [
        [1440, 900],
        [820, 1180],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await sidewaysOf(page), `${view} at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(await page.evaluate(TOO_SMALL)).toEqual([]);
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
    look('view=room', {}, async (page) => {
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
      expect(await page.getByLabel('Choice 2').inputValue()).toBe('B');
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
