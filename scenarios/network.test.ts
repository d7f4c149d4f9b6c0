import { afterAll, expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { freePort } from './lib/ports.ts';
import { Wire } from './lib/proxy.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

// Browsers reach the tool, and through it the gateway's signalling, by a wire that can be cut. Sound and pictures go their own way.
const [front, back] = [await freePort(), await freePort()];
const wire = new Wire(front, back);
const url = `http://localhost:${front}`;
const here = story({ env: { tool: { PORT: String(back), PUBLIC_URL: url }, sandbox: { TOOL_URL: url } } });
afterAll(() => wire.close());

let tara: Person;
let sam: Person;

it('[ST23] when both links are cut and come back, the room says so, goes on, and keeps the seats', async () => {
  tara = await here.arrive('tara', { clip: 0 });
  sam = await here.arrive('sam', { clip: 1 });
  await tara.joinClass();
  await sam.joinClass();
  await tara.seesMoving(sam);
  const seat = await tara.room.evaluate(`__story.seatOf('Sam Student')`);
  for (const person of [tara, sam]) await person.room.evaluate('window.__notReloaded = true');

  wire.cut();
  const reconnecting = new RegExp(words('connection.reconnecting.both'));
  for (const person of [tara, sam]) await person.room.getByText(reconnecting).first().waitFor();
  // Media has its own way: the picture advances while both links are gone.
  await tara.seesMoving(sam);
  wire.mend();
  for (const person of [tara, sam])
    await until(`${person.name} to be connected again`, async () => (await person.room.getByText(reconnecting).count()) === 0, {
      timeoutMs: 40_000,
    });
  await tara.seesMoving(sam);
  await sam.seesMoving(tara);
  await tara.hearsSpeech(sam, 1);
  // The links work again, not only the old media.
  await sam.button('room.mute').click();
  await tara.showsMuted(sam);
  expect(await tara.room.evaluate(`__story.seatOf('Sam Student')`)).toBe(seat);
  expect((await tara.tiles()).filter((tile) => tile.name === sam.name)).toHaveLength(1);
  for (const person of [tara, sam]) expect(await person.room.evaluate('window.__notReloaded')).toBe(true);
});

it('[ST24] after a cut that outlasts the seats, people are seated anew and see each other without a reload', async () => {
  wire.cut();
  // The gateway keeps a lost seat's media for its grace, then closes it; the tool has given the seat to nobody by then.
  for (const person of [tara, sam])
    await until(`${person.name}'s media to be closed`, async () => {
      const [{ media }] = await person.room.evaluate<[{ media: { outbound: string } }]>('__liveclass.dump()');
      if (media.outbound !== 'failed') throw new Error(media.outbound);
      return true;
    });
  wire.mend();
  await tara.seesMoving(sam);
  await sam.seesMoving(tara);
  for (const person of [tara, sam]) expect(await person.room.evaluate('window.__notReloaded')).toBe(true);
  for (const person of [tara, sam]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
