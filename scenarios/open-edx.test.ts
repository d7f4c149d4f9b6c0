import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_EDX_RELEASES } from '../scripts/lib/binaries.mjs';
import type { House } from './lib/house.ts';
import { Person } from './lib/person.ts';
import { badge, playing, record } from './lib/recorder.ts';
import { inNewTab, openSchool, openUnit, pickInStudio, register } from './lib/school.ts';
import { story } from './lib/story.ts';
import { forSeconds, until } from './lib/until.ts';
import { words } from './lib/words.ts';

const folder = mkdtempSync(join(tmpdir(), 'live-class-open-edx-'));
const platforms = join(folder, 'platforms.json');
writeFileSync(platforms, '[]');
const here = story({ env: { tool: { PLATFORMS_FILE: platforms } } });

interface School extends Awaited<ReturnType<typeof openSchool>> {
  readonly ivy: Person;
  readonly sam: Person;
}
const schools = new Map<string, School>();
let house: House;

/** The teacher alone in the class, for long enough that there is something to play. */
async function recordLesson({ edx, ivy }: School): Promise<void> {
  await ivy.enter(await openUnit(ivy, edx, 'live', /\/lobby/));
  await record(ivy, 'start');
  await badge(ivy, true);
  await forSeconds(3);
  await record(ivy, 'stop');
  await badge(ivy, false);
}

async function untilReady(count: number): Promise<void> {
  const client = await MongoClient.connect(house.mongoUri);
  try {
    const recordings = client.db().collection('recordings');
    await until(`${count} recordings to be ready`, async () => (await recordings.countDocuments({ phase: 'ready' })) === count, {
      // Composing stands back for everything else that the machine has to do.
      timeoutMs: 240_000,
    });
  } finally {
    await client.close();
  }
}

beforeAll(async () => {
  house = await here.open();
  await Promise.all(
    OPEN_EDX_RELEASES.map(async (release) => {
      const [school, ivy, sam] = await Promise.all([
        openSchool(release, house.toolUrl),
        Person.come(house, 'ivy', { clip: 0 }),
        Person.come(house, 'sam', { clip: 1 }),
      ]);
      schools.set(release, { ...school, ivy, sam });
    }),
  );
  const all = [...schools.values()];
  await register(
    house,
    platforms,
    all.flatMap(({ registrations }) => registrations),
  );
  await Promise.all(all.map(recordLesson));
  await untilReady(all.length);
}, 400_000);
afterAll(async () => {
  await Promise.all([...schools.values()].flatMap(({ edx, ivy, sam }) => [edx.stop(), ivy.leave(), sam.leave()]));
  rmSync(folder, { recursive: true, force: true });
});

describe.each(OPEN_EDX_RELEASES)('in a browser, with the Open edX consumer %s', (release) => {
  const school = (): School => {
    const found = schools.get(release);
    if (!found) throw new Error('The school was not opened.');
    return found;
  };

  it('[EX8] a student comes into the lobby in the unit’s frame, a teacher may start the class', async () => {
    const { edx, ivy, sam } = school();
    const lobby = await openUnit(sam, edx, 'live', /\/lobby/);
    await lobby.getByRole('button', { name: words('lobby.join') }).waitFor();
    await lobby.getByText('Biology 101 - OpenHouse', { exact: true }).waitFor();
    const teachers = await openUnit(ivy, edx, 'materials', /\/lobby/);
    await teachers.getByRole('button', { name: words('lobby.start') }).waitFor();
    // The block sends no title, and the page has one all the same.
    await teachers.getByRole('heading', { level: 1, name: words('common.untitledClass') }).waitFor();
  });

  it('[EX8] a block that opens a window shows the lobby in it, although the consumer always says that it is a frame', async () => {
    const { edx, sam } = school();
    await sam.course.goto(`${edx.origin}/sign-in/sam?next=/unit/window`);
    await sam.course.getByRole('button', { name: 'View resource in a new window' }).click();
    const lobby = await inNewTab(sam, () => sam.course.getByRole('button', { name: 'OK' }).click(), 'lobby');
    await lobby.getByRole('heading', { name: 'Office hours' }).waitFor();
    await lobby.getByRole('button', { name: words('lobby.join') }).waitFor();
    await lobby.close();
  });

  it('[EX9] a teacher picks a new class, the class there is and its recording in another block; all become links without address', async () => {
    const { edx, ivy } = school();
    await pickInStudio(ivy, edx, 'materials', {
      title: 'Weekly seminar',
      ticked: [words('common.untitledClass'), /Biology 101 - OpenHouse \d/],
    });
    const { contentItems } = await edx.control();
    expect(contentItems.map(({ block, type }) => [block, type])).toEqual(Array(3).fill(['materials', 'ltiResourceLink']));
    expect(contentItems.every((item) => !('url' in item))).toBe(true);
    expect(contentItems.map(({ custom }) => Object.keys(custom as object))).toEqual([['class_title'], ['class_id'], ['recording_id']]);
  });

  it('[EX9] students open each of them from the unit: the new class, the same room, and the recording, which plays', async () => {
    const { edx, sam } = school();
    await sam.course.goto(`${edx.origin}/sign-in/sam?next=/unit/materials`);
    const links = sam.course.frameLocator('.ltiLaunchFrame').getByRole('link', { name: /launch the LTI content/ });
    const open = (index: number, path: string) => inNewTab(sam, () => links.nth(index).click(), path);
    const seminar = await open(0, 'lobby');
    await seminar.getByRole('heading', { name: 'Weekly seminar' }).waitFor();
    const room = await open(1, 'lobby');
    // Its library is the one of the live block.
    await room.getByText(/Biology 101 - OpenHouse \d/).waitFor();
    const film = await open(2, 'recording');
    await until('the recording to play', async () => {
      await film.evaluate("document.querySelector('video')?.play()");
      return (await playing(film)).time > 1;
    });
    await Promise.all([seminar, room, film].map((page) => page.close()));
  });

  it('[EX9] picking again replaces what was there, and one link opens in the unit itself', async () => {
    const { edx, ivy, sam } = school();
    await pickInStudio(ivy, edx, 'materials', { ticked: [/Biology 101 - OpenHouse \d/] });
    expect((await edx.control()).contentItems).toHaveLength(1);
    const player = await openUnit(sam, edx, 'materials', /\/recording/);
    await player.locator('video').waitFor();
    expect([...ivy.errors, ...sam.errors]).toEqual([]);
  });
});
