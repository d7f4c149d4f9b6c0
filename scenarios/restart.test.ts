import { expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';

const here = story();
let tara: Person;
let sam: Person;

const seeEachOther = async () => {
  await tara.seesMoving(sam);
  await sam.seesMoving(tara);
};

it('[ST21] a restart of the tool does not stop sound and pictures, and the room works again', async () => {
  tara = await here.arrive('tara', { clip: 0 });
  sam = await here.arrive('sam', { clip: 1 });
  await tara.joinClass();
  await sam.joinClass();
  await seeEachOther();
  for (const person of [tara, sam]) await person.room.evaluate('window.__notReloaded = true');
  await tara.house.child('tool').stop('SIGKILL');
  await seeEachOther();
  await tara.hearsSpeech(sam, 1);
  await tara.house.run('tool');
  // The room works: what needs the tool and the others' links goes through again.
  const ada = await here.arrive('ada', { clip: 2 });
  await ada.joinClass();
  await until('Ada to appear at Tara', async () => (await tara.tiles()).some((tile) => tile.name === ada.name));
  await ada.seesMoving(tara);
  await here.dismiss(ada);
  for (const person of [tara, sam]) expect(await person.room.evaluate('window.__notReloaded')).toBe(true);
});

it('[ST22] after a restart of the gateway pictures advance again without a reload', async () => {
  await tara.house.child('gateway').stop('SIGKILL');
  await tara.house.run('gateway');
  const before = await tara.sees(sam);
  await until(
    'another picture of Sam',
    async () => {
      const now = await tara.sees(sam);
      return now && now.frame !== before?.frame;
    },
    { timeoutMs: 60_000 },
  );
  await seeEachOther();
  await tara.hearsSpeech(sam, 1);
  for (const person of [tara, sam]) expect(await person.room.evaluate('window.__notReloaded')).toBe(true);
});
