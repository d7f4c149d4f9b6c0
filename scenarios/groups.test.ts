import type { Frame, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { faults } from './lib/axe.ts';
import type { Person } from './lib/person.ts';
import { rawToolLink } from './lib/raw-link.ts';
import { badge, inCourse, record } from './lib/recorder.ts';
import { story } from './lib/story.ts';
import { forSeconds, until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;
let ada: Person;
/** The teacher's lobby in the course, and the course's own page beside it. */
let lobby: Frame;
let course: Page;

beforeAll(async () => {
  [tara, sam, ada] = await here.arriveThree();
  course = await tara.context.newPage();
  await course.goto(`${tara.house.sandboxUrl}/courses/bio`);
});

/** On the course's page, as its teacher: who is in which group. */
async function group(places: Readonly<Record<string, readonly Person[]>>): Promise<void> {
  await course.goto(`${tara.house.sandboxUrl}/courses/bio`);
  for (const name of ['Red', 'Blue'])
    for (const person of [sam, ada])
      await course
        .getByRole('checkbox', { name: `${person.name} in ${name}`, exact: true })
        .setChecked(places[name]?.includes(person) ?? false);
  await course.getByRole('button', { name: 'Save groups' }).click();
  await course.waitForURL('**/courses/bio#groups');
}

async function rooms(choice: 'One room for all' | 'One room per group'): Promise<void> {
  await course.goto(`${tara.house.sandboxUrl}/courses/bio`);
  await course.getByRole('combobox', { name: 'Rooms of Live class', exact: true }).selectOption({ label: choice });
  await course.getByRole('button', { name: 'Save rooms of Live class' }).click();
  await course.waitForURL('**/courses/bio#groups');
}

const roomRow = (name: string) => lobby.getByTestId('group-room').filter({ hasText: name });

/** The teacher goes into the room of a group, in a tab of its own. */
async function enterRoom(name: string): Promise<Page> {
  const opening = tara.context.waitForEvent('page');
  await lobby.getByRole('button', { name: words('rooms.enterNamed', { name }), exact: true }).click();
  const page = await opening;
  await page.waitForURL('**/room?room=**');
  await page
    .getByRole('button', { name: words('room.leave') })
    .first()
    .waitFor();
  return page;
}

const seats = async (person: Person) => (await person.tiles()).map(({ name }) => name).sort();
const recordings = (frame: Frame) => frame.getByTestId('recording').count();

it('[GR20] the teacher makes two groups in the course; each student finds the room of their own', async () => {
  await sam.openLobby();
  for (const name of ['Red', 'Blue']) {
    await course.getByLabel('Name of the new group').fill(name);
    await course.getByRole('button', { name: 'Add group' }).click();
    await course.getByRole('columnheader', { name }).waitFor();
  }
  await group({ Red: [sam], Blue: [ada] });
  await rooms('One room per group');
  // Open since before there were groups: it follows by itself.
  const theirs = sam.course.frame({ name: 'tool' });
  await theirs?.getByText(words('rooms.yours', { name: 'Red' })).waitFor();
  await sam.enter(theirs as Frame);
  await ada.joinClass();
  await sam.room.getByRole('heading', { name: /Red/ }).waitFor();
  expect(await seats(sam)).toEqual([sam.name]);
  expect(await seats(ada)).toEqual([ada.name]);
});

it('[GR20] the teacher sees one list of rooms with who is live, and goes to both', async () => {
  lobby = await tara.openLobby();
  for (const name of ['Red', 'Blue'])
    await roomRow(name)
      .getByText(words('rooms.people_one', { count: '1' }))
      .waitFor();
  await roomRow(words('rooms.rest')).getByText(words('rooms.quiet')).waitFor();
  expect(await faults(tara.course)).toEqual([]);
  const blue = await enterRoom('Blue');
  tara.room = blue;
  await ada.seesMoving(tara);
  tara.room = await enterRoom('Red');
  await tara.seesMoving(sam);
  await sam.seesMoving(tara);
  expect(await seats(tara)).toEqual([sam.name, tara.name].sort());
  for (const name of ['Red', 'Blue'])
    await roomRow(name)
      .getByText(words('rooms.people_other', { count: '2' }))
      .waitFor();
});

it('[GR20] a reload comes back into the same room', async () => {
  await tara.room.reload();
  await tara.seesMoving(sam);
});

it('[GR5] a student enters no other room, not even by raw messages', async () => {
  const link = await rawToolLink(sam);
  const blue = new URL(ada.room.url()).searchParams.get('room');
  const tab = 'story-groups-abcdefgh';
  expect(await link.wish('room.enter', { tab, roomId: blue })).toEqual({ ok: false, reason: 'other-room' });
  expect(await link.wish('room.enter', { tab })).toEqual({ ok: false, reason: 'other-room' });
  link.close();
});

it('[GR21] the recording of one group is there for that group and the teacher, in the library and in the course', async () => {
  await record(tara, 'start');
  await badge(sam, true);
  await sam.button('consent.agree').click();
  await forSeconds(2);
  await record(tara, 'stop');
  const [material] = await inCourse(tara, 1);
  const title = String(material?.title);
  expect(title).toMatch(/^Live class – Red /);
  const [samLobby, adaLobby] = [await sam.openLobby(), await ada.openLobby()];
  await until('the recording at Sam', async () => (await recordings(samLobby)) === 1);
  await samLobby.getByTestId('recording').getByText('Red', { exact: true }).waitFor();
  await lobby.getByTestId('recording').getByText('Red', { exact: true }).waitFor();
  await adaLobby.getByText(words('library.empty')).waitFor();
  const inTheCourse = async (person: Person) => {
    await person.course.goto(`${person.house.sandboxUrl}/courses/bio`);
    return person.course.getByTestId('material').count();
  };
  expect([await inTheCourse(sam), await inTheCourse(ada)]).toEqual([1, 0]);
  await course.goto(`${tara.house.sandboxUrl}/courses/bio`);
  expect(await course.getByTestId('material').getByText('Red', { exact: true }).count()).toBe(1);
  // Its address is no way in either.
  const address = await sam.course.getByTestId('material').getByRole('link').getAttribute('href');
  await ada.course.goto(`${ada.house.sandboxUrl}${address}`);
  await ada.course.getByText('There is no such recording.').waitFor();
});

it('[GR22] a student who is moved is out of the old room, is told so, and joins the new one from there', async () => {
  await group({ Blue: [sam, ada] });
  await sam.room.getByRole('heading', { name: words('over.regrouped') }).waitFor();
  await until('Sam to be gone at Tara', async () => !(await tara.tiles()).some((tile) => tile.name === sam.name));
  expect(await faults(sam.room)).toEqual([]);
  await sam.button('rooms.join', { name: 'Blue' }).click();
  await sam.room
    .getByRole('button', { name: words('room.leave') })
    .first()
    .waitFor();
  await sam.seesMoving(ada);
  await ada.seesMoving(sam);
});

it('[GR22] who is put into no group is told so plainly, and comes in by themselves once they are in one', async () => {
  await course.goto(`${tara.house.sandboxUrl}/courses/bio`);
  await course.getByLabel('People of no group in Live class').selectOption('outside');
  await course.getByRole('button', { name: 'Save rooms of Live class' }).click();
  await course.waitForURL('**/courses/bio#groups');
  await group({ Blue: [ada] });
  await sam.room.getByText(words('over.regroupedNone')).waitFor();
  const samLobby = await sam.openLobby();
  await samLobby.getByText(words('rooms.none')).waitFor();
  expect(await faults(sam.course)).toEqual([]);
  await group({ Red: [sam], Blue: [ada] });
  await samLobby.getByText(words('rooms.yours', { name: 'Red' })).waitFor();
  await sam.button('rooms.join', { name: 'Red' }).click();
  await sam.seesMoving(tara);
});

it('[GR22] one room for all again: the common room is back, with everybody, and no recording is lost', async () => {
  await rooms('One room for all');
  for (const person of [tara, sam, ada]) {
    await person.room.getByRole('heading', { name: words('over.regrouped') }).waitFor();
    await person.button('lobby.join').click();
  }
  for (const [one, other] of [
    [tara, sam],
    [sam, ada],
    [ada, tara],
  ] as const)
    await one.seesMoving(other);
  expect(await recordings(lobby)).toBe(1);
});

it('[GR20] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
