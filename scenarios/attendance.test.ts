import { PEOPLE } from '@liveclass/fixtures/sandbox-lms/people.ts';
import type { Frame, Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { story } from './lib/story.ts';
import { forSeconds, until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;
let ada: Person;
/** Everybody whom the course's list names as a student. */
const STUDENTS = PEOPLE.filter(({ standing }) => standing === 'student').length;
/** Tara's page with the attendance, in the course. */
let desk: Frame;

beforeAll(async () => {
  [tara, sam, ada] = await here.arriveThree();
});

const press = (frame: Frame, key: string, values?: Record<string, string>) =>
  frame
    .getByRole('button', { name: words(key, values), exact: true })
    .first()
    .click();
/** Through the door in the lobby; the frame grows while it loads, and a click that it moved away from is made again. */
const openAttendance = (lobby: Frame, key: string) =>
  until('the attendance to open', async () => {
    if (await lobby.getByRole('button', { name: words('attendance.back') }).isVisible()) return true;
    await lobby.getByRole('button', { name: words(key), exact: true }).click({ timeout: 5_000 });
    return false;
  });
const rowOf = (id: 'attendance' | 'grade', person: Person): Locator => desk.locator(`[data-testid=${id}][data-name="${person.name}"]`);
const choose = async (label: string, option: string) => {
  await desk.getByLabel(words(label), { exact: true }).click();
  await desk.getByRole('option', { name: words(option), exact: true }).click();
};

/** What the gradebook of the course says of somebody, as the teacher sees it there. */
async function inGradebook(person: Person): Promise<string> {
  const page = await tara.context.newPage();
  try {
    await page.goto(`${tara.house.sandboxUrl}/courses/bio`);
    return await page.locator(`tr[data-person="${person.id}"] td`).first().innerText({ timeout: 2_000 });
  } finally {
    await page.close();
  }
}
const arrives = (person: Person, grade: string) =>
  until(
    `${person.name}'s grade ${grade} in the gradebook`,
    async () => {
      const said = await inGradebook(person);
      if (said !== grade) throw new Error(`it says ${said}`);
      return true;
    },
    // A message that a killed tool had begun is tried again when its lease is over.
    { timeoutMs: 150_000 },
  );

async function correct(person: Person, choice: string, note: string): Promise<void> {
  await desk.getByRole('tab', { name: words('attendance.sessions') }).click();
  if ((await rowOf('attendance', person).count()) === 0) await desk.locator('[role=tabpanel] li button').first().click();
  await rowOf('attendance', person).getByRole('button').click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText(words(`attendance.choice.${choice}`), { exact: true }).click();
  await dialog.getByLabel(words('attendance.note')).fill(note);
  await dialog.getByRole('button', { name: words('attendance.save') }).click();
  await dialog.waitFor({ state: 'detached' });
}

it('[AT60] a student comes, leaves, comes back and leaves early; another only looks in at the door; the class ends', async () => {
  await tara.joinClass();
  await sam.joinClass();
  await ada.openLobby();
  await tara.seesMoving(sam);
  await forSeconds(3);
  await sam.button('room.leave').click();
  await until('Sam to be gone', async () => !(await tara.tiles()).some((tile) => tile.name === sam.name));
  await forSeconds(3);
  await sam.button('over.rejoin').click();
  await tara.seesMoving(sam);
  await sam.button('room.leave').click();
  await until('Sam to be gone again', async () => !(await tara.tiles()).some((tile) => tile.name === sam.name));
  await forSeconds(3);
  await tara.button('room.leave').click();
  await tara.room.getByRole('menuitem', { name: words('room.endForAll') }).click();
  await tara.room.getByText(words('over.teacher')).first().waitFor();
});

it('[AT60] the teacher sees who was there and when, and who was not', async () => {
  desk = await tara.openLobby();
  await openAttendance(desk, 'attendance.open');
  await desk.getByText(words('attendance.came', { present: '1', expected: String(STUDENTS) })).waitFor();
  await desk.locator('[role=tabpanel] li button').first().click();
  await rowOf('attendance', sam).waitFor();
  expect(await rowOf('attendance', sam).locator('rect').count()).toBe(2);
  const share = Number.parseInt(await rowOf('attendance', sam).locator('td').nth(1).innerText(), 10);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(100);
  expect(await rowOf('attendance', ada).innerText()).toContain(words('attendance.mark.absent'));
  expect(await desk.getByTestId('attendance').count()).toBe(STUDENTS);
});

it('[AT60] a rule makes it a grade, which the teacher sends and finds in the gradebook', async () => {
  await desk.getByRole('tab', { name: words('attendance.grades') }).click();
  await choose('grades.grade', 'grades.by.share');
  await press(desk, 'attendance.save');
  await rowOf('grade', sam).waitFor();
  await desk.getByText(words('grades.column.to-make')).waitFor();
  const grade = (await rowOf('grade', sam).locator('td').nth(1).innerText()).replace('%', '');
  await press(desk, 'grades.send_other', { count: String(STUDENTS) });
  await desk.locator(`[data-testid=grade][data-name="${sam.name}"][data-state=sent]`).waitFor();
  await arrives(sam, String(Number(grade)));
  await arrives(ada, '0');
  expect((await tara.house.lms()).lineItems).toHaveLength(1);
});

it('[AT61] a correction leaves its trace, and the corrected grade arrives by itself', async () => {
  await correct(sam, 'present', 'was in the other room');
  await arrives(sam, '100');
  await rowOf('attendance', sam).getByText(words('attendance.mark.corrected')).waitFor();
  await rowOf('attendance', sam).getByRole('button').click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText('was in the other room').waitFor();
  expect(await dialog.getByRole('listitem').count()).toBe(1);
  await press(desk, 'common.cancel');
});

it('[AT62] while the course site is down the grade waits and says so, and arrives when it is back, though the tool was killed meanwhile', async () => {
  await tara.house.child('sandbox').stop('SIGKILL');
  await correct(ada, 'present', '');
  await desk.getByRole('tab', { name: words('attendance.grades') }).click();
  const waiting = desk.locator(`[data-testid=grade][data-name="${ada.name}"][data-state=waiting]`);
  await waiting.getByText(words('grades.cause.no-answer')).waitFor();
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  await tara.house.run('sandbox');
  await arrives(ada, '100');
  await desk.locator(`[data-testid=grade][data-name="${ada.name}"][data-state=sent]`).waitFor();
  expect((await tara.house.lms()).lineItems).toHaveLength(1);
});

it('[AT60] a student sees their own attendance, and nobody else’s', async () => {
  const lobby = await sam.openLobby();
  await openAttendance(lobby, 'attendance.openMine');
  await lobby.getByTestId('my-attendance').first().waitFor();
  expect(await lobby.getByTestId('my-attendance').count()).toBe(1);
  expect(await lobby.locator('body').innerText()).not.toContain(ada.name);
  expect(await lobby.getByRole('tab').count()).toBe(0);
});

it('[AT60] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
