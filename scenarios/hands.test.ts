import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { rawToolLink } from './lib/raw-link.ts';
import { story } from './lib/story.ts';
import { forSeconds, until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;
let ada: Person;

beforeAll(async () => {
  [tara, sam, ada] = await here.arriveThree();
  for (const person of [tara, sam, ada]) await person.joinClass();
  // Who waits with a hand up is muted, as in any class; their clips would talk all the time.
  for (const student of [sam, ada]) await student.button('room.mute').click();
  await openPeople(tara.room);
});

async function openPeople(room: Page): Promise<void> {
  await room.getByRole('button', { name: words('hands.raise') }).waitFor();
  await room.keyboard.press('p');
  await room.getByRole('heading', { name: words('people.title'), exact: true }).waitFor();
}
const queueAt = (person: Person) => person.room.getByTestId('hand').allInnerTexts();
const shows = (person: Person, names: readonly string[]) =>
  until(`${person.name} to see the queue ${names.join(', ')}`, async () => {
    const queue = await queueAt(person);
    if (queue.length !== names.length || !names.every((name, index) => queue[index]?.includes(name)))
      throw new Error(JSON.stringify(queue));
    return true;
  });
/** The ring of whoever is heard, which follows what reaches the media gateway: cheap to look at, also on a busy machine. */
const hears = (at: Person, of: Person) =>
  at.room.locator(`[data-testid=tile][data-name="${of.name}"][data-speaking]`).waitFor({ timeout: 120_000 });
const tileOf = (at: Person, of: Person) => at.room.locator(`[data-testid=tile][data-kind=person][data-name="${of.name}"]`);

it('[HA8] hands that go up are a queue at the teacher, in order and with the waiting time, and a sign at the tiles', async () => {
  await ada.button('hands.raise').click();
  await shows(tara, [ada.name]);
  await sam.room.keyboard.press('h');
  await shows(tara, [ada.name, sam.name]);
  expect((await queueAt(tara))[0]).toContain(words('hands.justNow'));
  await tara.room
    .getByText(words('hands.raisedBy', { name: sam.name }))
    .first()
    .waitFor();
  await tara.room.locator(`[data-testid=tile][data-name="${sam.name}"][aria-label*="${words('hands.tile', { place: '2' })}"]`).waitFor();
  await sam.room.locator(`[data-testid=tile][data-name="${ada.name}"][aria-label*="${words('hands.tile', { place: '1' })}"]`).waitFor();
});

it('[HA8] they stay up over a reload and a restart of the tool, in their order', async () => {
  await sam.room.reload();
  await sam.button('hands.lower').waitFor();
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  await tara.room.reload();
  await openPeople(tara.room);
  await shows(tara, [ada.name, sam.name]);
});

it('[HA7] a hand goes down by itself once its person has spoken', async () => {
  await ada.button('room.unmute').click();
  await hears(tara, ada);
  // A cough is no question.
  await forSeconds(6);
  await ada.button('room.mute').click();
  await shows(tara, [sam.name]);
  await ada.button('hands.raise').click();
  await shows(tara, [sam.name, ada.name]);
});

it('[HA8] the teacher calls: a locked microphone is open for that student, who is asked and never unmuted', async () => {
  await tara.button('order.title').click();
  await tara.room.getByRole('menuitem', { name: words('order.locks') }).click();
  await until(
    'the microphones to be locked',
    async () => {
      if (!(await tara.room.getByRole('switch', { name: words('order.may.microphone') }).isChecked())) return true;
      await tara.room.getByText(words('order.may.microphone')).click();
      return false;
    },
    { everyMs: 2_000 },
  );
  for (const student of [sam, ada]) await student.button('order.locked.microphone').waitFor();
  await tara.room.keyboard.press('Escape');
  await tara.showsMuted(sam);
  await tara.button('hands.give', { name: sam.name }).click();
  await shows(tara, [ada.name]);
  await sam.room.getByText(words('floor.asked')).waitFor();
  await ada.button('order.locked.microphone').waitFor();
  await tara.showsMuted(sam);
  // Everybody looks at who was called.
  await until('Sam to have the main place at Ada', async () => {
    const [of, other] = [await tileOf(ada, sam).boundingBox(), await tileOf(ada, tara).boundingBox()];
    return of !== null && other !== null && of.width > other.width * 1.5;
  });
  await sam.button('floor.speak').click();
  await hears(tara, sam);
  await hears(ada, sam);
});

it('[HA8] the floor goes back: the microphone is locked again, and nothing is heard', async () => {
  await sam.button('floor.return').click();
  await sam.button('order.locked.microphone').waitFor();
  await tara.showsMuted(sam);
  await ada.showsMuted(sam);
});

it('[HA8] a teacher lowers one hand and all hands; a student lowers only their own, also by raw messages', async () => {
  await sam.button('hands.raise').click();
  await shows(tara, [ada.name, sam.name]);
  const link = await rawToolLink(sam);
  const seatId = await sam.room.evaluate(`__story.seatOf(${JSON.stringify(ada.name)})`);
  for (const [name, body] of [
    ['hand.lower-other', { seatId }],
    ['hand.lower-all', {}],
    ['floor.give', { seatId }],
    ['floor.end', {}],
  ] as const)
    expect([name, await link.wish(name, body)]).toEqual([name, { ok: false, reason: 'forbidden' }]);
  link.close();
  await tara.button('hands.lowerOther', { name: ada.name }).click();
  await shows(tara, [sam.name]);
  await ada.room.getByText(words('hands.lowered')).first().waitFor();
  await ada.button('hands.raise').waitFor();
  await tara.button('hands.lowerAll').click();
  await sam.button('hands.raise').waitFor();
  await shows(tara, []);
});

it('[HA8] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
