import type { Page } from 'playwright-core';
import { ADMIN } from './moodle.ts';

/** `npm test` counts a skipped story only where its title gives this reason. */
export const moodleTitle = (source: string | undefined, title: string): string =>
  source ? title : `${title} (skipped: MOODLE_DIR is not set)`;

/** PHP's own web server on a busy machine is slow, not broken. */
const PATIENCE_MS = 180_000;

/** Signs in; everybody of the seeds has the same password. */
export async function signIn(page: Page, site: string, username: string): Promise<void> {
  page.context().setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${site}/login/index.php`);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(ADMIN.password);
  await page.locator('#loginbtn').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'), { waitUntil: 'domcontentloaded' });
}

/** Fills in and sends the form that pairs. */
export async function connect(page: Page, site: string, toolUrl: string, code: string): Promise<void> {
  await page.goto(`${site}/local/liveclass/connect.php`);
  await page.locator('#id_toolurl').fill(toolUrl);
  await page.locator('#id_code').fill(code);
  await page.locator('#id_submitbutton').click();
  await page.waitForLoadState();
}

/** The lines of the status page: what was found, by the check's name. */
export async function checksOf(page: Page, site: string): Promise<Record<string, string>> {
  await page.goto(`${site}/local/liveclass/status.php`);
  const lines = page.locator('[data-check]');
  const found = await lines.evaluateAll((all) =>
    (all as unknown as { dataset: { check: string; state: string } }[]).map(({ dataset }) => [dataset.check, dataset.state]),
  );
  return Object.fromEntries(found);
}
