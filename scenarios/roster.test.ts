import type { Frame, Page } from 'playwright-core';
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
/** The teacher's lobby in the course, and the course's own page beside it. */
let lobby: Frame;
let course: Page;

beforeAll(async () => {
  [tara, sam, ada] = await here.arriveThree();
  lobby = await tara.openLobby();
  await tara.enter(lobby);
  for (const person of [sam, ada]) await person.joinClass();
  course = await tara.context.newPage();
  // Chromium loses clicks into a frame of a tab behind.
  await tara.course.bringToFront();
});

/** What the teacher of the course does on the course's page. */
async function inCourse(change: string, person: Person): Promise<void> {
  await course.goto(`${tara.house.sandboxUrl}/courses/bio`);
  await course.getByRole('button', { name: `${change}: ${person.name}`, exact: true }).click();
  await course.waitForURL('**/courses/bio#people');
}

/** "Update now" in the lobby, until it shows. The button rests for some seconds after each time. */
async function updated(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const button = lobby.getByRole('button', { name: words('roster.update') });
  await until(
    what,
    async () => {
      if (await isSo()) return true;
      if (await button.isEnabled()) await button.click();
      return false;
    },
    { everyMs: 1_000 },
  );
}
const row = (person: Pick<Person, 'name'>) => lobby.getByTestId('roster-person').filter({ hasText: person.name });

it('[RO22] the teacher sees everybody of the course in the lobby, and who of them is in the room', async () => {
  await updated('the list of the course', async () => (await lobby.getByTestId('roster-person').count()) === 8);
  for (const person of [tara, sam, ada]) await row(person).getByText(words('roster.here')).waitFor();
  expect(await row({ name: 'Ravi Kumar' }).getByText(words('roster.here')).count()).toBe(0);
  await lobby.getByLabel(words('roster.search')).fill('ليلي');
  await until('the one who was searched', async () => (await lobby.getByTestId('roster-person').count()) === 1);
  await row({ name: 'ليلى حداد' }).waitFor();
  await lobby.getByLabel(words('roster.search')).fill('');
  await row(sam).waitFor();
});

it('[RO22] students see no such list', async () => {
  const theirs = sam.course.frame({ name: 'tool' });
  await theirs?.getByRole('heading', { name: words('library.title') }).waitFor();
  expect(await theirs?.getByRole('heading', { name: words('roster.title'), exact: true }).count()).toBe(0);
});

it('[RO22] a student who is taken out of the course is out of the room, and cannot come back', async () => {
  await tara.seesMoving(sam);
  await inCourse('Remove', sam);
  await updated('Sam to be gone from the list', async () => (await row(sam).count()) === 0);
  await sam.room.getByRole('heading', { name: words('over.removed') }).waitFor();
  await until('Sam to be gone at Tara', async () => !(await tara.tiles()).some((tile) => tile.name === sam.name));
  await tara.seesMoving(ada);
  const status = await sam.room.evaluate<number>(`fetch('/api/session/restore', { method: 'POST' }).then((answer) => answer.status)`);
  expect(status).toBe(401);
  await sam.room.reload();
  await sam.room.getByRole('heading', { name: words('error.expired') }).waitFor();
  await sam.course.goto(`${sam.house.sandboxUrl}/courses/bio/activities/bio-live`);
  await sam.course.getByText('You are not in this course.').waitFor();
});

it('[RO22] a student who is made a teacher gets the controls of one in the running room, and loses them again', async () => {
  const record = ada.room.getByRole('button', { name: words('recording.menu') });
  expect(await record.count()).toBe(0);
  await inCourse('Make a teacher', ada);
  await updated('the controls of a teacher', async () => (await record.count()) === 1);
  await tara.seesMoving(ada);
  const link = await rawToolLink(ada);
  await inCourse('Make a student', ada);
  await updated('the controls to be gone', async () => (await record.count()) === 0);
  expect(await link.wish('session.end', { sendId: 'story-roster-abcdefgh' })).toEqual({ ok: false, reason: 'forbidden' });
  link.close();
  await tara.seesMoving(ada);
});

it('[RO22] who is put back comes in again', async () => {
  await inCourse('Put back', sam);
  await sam.joinClass();
  await tara.seesMoving(sam);
  await row(sam).getByText(words('roster.here')).waitFor();
});

it('[RO22] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
