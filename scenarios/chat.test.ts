import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { rawToolLink } from './lib/raw-link.ts';
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
const field = (person: Person): Locator => person.room.locator('textarea');
const write = async (person: Person, text: string): Promise<void> => {
  await field(person).fill(text);
  await person.button('chat.send').click();
};
const chooseRecipient = async (person: Person, name: string): Promise<void> => {
  await person.room.getByLabel(words('chat.to'), { exact: true }).click();
  await person.room.getByRole('option', { name, exact: true }).click();
};
/** The message with these words, as it stands on that person's page. */
const message = (person: Person, text: string): Locator => person.room.getByTestId('chat-message').filter({ hasText: text }).first();
const shows = async (person: Person, text: string, state = 'sent'): Promise<void> => {
  await person.room.locator(`[data-testid=chat-message][data-state=${state}]`).filter({ hasText: text }).first().waitFor();
};
const allTexts = (person: Person): Promise<string> => person.room.getByRole('log').innerText();
const act = async (person: Person, text: string, key: string, values?: Record<string, string>): Promise<void> => {
  await message(person, text)
    .getByRole('button', { name: words('chat.actions') })
    .click();
  await person.room
    .getByRole('dialog')
    .getByRole('button', { name: words(key, values), exact: true })
    .click();
};
const inSettings = async (person: Person, choose: (dialog: Locator) => Promise<void>): Promise<void> => {
  await person.button('chat.settings.title').click();
  const dialog = person.room.getByRole('dialog', { name: words('chat.settings.title') });
  await choose(dialog);
  await dialog.getByRole('button', { name: words('common.close') }).click();
  await dialog.waitFor({ state: 'detached' });
};

it('[CH60] what one writes the others read; who has the chat closed sees that something is unread', async () => {
  for (const person of [tara, sam, ada]) await person.joinClass();
  for (const person of [tara, sam]) await openChat(person);
  await write(sam, 'Is <img src=x onerror=alert(1)> a cell? See https://cells.example.org/a?b=1 or javascript:alert(2)');
  await shows(tara, 'Is <img src=x onerror=alert(1)> a cell?');
  const link = message(tara, 'a cell?').getByRole('link');
  expect(await link.count()).toBe(1);
  expect(await link.getAttribute('href')).toBe('https://cells.example.org/a?b=1');
  expect(await link.getAttribute('rel')).toContain('noopener');
  expect(await message(tara, 'a cell?').locator('img').count()).toBe(0);
  await ada.button('chat.openUnread_one', { count: '1' }).waitFor();
  await openChat(ada);
  await shows(ada, 'a cell?');
  await write(tara, 'السؤال جيد جدًا');
  await shows(ada, 'السؤال جيد جدًا');
});

it('[CH61] a student asks a teacher in private, and nobody else sees it', async () => {
  await chooseRecipient(sam, tara.name);
  await write(sam, 'I am lost');
  await shows(tara, 'I am lost');
  await message(tara, 'I am lost').getByText(words('chat.privatelyToYou')).waitFor();
  await chooseRecipient(sam, words('chat.everybody'));
  await write(sam, 'Can everybody hear?');
  await shows(ada, 'Can everybody hear?');
  expect(await allTexts(ada)).not.toContain('I am lost');
  // To another student there is no way as the class stands, until a teacher says so.
  await sam.room.getByLabel(words('chat.to'), { exact: true }).click();
  expect(await sam.room.getByRole('option').allInnerTexts()).toEqual([words('chat.everybody'), tara.name]);
  await sam.room.keyboard.press('Escape');
  await inSettings(tara, (dialog) => dialog.getByText(words('chat.settings.level.peers'), { exact: true }).click());
  await sam.button('room.peopleCount', { count: '3' }).click();
  await sam.button('chat.writeTo', { name: ada.name }).click();
  await write(sam, 'psst, Ada');
  await shows(ada, 'psst, Ada');
  await chooseRecipient(sam, words('chat.everybody'));
  await write(sam, 'nothing to see');
  await shows(tara, 'nothing to see');
  expect(await allTexts(tara)).not.toContain('psst');
});

it('[CH62] people answer, call, react, change and delete, and the others see what became of it', async () => {
  await act(ada, 'Can everybody hear?', 'chat.reply');
  await write(ada, `Yes @${tara.name}`);
  await shows(tara, `Yes @${tara.name}`);
  await message(tara, 'Yes @').getByTestId('chat-quote').filter({ hasText: 'Can everybody hear?' }).waitFor();
  expect(await message(tara, 'Yes @').getAttribute('data-called')).toBe('true');
  await act(tara, 'Yes @', 'chat.reaction.heart');
  await message(ada, 'Yes @')
    .getByRole('button', { name: words('chat.reactionCount_one', { count: '1', reaction: words('chat.reaction.heart') }) })
    .waitFor();
  await act(sam, 'nothing to see', 'chat.edit');
  await field(sam).fill('something to see');
  await sam.button('chat.save').click();
  await shows(ada, 'something to see');
  expect(await allTexts(ada)).not.toContain('nothing to see');
  await write(sam, 'a rude word');
  await shows(ada, 'a rude word');
  await act(tara, 'a rude word', 'chat.delete');
  for (const person of [sam, ada]) {
    await shows(person, words('chat.deletedBy', { name: tara.name, time: '' }).trim(), 'deleted');
    expect(await allTexts(person)).not.toContain('a rude word');
  }
});

it('[CH63] a student tries by hand what the page does not offer, and gets nowhere', async () => {
  const raw = await rawToolLink(sam);
  const sendId = (name: string) => `by-hand-${name}`;
  const post = (body: object) =>
    raw.wish('chat.post', { sendId: sendId(JSON.stringify(body).length.toString()), mentions: [], text: 'x', ...body });
  // A second link of the same person has no seat, and takes the first one's only by entering.
  expect(await post({})).toEqual({ ok: false, reason: 'wrong-phase' });
  const entered = (await raw.wish('room.enter', { tab: 'by-hand-0123456789abcdef' })) as {
    value: { people: { name: string; seatId: string }[]; lastSeq: number };
  };
  const seat = (person: Person) => entered.value.people.find(({ name }) => name === person.name)?.seatId;
  expect(await post({ to: seat(tara), text: 'student to teacher, which is off' })).toEqual({ ok: false, reason: 'forbidden' });
  expect(await post({ text: 'as a teacher', role: 'teacher' })).toEqual({ ok: false, reason: 'bad-request' });
  expect(await raw.wish('chat.set', { sendId: sendId('set'), settings: { privately: 'all' } })).toEqual({ ok: false, reason: 'forbidden' });
  expect(await raw.wish('chat.mute', { sendId: sendId('mute'), seatId: seat(ada), isMuted: true })).toEqual({
    ok: false,
    reason: 'forbidden',
  });
  const page = (await raw.wish('chat.before', { seq: Number.MAX_SAFE_INTEGER })) as { value: { messages: { id: string; text: string }[] } };
  const foreign = page.value.messages.find(({ text }) => text.startsWith('Yes @'));
  expect(await raw.wish('chat.delete', { sendId: sendId('delete'), messageId: foreign?.id })).toEqual({ ok: false, reason: 'forbidden' });
  const all = (await raw.wish('events.since', { seq: 0 })) as { value: { events: unknown[] } };
  expect(JSON.stringify(all)).not.toContain('a rude word');
  raw.close();
  await sam.button('over.useHere').click();
  await sam.button('room.leave').waitFor();
  expect(await tara.room.getByRole('log').innerText()).not.toContain('which is off');
});

it('[CH64] a teacher stops somebody from writing and lets them again; the chat may be off for students', async () => {
  await openChat(sam);
  await act(tara, 'something to see', 'chat.mute', { name: sam.name });
  await sam.room
    .getByTestId('chat-silence')
    .filter({ hasText: words('chat.silence.muted') })
    .waitFor();
  expect(await field(sam).count()).toBe(0);
  expect(await ada.room.getByTestId('chat-silence').count()).toBe(0);
  await inSettings(tara, (dialog) => dialog.getByRole('button', { name: words('chat.settings.unmute') }).click());
  await field(sam).waitFor();
  await inSettings(tara, (dialog) => dialog.getByText(words('chat.settings.studentsWrite')).click());
  for (const person of [sam, ada])
    await person.room
      .getByTestId('chat-silence')
      .filter({ hasText: words('chat.silence.off') })
      .waitFor();
  await inSettings(tara, (dialog) => dialog.getByText(words('chat.settings.studentsWrite')).click());
  await field(ada).waitFor();
});

it('[CH65] while the tool is down a message waits and says so; when it is back everything is there, and the message arrives once', async () => {
  await tara.house.child('tool').stop('SIGKILL');
  await write(ada, 'written into the gap');
  await message(ada, 'written into the gap').waitFor();
  expect(await message(ada, 'written into the gap').getAttribute('data-state')).not.toBe('sent');
  await tara.house.run('tool');
  await shows(tara, 'written into the gap');
  await shows(ada, 'written into the gap');
  for (const person of [tara, ada])
    expect(await person.room.getByTestId('chat-message').filter({ hasText: 'written into the gap' }).count()).toBe(1);
  await until('the chat to be whole again', async () => (await allTexts(tara)).includes('I am lost'));
  await message(tara, 'a rude word').locator('summary').waitFor();
  const said = await allTexts(sam);
  for (const text of ['a cell?', 'السؤال جيد جدًا', 'I am lost', 'psst, Ada', 'something to see', `Yes @${tara.name}`])
    expect(said).toContain(text);
});

it('[CH66] who comes next week finds what was written, and nothing that was not for them', async () => {
  await tara.button('room.leave').click();
  await tara.room.getByRole('menuitem', { name: words('room.endForAll') }).click();
  await ada.room.getByText(words('over.teacher')).first().waitFor();
  await ada.joinClass();
  await openChat(ada);
  await shows(ada, 'written into the gap');
  const said = await allTexts(ada);
  for (const text of ['a cell?', 'psst, Ada']) expect(said).toContain(text);
  for (const text of ['I am lost', 'a rude word']) expect(said).not.toContain(text);
});

it('[CH67] a teacher takes the chat along as a file', async () => {
  await tara.joinClass();
  await openChat(tara);
  await tara.button('chat.settings.title').click();
  const [download] = await Promise.all([tara.room.waitForEvent('download'), tara.button('chat.settings.csv').click()]);
  expect(download.suggestedFilename()).toBe('chat.csv');
  const file = await readFile(await download.path(), 'utf8');
  expect(file).toContain('written into the gap');
  expect(file).not.toContain('psst');
});

it('[CH60] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
