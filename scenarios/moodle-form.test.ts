import { MongoClient } from 'mongodb';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { House } from './lib/house.ts';
import type { MoodleSite } from './lib/moodle.ts';
import { type Activity, activitiesOf, COPY_COURSE, EMPTY_BIN_INTO_COURSE, makeCourse, SMALL_COURSE } from './lib/moodle-courses.ts';
import type { MoodlePerson } from './lib/moodle-person.ts';
import { INSTALLING_MS, MOODLE_SOURCE, moodleStory, moodleTitle } from './lib/moodle-story.ts';
import { pairingCode } from './lib/pairing.ts';
import { words } from './lib/words.ts';

describe.skipIf(!MOODLE_SOURCE)(moodleTitle("the activity's own form in a real Moodle"), () => {
  const story = moodleStory();
  let site: MoodleSite;
  let house: House;
  let mongo: MongoClient;
  let admin: MoodlePerson;
  let teacher: MoodlePerson;
  let course: number;
  let weekly: Activity;
  let copy: number;

  beforeAll(async () => {
    site = await story.open();
    house = await story.openHouse();
    mongo = await MongoClient.connect(house.mongoUri);
    ({ course } = await makeCourse(site, { ...SMALL_COURSE, startdate: Date.UTC(2027, 2, 1) / 1_000 }));
    admin = await story.arrive('admin');
    await admin.pair(house.toolUrl, await pairingCode(house));
    teacher = await story.arrive('tina');
  }, INSTALLING_MS);

  afterAll(() => mongo?.close());

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
  const field = (name: string) => teacher.page.locator(`#id_liveclass_${name}`);
  const choose = async (name: string, date: Record<string, number>) => {
    for (const [part, value] of Object.entries(date)) await field(`${name}_${part}`).selectOption(String(value));
  };
  async function lobby(of = course): Promise<Page> {
    const page = await teacher.openActivity('Weekly class', of);
    await page.getByRole('heading', { name: words('plan.title') }).waitFor();
    return page;
  }
  const planIn = async (page: Page, text: RegExp) => page.getByText(text).first().waitFor();

  it('[MO40] a teacher plans in the form; what is wrong is said at its field, and what is saved stands in the lobby', async () => {
    await teacher.openNewForm(course);
    await field('weekly').waitFor({ state: 'hidden' });
    await teacher.page.locator('#id_name').fill('Weekly class');
    await field('startsat_enabled').check();
    await choose('startsat', { day: 2, month: 3, year: 2027, hour: 10, minute: 0 });
    await field('weekly').check();
    await field('weekdays_4').check();
    await choose('weeklyuntil', { day: 1, month: 3, year: 2027 });
    await field('record').check();
    await field('grade').selectOption('presence');
    await field('lateafter').fill('241');
    await teacher.page.locator('#id_submitbutton2').click();
    await teacher.page.locator('#id_error_liveclass_weeklyuntil').getByText('before the first meeting').waitFor();
    expect(await teacher.page.locator('#id_error_liveclass_lateafter').textContent()).toContain('240');
    expect(await activitiesOf(site, course)).toEqual([]);
    await choose('weeklyuntil', { day: 29, month: 4, year: 2027 });
    await field('lateafter').fill('5');
    await teacher.save();
    expect(await site.task('deliver_messages')).toContain('1 taken by the tool');
    [weekly] = (await activitiesOf(site, course)) as [Activity];
    // Nobody has launched it yet.
    expect(await setting('graderules', weekly)).toMatchObject({ rule: { grade: 'presence', lateAfterMinutes: 5, sending: 'by-hand' } });
    const page = await lobby();
    await planIn(page, /Every Tuesday and Thursday, 10:00.+11:00.*, until April 29, 2027/);
    await page.getByText(words('plan.setInLms')).waitFor();
    await teacher.openForm(weekly.cmid);
    await field('weekly').waitFor();
    expect(
      await Promise.all(['startsat_hour', 'startsat_day', 'duration_number', 'grade'].map((name) => field(name).inputValue())),
    ).toEqual(['10', '2', '1', 'presence']);
    expect(await Promise.all([2, 3, 4].map((day) => field(`weekdays_${day}`).isChecked()))).toEqual([true, false, true]);
  });

  it('[MO41] while the tool is away the form saves; the tool learns it later, and the latest form alone', async () => {
    await house.child('tool').stop('SIGKILL');
    for (const hours of ['2', '3']) {
      await teacher.openForm(weekly.cmid);
      await field('duration_number').fill(hours);
      await teacher.save();
      await site.task('deliver_messages');
    }
    expect((await admin.checks())['queue']).toBe('warn');
    await house.run('tool');
    await site.run(`$DB->set_field('local_liveclass_outbox', 'timenext', 0);`);
    expect(await site.task('deliver_messages')).toContain('1 taken by the tool');
    await planIn(await lobby(), /Every Tuesday and Thursday, 10:00.+1:00/);
    expect((await setting('classsettings', weekly))?.schedule).toMatchObject({ durationMinutes: 180 });
  });

  it('[MO42] what the tool refuses is not sent for ever: the status page says so until the tool takes a later form', async () => {
    await teacher.openForm(weekly.cmid);
    await teacher.save();
    await site.run(`$row = $DB->get_record('local_liveclass_outbox', []); $payload = ['version' => 'first'] + json_decode($row->payload, true);
      $DB->set_field('local_liveclass_outbox', 'payload', json_encode($payload), ['id' => $row->id]);`);
    await site.task('deliver_messages');
    expect(await site.run(`return $DB->count_records('local_liveclass_outbox');`)).toBe(0);
    expect((await admin.checks())['refused']).toBe('warn');
    expect(await admin.page.locator('[data-check=refused]').textContent()).toContain('class-settings: 400 bad-request');
    await teacher.openForm(weekly.cmid);
    await field('duration_number').fill('1');
    await teacher.save();
    await site.task('deliver_messages');
    expect(await admin.checks()).not.toHaveProperty('refused');
  });

  it('[MO43] a copied course has a class of its own, with the settings of the original and dates that moved with the course', async () => {
    copy = await site.run<number>(COPY_COURSE, { course, days: 364 });
    await site.task('deliver_messages');
    const [copied] = (await activitiesOf(site, copy)) as [Activity];
    const [one, other] = [await classOf(weekly), await classOf(copied)];
    expect([one, other].every(Boolean) && one !== other).toBe(true);
    expect(await setting('classsettings', copied)).toMatchObject({
      recordFromStart: true,
      schedule: { startsAt: '2028-02-29T10:00', weeklyUntil: '2028-04-27', weekdays: [2, 4], timeZone: 'Europe/Berlin' },
    });
    expect(await setting('graderules', copied)).toMatchObject({ rule: { grade: 'presence', lateAfterMinutes: 5 } });
    expect((await setting('classsettings', weekly))?.schedule).toMatchObject({ startsAt: '2027-03-02T10:00' });
    await planIn(await lobby(copy), /Every Tuesday and Thursday, 10:00.+11:00.*, until April 27, 2028/);
    expect(await classOf(copied)).toBe(other);
  });

  it('[MO44] an activity that comes back from the recycle bin is the class that it was', async () => {
    const before = await classOf(weekly);
    await site.run(`course_delete_module($a); return $DB->count_records('local_liveclass_settings');`, weekly.cmid);
    expect(await site.run<number>(EMPTY_BIN_INTO_COURSE, course)).toBe(1);
    await site.task('deliver_messages');
    const [back] = (await activitiesOf(site, course)) as [Activity];
    expect(back.instance).not.toBe(weekly.instance);
    expect(await classOf(back)).toBe(before);
    await planIn(await lobby(), /Every Tuesday and Thursday, 10:00.+11:00/);
    expect(await classOf(back)).toBe(before);
    weekly = back;
  });

  it('[MO45] other activities have none of these fields, and what is saved without them changes nothing', async () => {
    const ids = await site.run<{ other: number; recording: number }>(
      `require_once($CFG->dirroot . '/mod/lti/locallib.php'); \\core\\session\\manager::set_user(get_admin());
       $type = lti_add_type((object) ['state' => 1, 'coursevisible' => 2], (object) ['lti_typename' => 'Other', 'lti_toolurl' => 'https://other.example/x',
         'lti_coursevisible' => 2, 'lti_ltiversion' => 'LTI-1p0', 'lti_launchcontainer' => 4]);
       $make = fn($typeid, $custom, $idnumber) => (int) \\local_liveclass\\local\\course_modules::create(['modulename' => 'lti', 'course' => $a,
         'section' => 1, 'visible' => 1, 'name' => 'Elsewhere', 'introeditor' => ['text' => '', 'format' => 1, 'itemid' => 0], 'cmidnumber' => $idnumber,
         'typeid' => $typeid, 'toolurl' => '', 'instructorcustomparameters' => $custom, 'grade' => 0]);
       return ['other' => $make($type, '', ''), 'recording' => $make(get_config('local_liveclass', 'typeid'), 'recording_id=r1', 'liveclass-rec-r1')];`,
      course,
    );
    for (const cmid of Object.values(ids)) {
      await teacher.openForm(cmid);
      await teacher.page.locator('#id_name').waitFor();
      expect(await teacher.page.locator('[name^=liveclass_]').count()).toBe(0);
    }
    await teacher.openForm(weekly.cmid);
    expect(await teacher.page.locator('[name^=liveclass_]').count()).toBeGreaterThan(10);
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
