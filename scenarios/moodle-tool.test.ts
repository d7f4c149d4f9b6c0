import { MongoClient } from 'mongodb';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { House } from './lib/house.ts';
import type { MoodleSite } from './lib/moodle.ts';
import { COPY_COURSE, EMPTY_BIN_INTO_COURSE, type MoodleCourse, makeCourse, SMALL_COURSE } from './lib/moodle-courses.ts';
import type { MoodlePerson } from './lib/moodle-person.ts';
import { deletePerson } from './lib/moodle-privacy.ts';
import { INSTALLING_MS, MOODLE_SOURCE, moodleStory, moodleTitle } from './lib/moodle-story.ts';
import { pairingCode } from './lib/pairing.ts';
import { playing } from './lib/recorder.ts';
import { forSeconds, until } from './lib/until.ts';
import { words } from './lib/words.ts';

const MODULE = `$cm = $DB->get_record_select('course_modules', "course = ? AND idnumber LIKE 'liveclass-rec-%' AND deletioninprogress = 0", [$a]);
  return $cm ? [(int) $cm->id, $DB->get_field('lti', 'name', ['id' => $cm->instance])] : null;`;

/** How Sami stands in the gradebook: every column of live classes, and whether the class counts as completed. */
const STANDING = `
  $user = $DB->get_field('user', 'id', ['username' => 'sami']);
  $items = $DB->get_records('grade_items', ['courseid' => $a], 'id', 'id, itemtype, itemmodule');
  $columns = array_filter($items, fn($item) => $item->itemtype !== 'course');
  $grade = $DB->get_field('grade_grades', 'finalgrade', ['userid' => $user, 'itemid' => array_key_first($columns)]);
  $cm = get_coursemodule_from_instance('lti', $DB->get_field('lti', 'id', ['course' => $a, 'name' => 'Weekly class']));
  $state = $DB->get_field('course_modules_completion', 'completionstate', ['userid' => $user, 'coursemoduleid' => $cm->id]);
  return ['columns' => count($columns), 'grade' => $grade ? (float) $grade : null, 'completed' => (int) $state];`;

describe.skipIf(!MOODLE_SOURCE)(moodleTitle('a real Moodle with the real tool'), () => {
  const story = moodleStory();
  let site: MoodleSite;
  let house: House;
  let mongo: MongoClient;
  let course: number;
  let users: MoodleCourse<'tina' | 'sami'>['users'];
  let tina: MoodlePerson;
  let sami: MoodlePerson;

  beforeAll(async () => {
    site = await story.open();
    house = await story.openHouse();
    mongo = await MongoClient.connect(house.mongoUri);
    ({ course, users } = await makeCourse(site, SMALL_COURSE));
  }, INSTALLING_MS);

  afterAll(() => mongo?.close());

  const open = (person: MoodlePerson, name = 'Weekly class', of = course) => person.openActivity(name, of);
  const button = (page: Page, ...keys: string[]) =>
    page.getByRole('button', { name: new RegExp(`^(${keys.map((key) => words(key)).join('|')})$`) }).first();

  /** From the lobby into the room; it may open in a tab of its own. */
  async function enter(context: BrowserContext, lobby: Page): Promise<Page> {
    await button(lobby, 'lobby.join', 'lobby.start').click();
    return until('the room', async () => {
      const room = context.pages().find((page) => /\/room/.test(page.url()));
      return room && (await button(room, 'room.leave').count()) > 0 ? room : undefined;
    });
  }

  it('[MO34] teacher and student click the live class in their course and are in the room; its recording appears in the course and plays', async () => {
    const admin = await story.arrive('admin');
    await admin.pair(house.toolUrl, await pairingCode(house));
    expect(await admin.checks()).toMatchObject({ reach: 'ok', clock: 'ok', keyset: 'ok', chooser: 'ok', ping: 'ok' });

    tina = await story.arrive('tina');
    await tina.makeClass(course, 'Weekly class');
    const room = await enter(tina.context, await open(tina));
    sami = await story.arrive('sami', 1);
    const seat = await enter(sami.context, await open(sami));
    await seat.locator('[data-testid=tile][data-name^="Tina"]').waitFor();

    await button(room, 'recording.menu').click();
    await room.getByRole('menuitem', { name: new RegExp(`^${words('recording.start')}`) }).click();
    await button(seat, 'consent.agree').click();
    await forSeconds(6);
    await button(room, 'recording.menu').click();
    await room.getByRole('menuitem', { name: new RegExp(`^${words('recording.stop')}`) }).click();

    const [cmid, name] = await until('the module', () => site.run<[number, string] | null>(MODULE, course), {
      timeoutMs: 150_000,
      everyMs: 1_000,
    });
    const player = await open(sami, name);
    await player.locator('video').waitFor();
    await until('the recording to play', async () => {
      await player.evaluate(`document.querySelector('video').play().catch(() => undefined)`);
      return (await playing(player)).time > 0.5;
    });

    // Deleted in Moodle, it is so in the class's library, and the teacher may add it again.
    await site.run(`course_delete_module($a);`, cmid);
    await site.task('deliver_messages');
    const library = await open(tina);
    await library.getByText(words('library.removedFromCourse')).first().waitFor();
    await library.getByRole('button', { name: words('library.actions', { title: name }) }).click();
    await library.getByRole('menuitem', { name: words('library.publishAgain') }).click();
    await until('the module to be back', () => site.run<[number, string] | null>(MODULE, course), { timeoutMs: 60_000, everyMs: 1_000 });
    expect(site.complaints()).toEqual([]);
  }, 600_000);

  it('[MO46] a recording out of the recycle bin is in the library as before, and one that came along into another course does not play there', async () => {
    const [cmid, name] = (await site.run<[number, string] | null>(MODULE, course)) ?? [0, ''];
    await site.run(`\\core\\session\\manager::set_user(get_admin()); (new \\tool_recyclebin\\course_bin($a))->delete_all_items();`, course);
    await site.run(`course_delete_module($a);`, cmid);
    await site.task('deliver_messages');
    const library = await open(tina);
    await library.getByText(words('library.removedFromCourse')).first().waitFor();
    expect(await site.run<number>(EMPTY_BIN_INTO_COURSE, course)).toBe(1);
    await site.task('deliver_messages');
    await library.getByText(words('library.removedFromCourse')).waitFor({ state: 'detached' });
    await (await open(sami, name)).locator('video').waitFor();

    const copy = await site.run<number>(COPY_COURSE, { course, days: 7 });
    await site.task('deliver_messages');
    const elsewhere = await open(sami, name, copy);
    await elsewhere.getByText('This recording is not here').waitFor();
    expect(await elsewhere.locator('video').count()).toBe(0);
    expect(site.complaints()).toEqual([]);
  }, 300_000);

  it('[MO68] what the teacher plans stands in the student’s timeline, whose "Join" leads to the class; the recording was announced', async () => {
    const desk = await open(tina);
    await desk.getByRole('button', { name: words('plan.make') }).click();
    await desk.getByRole('button', { name: words('plan.save') }).click();
    const count = () => site.run<number>(`return $DB->count_records('event', ['component' => 'local_liveclass']);`);
    await until('the meeting in Moodle', async () => (await count()) === 1, { timeoutMs: 120_000, everyMs: 1_000 });
    await sami.closeWindows();
    await sami.page.goto(`${site.url}/my/`);
    await sami.page.getByRole('link', { name: 'Join Weekly class' }).first().click();
    await until('the lobby behind the timeline', async () => {
      for (const page of sami.context.pages())
        if (page.url().startsWith(house.toolUrl) && (await button(page, 'lobby.join', 'lobby.start').count()) > 0) return page;
      return undefined;
    });
    await site.cli('admin/cli/adhoc_task.php', '--execute', '--classname=\\local_liveclass\\task\\announce_recording');
    const told = await site.run<string[]>(
      `return array_values($DB->get_fieldset_sql("SELECT u.username FROM {notifications} n JOIN {user} u ON u.id = n.useridto
         WHERE n.component = 'local_liveclass' ORDER BY u.username"));`,
    );
    expect(told).toEqual(['sami', 'tina']);
    await desk.getByRole('button', { name: words('plan.change') }).click();
    await desk.getByRole('button', { name: words('plan.remove') }).click();
    await until('the meeting to be gone', async () => (await count()) === 0, { timeoutMs: 120_000, everyMs: 1_000 });
  }, 600_000);

  it('[MO69] attendance becomes the grade of the activity’s own column, and who passes has completed the class', async () => {
    const room = await enter(tina.context, await open(tina));
    const seat = await enter(sami.context, await open(sami));
    await seat.locator('[data-testid=tile][data-name^="Tina"]').waitFor();
    await forSeconds(10);
    await button(room, 'room.leave').click();
    await room.getByRole('menuitem', { name: words('room.endForAll') }).click();
    await room.getByText(words('over.teacher')).first().waitFor();
    expect(await site.run(STANDING, course)).toEqual({ columns: 1, grade: null, completed: 0 });

    const desk = await open(tina);
    await desk.getByRole('button', { name: words('attendance.open'), exact: true }).click();
    await desk.getByRole('tab', { name: words('attendance.grades') }).click();
    await desk.getByLabel(words('grades.grade'), { exact: true }).click();
    await desk.getByRole('option', { name: words('grades.by.presence'), exact: true }).click();
    // Every session counts as attended: how long each was depends on the machine.
    const atLeast = desk.getByRole('textbox', { name: words('grades.atLeast'), exact: true });
    await atLeast.fill('1');
    await atLeast.press('Tab');
    await desk.getByRole('button', { name: words('attendance.save'), exact: true }).click();
    await desk.getByText(words('grades.column.given')).waitFor();
    await desk.getByRole('button', { name: new RegExp(`^${words('grades.send_one', { count: '1' })}$`) }).click();
    await desk.locator('[data-testid=grade][data-state=sent]').waitFor();
    // 2: complete with a passing grade.
    expect(await site.run(STANDING, course)).toEqual({ columns: 1, grade: 100, completed: 2 });
    await sami.page.goto(`${site.url}/course/view.php?id=${course}`);
    await sami.page.getByText(/Done/).first().waitFor();
    expect(site.complaints()).toEqual([]);
  }, 600_000);

  it('[MO37] after an approved deletion no collection of the tool holds the person’s name, and the teacher finds nobody of that name', async () => {
    const find = async (name: string) => {
      const found: string[] = [];
      for (const { collectionName } of await mongo.db().collections())
        for await (const row of mongo.db().collection(collectionName).find())
          if (JSON.stringify(row).includes(name)) found.push(collectionName);
      return [...new Set(found)].sort();
    };
    expect(await find('Sami')).toEqual(expect.arrayContaining(['persons', 'seats']));
    await sami.closeWindows();
    await deletePerson(site, users.sami);
    expect(await find('Sami')).toEqual([]);
    expect(await find('Tina')).toEqual(expect.arrayContaining(['persons', 'seats']));
    const desk = await open(tina);
    await desk.getByText('Tina Test').first().waitFor();
    expect(await desk.getByText('Sami Test').count()).toBe(0);
    expect(site.complaints()).toEqual([]);
  }, 300_000);
});
