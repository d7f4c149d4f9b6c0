// Makes the pictures of docs/guides/open-edx.md from the real consumer and the real tool: node scenarios/screenshots-open-edx.ts
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { type OpenEdx, registrationOn, settingsFor, startOpenEdx } from '../scripts/testing/open-edx.mjs';
import { deviceNames, prepare } from './lib/alone.ts';
import { ROOT } from './lib/child.ts';
import { House } from './lib/house.ts';
import { Person } from './lib/person.ts';
import { badge, record } from './lib/recorder.ts';
import { inNewTab, register } from './lib/school.ts';
import { forSeconds, until } from './lib/until.ts';
import { words } from './lib/words.ts';

const folder = join(ROOT, 'docs', 'guides', 'images');
const viewport = { width: 1100, height: 800 };
const shot = (page: Page, name: string, fullPage = false) => page.screenshot({ path: join(folder, `open-edx-${name}.png`), fullPage });

/** Which radio button of Studio's form is which setting; the form's own names. */
async function fill(page: Page, settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    const text = page.locator(`#xb-field-edit-${name}`);
    if ((await text.count()) > 0) {
      if (typeof value === 'boolean') {
        // Boxes and buttons that are drawn by their labels have no place of their own to be clicked at.
        if ((await text.isChecked()) !== value) await text.dispatchEvent('click');
      } else if (await text.isVisible()) await text.fill(String(value));
      continue;
    }
    const option = page.locator(`#${name}_option-${String(value)}`);
    if ((await option.count()) > 0 && (await option.isVisible())) await option.dispatchEvent('click');
  }
}

/** Goes through the block's own form as an author does: setup, advantage services, review, save. */
async function configure(ivy: Person, edx: OpenEdx, block: string, toolUrl: string, settings: object, isShown: boolean) {
  const page = ivy.course;
  await page.goto(`${edx.origin}/sign-in/ivy?next=/studio/${block}/edit`);
  const wanted = { ...settingsFor(toolUrl), ...settings };
  for (const step of ['setup', 'advantage', 'review']) {
    await page.locator(`.step-${step}:not(.hidden)`).waitFor();
    // Twice: some fields appear only when others have been set.
    await fill(page, wanted);
    await fill(page, wanted);
    if (isShown) await shot(page, `studio-${step}`, true);
    if (step !== 'review') await page.locator('.next-button:visible').click();
  }
  await page.locator('.save-button:visible').click();
  await page.waitForURL(`${edx.origin}/studio/${block}`);
  return registrationOn(await page.content(), edx.origin);
}

const mongo = await prepare();
mkdirSync(folder, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'live-class-guide-'));
const platforms = join(scratch, 'platforms.json');
writeFileSync(platforms, '[]');
const house = await House.start({ env: { tool: { PLATFORMS_FILE: platforms } } });
const edx = await startOpenEdx('11.4.4');
const people: Person[] = [];
const hasPreview = (lobby: Page | Frame): Promise<unknown> =>
  until('the preview', () => lobby.evaluate(`(document.querySelector('video')?.videoWidth ?? 0) > 0`));

async function takePictures(): Promise<void> {
  const come = async (id: string, clip: number) => {
    const person = await Person.come(house, id, { clip, look: 'plain', viewport, initScript: deviceNames });
    people.push(person);
    return person;
  };
  const [ivy, sam] = [await come('ivy', 0), await come('sam', 1)];
  await edx.control({ sharesNames: true });
  const from = Date.now();
  const names = { ask_to_send_full_name: true };
  const title = { custom_parameters: '["class_title=Biology live"]' };
  const live = await configure(ivy, edx, 'live', house.toolUrl, { ...names, ...title }, true);
  await shot(ivy.course, 'studio-values');
  const materials = await configure(
    ivy,
    edx,
    'materials',
    house.toolUrl,
    { ...names, display_name: 'Recordings', has_score: false },
    false,
  );
  await register(house, platforms, [live, materials]);
  await sam.course.goto(`${edx.origin}/sign-in/sam?next=/unit/live`);
  await sam.course.getByRole('button', { name: 'OK' }).click();
  console.log(`From the empty form to a student's first launch by script: ${Date.now() - from} ms.`);
  const lobby = await until('the lobby', () => sam.course.frames().find((frame) => /\/lobby/.test(frame.url())));
  await hasPreview(lobby);
  await lobby.getByRole('button', { name: words('lobby.join') }).waitFor();
  await shot(sam.course, 'student');
  await lesson(ivy);
  await materialsOf(ivy, sam);
}

async function lesson(ivy: Person): Promise<void> {
  await ivy.course.goto(`${edx.origin}/unit/live`);
  await ivy.course.getByRole('button', { name: 'OK' }).click();
  const lobby = await until('the lobby', () => ivy.course.frames().find((frame) => /\/lobby/.test(frame.url())));
  await ivy.enter(lobby);
  await record(ivy, 'start');
  await badge(ivy, true);
  await forSeconds(6);
  await record(ivy, 'stop');
  await lobby.getByText(words('library.watch'), { exact: true }).first().waitFor({ timeout: 240_000 });
}

async function materialsOf(ivy: Person, sam: Person): Promise<void> {
  await ivy.course.goto(`${edx.origin}/studio/materials`);
  await shot(ivy.course, 'deep-linking');
  const picker = await inNewTab(ivy, () => ivy.course.getByRole('link', { name: /Deep Linking Launch/ }).click(), 'pick');
  await picker.getByRole('textbox', { name: words('pick.name') }).fill('Weekly seminar');
  await picker.locator('label', { hasText: /Biology live \d/ }).click();
  await picker.setViewportSize({ width: 900, height: 900 });
  await shot(picker, 'picker');
  await picker.getByRole('button', { name: words('pick.add'), exact: true }).click();
  await picker.getByText('successfully saved').waitFor();
  await sam.course.goto(`${edx.origin}/unit/materials`);
  await sam.course.getByRole('button', { name: 'OK' }).click();
  await sam.course.frameLocator('.ltiLaunchFrame').getByRole('link').nth(1).waitFor();
  await shot(sam.course, 'materials');
  const film = await inNewTab(sam, () => sam.course.frameLocator('.ltiLaunchFrame').getByRole('link').nth(1).click(), 'recording');
  await until('a picture in the player', () =>
    film.evaluate(`(async () => { const film = document.querySelector('video'); await film.play(); return film.currentTime > 1; })()`),
  );
  await shot(film, 'recording');
}

try {
  await takePictures();
  console.log(`The pictures are in ${folder}.`);
} catch (error) {
  for (const { course, id } of people) await course.screenshot({ path: join(scratch, `${id}.png`) }).catch(() => undefined);
  console.error(house.logs(), edx.log(), scratch);
  throw error;
} finally {
  await Promise.all(people.map((person) => person.leave()));
  await Promise.all([house.stop(), edx.stop()]);
  await mongo.stop();
}
rmSync(scratch, { recursive: true, force: true });
