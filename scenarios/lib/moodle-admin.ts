import type { Page } from 'playwright-core';
import type { MoodlePerson } from './moodle-person.ts';
import { until } from './until.ts';

/** Goes through "Site administration" as the guide says it: the tab, then the link on it. */
export async function openAdministration({ page }: MoodlePerson, tab: string, link: string): Promise<void> {
  await page.locator('.primary-navigation').getByText('Site administration', { exact: true }).click();
  await page.locator('.secondary-navigation').getByText(tab, { exact: true }).click();
  await page.getByRole('link', { name: link, exact: true }).first().click();
  await page.waitForLoadState();
}

/** Puts a file into the one file field of a Moodle form. */
export async function chooseFile(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose a file...' }).click();
  const picker = page.locator('.file-picker');
  await picker.locator('.fp-repo-name', { hasText: 'Upload a file' }).click();
  await picker.locator('input[type=file]').setInputFiles(path);
  await picker.getByRole('button', { name: 'Upload this file' }).click();
  await page.locator('.filepicker-filename a').waitFor();
}

/** An upgrade on a busy machine. */
const UPGRADE_MS = 300_000;

/** Does what leads to another page, and waits for that. */
async function follow(page: Page, act: () => Promise<void>): Promise<void> {
  const next = page.waitForEvent('domcontentloaded', { timeout: UPGRADE_MS });
  await act();
  await next;
}

/** Sends the form with the zip, and presses what the installation offers, page after page, until Moodle looks as on any day; what was pressed. */
export async function install(page: Page): Promise<string[]> {
  const pressed: string[] = [];
  const next = page.getByRole('button', { name: /^(Continue|Upgrade Moodle database now|Save changes)$/ }).first();
  await follow(page, () => page.getByRole('button', { name: 'Install plugin from the ZIP file' }).click());
  for (;;) {
    // No page of an installation has it.
    const navigation = page.locator('.primary-navigation').first();
    await next.or(navigation).first().waitFor({ timeout: UPGRADE_MS });
    if (await navigation.isVisible()) return pressed;
    pressed.push((await next.innerText()).trim());
    await follow(page, () => next.click());
  }
}

/** From a course page to the form of a new activity, by the chooser. */
export async function addActivity(page: Page, name: string): Promise<void> {
  await page.getByRole('checkbox', { name: 'Edit mode' }).click();
  const entry = page.getByRole('menuitem', { name, exact: true }).first();
  await until('the activity chooser', async () => {
    if (await entry.isVisible()) return true;
    // A click before the page's scripts are there does nothing.
    await page.getByRole('button', { name: 'Add an activity or resource' }).first().click({ timeout: 5_000 });
    await entry.waitFor({ timeout: 10_000 });
    return true;
  });
  await entry.getByRole('link', { name }).first().click();
}
