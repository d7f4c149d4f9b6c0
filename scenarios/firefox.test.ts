import { SPEECH_RATE } from '@liveclass/fixtures/media/speech.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FirefoxPerson, named } from './lib/firefox.ts';
import type { Person } from './lib/person.ts';
import { inCourse, playing } from './lib/recorder.ts';
import type { Senses } from './lib/senses.ts';
import { story } from './lib/story.ts';
import { forSeconds, until } from './lib/until.ts';

const here = story();
const PITCH = { tara: 440, ada: 660 };
const SAM = 1;
let tara: FirefoxPerson;
let ada: FirefoxPerson;
let sam: Person;

beforeAll(async () => {
  const house = await here.open();
  tara = await FirefoxPerson.arrive(house, 'tara', PITCH.tara);
  ada = await FirefoxPerson.arrive(house, 'ada', PITCH.ada);
  sam = await here.arrive('sam', { clip: SAM });
});
afterAll(() => Promise.all([tara?.leave(), ada?.leave()]));

interface Picture {
  readonly brightness: number;
  readonly time: number;
}

/** Waits until the picture of a Firefox's own camera is here and changes its colour. */
async function seesColourChange(person: Senses, other: FirefoxPerson): Promise<void> {
  const seen = new Set<number>();
  await until(`${person.name} to see ${other.name}'s colour change`, async () => {
    const picture = await person.inRoom<Picture | null>(`__story.picture(${JSON.stringify(other.name)})`);
    if (picture) seen.add(Math.round(picture.brightness));
    if (seen.size < 3) throw new Error(`brightness seen: ${[...seen].join(', ') || 'none'}`);
    return true;
  });
}

/** The pitch of a pure tone in Hz: how often it rises through zero. */
function pitchOf(samples: Float32Array): number {
  let rises = 0;
  for (let at = 1; at < samples.length; at += 1) if ((samples[at - 1] ?? 0) < 0 && (samples[at] ?? 0) >= 0) rises += 1;
  return (rises * SPEECH_RATE) / samples.length;
}

const hearsTone = (person: Senses, other: FirefoxPerson, pitch: number) =>
  until(`${person.name} to hear ${other.name}'s tone`, async () => {
    const { loudness, samples } = await person.hears(other, SAM, 1_000);
    const heard = pitchOf(samples);
    if (loudness < 0.01 || Math.abs(heard - pitch) > pitch / 20) throw new Error(`loudness ${loudness.toFixed(4)}, ${heard.toFixed(0)} Hz`);
    return true;
  });

const hearsSilence = (person: Senses, other: FirefoxPerson) =>
  until(`silence from ${other.name}`, async () => {
    const { loudness } = await person.hears(other, SAM, 1_000);
    if (loudness > 0.002) throw new Error(`loudness ${loudness}`);
    return true;
  });

it('[ST40] a teacher and a student in Firefox and one in Chromium see each other move', async () => {
  await tara.joinClass();
  await sam.joinClass();
  await ada.joinClass();
  for (const person of [tara, ada]) await person.seesMoving(sam);
  for (const person of [sam, ada]) await seesColourChange(person, tara);
  for (const person of [sam, tara]) await seesColourChange(person, ada);
});

it('[ST40] each hears the others', async () => {
  for (const person of [tara, ada]) await person.hearsSpeech(sam, SAM);
  for (const person of [sam, ada]) await hearsTone(person, tara, PITCH.tara);
  for (const person of [sam, tara]) await hearsTone(person, ada, PITCH.ada);
});

it('[ST41] muting in Firefox stops the sound at the others, and unmuting brings it back', async () => {
  await ada.press('room.mute');
  await hearsSilence(sam, ada);
  await hearsSilence(tara, ada);
  await ada.press('room.unmute');
  await hearsTone(sam, ada, PITCH.ada);
  await hearsTone(tara, ada, PITCH.ada);
});

it('[ST41] a screen shared from Chromium arrives in Firefox and goes', async () => {
  const screenAt = (person: Senses) => person.inRoom<{ width: number } | null>(`__story.screen(${JSON.stringify(sam.name)})`);
  await sam.button('room.share').click();
  for (const person of [tara, ada]) {
    const screen = await until(`the screen at ${person.name}`, () => screenAt(person));
    expect(screen.width).toBeGreaterThanOrEqual(640);
  }
  await sam.button('room.stopShare').first().click();
  for (const person of [tara, ada]) await until(`no screen at ${person.name}`, async () => (await screenAt(person)) === null);
});

it('[ST41] after a reload in Firefox the seat is the same and pictures move again', async () => {
  const seat = await sam.inRoom<string>(`__story.seatOf(${JSON.stringify(ada.name)})`);
  await ada.room.reload();
  await ada.look();
  await ada.seesMoving(sam);
  await seesColourChange(sam, ada);
  expect(await sam.inRoom(`__story.seatOf(${JSON.stringify(ada.name)})`)).toBe(seat);
});

it('[ST41] who leaves in Firefox is gone, and seen again when they come back', async () => {
  await ada.press('room.leave');
  await until('Ada to be gone', async () => !(await sam.tiles()).some(({ name }) => name === ada.name));
  await ada.press('over.rejoin');
  await ada.look();
  await seesColourChange(sam, ada);
  await ada.seesMoving(sam);
});

it('[ST41] what a teacher in Firefox does to a student holds', async () => {
  await tara.press('room.actionsFor', { name: sam.name });
  await tara.room.locator(named('menuitem', 'room.muteOther', { name: sam.name })).click();
  await sam.button('room.unmute').waitFor();
  await sam.button('room.unmute').click();
  await tara.hearsSpeech(sam, SAM);
});

it('[ST42] a recording made in Firefox appears in the course and plays in Firefox', async () => {
  await tara.press('recording.menu');
  await tara.room.locator(named('menuitem', 'recording.start')).click();
  await sam.button('consent.agree').click();
  await ada.press('consent.agree');
  await forSeconds(6);
  await tara.press('recording.menu');
  await tara.room.locator(named('menuitem', 'recording.stop')).click();
  const [material] = await inCourse(tara, 1);
  const frame = await ada.open(String(material?.title), 'video');
  await frame.evaluate(`document.querySelector('video').play()`);
  await until('the recording to play', async () => {
    const now = await playing(frame);
    if (now.time < 1) throw new Error(JSON.stringify(now));
    return true;
  });
});

it('[ST40] no page in Chromium threw an error', () => {
  expect(sam.errors).toEqual([]);
});
