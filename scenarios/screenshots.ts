// Makes the pictures of the README from the real product: node scenarios/screenshots.ts
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { deviceNames, prepare } from './lib/alone.ts';
import { ROOT } from './lib/child.ts';
import { House } from './lib/house.ts';
import { Person } from './lib/person.ts';
import { badge, inCourse, openFromCourse, record } from './lib/recorder.ts';
import { forSeconds, until } from './lib/until.ts';
import { words } from './lib/words.ts';

const folder = join(ROOT, 'docs', 'images');
const viewport = { width: 1280, height: 800 };

const hasPreview = (lobby: Page | Frame): Promise<unknown> =>
  until('the preview', () => lobby.evaluate(`(document.querySelector('video')?.videoWidth ?? 0) > 0`));

async function takePictures(house: House, people: Person[]): Promise<void> {
  const arrive = async (id: string, clip: number) => {
    const person = await Person.arrive(house, id, { clip, look: 'plain', viewport, initScript: deviceNames });
    people.push(person);
    return person;
  };
  const tara = await arrive('tara', 0);
  const sam = await arrive('sam', 1);
  const ada = await arrive('ada', 2);
  await tara.joinClass();
  await ada.joinClass();
  const lobby = await sam.openLobby();
  await lobby.getByRole('button', { name: words('lobby.join') }).waitFor();
  await hasPreview(lobby);
  await sam.course.screenshot({ path: join(folder, 'lobby.png') });
  await sam.enter(lobby);
  await until('three pictures', async () => (await tara.tiles()).filter((tile) => tile.hasPicture).length === 3);
  await record(tara, 'start');
  await badge(tara, true);
  for (const person of [sam, ada]) await person.button('consent.agree').click();
  await forSeconds(8);
  await until('three pictures still', async () => (await tara.tiles()).filter((tile) => tile.hasPicture).length === 3);
  await tara.room.screenshot({ path: join(folder, 'room.png') });
  await record(tara, 'stop');
  const [material] = await inCourse(tara, 1);
  // In a window of its own: a headless browser does not always repaint a frame that has just grown.
  await tara.course.setViewportSize({ width: 1280, height: 900 });
  await tara.course.goto(`${house.sandboxUrl}/courses/bio/activities/bio-live/launch?in=window`);
  await tara.course.getByText(words('library.inCourse.published')).waitFor();
  await hasPreview(tara.course);
  await tara.course.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
  await tara.course.screenshot({ path: join(folder, 'library.png') });
  const player = await openFromCourse(sam, String(material?.title));
  await until('a picture in the player', () =>
    player.evaluate(`(async () => { const film = document.querySelector('video'); await film.play(); return film.currentTime > 2; })()`),
  );
  await sam.course.screenshot({ path: join(folder, 'player.png') });
}

const mongo = await prepare();
mkdirSync(folder, { recursive: true });
const house = await House.start();
const people: Person[] = [];
try {
  await takePictures(house, people);
  console.log(`The pictures are in ${folder}.`);
} catch (error) {
  console.error(house.logs());
  throw error;
} finally {
  await Promise.all(people.map((person) => person.leave()));
  await house.stop();
  await mongo.stop();
}
