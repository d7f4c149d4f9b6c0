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
const CLIP = { tara: 0, sam: 1, ada: 2 };

beforeAll(async () => {
  tara = await here.arrive('tara', { clip: CLIP.tara });
  sam = await here.arrive('sam', { clip: CLIP.sam });
  ada = await here.arrive('ada', { clip: CLIP.ada });
});

it('[ST1] a teacher and two students see each other advance', async () => {
  for (const person of [tara, sam, ada]) await person.joinClass();
  const everybody = [tara, sam, ada];
  for (const person of everybody)
    for (const other of everybody) {
      if (other === person) continue;
      await person.seesMoving(other);
      expect((await until('a timecode', () => person.sees(other))).person).toBe(CLIP[other.id as keyof typeof CLIP]);
    }
});

it('[ST2] each hears the voice of each other person', async () => {
  for (const [person, other] of [
    [tara, sam],
    [sam, ada],
    [ada, tara],
  ] as const) {
    const heard = await person.hearsSpeech(other, CLIP[other.id as keyof typeof CLIP]);
    expect(heard.score).toBeGreaterThan(0.5);
  }
  // The same sound is unlike anybody else's clip, so that the likeness means something.
  const strange = await tara.hears(sam, CLIP.ada);
  expect(strange.score).toBeLessThan(0.35);
});

it('[ST3] muting stops the sound at the others, and unmuting brings it back', async () => {
  await sam.button('room.mute').click();
  await until('silence from Sam', async () => {
    const heard = await tara.hears(sam, CLIP.sam, 1_000);
    if (heard.loudness > 0.002) throw new Error(`loudness ${heard.loudness}`);
    return true;
  });
  await tara.showsMuted(sam);
  await sam.button('room.unmute').click();
  await tara.hearsSpeech(sam, CLIP.sam);
});

it('[ST4] a shared screen arrives and goes', async () => {
  await tara.button('room.share').click();
  const screen = await until('the screen at Sam', () => sam.room.evaluate<{ width: number } | null>(`__story.screen('Tara Teacher')`), {
    timeoutMs: 30_000,
  });
  expect(screen.width).toBeGreaterThanOrEqual(640);
  await tara.button('room.stopShare').first().click();
  await until('no screen at Sam', async () => (await sam.room.evaluate(`__story.screen('Tara Teacher')`)) === null);
});

it('[ST5] who leaves is gone; who comes back sees and is seen', async () => {
  await ada.button('room.leave').click();
  await until('Ada to be gone at Tara', async () => !(await tara.tiles()).some((tile) => tile.name === ada.name));
  await ada.button('over.rejoin').click();
  await tara.seesMoving(ada);
  await ada.seesMoving(tara);
});

it('[ST6] a reload keeps the seat', async () => {
  const seatBefore = await tara.room.evaluate(`__story.seatOf('Sam Student')`);
  await sam.room.reload();
  await sam.seesMoving(tara);
  await tara.seesMoving(sam);
  expect(await tara.room.evaluate(`__story.seatOf('Sam Student')`)).toBe(seatBefore);
  expect((await tara.tiles()).filter((tile) => tile.name === sam.name)).toHaveLength(1);
});

it('[ST7] a student can neither record nor mute others nor end the class, not even by raw messages', async () => {
  for (const control of ['recording.menu', 'recording.start', 'room.endForAll'])
    expect(await sam.room.getByRole('button', { name: words(control) }).count()).toBe(0);
  const link = await rawToolLink(sam);
  const seatId = await sam.room.evaluate(`__story.seatOf('Tara Teacher')`);
  const sendId = () => `story-${Math.random().toString(36).slice(2)}-abcdef`;
  const wishes: [string, unknown][] = [
    ['recording.start', { sendId: sendId() }],
    ['recording.pause', { sendId: sendId() }],
    ['recording.stop', { sendId: sendId() }],
    ['seat.mute', { seatId, source: 'microphone' }],
    ['session.end', { sendId: sendId() }],
  ];
  for (const [name, body] of wishes) expect([name, await link.wish(name, body)]).toEqual([name, { ok: false, reason: 'forbidden' }]);
  link.close();
  expect(await tara.room.getByRole('timer').count()).toBe(0);
  await sam.hearsSpeech(tara, CLIP.tara);
});

it('[ST7] a teacher mutes a student, who may unmute again', async () => {
  await tara.room.getByTestId('tile').filter({ hasText: sam.name }).hover();
  await tara.room
    .getByRole('button', { name: words('room.actionsFor', { name: sam.name }) })
    .first()
    .click();
  await tara.room.getByRole('menuitem', { name: words('room.muteOther', { name: sam.name }) }).click();
  await sam.button('room.unmute').waitFor();
  await sam.button('room.unmute').click();
  await tara.hearsSpeech(sam, CLIP.sam);
});

it('[ST1] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
