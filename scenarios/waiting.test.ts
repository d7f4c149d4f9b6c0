import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
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

const tab = () => randomBytes(16).toString('base64url');
/** From the lobby to the door of the room, in a tab of its own. */
async function comeToDoor(person: Person): Promise<Page> {
  const lobby = await person.openLobby();
  await lobby.getByText(words('waiting.youWillWait')).waitFor();
  const opening = person.context.waitForEvent('page');
  await lobby.getByRole('button', { name: words('lobby.join'), exact: true }).click();
  person.room = await opening;
  await isAtDoor(person);
  return person.room;
}
const isAtDoor = (person: Person) => person.room.getByRole('heading', { name: words('waiting.youWait') }).waitFor();
const isIn = (person: Person) => person.button('room.leave').first().waitFor();
const waiter = (person: Person) => tara.room.getByTestId('waiter').filter({ hasText: person.name });
async function turnAway(person: Person, choice: string): Promise<void> {
  await tara.button('waiting.turnAway', { name: person.name }).click();
  await tara.room.getByRole('menuitem', { name: new RegExp(`^${words(choice)}`) }).click();
}
async function setDoor(isOn: boolean): Promise<void> {
  await tara.button('order.title').click();
  await tara.room.getByRole('menuitem', { name: words('waiting.door') }).click();
  const door = tara.room.getByRole('switch', { name: words('waiting.switch') });
  await until(
    `the door to be ${isOn ? 'closed' : 'open'}`,
    async () => {
      if ((await door.isChecked()) === isOn) return true;
      await tara.room.getByText(words('waiting.switch')).click();
      return false;
    },
    { everyMs: 2_000 },
  );
}
const closeDialog = () =>
  tara.room
    .getByRole('dialog')
    .getByRole('button', { name: words('common.close') })
    .click();

it('[WR23] a teacher closes the door in the lobby, and a student waits for the class to begin', async () => {
  const lobby = await tara.openLobby();
  await lobby.getByText(words('waiting.switch')).click();
  await until('the door to be closed', () => lobby.getByRole('switch', { name: words('waiting.switch') }).isChecked());
  const room = await comeToDoor(sam);
  await room.getByText(words('waiting.stage.not-begun')).waitFor();
  await lobby.getByTestId('at-door').waitFor();
  await tara.enter(lobby);
  await tara.room.keyboard.press('p');
  await waiter(sam).waitFor();
  await room.getByText(words('waiting.stage.teacher-here')).waitFor();
  // Their own picture is there to try meanwhile; the room knows nothing of them.
  await room.locator('video').first().waitFor();
  expect((await tara.tiles()).map(({ name }) => name)).toEqual([tara.name]);
});

it('[WR23] raw messages of somebody who waits open nothing', async () => {
  const link = await rawToolLink(sam);
  for (const [name, body, reason] of [
    ['room.enter', { tab: tab() }, 'must-wait'],
    ['room.enter', { tab: tab(), resume: true }, 'must-wait'],
    ['media.pass', {}, 'wrong-phase'],
    ['events.since', { seq: 0 }, 'must-wait'],
    ['chat.before', { seq: 1_000 }, 'wrong-phase'],
    ['hand.raise', {}, 'wrong-phase'],
    ['waiting.let-in-all', {}, 'forbidden'],
    ['waiting.set', { isOn: false }, 'forbidden'],
  ] as const)
    expect([name, await link.wish(name, body)]).toEqual([name, { ok: false, reason }]);
  link.close();
});

it('[WR23] what the teacher says at the door is read there; let in, the student is seen, and is in again after a reload', async () => {
  await setDoor(true);
  await tara.room.getByLabel(words('waiting.message'), { exact: true }).fill('We begin in a minute');
  await tara.button('waiting.say').click();
  await sam.room.getByTestId('door-message').getByText('We begin in a minute').waitFor();
  await closeDialog();
  await comeToDoor(ada);
  await waiter(ada).waitFor();
  await tara.button('waiting.letIn', { name: sam.name }).click();
  await isIn(sam);
  await tara.seesMoving(sam);
  await isAtDoor(ada);
  await sam.room.reload();
  await isIn(sam);
  await tara.seesMoving(sam);
});

it('[WR23] who is turned away for now may ask again', async () => {
  await turnAway(ada, 'waiting.notNow');
  await ada.room.getByRole('heading', { name: words('waiting.turned-away') }).waitFor();
  await until('nobody at the door', async () => (await tara.room.getByTestId('waiter').count()) === 0);
  await ada.button('waiting.askAgain').click();
  await isAtDoor(ada);
  await waiter(ada).waitFor();
});

it('[WR23] a restart of the tool loses nobody’s place, and lets nobody in', async () => {
  await tara.house.child('tool').stop('SIGKILL');
  await ada.room.getByText(words('waiting.lost')).waitFor();
  await tara.house.run('tool');
  await ada.room.getByText(words('waiting.stage.teacher-here')).waitFor();
  await isAtDoor(ada);
  await waiter(ada).waitFor();
  const link = await rawToolLink(ada);
  expect(await link.wish('room.enter', { tab: tab() })).toEqual({ ok: false, reason: 'must-wait' });
  link.close();
  await tara.seesMoving(sam);
});

it('[WR23] when the teacher leaves, who waits is told, and keeps the place', async () => {
  await tara.button('room.leave').click();
  await tara.room.getByRole('menuitem', { name: words('room.leaveOnly') }).click();
  await ada.room.getByText(words('waiting.stage.teacher-away')).waitFor();
  await tara.button('over.rejoin').click();
  await isIn(tara);
  await ada.room.getByText(words('waiting.stage.teacher-here')).waitFor();
  await tara.room.keyboard.press('p');
  await waiter(ada).waitFor();
});

it('[WR23] opening the door lets all in who wait', async () => {
  await setDoor(false);
  await isIn(ada);
  await closeDialog();
  await tara.seesMoving(ada);
  await setDoor(true);
  await closeDialog();
});

it('[WR23] who is turned away for the session is not in it again, by no tab; the end of the class is told at the door', async () => {
  const ravi = await here.arrive('ravi', { clip: 1 });
  const mei = await here.arrive('mei', { clip: 1 });
  await comeToDoor(ravi);
  await comeToDoor(mei);
  await waiter(ravi).waitFor();
  await turnAway(ravi, 'waiting.notToday');
  await ravi.room.getByText(words('reasons.sent-out')).waitFor();
  await ravi.room.reload();
  await ravi.room.getByText(words('reasons.sent-out')).waitFor();
  await waiter(mei).waitFor();
  await tara.button('room.leave').click();
  await tara.room.getByRole('menuitem', { name: words('room.endForAll') }).click();
  await mei.room.getByRole('heading', { name: words('waiting.over') }).waitFor();
  for (const person of [ravi, mei]) {
    expect([person.name, person.errors]).toEqual([person.name, []]);
    await here.dismiss(person);
  }
});

it('[WR23] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
