import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { onePixel, raw } from './lib/files.ts';
import type { Person } from './lib/person.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;
let ada: Person;

beforeAll(async () => {
  [tara, sam, ada] = await here.arriveThree();
});

const openChat = async (person: Person): Promise<void> => {
  await person.room.getByRole('button', { name: new RegExp(`^${words('chat.open')}`) }).click();
  await person.room.getByRole('log').waitFor();
};
const card = (person: Person, name: string): Locator => person.room.locator(`[data-testid=chat-file][data-name="${name}"]`);
const attached = (person: Person, state: string): Locator => person.room.locator(`[data-testid=chat-attached][data-state=${state}]`);
const attach = async (person: Person, choose: (dialog: Locator) => Promise<void>): Promise<void> => {
  await person.button('chat.attach').click();
  await choose(person.room.getByRole('dialog', { name: words('chat.attach') }));
  await attached(person, 'ready').waitFor();
};
const upload = (person: Person, name: string, content: string | Buffer): Promise<void> =>
  attach(person, (dialog) =>
    dialog.locator('input[type=file]').setInputFiles([{ name, mimeType: 'image/png', buffer: Buffer.from(content) }]),
  );
const write = async (person: Person, text: string): Promise<void> => {
  await person.room.locator('textarea').fill(text);
  await person.button('chat.send').click();
};
const recipient = async (person: Person, name: string): Promise<void> => {
  await person.room.getByLabel(words('chat.to'), { exact: true }).click();
  await person.room.getByRole('option', { name, exact: true }).click();
};
const saved = async (person: Person, name: string): Promise<string> => {
  const press = card(person, name).getByRole('button', { name: words('files.open', { name }) });
  const [download] = await Promise.all([person.room.waitForEvent('download'), press.click()]);
  return readFileSync(await download.path(), 'utf8');
};
const drawn = (person: Person, name: string): Promise<boolean> =>
  until(`${person.name} to see ${name}`, () =>
    card(person, name)
      .locator('img')
      .evaluate<boolean, HTMLElement>((it) => (it as unknown as { naturalWidth: number }).naturalWidth === 1),
  );
/** The file of that person's last message, as they themselves are told it. */
async function lastFile(person: Person): Promise<string> {
  const id = await person.room.evaluate<string | undefined>(
    `performance.getEntriesByType('resource').map(({ name }) => /api\\/files\\/([\\w-]+)\\/link/.exec(name)?.[1]).filter(Boolean).at(-1)`,
  );
  if (!id) throw new Error(`${person.name} opened no file`);
  return id;
}

it('[CH68] a file of the library stands in everybody’s chat, and is what was uploaded', async () => {
  for (const person of [tara, sam, ada]) {
    await person.joinClass();
    await openChat(person);
  }
  expect((await raw(tara.room, '/api/files?name=Week%207.txt', { method: 'POST', body: 'Cells have membranes.' })).status).toBe(201);
  expect((await raw(tara.room, '/api/files-settings', { method: 'PATCH', body: '{"studentsMayUpload":true}' })).status).toBe(200);
  await attach(tara, (dialog) => dialog.getByRole('button', { name: /Week 7\.txt/ }).click());
  await write(tara, 'Please read this');
  for (const person of [sam, ada]) expect(await saved(person, 'Week 7.txt')).toBe('Cells have membranes.');
});

it('[CH68] a picture in private is drawn for its two people, and is nothing for anybody else', async () => {
  await recipient(sam, tara.name);
  await upload(sam, 'my cell.png', onePixel());
  await sam.button('chat.send').click();
  await drawn(tara, 'my cell.png');
  await drawn(sam, 'my cell.png');
  const id = await lastFile(tara);
  expect((await raw(tara.room, `/api/files/${id}/link`, { method: 'POST' })).status).toBe(200);
  expect((await raw(ada.room, `/api/files/${id}/link`, { method: 'POST' })).status).toBe(404);
  expect(await card(ada, 'my cell.png').count()).toBe(0);
  expect((await raw(ada.room, '/api/files')).text).not.toContain('my cell.png');
  expect((await raw(tara.room, '/api/files')).text).not.toContain('my cell.png');
});

it('[CH68] what passes for a picture is never drawn, and what is taken back is not sent', async () => {
  await recipient(sam, words('chat.everybody'));
  const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "owned"</script></svg>';
  await upload(sam, 'drawing.png', script);
  await write(sam, 'Look');
  await card(ada, 'drawing.png').getByText(words('chat.file.kind.other')).waitFor();
  expect(await card(ada, 'drawing.png').locator('img').count()).toBe(0);
  expect(await saved(ada, 'drawing.png')).toBe(script);
  await upload(sam, 'mistake.txt', 'oops');
  await sam.button('chat.file.remove', { name: 'mistake.txt' }).click();
  await attached(sam, 'ready').waitFor({ state: 'detached' });
  await write(sam, 'Nothing beside this');
  await ada.room.getByText('Nothing beside this').first().waitFor();
  expect(await card(ada, 'mistake.txt').count()).toBe(0);
  expect(await ada.room.title()).not.toBe('owned');
});

it('[CH68] after the tool was restarted it is all there', async () => {
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  await tara.room.reload();
  await tara.button('room.leave').first().waitFor();
  await openChat(tara);
  await drawn(tara, 'my cell.png');
  expect(await saved(tara, 'Week 7.txt')).toBe('Cells have membranes.');
});

it('[CH68] deleting the message takes its file away, and what leaves the library is said to be gone', async () => {
  const id = await lastFile(tara);
  const { url } = JSON.parse((await raw(tara.room, `/api/files/${id}/link`, { method: 'POST' })).text) as { url: string };
  const library = JSON.parse((await raw(tara.room, '/api/files')).text) as { files: { fileId: string }[] };
  await raw(tara.room, `/api/files/${library.files[0]?.fileId}`, { method: 'DELETE' });
  for (const person of [sam, ada]) await card(person, 'Week 7.txt').getByText(words('chat.file.gone')).waitFor();
  expect((await fetch(tara.house.toolUrl + url)).status).toBe(404);
  await sam.room
    .getByTestId('chat-message')
    .filter({ has: card(sam, 'drawing.png') })
    .getByRole('button', { name: words('chat.actions') })
    .click();
  await sam.room
    .getByRole('dialog')
    .getByRole('button', { name: words('chat.delete'), exact: true })
    .click();
  for (const person of [ada, tara]) await card(person, 'drawing.png').waitFor({ state: 'detached' });
});

it('[CH68] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
