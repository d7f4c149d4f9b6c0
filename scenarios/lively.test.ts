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
  for (const person of [tara, sam, ada]) await person.joinClass();
});

const board = (person: Person) => person.room.getByRole('dialog', { name: words('lively.open') });
/** By the key that opens it, from wherever the person is. */
/** The key opens and closes it: pressed again only where it stayed closed. */
async function openBoard(person: Person) {
  await until('the reactions to open', async () => {
    if (await board(person).isVisible()) return true;
    await person.room.bringToFront();
    await person.room.keyboard.press('r');
    await board(person).waitFor({ timeout: 5_000 });
    return true;
  });
  return board(person);
}
async function closeBoard(person: Person): Promise<void> {
  await person.room.keyboard.press('Escape');
  await board(person).waitFor({ state: 'detached' });
}
async function say(person: Person, state: string): Promise<void> {
  await (await openBoard(person)).getByRole('button', { name: words(`pace.state.${state}`) }).click();
  await closeBoard(person);
  await person.button('lively.openSaying', { state: words(`pace.state.${state}`) }).waitFor();
}
const counted = (person: Person, state: string, count: number) =>
  person.room.locator(`[data-testid=pace] [data-state=${state}][data-count="${count}"]`).waitFor();
const timer = (person: Person, look: string) => person.room.locator(`[data-testid=timer][data-look=${look}]`);
const drawnAt = (person: Person) => person.room.getByTestId('drawn').getAttribute('data-seat');
async function fromMenu(person: Person, item: string) {
  await person.button('room.more').click();
  await person.room.getByRole('menuitem', { name: words(item) }).click();
}

it('[LV19] a reaction shows at the others, over the room and at the tile of whoever sent it', async () => {
  const clap = (await openBoard(sam)).getByRole('button', { name: words('lively.reaction.clap'), exact: true });
  for (const person of [tara, ada])
    await until(`${person.name} to see it`, async () => {
      await clap.click();
      const tile = person.room.locator(`[data-testid=tile][data-name="${sam.name}"] [data-testid=tile-reaction][data-kind=clap]`);
      await tile.waitFor({ timeout: 3_000 });
      await person.room.locator('[data-testid=reaction][data-kind=clap]').waitFor({ timeout: 3_000 });
      return true;
    });
  await closeBoard(sam);
  for (const person of [tara, ada]) await person.room.getByTestId('reaction').waitFor({ state: 'detached' });
});

it('[LV19] states stay; the teacher sees who says what, and classmates only how many, once that is shared', async () => {
  await say(sam, 'lost');
  await say(ada, 'yes');
  await counted(tara, 'lost', 1);
  await counted(tara, 'yes', 1);
  const told = await openBoard(tara);
  await told.locator('[data-testid=who-says][data-state=lost]', { hasText: sam.name }).waitFor();
  await told.locator('[data-testid=who-says][data-state=yes]', { hasText: ada.name }).waitFor();
  expect(await ada.room.getByTestId('pace').count()).toBe(0);
  await told.getByText(words('pace.share')).click();
  await counted(ada, 'lost', 1);
  await closeBoard(tara);
  expect(await ada.room.getByTestId('tile-pace').count()).toBe(0);
});

it('[LV19] a timer runs at everybody, and stands still when the teacher pauses it', async () => {
  await fromMenu(tara, 'timer.open');
  await tara.room.getByRole('button', { name: words('timer.minutes_other', { number: '10' }) }).click();
  for (const person of [tara, sam, ada]) await timer(person, 'running').waitFor();
  await until('the time to go on', async () => {
    const shown = await timer(sam, 'running').getByRole('timer').innerText();
    return shown < '9:59' && shown;
  });
  await tara.button('timer.addMinute').click();
  await until('the minute to be there', async () => (await timer(sam, 'running').getByRole('timer').innerText()).startsWith('10:'));
  await tara.button('timer.pause').click();
  for (const person of [sam, ada]) await timer(person, 'paused').waitFor();
  expect(await timer(ada, 'paused').getByRole('timer').innerText()).toBe(await timer(sam, 'paused').getByRole('timer').innerText());
});

it('[LV19] the draw comes upon one, then upon the other, and the teacher gives the floor with one click', async () => {
  await fromMenu(tara, 'draw.open');
  await tara.button('draw.next').click();
  const first = await until('a student to be drawn', () => drawnAt(tara));
  for (const person of [sam, ada]) await person.room.locator(`[data-testid=drawn][data-seat="${first}"]`).waitFor();
  const seatOfSam = await tara.room.evaluate(`__story.seatOf(${JSON.stringify(sam.name)})`);
  const [called, other] = first === seatOfSam ? [sam, ada] : [ada, sam];
  await called.room.getByTestId('drawn').getByText(words('draw.mine')).waitFor();
  await other.room.getByTestId('drawn').getByText(called.name).waitFor();
  await tara.button('hands.giveShort').click();
  await called.room.getByTestId('floor-mine').waitFor();
  await tara.button('draw.another').click();
  await until('the other to be drawn', async () => {
    const seat = await drawnAt(called);
    return seat !== null && seat !== first;
  });
  await other.room.getByTestId('drawn').getByText(words('draw.mine')).waitFor();
});

it('[LV19] a student governs none of it by raw messages', async () => {
  const link = await rawToolLink(sam);
  const sendId = 'a-send-id-of-a-student';
  for (const [name, body] of [
    ['lively.set', { settings: { studentsReact: true } }],
    ['pace.clear', {}],
    ['timer.start', { sendId, seconds: 60, chimes: true }],
    ['timer.add', { sendId, seconds: 60 }],
    ['timer.pause', {}],
    ['timer.resume', {}],
    ['timer.stop', {}],
    ['draw.next', { sendId, leaveOut: [] }],
    ['draw.reset', {}],
  ] as const)
    expect([name, await link.wish(name, body)]).toEqual([name, { ok: false, reason: 'forbidden' }]);
  link.close();
});

it('[LV19] all of it is there after the tool was restarted', async () => {
  const before = await timer(sam, 'paused').getByRole('timer').innerText();
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  for (const person of [tara, sam, ada]) await person.room.reload();
  await timer(sam, 'paused').waitFor();
  expect(await timer(sam, 'paused').getByRole('timer').innerText()).toBe(before);
  await sam.button('lively.openSaying', { state: words('pace.state.lost') }).waitFor();
  await counted(tara, 'lost', 1);
  await counted(ada, 'yes', 1);
  await fromMenu(tara, 'draw.open');
  await tara.button('draw.next').click();
  await tara.room.getByText(words('draw.empty')).waitFor();
  await tara.button('draw.reset').click();
  await tara.button('draw.next').click();
  await until('somebody to be drawn again', () => drawnAt(ada));
});

it('[LV19] the teacher clears the states and takes the timer away, for everybody', async () => {
  const told = await openBoard(tara);
  await told.getByRole('button', { name: words('pace.clear') }).click();
  await sam.button('lively.open').waitFor();
  await ada.room.getByTestId('pace').waitFor({ state: 'detached' });
  await told.getByText(words('lively.allow')).click();
  await closeBoard(tara);
  await tara.button('timer.stop').click();
  for (const person of [sam, ada]) await person.room.getByTestId('timer').waitFor({ state: 'detached' });
  const own = await openBoard(sam);
  await own.getByRole('button', { name: words('pace.state.yes') }).waitFor();
  expect(await own.getByRole('button', { name: words('lively.reaction.clap') }).count()).toBe(0);
});

it('[LV19] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
