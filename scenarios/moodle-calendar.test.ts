import type { CoursePlanMessage } from '@liveclass/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MoodleSite } from './lib/moodle.ts';
import { type Activity, type MoodleCourse, makeCourse } from './lib/moodle-courses.ts';
import type { MoodlePerson } from './lib/moodle-person.ts';
import { deletePerson, exportOf } from './lib/moodle-privacy.ts';
import { INSTALLING_MS, MOODLE_SOURCE, moodleStory, moodleTitle } from './lib/moodle-story.ts';
import { refusalOf, type StandInTool } from './lib/stand-in-tool.ts';

type Name = 'tina' | 'sami' | 'olga';

const EVENTS = `
  $rows = $DB->get_records('event', ['component' => 'local_liveclass'], 'timestart', 'id, name, timestart, timeduration, userid, courseid, modulename, eventtype');
  return array_values(array_map(fn($row) => (array) $row, $rows));`;

/** What a person is shown: the timeline's rows, and the names in the calendar. */
const SHOWN = `
  $user = core_user::get_user($a['user']); \\core\\session\\manager::set_user($user); \\core_calendar\\local\\event\\container::reset_caches();
  require_once($CFG->dirroot . '/calendar/lib.php');
  $actions = \\core_calendar\\local\\api::get_action_events_by_timesort(time() - DAYSECS);
  $rows = \\core_calendar\\local\\api::get_events(time() - DAYSECS, time() + 90 * DAYSECS, null, null, null, null, 40, null, [$user->id], null, [$a['course']]);
  return ['timeline' => array_map(fn($e) => [$e->get_action()->get_name(), $e->get_action()->get_url()->out(false)], $actions),
    'calendar' => array_map(fn($e) => $e->get_name(), $rows)];`;

interface Shown {
  readonly timeline: readonly (readonly [string, string])[];
  readonly calendar: readonly string[];
}

/** In which columns of the plugin's tables, and of events that are its own, that number stands. */
const TRACES = `
  $found = [];
  $rows = ['event' => $DB->get_records('event', ['component' => 'local_liveclass'])];
  foreach (preg_grep('/^local_liveclass_/', $DB->get_tables(false)) as $table) { $rows[$table] = $DB->get_records($table); }
  foreach ($rows as $table => $all) {
    foreach ($all as $row) {
      foreach ((array) $row as $column => $value) { if (str_contains((string) $value, (string) $a)) { $found[] = "$table.$column"; } }
    }
  }
  return $found;`;

const HOUR = 3_600_000;
const NAME = 'Weekly class & more';

/** Who was told of a recording, in order: names and subjects. */
const NOTICES = `
  $sql = "SELECT n.id, u.username, n.subject, n.contexturl FROM {notifications} n JOIN {user} u ON u.id = n.useridto
           WHERE n.component = 'local_liveclass' ORDER BY n.subject, u.username";
  return array_values(array_map(fn($row) => [$row->username, $row->subject], $DB->get_records_sql($sql)));`;

/** What is left of the plugin in the tables of others, and its own tables. */
const LEFT = `
  return ['events' => $DB->count_records('event', ['component' => 'local_liveclass']),
    'providers' => $DB->count_records('message_providers', ['component' => 'local_liveclass']),
    'preferences' => $DB->count_records_select('config_plugins', "plugin = 'message' AND name LIKE '%local_liveclass%'"),
    'tasks' => $DB->count_records('task_adhoc', ['component' => 'local_liveclass']) + $DB->count_records('task_scheduled', ['component' => 'local_liveclass']),
    'tables' => count(preg_grep('/local_liveclass/', $DB->get_tables(false)))];`;

describe.skipIf(!MOODLE_SOURCE)(moodleTitle('a real Moodle and its calendar'), () => {
  const story = moodleStory();
  let site: MoodleSite;
  let tool: StandInTool;
  let seeds: MoodleCourse<Name, 'blue'>;
  let teacher: MoodlePerson;
  let student: MoodlePerson;
  /** The live class that Tina makes. */
  let activity: Activity;
  const now = Date.now();

  beforeAll(async () => {
    tool = await story.openStandIn();
    site = await story.open();
    // No other number in any table looks like that of a person.
    await site.run(`$DB->change_database_structure('ALTER SEQUENCE ' . $DB->get_prefix() . 'user_id_seq RESTART WITH 700001');`);
    seeds = await makeCourse(site, {
      fullname: 'Biology',
      shortname: 'bio',
      people: { tina: 'editingteacher', sami: 'student', olga: 'student' },
      groups: { blue: { name: 'Blue', members: ['sami'] } },
    });
    await (await story.arrive('admin')).pair(tool.url, tool.code);
    teacher = await story.arrive('tina');
    student = await story.arrive('sami');
  }, INSTALLING_MS);

  const post = (change: object, user: Name = 'tina') => {
    const place = { context_id: String(seeds.course), resource_link_id: String(activity.instance), user_id: String(seeds.users[user]) };
    return tool.say(place, { ...change });
  };
  let revision = now;
  const meeting = (hours: number, length = 1) => ({ startsAt: now + hours * HOUR, endsAt: now + (hours + length) * HOUR });
  const plan = (meetings: CoursePlanMessage['plan']['meetings'], more: object = {}) =>
    post({ action: 'plan', recording: undefined, plan: { revision: (revision += 1), title: 'Told', meetings, ...more } });
  const events = () => site.run<Record<string, string>[]>(EVENTS);
  const shown = (user: Name) => site.run<Shown>(SHOWN, { user: seeds.users[user], course: seeds.course });
  const starts = async () => (await events()).map(({ timestart }) => Math.round((Number(timestart) * 1_000 - now) / 360_000) / 10);

  it('[MO64] the form of a new live class offers completion by a passing grade, and the class has it', async () => {
    activity = await teacher.makeClass(seeds.course, NAME);
    const set = await site.run(
      `$item = $DB->get_record('grade_items', ['itemmodule' => 'lti', 'iteminstance' => $a['instance']]);
       $cm = $DB->get_record('course_modules', ['id' => $a['cmid']]);
       return [(int) $cm->completion, (int) $cm->completionpassgrade, $cm->completiongradeitemnumber, (int) $cm->completionview, (float) $item->gradepass, (float) $item->grademax];`,
      activity,
    );
    expect(set).toEqual([2, 1, '0', 0, 50, 100]);
  });

  it('[MO60] the meetings of a plan stand in calendar and timeline, as nobody’s own, and "Join" opens the live class', async () => {
    const answer = await plan([meeting(-0.5), meeting(1), meeting(168)]);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ moduleId: String(activity.cmid) })]);
    const all = await events();
    expect(all).toHaveLength(3);
    for (const event of all)
      expect(event).toMatchObject({ name: NAME, userid: '0', timeduration: '3600', modulename: '', eventtype: 'course' });
    const { timeline, calendar } = await shown('sami');
    expect(timeline).toEqual(Array(3).fill([`Join ${NAME}`, `${site.url}/mod/lti/view.php?id=${activity.cmid}`]));
    expect(calendar).toEqual(Array(3).fill(NAME));
    const { page } = student;
    await page.goto(`${site.url}/my/`);
    // By what is seen: Moodle escapes the label of this link twice.
    const join = page
      .getByRole('link')
      .filter({ hasText: `Join ${NAME}` })
      .first();
    expect(await join.getAttribute('href')).toBe(`${site.url}/mod/lti/view.php?id=${activity.cmid}`);
    await page.goto(`${site.url}/calendar/view.php?view=upcoming&course=${seeds.course}`);
    await page.getByRole('heading', { name: NAME }).first().waitFor();
    await page.locator('.description-content').getByRole('link', { name: NAME }).first().waitFor();
    await page.goto(`${site.url}/calendar/view.php?view=month&course=${seeds.course}`);
    await page.locator('.calendarmonth').getByRole('link', { name: NAME }).first().waitFor();
  });

  it('[MO61] a changed plan changes the events that are not over; said again, or late, or by somebody who may not, it changes nothing', async () => {
    const [on, first] = await events();
    await plan([meeting(-0.5), meeting(1, 2), meeting(3)]);
    expect(await starts()).toEqual([-0.5, 1, 3]);
    const after = await events();
    expect([after[0], after[1]?.['id'], after[1]?.['timeduration']]).toEqual([on, first?.['id'], '7200']);
    const twice = { revision };
    for (const _again of [1, 2]) expect((await plan([meeting(-0.5), meeting(1, 2), meeting(3)], twice)).status).toBe(200);
    expect(await events()).toEqual(after);
    expect((await plan([meeting(9)], { revision: revision - 5 })).status).toBe(200);
    const all = await Promise.all(Array.from({ length: 4 }, () => plan([meeting(-0.5), meeting(1, 2), meeting(3)], twice)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const far = { revision: revision + 100, title: '', meetings: [meeting(9)] };
    expect(await refusalOf(await post({ action: 'plan', recording: undefined, plan: far }, 'sami'))).toEqual([403, 'person']);
    expect(await refusalOf(await post({ action: 'plan', recording: undefined, plan: far, resource_link_id: '99999' }))).toEqual([
      404,
      'activity',
    ]);
    expect(await refusalOf(await plan([{ startsAt: now, endsAt: now }]))).toEqual([400, 'meeting']);
    expect(await events()).toEqual(after);
    // The plan is taken back while a meeting is on: what was held before stays.
    await site.run(`$DB->set_field('event', 'timestart', time() - 9000, ['id' => $a]);`, Number(on?.['id']));
    await plan([]);
    expect((await events()).map(({ id }) => id)).toEqual([on?.['id']]);
    expect((await shown('sami')).timeline).toEqual([]);
    await plan([meeting(2)]);
  });

  it('[MO62] only those see a meeting who may see its class, and it bears the name that the class has now', async () => {
    const restrict = (json: string | null) =>
      site.run(`$DB->set_field('course_modules', 'availability', $a[1], ['id' => $a[0]]); rebuild_course_cache($a[2], true);`, [
        activity.cmid,
        json,
        seeds.course,
      ]);
    const show = (visible: number) => site.run(`set_coursemodule_visible($a[0], $a[1]);`, [activity.cmid, visible]);
    const both = async () => [(await shown('sami')).calendar.length, (await shown('olga')).calendar.length];
    expect(await both()).toEqual([2, 2]);
    await restrict(JSON.stringify({ op: '&', c: [{ type: 'group', id: seeds.groups.blue }], showc: [false] }));
    expect(await both()).toEqual([2, 0]);
    expect((await shown('olga')).timeline).toEqual([]);
    await show(0);
    expect(await both()).toEqual([0, 0]);
    expect((await shown('tina')).timeline).toHaveLength(1);
    await show(1);
    await site.run(`$DB->set_field('course', 'visible', $a[1], ['id' => $a[0]]); rebuild_course_cache($a[0], true);`, [seeds.course, 0]);
    expect(await both()).toEqual([0, 0]);
    await site.run(`$DB->set_field('course', 'visible', $a[1], ['id' => $a[0]]); rebuild_course_cache($a[0], true);`, [seeds.course, 1]);
    await site.run(`$DB->set_field('user_enrolments', 'status', 1, ['userid' => $a]);`, seeds.users.sami);
    expect(await both()).toEqual([0, 0]);
    await site.run(`$DB->set_field('user_enrolments', 'status', 0, ['userid' => $a]);`, seeds.users.sami);
    await teacher.openForm(activity.cmid);
    await teacher.save('Renamed');
    expect((await events()).map(({ name, userid }) => [name, userid])).toEqual([
      [NAME, '0'],
      ['Renamed', '0'],
    ]);
  });

  it('[MO63] a recording that may be seen is announced to those who may see it, once, and not before', async () => {
    const recording = (id: string, title: string, visible: boolean) => ({ id, title, startedAt: now, durationMs: 61_000, visible });
    const say = async (action: string, id: string, title: string, visible: boolean) =>
      expect((await post({ action, recording: recording(id, title, visible) })).status).toBe(200);
    const cron = () => site.cli('admin/cli/adhoc_task.php', '--execute', '--classname=\\local_liveclass\\task\\announce_recording');
    const notices = () => site.run<string[][]>(NOTICES);
    const of = (title: string) => ['sami', 'tina'].map((name) => [name, `New recording: ${title}`]);
    await say('publish', 'r1', 'A & <b>', true);
    await say('publish', 'r2', 'B', false);
    await say('publish', 'r3', 'C', false);
    expect(await notices()).toEqual([]);
    await cron();
    expect(await notices()).toEqual(of('A & '));
    for (const title of ['A & <b>', 'A']) await say('update', 'r1', title, true);
    await say('unpublish', 'r1', 'A', true);
    await say('publish', 'r1', 'A', true);
    await cron();
    expect(await notices()).toHaveLength(2);
    // One is approved in the tool, the other by the eye on the course page.
    await say('update', 'r2', 'B', true);
    await site.run(
      `\\core\\session\\manager::set_user(core_user::get_user($a[1])); $cm = $DB->get_record('course_modules', ['idnumber' => 'liveclass-rec-r3']);
       return \\core_courseformat\\external\\update_course::execute('cm_show', $a[0], [$cm->id]);`,
      [seeds.course, seeds.users.tina],
    );
    await cron();
    await cron();
    expect((await notices()).slice(2)).toEqual([...of('B'), ...of('C')]);
    // What was shown where no event told of it is found by the hourly look.
    await say('publish', 'r4', 'D', false);
    await site.run(
      `$DB->set_field('course_modules', 'visible', 1, ['idnumber' => 'liveclass-rec-r4']); rebuild_course_cache($a, true);`,
      seeds.course,
    );
    await site.task('announce_waiting');
    await cron();
    expect((await notices()).slice(6)).toEqual(of('D'));
    await student.page.goto(`${site.url}/message/output/popup/notifications.php`);
    await student.page.getByText('New recording: D').first().waitFor();
  });

  it('[MO66] an erased teacher takes no meeting along, and what is kept of people is named', async () => {
    const before = await events();
    await site.run(
      `\\core_calendar\\privacy\\provider::delete_data_for_user(new \\core_privacy\\local\\request\\approved_contextlist(
         core_user::get_user($a['user']), 'core_calendar', [context_course::instance($a['course'])->id, context_user::instance($a['user'])->id]));`,
      { user: seeds.users.tina, course: seeds.course },
    );
    expect(await events()).toEqual(before);
    const named = await site.run<string[]>(
      `$c = \\local_liveclass\\privacy\\provider::get_metadata(new \\core_privacy\\local\\metadata\\collection('local_liveclass'));
       return array_map(fn($type) => $type->get_name(), $c->get_collection());`,
    );
    expect(named).toEqual(expect.arrayContaining(['local_liveclass_notices', 'core_calendar', 'core_message']));
    // A run that is done leaves nobody's number.
    expect(await site.run(`return $DB->count_records_select('local_liveclass_notices', 'lastuserid <> 0');`)).toBe(0);
  });

  it('[MO36] a request for one’s data brings what the tool is sent; a deletion leaves the person’s number nowhere, reaches the tool, and takes nothing of others', async () => {
    const { sami } = seeds.users;
    const exported = await exportOf(site, sami);
    expect(exported).toContain(tool.url.replaceAll('/', '\\/'));
    expect(exported).toContain('recordings of live classes');
    // Groups have rooms, and a run of announcements broke off right behind Sami.
    await site.run(
      `\\local_liveclass\\local\\class_rooms::set($a['instance'], ['groupingid' => 0, 'ungrouped' => 'together']);
       $DB->set_field('local_liveclass_notices', 'lastuserid', $a['user'], ['recordingid' => 'r4']);`,
      { instance: activity.instance, user: sami },
    );
    await site.task('deliver_messages');
    expect(await site.run(TRACES, sami)).toEqual(['local_liveclass_notices.lastuserid']);
    const ofOthers = async () => [
      await events(),
      (await shown('olga')).calendar,
      (await site.run<string[][]>(NOTICES)).filter(([name]) => name === 'tina'),
    ];
    const before = await ofOthers();
    // Moodle takes erased people out of their groups without a word: the tool does so by the erasure.
    await deletePerson(site, sami);
    expect(await site.run(TRACES, sami)).toEqual([]);
    const erased = tool.heard.flatMap((message) => (message.action === 'erase-people' ? [message.user_ids] : []));
    expect(erased).toEqual([[String(sami)]]);
    expect(await ofOthers()).toEqual(before);
    expect(await site.run(`return $DB->get_field('user', 'deleted', ['id' => $a]);`, sami)).toBe('1');
  });

  it('[MO62] with the class go its meetings, and with the tool all of them', async () => {
    await site.run(`course_delete_module($a);`, activity.cmid);
    expect(await events()).toEqual([]);
    expect(await site.run(`return $DB->count_records('local_liveclass_plans');`)).toBe(0);
  });

  it('[MO67] an older version is upgraded, and uninstalling leaves no events, messages or tables', async () => {
    await site.run(
      `$manager = $DB->get_manager();
       foreach (['local_liveclass_plans', 'local_liveclass_notices'] as $name) { $manager->drop_table(new xmldb_table($name)); }
       set_config('version', 2026112400, 'local_liveclass'); unset_config('allversionshash'); purge_all_caches();`,
    );
    await site.cli('admin/cli/upgrade.php', '--non-interactive');
    expect(await site.run(`return $DB->count_records('local_liveclass_plans') + $DB->count_records('local_liveclass_notices');`)).toBe(0);
    await site.run(
      `$DB->insert_record('event', ['component' => 'local_liveclass', 'name' => 'x', 'description' => '', 'format' => 1, 'courseid' => $a, 'instance' => 5,
         'eventtype' => 'course', 'timestart' => time(), 'timeduration' => 60, 'uuid' => '', 'timemodified' => 0]);`,
      seeds.course,
    );
    await site.cli('admin/cli/uninstall_plugins.php', '--plugins=local_liveclass', '--run');
    expect(await site.run(LEFT)).toEqual({ events: 0, providers: 0, preferences: 0, tasks: 0, tables: 0 });
    expect(site.complaints()).toEqual([]);
  }, 600_000);
});
