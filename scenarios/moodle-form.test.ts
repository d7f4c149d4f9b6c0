import { MongoClient } from 'mongodb';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './lib/browser.ts';
import { buildOnce } from './lib/frontend.ts';
import { House } from './lib/house.ts';
import { MoodleSite } from './lib/moodle.ts';
import { checksOf, connect, moodleTitle, signIn } from './lib/moodle-browser.ts';
import { COPY_COURSE, EMPTY_BIN_INTO_COURSE, SMALL_COURSE } from './lib/moodle-courses.ts';
import { pairingCode } from './lib/pairing.ts';
import { words } from './lib/words.ts';

const source = process.env['MOODLE_DIR'];

const ACTIVITIES = `$rows = $DB->get_records('lti', ['course' => $a], 'id', 'id, name');
  return array_map(fn($row) => ['instance' => (int) $row->id, 'cmid' => (int) get_coursemodule_from_instance('lti', $row->id)->id], array_values($rows));`;

interface Activity {
  readonly instance: number;
  readonly cmid: number;
}

describe.skipIf(!source)(moodleTitle(source, "the activity's own form in a real Moodle"), () => {
  let site: MoodleSite;
  let house: House;
  let mongo: MongoClient;
  let browser: Browser;
  let context: BrowserContext;
  let admin: Page;
  let teacher: Page;
  let course: number;
  let typeid: string;
  let weekly: Activity;
  let copy: number;

  beforeAll(async () => {
    await buildOnce();
    site = await MoodleSite.start(String(source));
    house = await House.start();
    mongo = await MongoClient.connect(house.mongoUri);
    course = await site.run<number>(SMALL_COURSE);
    ({ browser, context } = await openBrowser());
    admin = await (await browser.newContext()).newPage();
    await signIn(admin, site.url, 'admin');
    await connect(admin, site.url, house.toolUrl, await pairingCode(house));
    await admin.waitForURL('**/status.php', { waitUntil: 'domcontentloaded' });
    typeid = await site.run<string>(`return get_config('local_liveclass', 'typeid');`);
    teacher = await context.newPage();
    await signIn(teacher, site.url, 'tina');
  }, 1_500_000);

  afterEach(({ task }) => {
    if (task.result?.state === 'fail') console.error(site?.logs(), house?.logs());
  });
  afterAll(async () => {
    await browser?.close();
    await mongo?.close();
    await house?.stop();
    await site?.stop();
  });

  const activities = (of = course) => site.run<Activity[]>(ACTIVITIES, of);
  const classOf = async ({ instance }: Activity) => {
    const found = await mongo
      .db()
      .collection<{ _id: string }>('classes')
      .findOne({ resourceLinkId: String(instance) } as never);
    return found?._id;
  };
  const setting = async (name: 'classsettings' | 'graderules', of: Activity) =>
    mongo
      .db()
      .collection<{ _id: string; rule?: object; schedule?: object }>(name)
      .findOne({ _id: String(await classOf(of)) });
  const form = (of?: Activity) =>
    teacher.goto(
      of
        ? `${site.url}/course/modedit.php?update=${of.cmid}`
        : `${site.url}/course/modedit.php?add=lti&course=${course}&section=1&typeid=${typeid}`,
    );
  const field = (name: string) => teacher.locator(`#id_liveclass_${name}`);
  const choose = async (name: string, date: Record<string, number>) => {
    for (const [part, value] of Object.entries(date)) await field(`${name}_${part}`).selectOption(String(value));
  };
  const save = async () => {
    await teacher.locator('#id_submitbutton2').click();
    await teacher.waitForURL('**/course/view.php**', { waitUntil: 'domcontentloaded' });
  };
  /** Clicks the activity on its course page, in a window of its own. */
  async function lobby(of: Activity, courseId = course): Promise<Page> {
    // Moodle gives the window of an activity a name, so an open one would be used again.
    for (const page of context.pages()) if (page !== teacher) await page.close();
    await teacher.goto(`${site.url}/course/view.php?id=${courseId}`);
    const opening = context.waitForEvent('page');
    await teacher.locator(`#module-${of.cmid} a.aalink`).first().click();
    const page = await opening;
    await page.getByRole('heading', { name: words('plan.title') }).waitFor();
    return page;
  }
  const planIn = async (page: Page, text: RegExp) => page.getByText(text).first().waitFor();

  it('[MO40] a teacher plans in the form; what is wrong is said at its field, and what is saved stands in the lobby', async () => {
    await form();
    await field('weekly').waitFor({ state: 'hidden' });
    await teacher.locator('#id_name').fill('Weekly class');
    await field('startsat_enabled').check();
    await choose('startsat', { day: 2, month: 3, year: 2027, hour: 10, minute: 0 });
    await field('weekly').check();
    await field('weekdays_4').check();
    await choose('weeklyuntil', { day: 1, month: 3, year: 2027 });
    await field('record').check();
    await field('grade').selectOption('presence');
    await field('lateafter').fill('241');
    await teacher.locator('#id_submitbutton2').click();
    await teacher.locator('#id_error_liveclass_weeklyuntil').getByText('before the first meeting').waitFor();
    expect(await teacher.locator('#id_error_liveclass_lateafter').textContent()).toContain('240');
    expect(await activities()).toEqual([]);
    await choose('weeklyuntil', { day: 29, month: 4, year: 2027 });
    await field('lateafter').fill('5');
    await save();
    expect(await site.task('deliver_messages')).toContain('1 taken by the tool');
    [weekly] = (await activities()) as [Activity];
    // Nobody has launched it yet.
    expect(await setting('graderules', weekly)).toMatchObject({ rule: { grade: 'presence', lateAfterMinutes: 5, sending: 'by-hand' } });
    const page = await lobby(weekly);
    await planIn(page, /Every Tuesday and Thursday, 10:00.+11:00.*, until April 29, 2027/);
    await page.getByText(words('plan.setInLms')).waitFor();
    await form(weekly);
    await field('weekly').waitFor();
    expect(
      await Promise.all(['startsat_hour', 'startsat_day', 'duration_number', 'grade'].map((name) => field(name).inputValue())),
    ).toEqual(['10', '2', '1', 'presence']);
    expect(await Promise.all([2, 3, 4].map((day) => field(`weekdays_${day}`).isChecked()))).toEqual([true, false, true]);
  });

  it('[MO41] while the tool is away the form saves; the tool learns it later, and the latest form alone', async () => {
    await house.child('tool').stop('SIGKILL');
    for (const hours of ['2', '3']) {
      await form(weekly);
      await field('duration_number').fill(hours);
      await save();
      await site.task('deliver_messages');
    }
    expect((await checksOf(admin, site.url))['queue']).toBe('warn');
    await house.run('tool');
    await site.run(`$DB->set_field('local_liveclass_outbox', 'timenext', 0);`);
    expect(await site.task('deliver_messages')).toContain('1 taken by the tool');
    await planIn(await lobby(weekly), /Every Tuesday and Thursday, 10:00.+1:00/);
    expect((await setting('classsettings', weekly))?.schedule).toMatchObject({ durationMinutes: 180 });
  });

  it('[MO42] what the tool refuses is not sent for ever: the status page says so until the tool takes a later form', async () => {
    await form(weekly);
    await save();
    await site.run(`$row = $DB->get_record('local_liveclass_outbox', []); $payload = ['version' => 'first'] + json_decode($row->payload, true);
      $DB->set_field('local_liveclass_outbox', 'payload', json_encode($payload), ['id' => $row->id]);`);
    await site.task('deliver_messages');
    expect(await site.run(`return $DB->count_records('local_liveclass_outbox');`)).toBe(0);
    expect((await checksOf(admin, site.url))['refused']).toBe('warn');
    expect(await admin.locator('[data-check=refused]').textContent()).toContain('class-settings: 400 bad-request');
    await form(weekly);
    await field('duration_number').fill('1');
    await save();
    await site.task('deliver_messages');
    expect(await checksOf(admin, site.url)).not.toHaveProperty('refused');
  });

  it('[MO43] a copied course has a class of its own, with the settings of the original and dates that moved with the course', async () => {
    copy = await site.run<number>(COPY_COURSE, { course, days: 364 });
    await site.task('deliver_messages');
    const [copied] = (await activities(copy)) as [Activity];
    const [one, other] = [await classOf(weekly), await classOf(copied)];
    expect([one, other].every(Boolean) && one !== other).toBe(true);
    expect(await setting('classsettings', copied)).toMatchObject({
      recordFromStart: true,
      schedule: { startsAt: '2028-02-29T10:00', weeklyUntil: '2028-04-27', weekdays: [2, 4], timeZone: 'Europe/Berlin' },
    });
    expect(await setting('graderules', copied)).toMatchObject({ rule: { grade: 'presence', lateAfterMinutes: 5 } });
    expect((await setting('classsettings', weekly))?.schedule).toMatchObject({ startsAt: '2027-03-02T10:00' });
    await planIn(await lobby(copied, copy), /Every Tuesday and Thursday, 10:00.+11:00.*, until April 27, 2028/);
    expect(await classOf(copied)).toBe(other);
  });

  it('[MO44] an activity that comes back from the recycle bin is the class that it was', async () => {
    const before = await classOf(weekly);
    await site.run(`course_delete_module($a); return $DB->count_records('local_liveclass_settings');`, weekly.cmid);
    expect(await site.run<number>(EMPTY_BIN_INTO_COURSE, course)).toBe(1);
    await site.task('deliver_messages');
    const [back] = (await activities()) as [Activity];
    expect(back.instance).not.toBe(weekly.instance);
    expect(await classOf(back)).toBe(before);
    await planIn(await lobby(back), /Every Tuesday and Thursday, 10:00.+11:00/);
    expect(await classOf(back)).toBe(before);
    weekly = back;
  });

  it('[MO45] other activities have none of these fields, and what is saved without them changes nothing', async () => {
    const ids = await site.run<{ other: number; recording: number }>(
      `require_once($CFG->dirroot . '/mod/lti/locallib.php'); \\core\\session\\manager::set_user(get_admin());
       $type = lti_add_type((object) ['state' => 1, 'coursevisible' => 2], (object) ['lti_typename' => 'Other', 'lti_toolurl' => 'https://other.example/x',
         'lti_coursevisible' => 2, 'lti_ltiversion' => 'LTI-1p0', 'lti_launchcontainer' => 4]);
       $fields = \\local_liveclass\\local\\recording_module::class;
       $make = fn($typeid, $custom, $idnumber) => (int) \\local_liveclass\\local\\course_modules::create(['modulename' => 'lti', 'course' => $a['course'],
         'section' => 1, 'visible' => 1, 'name' => 'Elsewhere', 'introeditor' => ['text' => '', 'format' => 1, 'itemid' => 0], 'cmidnumber' => $idnumber,
         'typeid' => $typeid, 'toolurl' => '', 'instructorcustomparameters' => $custom, 'grade' => 0]);
       return ['other' => $make($type, '', ''), 'recording' => $make($a['typeid'], 'recording_id=r1', 'liveclass-rec-r1')];`,
      { course, typeid },
    );
    for (const cmid of Object.values(ids)) {
      await form({ cmid, instance: 0 });
      await teacher.locator('#id_name').waitFor();
      expect(await teacher.locator('[name^=liveclass_]').count()).toBe(0);
    }
    await form(weekly);
    expect(await teacher.locator('[name^=liveclass_]').count()).toBeGreaterThan(10);
    // Other code of Moodle changes activities without a form of ours.
    const count = `return [$DB->count_records('local_liveclass_settings'), $DB->count_records('local_liveclass_outbox')];`;
    const before = await site.run(count);
    await site.run(
      `require_once($CFG->dirroot . '/course/modlib.php'); \\core\\session\\manager::set_user(get_admin());
       $cm = get_coursemodule_from_id('lti', $a); [, , , $data] = get_moduleinfo_data($cm, get_course($cm->course));
       $data->name = 'Renamed'; $data->introeditor = ['text' => '', 'format' => 1, 'itemid' => 0]; update_module($data);`,
      weekly.cmid,
    );
    expect(await site.run(count)).toEqual(before);
    expect(site.complaints()).toEqual([]);
  });
});
