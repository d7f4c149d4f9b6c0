import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './lib/browser.ts';
import { buildOnce } from './lib/frontend.ts';
import { House } from './lib/house.ts';
import { MoodleSite } from './lib/moodle.ts';
import { checksOf, connect, moodleTitle, signIn } from './lib/moodle-browser.ts';
import { COPY_COURSE, EMPTY_BIN_INTO_COURSE, SMALL_COURSE } from './lib/moodle-courses.ts';
import { pairingCode } from './lib/pairing.ts';
import { playing } from './lib/recorder.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const source = process.env['MOODLE_DIR'];

const MODULE = `$cm = $DB->get_record_select('course_modules', "course = ? AND idnumber LIKE 'liveclass-rec-%' AND deletioninprogress = 0", [$a]);
  return $cm ? [(int) $cm->id, $DB->get_field('lti', 'name', ['id' => $cm->instance])] : null;`;

interface Arrived {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** How Sami stands in the gradebook: every column of live classes, and whether the class counts as completed. */
const STANDING = `
  $user = $DB->get_field('user', 'id', ['username' => 'sami']);
  $items = $DB->get_records('grade_items', ['courseid' => $a], 'id', 'id, itemtype, itemmodule');
  $columns = array_filter($items, fn($item) => $item->itemtype !== 'course');
  $grade = $DB->get_field('grade_grades', 'finalgrade', ['userid' => $user, 'itemid' => array_key_first($columns)]);
  $cm = $DB->get_record_sql("SELECT cm.id, cm.course FROM {course_modules} cm JOIN {lti} l ON l.id = cm.instance WHERE l.name = 'Weekly class' AND l.course = ?", [$a]);
  $state = $DB->get_field('course_modules_completion', 'completionstate', ['userid' => $user, 'coursemoduleid' => $cm->id]);
  return ['columns' => count($columns), 'grade' => $grade ? (float) $grade : null, 'completed' => (int) $state];`;

describe.skipIf(!source)(moodleTitle(source, 'a real Moodle with the real tool'), () => {
  let site: MoodleSite;
  let house: House;
  let course: number;
  const browsers: Browser[] = [];
  const people = {} as Record<'admin' | 'tina' | 'sami', Arrived>;

  beforeAll(async () => {
    await buildOnce();
    // One after the other: what one of them began must be ended where the other fails.
    site = await MoodleSite.start(String(source));
    house = await House.start();
    course = await site.run<number>(SMALL_COURSE);
  }, 1_500_000);

  afterEach(({ task }) => {
    if (task.result?.state === 'fail') console.error(site?.logs(), house?.logs());
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await house?.stop();
    await site?.stop();
  });

  /** Somebody with a browser of their own, signed in at the Moodle. */
  async function arrive(username: 'admin' | 'tina' | 'sami', clip: number): Promise<Arrived> {
    const { browser, context } = await openBrowser({ clip });
    browsers.push(browser);
    const page = await context.newPage();
    await signIn(page, site.url, username);
    people[username] = { context, page };
    return { context, page };
  }

  /** Moodle gives the window of an activity a name, so an open one would be used again. */
  async function closeOthers({ context, page }: Arrived): Promise<void> {
    for (const other of context.pages()) if (other !== page) await other.close();
  }

  /** Clicks an activity on the course page; the window that opens. */
  async function open({ context, page }: Arrived, name: string, of = course): Promise<Page> {
    await page.goto(`${site.url}/course/view.php?id=${of}`);
    const opening = context.waitForEvent('page');
    await page.getByRole('link', { name }).first().click();
    return opening;
  }

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
    const admin = await arrive('admin', 0);
    await connect(admin.page, site.url, house.toolUrl, await pairingCode(house));
    await admin.page.waitForURL('**/status.php', { waitUntil: 'domcontentloaded' });
    expect(await checksOf(admin.page, site.url)).toMatchObject({ reach: 'ok', clock: 'ok', keyset: 'ok', chooser: 'ok', ping: 'ok' });

    const tina = await arrive('tina', 0);
    const typeid = await site.run<string>(`return get_config('local_liveclass', 'typeid');`);
    await tina.page.goto(`${site.url}/course/modedit.php?add=lti&course=${course}&section=1&typeid=${typeid}`);
    await tina.page.locator('#id_name').fill('Weekly class');
    await tina.page.locator('#id_submitbutton2').click();
    await tina.page.waitForURL('**/course/view.php**', { waitUntil: 'domcontentloaded' });

    const room = await enter(tina.context, await open(tina, 'Weekly class'));
    const sami = await arrive('sami', 1);
    const lobby = await open(sami, 'Weekly class');
    const seat = await enter(sami.context, lobby);
    await seat.locator('[data-testid=tile][data-name^="Tina"]').waitFor();

    await button(room, 'recording.menu').click();
    await room.getByRole('menuitem', { name: new RegExp(`^${words('recording.start')}`) }).click();
    await button(seat, 'consent.agree').click();
    const from = Date.now();
    await until('some seconds of class', () => Date.now() - from > 6_000);
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
    await closeOthers(tina);
    const library = await open(tina, 'Weekly class');
    await library.getByText(words('library.removedFromCourse')).first().waitFor();
    await library.getByRole('button', { name: words('library.actions', { title: name }) }).click();
    await library.getByRole('menuitem', { name: words('library.publishAgain') }).click();
    await until('the module to be back', () => site.run<[number, string] | null>(MODULE, course), { timeoutMs: 60_000, everyMs: 1_000 });
    expect(site.complaints()).toEqual([]);
  }, 600_000);

  it('[MO46] a recording out of the recycle bin is in the library as before, and one that came along into another course does not play there', async () => {
    const [tina, sami] = [people.tina, people.sami];
    const [cmid, name] = (await site.run<[number, string] | null>(MODULE, course)) ?? [0, ''];
    await site.run(`\\core\\session\\manager::set_user(get_admin()); (new \\tool_recyclebin\\course_bin($a))->delete_all_items();`, course);
    await site.run(`course_delete_module($a);`, cmid);
    await site.task('deliver_messages');
    await closeOthers(tina);
    const library = await open(tina, 'Weekly class');
    await library.getByText(words('library.removedFromCourse')).first().waitFor();
    expect(await site.run<number>(EMPTY_BIN_INTO_COURSE, course)).toBe(1);
    await site.task('deliver_messages');
    await library.getByText(words('library.removedFromCourse')).waitFor({ state: 'detached' });
    await (await open(sami, name)).locator('video').waitFor();

    const copy = await site.run<number>(COPY_COURSE, { course, days: 7 });
    await site.task('deliver_messages');
    await closeOthers(sami);
    const elsewhere = await open(sami, name, copy);
    await elsewhere.getByText('This recording is not here').waitFor();
    expect(await elsewhere.locator('video').count()).toBe(0);
    expect(site.complaints()).toEqual([]);
  }, 300_000);

  it('[MO68] what the teacher plans stands in the student’s timeline, whose "Join" leads to the class; the recording was announced', async () => {
    const { tina, sami } = people;
    await closeOthers(tina);
    const desk = await open(tina, 'Weekly class');
    await desk.getByRole('button', { name: words('plan.make') }).click();
    await desk.getByRole('button', { name: words('plan.save') }).click();
    const count = () => site.run<number>(`return $DB->count_records('event', ['component' => 'local_liveclass']);`);
    await until('the meeting in Moodle', async () => (await count()) === 1, { timeoutMs: 120_000, everyMs: 1_000 });
    await closeOthers(sami);
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
    const { tina, sami } = people;
    await closeOthers(tina);
    await closeOthers(sami);
    const room = await enter(tina.context, await open(tina, 'Weekly class'));
    const seat = await enter(sami.context, await open(sami, 'Weekly class'));
    await seat.locator('[data-testid=tile][data-name^="Tina"]').waitFor();
    const from = Date.now();
    await until('some seconds of class', () => Date.now() - from > 10_000);
    await button(room, 'room.leave').click();
    await room.getByRole('menuitem', { name: words('room.endForAll') }).click();
    await room.getByText(words('over.teacher')).first().waitFor();
    expect(await site.run(STANDING, course)).toEqual({ columns: 1, grade: null, completed: 0 });

    await closeOthers(tina);
    const desk = await open(tina, 'Weekly class');
    await desk.getByRole('button', { name: words('attendance.open'), exact: true }).click();
    await desk.getByRole('tab', { name: words('attendance.grades') }).click();
    await desk.getByLabel(words('grades.grade'), { exact: true }).click();
    await desk.getByRole('option', { name: words('grades.by.share'), exact: true }).click();
    await desk.getByRole('button', { name: words('attendance.save'), exact: true }).click();
    await desk.getByText(words('grades.column.given')).waitFor();
    await desk.getByRole('button', { name: new RegExp(`^${words('grades.send_one', { count: '1' })}$`) }).click();
    await desk.locator('[data-testid=grade][data-state=sent]').waitFor();
    const score = Number.parseFloat((await desk.locator('[data-testid=grade] td').nth(1).innerText()).replace('%', ''));
    const standing = await site.run<{ columns: number; grade: number; completed: number }>(STANDING, course);
    expect(score).toBeGreaterThan(50);
    // 2: complete with a passing grade.
    expect(standing).toEqual({ columns: 1, grade: expect.closeTo(score, 0), completed: 2 });
    await sami.page.goto(`${site.url}/course/view.php?id=${course}`);
    await sami.page.getByText(/Done/).first().waitFor();
    expect(site.complaints()).toEqual([]);
  }, 600_000);
});
