import { cpus } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import type { House } from './lib/house.ts';
import type { MoodleSite } from './lib/moodle.ts';
import { addActivity, chooseFile, install, openAdministration } from './lib/moodle-admin.ts';
import { makeCourse, SMALL_COURSE } from './lib/moodle-courses.ts';
import type { MoodlePerson } from './lib/moodle-person.ts';
import { INSTALLING_MS, MOODLE_SOURCE, moodleStory, moodleTitle } from './lib/moodle-story.ts';
import { adminLink } from './lib/pairing.ts';
import { words } from './lib/words.ts';

describe.skipIf(!MOODLE_SOURCE)(moodleTitle('the installation as a new admin does it'), () => {
  const story = moodleStory('absent');
  let site: MoodleSite;
  let house: House;
  let course: number;
  let admin: MoodlePerson;
  let tina: MoodlePerson;
  const times: [string, number][] = [];
  const timed = async <T>(step: string, act: () => Promise<T>): Promise<T> => {
    const from = Date.now();
    const value = await act();
    times.push([step, Date.now() - from]);
    return value;
  };

  beforeAll(async () => {
    site = await story.open();
    house = await story.openHouse();
    ({ course } = await makeCourse(site, SMALL_COURSE));
    admin = await story.arrive('admin');
    tina = await story.arrive('tina');
  }, INSTALLING_MS);

  it('[MO38] the steps of the README lead from the zip to the first live class, in a browser alone', async () => {
    const { page } = admin;
    await timed('upload the zip', async () => {
      await openAdministration(admin, 'Plugins', 'Install plugins');
      await chooseFile(page, site.zip());
    });
    await timed('install, continue and upgrade', async () => {
      expect(await install(page)).toContain('Upgrade Moodle database now');
    });

    const desk = await admin.context.newPage();
    const [address, code] = await timed('get a pairing code', async () => {
      await desk.goto(await adminLink(house));
      await desk.getByRole('button', { name: words('admin.moodle'), exact: true }).click();
      const shown = (key: string) =>
        desk
          .getByRole('dialog')
          .getByRole('status', { name: words(`admin.${key}`) })
          .innerText();
      return [await shown('toolAddress'), await shown('code')];
    });
    await timed('connect', async () => {
      await openAdministration(admin, 'Plugins', 'Connect to the tool');
      await page.getByRole('textbox', { name: 'Address of the tool' }).fill(address);
      await page.getByRole('textbox', { name: 'Pairing code' }).fill(code);
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.waitForURL('**/status.php', { waitUntil: 'domcontentloaded' });
    });
    expect(await admin.checks()).toMatchObject({ reach: 'ok', keyset: 'ok', chooser: 'ok', ping: 'ok' });

    const lobby = await timed('make the first live class and open it', async () => {
      await tina.openCourse(course);
      await addActivity(tina.page, 'Live class');
      await tina.save('Weekly class');
      return tina.openActivity('Weekly class', course);
    });
    await lobby.getByRole('button', { name: words('lobby.start') }).waitFor();
    expect(site.complaints()).toEqual([]);

    const all = times.reduce((sum, [, ms]) => sum + ms, 0);
    const lines = [...times, ['altogether', all] as const].map(([step, ms]) => `${(ms / 1_000).toFixed(1).padStart(6)} s  ${step}`);
    console.info([`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${cpus()[0]?.model}`, ...lines].join('\n'));
  }, 900_000);
});
