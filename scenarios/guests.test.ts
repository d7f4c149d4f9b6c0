import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { Person } from './lib/person.ts';
import { rawToolLink } from './lib/raw-link.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
const GINA = 'Gina Genuine';
let tara: Person;
let sam: Person;
/** She has no account anywhere: her browser is all there is of her. */
let gina: Person;
let desk: Page;
let link: string;

beforeAll(async () => {
  tara = await here.arrive('tara', { clip: 0 });
  sam = await here.arrive('sam', { clip: 1 });
  gina = await Person.come(tara.house, GINA, { clip: 2 });
  desk = await (await tara.browser.newContext()).newPage();
  return () => gina.leave();
});

const isIn = (person: Person) => person.button('room.leave').first().waitFor();
const isAtDoor = (page: Page) => page.getByRole('heading', { name: words('waiting.youWait') }).waitFor();
const waiter = () => tara.room.getByTestId('waiter').filter({ hasText: GINA });
/** Shown as a guest on the tile, for whoever looks and for whoever listens. */
const seesGuest = (at: Person) =>
  at.room.locator(`[data-testid=tile][data-name="${GINA}"][aria-label*="${words('role.guest')}"]`).waitFor();
/** By the link, with a name, to the door. */
async function comeByLink(name: string): Promise<void> {
  await gina.course.goto('about:blank');
  await gina.course.goto(link);
  await gina.course.getByLabel(words('guests.name')).fill(name);
  await gina.course.getByRole('button', { name: words('guests.come') }).click();
}
async function guestsAt(isAllowed: boolean): Promise<void> {
  await desk.getByTestId('platform').getByRole('button').last().click();
  await desk.getByRole('menuitem', { name: words(isAllowed ? 'admin.allowGuests' : 'admin.forbidGuests') }).click();
  await until(
    'the desk to say so',
    async () => (await desk.getByText(words('admin.allowsGuests'), { exact: true }).count()) === Number(isAllowed),
  );
}

it('[GL21] the admin allows guests, and a teacher makes a link that is shown once', async () => {
  const before = await tara.openLobby();
  await before.getByText(words('waiting.switch')).waitFor();
  expect(await before.getByTestId('guest-links').count()).toBe(0);
  await desk.goto(
    await until('the link of the first admin', () => /http:\/\/\S+\/admin#code=\S+/.exec(tara.house.child('tool').log())?.[0]),
  );
  await guestsAt(true);
  const lobby = await tara.openLobby();
  await lobby.getByRole('button', { name: words('guests.make') }).click();
  await lobby.getByLabel(words('guests.label')).fill('A speaker');
  await lobby.getByRole('button', { name: words('guests.makeNow') }).click();
  const made = lobby.locator('output', { hasText: '/guest#guest=' });
  link = String(await made.textContent());
  await lobby.getByTestId('guest-link').filter({ hasText: 'A speaker' }).waitFor();
  await tara.enter(lobby);
  await tara.room.keyboard.press('p');
  await sam.joinClass();
});

it('[GL21] somebody without an account comes by it to the door, under no teacher’s name, and no further', async () => {
  await comeByLink('Tara  TEACHER');
  await gina.course.getByText(words('reasons.bad-name')).waitFor();
  await gina.course.getByLabel(words('guests.name')).fill(GINA);
  await gina.course.getByRole('button', { name: words('guests.come') }).click();
  await isAtDoor(gina.course);
  gina.room = gina.course;
  await waiter().getByText(words('role.guest')).waitFor();
  const raw = await rawToolLink(gina);
  for (const [name, body, reason] of [
    ['room.enter', { tab: 'a-tab-of-her-own-0001' }, 'must-wait'],
    ['events.since', { seq: 0 }, 'must-wait'],
    ['media.pass', {}, 'wrong-phase'],
    ['class.watch', {}, 'forbidden'],
  ] as const)
    expect([name, await raw.wish(name, body)]).toEqual([name, { ok: false, reason }]);
  raw.close();
});

it('[GL21] let in, she is seen as a guest by everybody, and a restart of the tool changes nothing', async () => {
  await tara.button('waiting.letIn', { name: GINA }).click();
  await isIn(gina);
  await tara.seesMoving(gina);
  await seesGuest(tara);
  await seesGuest(sam);
  await gina.seesMoving(tara);
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  await gina.room.reload();
  await isIn(gina);
  await tara.seesMoving(gina);
  await seesGuest(sam);
});

it('[GL21] the class’s end is hers as well, and by the link she comes to the next one; revoked, it leads nowhere', async () => {
  await tara.button('room.leave').click();
  await tara.room.getByRole('menuitem', { name: words('room.endForAll') }).click();
  await gina.room.getByRole('heading', { name: words('over.teacher') }).waitFor();
  await gina.room.reload();
  await gina.room.getByText(words('reasons.guest-over')).waitFor();
  await comeByLink(GINA);
  await isAtDoor(gina.course);
  const lobby = await tara.openLobby();
  await lobby.getByRole('button', { name: words('guests.revokeOf', { label: 'A speaker' }) }).click();
  await lobby.getByText(words('guests.revoked')).waitFor();
  await gina.course.goto('about:blank');
  await gina.course.goto(link);
  await gina.course.getByRole('heading', { name: words('error.expired') }).waitFor();
});

it('[GL21] where the admin forbids guests again there are none', async () => {
  await guestsAt(false);
  await gina.course.goto(`${tara.house.toolUrl}/room`);
  await gina.course.getByText(words('reasons.guests-off')).waitFor();
  for (const person of [tara, sam, gina]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
