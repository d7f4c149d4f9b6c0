import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect } from 'vitest';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
/** Refuses what the tool's pages refuse, so that a style or script that needs a hole is found here. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'";
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let folder: string;
let server: Server;
let browser: Browser;
let origin: string;

/** Builds the gallery once for the tests of a file, and serves it to a browser with the policy of the tool's pages. */
export function serveGallery(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'live-class-gallery-'));
    await build({
      configFile: join(import.meta.dirname, '../../../dev/vite.config.ts'),
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
}

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** Opens a view of the gallery, hands it over, and fails on whatever the page itself complained about. */
export async function look(query: string, at: Look, then: (page: Page) => Promise<void>): Promise<void> {
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

export const findingsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate('document.fonts.ready.then(() => true)');
  // Evaluated by the debugger, which the page's policy does not bind.
  return page.evaluate<string[]>(
    `${AXE}; axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`,
  );
};

export const sidewaysOf = (page: Page): Promise<number> => page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');

// Radio buttons and checkboxes are as large as the label they stand in; what stands in a box of one pixel is for screen readers alone.
export const TOO_SMALL = `[...document.querySelectorAll('button:not([style*="width: 1px"]), [role=button], input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
  .filter((it) => it.checkVisibility() && it.getBoundingClientRect().width > 1)
  .filter((it) => it.parentElement.getBoundingClientRect().width > 1)
  .filter((it) => { const { width, height } = it.getBoundingClientRect(); return width < 43.5 || height < 43.5; })
  .map((it) => it.outerHTML.slice(0, 160))`;

export const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().click();

/** No findings, nothing beside the page and nothing too small for a thumb, from a desk to a phone; `also` is asked at each width. */
export async function expectToFit(page: Page, view: string, also?: (width: number) => Promise<void>): Promise<void> {
  expect(await findingsOf(page)).toEqual([]);
  for (const [width, height] of [
    [1440, 900],
    [820, 1180],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    // What is placed by script, such as a menu beside its button, is placed with the next frame.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))');
    expect(await sidewaysOf(page), `${view} at ${width}`).toBeLessThanOrEqual(0);
    await also?.(width);
  }
  expect(await page.evaluate(TOO_SMALL)).toEqual([]);
}
