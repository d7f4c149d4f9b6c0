import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@liveclass/contract';
import type { Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onePixel, raw } from './lib/files.ts';
import type { Person } from './lib/person.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const tools = mkdtempSync(join(tmpdir(), 'live-class-story-'));
const scanner = join(tools, 'scan.sh');
// Answers as clamdscan does; of one file it can tell nothing until it is "updated".
writeFileSync(
  scanner,
  `#!/bin/sh
grep -q EICAR "$1" && exit 1
grep -q RIDDLE "$1" && [ ! -e "${tools}/updated" ] && exit 2
exit 0
`,
);
chmodSync(scanner, 0o700);

const here = story({ env: { tool: { FILES_SCAN_COMMAND: scanner } } });
let tara: Person;
let sam: Person;
/** The lobby in a tab of its own, where the network of the page can be slowed down. */
let desk: Page;
let lobby: Frame;

beforeAll(async () => {
  tara = await here.arrive('tara', { clip: 0 });
  sam = await here.arrive('sam', { clip: 1 });
  desk = tara.course;
  await desk.goto(`${tara.house.sandboxUrl}/courses/bio/activities/bio-live/launch?in=window`);
  lobby = await sam.openLobby();
});
afterAll(() => rmSync(tools, { recursive: true }));

type Where = Page | Frame;
const row = (on: Where, name: string): Locator => on.locator(`[data-testid=file][data-name="${name}"]`);
const upload = (on: Where, name: string): Locator => on.getByTestId('upload').filter({ hasText: name });
const put = (on: Where, ...files: readonly (readonly [name: string, content: string | Buffer])[]): Promise<void> =>
  on
    .locator('input[type=file]')
    .setInputFiles(files.map(([name, content]) => ({ name, mimeType: 'image/png', buffer: Buffer.from(content) })));
const choose = async (name: string, key: string): Promise<void> => {
  await row(desk, name)
    .getByRole('button', { name: words('library.actions', { title: name }) })
    .click();
  await desk.getByRole('menuitem', { name: words(key), exact: true }).click();
};
const openButton = (on: Where, name: string): Locator => row(on, name).getByRole('button', { name: new RegExp(`^${words('files.open')}`) });
/** What a press on a file's button saves. */
async function saved(person: Person, on: Where, name: string): Promise<Buffer> {
  const [download] = await Promise.all([person.course.waitForEvent('download'), openButton(on, name).click()]);
  return readFileSync(await download.path());
}

const HTML = '<!doctype html><script>parent.document.title = document.title = "owned"</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>top.document.title = "owned"</script></svg>';

it('[FI40] what the teacher uploads stands on the student’s page, and is what was uploaded', async () => {
  await put(desk, ['الدرس السابع.png', onePixel()], ['notes.txt', 'Cells have membranes.']);
  await row(lobby, 'notes.txt').waitFor();
  expect(String(await saved(sam, lobby, 'notes.txt'))).toBe('Cells have membranes.');
  const [tab] = await Promise.all([sam.context.waitForEvent('page'), openButton(lobby, 'الدرس السابع.png').click()]);
  await tab.waitForURL('**/file/**');
  await until('the picture to be drawn', () => tab.evaluate<boolean>('document.images[0]?.naturalWidth === 1'));
  await tab.close();
  expect(await lobby.locator('input[type=file]').count()).toBe(0);
});

it('[FI40] the student follows as it is renamed, hidden, shown and deleted, and a copied link ends with it', async () => {
  await choose('notes.txt', 'library.rename');
  await desk.getByRole('textbox', { name: words('files.renameLabel') }).fill('Membranes.txt');
  await desk.keyboard.press('Enter');
  await row(lobby, 'Membranes.txt').waitFor();
  const link = JSON.parse((await raw(lobby, '/api/files')).text) as { files: { name: string; fileId: string }[] };
  const id = link.files.find(({ name }) => name === 'Membranes.txt')?.fileId ?? '';
  const { url } = JSON.parse((await raw(lobby, `/api/files/${id}/link`, { method: 'POST' })).text) as { url: string };
  const open = async () => (await fetch(sam.house.toolUrl + url)).status;
  expect(await open()).toBe(200);
  await choose('Membranes.txt', 'library.hide');
  await row(desk, 'Membranes.txt').getByText(words('library.hidden')).waitFor();
  expect(await open()).toBe(404);
  await row(lobby, 'Membranes.txt').waitFor({ state: 'detached' });
  await choose('Membranes.txt', 'library.show');
  await row(lobby, 'Membranes.txt').waitFor();
  await choose('Membranes.txt', 'library.delete');
  await desk.getByRole('button', { name: words('common.undo') }).click();
  await row(desk, 'Membranes.txt').waitFor();
  expect(await open()).toBe(200);
  await choose('Membranes.txt', 'library.delete');
  await row(lobby, 'Membranes.txt').waitFor({ state: 'detached' });
  expect(await open()).toBe(404);
  expect(readdirSync(sam.house.filesDir)).not.toContain(id);
});

it('[FI40] pages and scripts that pass for pictures are saved and never run', async () => {
  await put(desk, ['page.png', HTML], ['drawing.png', SVG]);
  for (const [name, content] of [
    ['page.png', HTML],
    ['drawing.png', SVG],
  ] as const) {
    await row(lobby, name).waitFor();
    expect(String(await saved(sam, lobby, name))).toBe(content);
  }
  for (const page of [desk, sam.course]) expect(await page.title()).not.toBe('owned');
});

it('[FI40] programs, viruses, giants and names that lead elsewhere are refused or tamed, and it says why', async () => {
  const giant = join(tools, 'giant.mp4');
  writeFileSync(giant, '');
  truncateSync(giant, LIMITS.fileBytes + 1);
  await desk.locator('input[type=file]').setInputFiles(giant);
  await upload(desk, 'giant.mp4')
    .getByText(words('files.refused.too-large', { most: '50 MB' }))
    .waitFor();
  await put(desk, ['slides.pdf', Buffer.concat([Buffer.from('4d5a90000300', 'hex'), Buffer.alloc(200)])]);
  await upload(desk, 'slides.pdf').getByText(words('reasons.wrong-type')).waitFor();
  await put(desk, ['homework.doc', 'EICAR']);
  await upload(desk, 'homework.doc').getByText(words('reasons.infected')).waitFor();
  const named = await raw(desk, `/api/files?${new URLSearchParams({ name: '../../../\u202efdp.exe' })}`, { method: 'POST', body: 'x' });
  expect(JSON.parse(named.text)).toMatchObject({ name: '_.._.._fdp.exe', kind: 'other' });
  for (const [path, method] of [
    ['/api/files?name=x', 'POST'],
    ['/api/files-settings', 'PATCH'],
  ] as const)
    expect((await raw(lobby, path, { method, body: '{"studentsMayUpload":true}' })).status, path).toBeGreaterThanOrEqual(400);
  for (const name of ['giant.mp4', 'slides.pdf', 'homework.doc'])
    await upload(desk, name)
      .getByRole('button', { name: words('files.cancel', { name }) })
      .click();
  expect(await desk.getByTestId('upload').count()).toBe(0);
});

it('[FI40] what the scanner cannot judge waits, and students see it once it is judged', async () => {
  await put(desk, ['riddle.txt', 'RIDDLE']);
  await row(desk, 'riddle.txt').getByText(words('files.state.scanning')).waitFor();
  expect(await openButton(desk, 'riddle.txt').count()).toBe(0);
  expect(JSON.parse((await raw(lobby, '/api/files')).text).files.map(({ name }: { name: string }) => name)).not.toContain('riddle.txt');
  writeFileSync(join(tools, 'updated'), '');
  await row(lobby, 'riddle.txt').waitFor();
}, 240_000);

it('[FI40] an upload that a restart of the tool broke off is tried again and is there once', async () => {
  const film = Buffer.alloc(3_000_000, 'film');
  const network = await tara.context.newCDPSession(desk);
  const slow = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await slow(150_000);
  await put(desk, ['film.bin', film]);
  await until('a part of it to be on the disk', () => readdirSync(tara.house.filesDir).some((name) => name.endsWith('.part')));
  await tara.house.child('tool').stop('SIGKILL');
  await upload(desk, 'film.bin').getByText(words('files.refused.unavailable')).waitFor();
  await tara.house.run('tool');
  await slow(-1);
  await upload(desk, 'film.bin')
    .getByRole('button', { name: words('files.retry', { name: 'film.bin' }) })
    .click();
  await row(lobby, 'film.bin').waitFor();
  expect(await row(lobby, 'film.bin').count()).toBe(1);
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(sum(await saved(sam, lobby, 'film.bin'))).toBe(sum(film));
  await row(lobby, 'الدرس السابع.png').waitFor();
});

it('[FI40] students upload while the teacher lets them', async () => {
  await desk.locator('label', { hasText: words('files.studentsMay') }).click();
  await lobby.getByRole('button', { name: words('files.upload') }).waitFor();
  await put(lobby, ['answer.txt', 'Because of osmosis.']);
  await row(desk, 'answer.txt').waitFor();
  expect(String(await saved(tara, desk, 'answer.txt'))).toBe('Because of osmosis.');
  await desk.locator('label', { hasText: words('files.studentsMay') }).click();
  await lobby.getByRole('button', { name: words('files.upload') }).waitFor({ state: 'detached' });
  expect((await raw(lobby, '/api/files?name=x', { method: 'POST', body: 'x' })).status).toBe(403);
});

it('[FI40] no page threw an error', () => {
  for (const person of [tara, sam]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
