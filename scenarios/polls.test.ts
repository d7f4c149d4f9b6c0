import type { Frame } from 'playwright-core';
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

type Place = Frame | Person['room'];
const press = (place: Place, key: string, values?: Record<string, string>) =>
  place
    .getByRole('button', { name: words(key, values), exact: true })
    .first()
    .click();
const card = (person: Person) => person.room.getByTestId('poll-card');
const openPanel = async (person: Person) => {
  if ((await person.room.getByRole('heading', { name: words('polls.title'), exact: true }).count()) === 0)
    await person.room.getByRole('button', { name: new RegExp(`^${words('polls.title')}`) }).click();
  await person.room.getByRole('heading', { name: words('polls.title'), exact: true }).waitFor();
};
const choose = async (place: Place, label: string, option: string) => {
  await place.getByLabel(words(label), { exact: true }).click();
  await place.getByRole('option', { name: words(option), exact: true }).click();
};
/** Through the door in the lobby; the frame grows while it loads, and a click that it moved away from is made again. */
const openPart = (lobby: Frame, key: string) =>
  until('the questions to open', async () => {
    if (await lobby.getByRole('button', { name: words('attendance.back') }).isVisible()) return true;
    await lobby.getByRole('button', { name: words(key), exact: true }).click({ timeout: 5_000 });
    return false;
  });

/** Chooses in the card and sends it; waits until the server has it. */
async function answer(person: Person, choice: string): Promise<void> {
  await card(person).getByText(choice, { exact: true }).click();
  await card(person)
    .getByRole('button', { name: words('polls.send'), exact: true })
    .click();
  await card(person).locator('[data-testid=my-answer][data-sending=no]').waitFor();
}
const barsOf = (place: ReturnType<typeof card>) =>
  place
    .getByTestId('poll-bar')
    .evaluateAll((bars) => bars.map((bar) => Number((bar as unknown as { dataset: { count: string } }).dataset.count)));

it('[PO40] a teacher prepares questions before class, from the lobby', async () => {
  const lobby = await tara.openLobby();
  await openPart(lobby, 'polls.openPart');
  await press(lobby, 'polls.write');
  await lobby.getByLabel(words('polls.question'), { exact: true }).fill('Where is the chlorophyll?');
  for (const [index, text] of ['Nucleus', 'Chloroplast'].entries())
    await lobby.getByLabel(words('polls.choice', { number: String(index + 1) }), { exact: true }).fill(text);
  await lobby.getByText(words('polls.right'), { exact: true }).nth(1).click();
  await lobby.getByLabel(words('polls.explanationField'), { exact: true }).fill('It gives the chloroplast its name.');
  await press(lobby, 'polls.save');
  await lobby.getByTestId('bank-item').waitFor();
  await lobby
    .locator('input[type=file]')
    .waitFor({ state: 'attached', timeout: 1_000 })
    .catch(() => undefined);
  await press(lobby, 'polls.import');
  const csv = 'type,question,option 1,option 2\nsingle,Broken,A,\nrating,How clear was it?,,\n';
  const file = { name: 'questions.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await lobby.locator('input[type=file]').setInputFiles(file);
  const dialog = lobby.getByRole('dialog');
  await dialog.getByText(words('polls.line', { line: '2' })).waitFor();
  expect(await lobby.getByTestId('bank-item').count()).toBe(1);
  await dialog.getByRole('button', { name: words('polls.importRest') }).click();
  await dialog.waitFor({ state: 'detached' });
  await until('both questions', async () => (await lobby.getByTestId('bank-item').count()) === 2);
});

it('[PO41] a prepared question reaches the students in a card; their answers count at the teacher alone', async () => {
  await tara.joinClass();
  await sam.joinClass();
  await openPanel(tara);
  await tara.room.getByRole('button', { name: words('polls.askThis', { question: 'Where is the chlorophyll?' }), exact: true }).click();
  await card(sam).getByText('Where is the chlorophyll?').waitFor();
  await card(sam).getByText(words('polls.keptNamed')).waitFor();
  await answer(sam, 'Nucleus');
  await tara.room.locator('[data-testid=running-poll][data-voters="1"]').waitFor();
  expect(await sam.room.getByTestId('poll-bar').count()).toBe(0);
});

it('[PO41] a late joiner finds the question open, and votes', async () => {
  await ada.joinClass();
  await card(ada).getByText('Where is the chlorophyll?').waitFor();
  await answer(ada, 'Chloroplast');
  await tara.room.locator('[data-testid=running-poll][data-voters="2"]').waitFor();
  await until('one each at the teacher', async () => (await barsOf(tara.room.getByTestId('running-poll'))).join() === '1,1');
});

it('[PO41] who said what is for the teacher; the results, with what is right, come to everybody on one click', async () => {
  await press(tara.room, 'polls.whoSaid');
  const named = tara.room.getByTestId('who-said');
  await named.getByText(sam.name).waitFor();
  expect(await named.innerText()).toContain('Nucleus');
  await press(tara.room, 'polls.endAndShow');
  for (const person of [sam, ada]) {
    await card(person).getByText('It gives the chloroplast its name.').waitFor();
    expect(await barsOf(card(person))).toEqual([1, 1]);
    expect(await card(person).locator('[data-right=true]').innerText()).toContain('Chloroplast');
    expect(await person.room.locator('body').innerText()).not.toContain(
      person === sam ? `${ada.name}\nChloroplast` : `${sam.name}\nNucleus`,
    );
  }
});

it('[PO42] an anonymous question says truly what is kept, and nobody finds who wrote what', async () => {
  await press(tara.room, 'polls.askAnother');
  await choose(tara.room, 'polls.kindLabel', 'polls.kind.text');
  await tara.room.getByLabel(words('polls.question'), { exact: true }).fill('What was hard today?');
  await tara.room.getByText(words('polls.askAnonymous'), { exact: true }).click();
  await press(tara.room, 'polls.ask');
  await card(sam).getByText(words('polls.keptAnonymous')).waitFor();
  await card(sam).getByLabel(words('polls.yourAnswerField'), { exact: true }).fill('osmosis was hard');
  await card(sam)
    .getByRole('button', { name: words('polls.send'), exact: true })
    .click();
  await tara.room.locator('[data-testid=running-poll][data-voters="1"]').waitFor();
  expect(await tara.room.getByRole('button', { name: words('polls.whoSaid') }).count()).toBe(0);
  // A reload: that there was an answer is known, and what it was is not.
  await sam.room.reload();
  await card(sam).getByTestId('my-answer').waitFor();
  expect(await card(sam).innerText()).not.toContain('osmosis');
  await press(tara.room, 'polls.endAndShow');
  for (const person of [sam, ada]) await card(person).getByText('osmosis was hard').waitFor();
});

it('[PO43] a student can neither ask, end, show nor vote for others or twice, not even by raw messages', async () => {
  for (const control of ['polls.ask', 'polls.endAndShow', 'polls.show'])
    expect(await sam.room.getByRole('button', { name: words(control) }).count()).toBe(0);
  await press(tara.room, 'polls.askAnother');
  await tara.room.getByLabel(words('polls.question'), { exact: true }).fill('A or B?');
  for (const [index, text] of ['A', 'B'].entries())
    await tara.room.getByLabel(words('polls.choice', { number: String(index + 1) }), { exact: true }).fill(text);
  await press(tara.room, 'polls.ask');
  await answer(sam, 'A');
  await tara.room.locator('[data-testid=running-poll][data-voters="1"]').waitFor();
  const link = await rawToolLink(sam);
  const sendId = () => `story-${Math.random().toString(36).slice(2)}-abcdef`;
  const pollId = (
    await sam.room.evaluate<{ polls: { poll: { pollId: string } }[] }>(
      `fetch('/api/session/restore', { method: 'POST' }).then((it) => it.json()).then(({ token }) => fetch('/api/polls', { headers: { authorization: 'Bearer ' + token } })).then((it) => it.json())`,
    )
  ).polls[0]?.poll.pollId;
  const question = { kind: 'single', text: 'Mine?', options: ['A', 'B'], right: [], explanation: '' };
  const wishes: [string, unknown, string][] = [
    ['poll.ask', { sendId: sendId(), question, isAnonymous: false, canChange: false }, 'forbidden'],
    ['poll.end', { sendId: sendId(), pollId, show: true }, 'forbidden'],
    ['poll.show', { sendId: sendId(), pollId }, 'forbidden'],
    // Neither entered by this link, nor as somebody else.
    ['poll.vote', { pollId, answer: { chosen: [1] } }, 'wrong-phase'],
    ['poll.vote', { pollId, answer: { chosen: [1] }, personId: 'somebody-else' }, 'bad-request'],
  ];
  for (const [name, body, reason] of wishes) expect([name, await link.wish(name, body)]).toEqual([name, { ok: false, reason }]);
  link.close();
  expect(await tara.room.getByTestId('running-poll').getAttribute('data-voters')).toBe('1');
});

it('[PO44] the tool is killed and started again: the question is still open, nothing is lost, and the teacher goes on', async () => {
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  // As a person would: what could not be sent while the link was away is sent again.
  await until(
    'Ada’s answer to arrive',
    async () => {
      if ((await tara.room.getByTestId('running-poll').getAttribute('data-voters')) === '2') return true;
      await card(ada).getByText('B', { exact: true }).first().click({ timeout: 2_000 });
      const button = card(ada).getByRole('button', { name: words('polls.send'), exact: true });
      if (await button.isVisible()) await button.click({ timeout: 2_000 });
      return false;
    },
    { timeoutMs: 120_000, everyMs: 500 },
  );
  await press(tara.room, 'polls.endAndShow');
  for (const person of [sam, ada]) await until('the results', async () => (await barsOf(card(person))).join() === '1,1');
  expect(await tara.room.getByTestId('prepared').count()).toBe(2);
});

it('[PO45] after class the teacher finds everything in the course, and a student their own answers and score', async () => {
  await tara.button('room.leave').click();
  await tara.room.getByRole('menuitem', { name: words('room.endForAll') }).click();
  await tara.room.getByText(words('over.teacher')).first().waitFor();
  const desk = await tara.openLobby();
  await openPart(desk, 'polls.openPart');
  await desk.getByRole('tab', { name: words('polls.askedTab') }).click();
  await until('three questions', async () => (await desk.getByTestId('asked-poll').count()) === 3);
  await desk.getByText('osmosis was hard').waitFor();
  await desk.getByRole('tab', { name: words('polls.scores') }).click();
  await desk.locator(`[data-testid=score][data-name="${ada.name}"][data-right="1"]`).waitFor();
  await desk.locator(`[data-testid=score][data-name="${sam.name}"][data-right="0"]`).waitFor();
  const lobby = await sam.openLobby();
  await openPart(lobby, 'polls.openMine');
  await lobby
    .getByTestId('my-score')
    .getByText(words('polls.myScore', { part: '0', all: '1' }))
    .waitFor();
  expect(await lobby.getByTestId('my-poll').count()).toBe(3);
  expect(await lobby.locator('body').innerText()).not.toContain(ada.name);
});

it('[PO41] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
