import type { Frame, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;
let ada: Person;
let ravi: Person;
/** Tara's lobby with what the class thought. */
let desk: Frame;

beforeAll(async () => {
  [tara, sam, ada] = await here.arriveThree();
  ravi = await here.arrive('ravi', { clip: 1 });
});

const button = (page: Frame | Page, key: string) => page.getByRole('button', { name: words(key), exact: true });

async function rate(page: Frame | Page, stars: number, text: string): Promise<void> {
  const asked = page.getByTestId('feedback');
  await asked
    .locator('label')
    .nth(stars - 1)
    .click();
  await asked.getByRole('textbox').fill(text);
  await button(page, 'feedback.send').click();
  await asked.getByText(words('feedback.mine', { stars: String(stars) })).waitFor();
}

/** The report, read anew from the server. */
async function openReport(): Promise<void> {
  desk = await tara.openLobby();
  await until('the feedback to open', async () => {
    if (await button(desk, 'attendance.back').isVisible()) return true;
    await button(desk, 'feedback.open').click({ timeout: 5_000 });
    return false;
  });
  await desk.getByTestId('feedback-row').first().getByRole('button').click();
  await desk.getByTestId('feedback-numbers').waitFor();
}

/** Comes, and goes again: the page that they then see asks. One at a time, so that the machine has few pictures to carry. */
async function attend(student: Person): Promise<void> {
  await student.joinClass();
  await student.button('room.leave').click();
  await student.room.getByTestId('feedback').waitFor();
  expect(await student.room.getByRole('dialog').count()).toBe(0);
}

it('[FB30] students are asked below the way on when they leave: two answer, one waves it away; a teacher is not asked', async () => {
  await tara.joinClass();
  await attend(sam);
  await rate(sam.room, 5, 'Clear at last');
  await attend(ada);
  await rate(ada.room, 2, 'أسرع من اللازم');
  await attend(ravi);
  await button(ravi.room, 'feedback.skip').click();
  await ravi.room.getByTestId('feedback').waitFor({ state: 'detached' });
  await tara.button('room.leave').click();
  await tara.room.getByRole('menuitem', { name: words('room.endForAll') }).click();
  await tara.room.getByText(words('over.teacher')).first().waitFor();
  expect(await tara.room.getByTestId('feedback').count()).toBe(0);
}, 400_000);

it('[FB30] the teacher sees that two answered, and nothing of what', async () => {
  await openReport();
  await desk.getByText(words('feedback.answers', { answers: '2', asked: '3' })).waitFor();
  await desk.getByText(words('feedback.tooFew')).waitFor();
  expect(await desk.locator('body').innerText()).not.toContain('Clear at last');
});

it('[FB30, FB21] after the tool was restarted nobody is asked again, the third answers from the lobby, and one changes theirs', async () => {
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  const lobby = await ravi.openLobby();
  await button(lobby, 'feedback.rateLast').click();
  await rate(lobby, 5, '');
  const own = await ada.openLobby();
  await own.getByText(words('feedback.mine', { stars: '2' })).waitFor();
  await button(own, 'feedback.change').click();
  await own.getByTestId('feedback').locator('label').nth(2).click();
  await button(own, 'feedback.save').click();
  await own.getByText(words('feedback.mine', { stars: '3' })).waitFor();
});

it('[FB30] the teacher sees average, spread and words, without names', async () => {
  await openReport();
  const numbers = desk.getByTestId('feedback-numbers');
  await numbers.getByText(words('feedback.average', { average: '4.3' })).waitFor();
  expect(await desk.getByTestId('feedback-text').count()).toBe(2);
  const all = await desk.locator('main').innerText();
  expect(all).toContain('Clear at last');
  expect(all).toContain('أسرع من اللازم');
  for (const { name } of [sam, ada, ravi]) expect(all).not.toContain(name);
});

it('[FB30] no page threw an error', () => {
  for (const person of [tara, sam, ada, ravi]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
