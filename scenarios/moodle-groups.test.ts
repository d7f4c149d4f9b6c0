import type { CourseMaterialMessage, PluginMessage } from '@liveclass/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './lib/browser.ts';
import { MoodleSite } from './lib/moodle.ts';
import { connect, moodleTitle, signIn } from './lib/moodle-browser.ts';
import { StandInTool } from './lib/stand-in-tool.ts';

const source = process.env['MOODLE_DIR'];
type Told = Extract<PluginMessage, { action: 'class-groups' }>;

interface Seeds {
  readonly course: number;
  readonly users: Record<'tina' | 'sami' | 'ada' | 'zoe', number>;
  readonly groups: Record<'red' | 'blue' | 'other', number>;
  readonly grouping: number;
}

/** A course with a teacher and three students; Sami is red, Ada blue, Zoe in no group of the grouping. */
const SEED = `
  require_once($CFG->dirroot . '/user/lib.php'); require_once($CFG->dirroot . '/group/lib.php');
  $course = create_course((object) ['fullname' => 'Biology', 'shortname' => 'bio', 'category' => 1, 'numsections' => 2]);
  $users = [];
  foreach (['tina' => 'editingteacher', 'sami' => 'student', 'ada' => 'student', 'zoe' => 'student'] as $name => $role) {
    $users[$name] = user_create_user((object) ['username' => $name, 'password' => 'Admin-123', 'firstname' => ucfirst($name), 'lastname' => 'Test',
      'email' => "$name@example.org", 'auth' => 'manual', 'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id]);
    $manual = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
    enrol_get_plugin('manual')->enrol_user($manual, $users[$name], $DB->get_field('role', 'id', ['shortname' => $role]));
  }
  $groups = [];
  foreach (['red' => 'Red & warm', 'blue' => 'Blue', 'other' => 'Other'] as $key => $name) {
    $groups[$key] = groups_create_group((object) ['courseid' => $course->id, 'name' => $name]);
  }
  $grouping = groups_create_grouping((object) ['courseid' => $course->id, 'name' => 'Seminars']);
  groups_assign_grouping($grouping, $groups['red']); groups_assign_grouping($grouping, $groups['blue']);
  groups_add_member($groups['red'], $users['sami']); groups_add_member($groups['blue'], $users['ada']);
  return ['course' => (int) $course->id, 'users' => array_map('intval', $users), 'groups' => array_map('intval', $groups), 'grouping' => (int) $grouping];`;

/** Which modules of recordings a person may see on the course page. */
const SEEN = `
  $info = get_fast_modinfo($a['course'], $a['user']);
  return array_values(array_map(fn($cm) => $cm->name, array_filter($info->get_cms(), fn($cm) => $cm->uservisible && str_starts_with($cm->idnumber, 'liveclass-rec-'))));`;

describe.skipIf(!source)(moodleTitle(source, 'groups of a real Moodle'), () => {
  let site: MoodleSite;
  let tool: StandInTool;
  let seeds: Seeds;
  let browser: Browser;
  let teacher: Page;
  let broken: string | undefined;
  /** The live class that Tina makes. */
  let instance: number;
  let cmid: number;

  beforeAll(async () => {
    tool = await StandInTool.open();
    site = await MoodleSite.start(String(source));
    seeds = await site.run<Seeds>(SEED);
    const opened = await openBrowser();
    browser = opened.browser;
    const admin = await opened.context.newPage();
    await signIn(admin, site.url, 'admin');
    await connect(admin, site.url, tool.url, tool.code);
    await admin.waitForURL('**/status.php', { waitUntil: 'domcontentloaded' });
    teacher = await (await browser.newContext()).newPage();
    await signIn(teacher, site.url, 'tina');
  }, 600_000);

  afterEach(({ task }) => {
    if (broken || task.result?.state !== 'fail') return;
    broken = task.name;
    console.error(site?.logs());
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    tool?.close();
  });

  const told = (): Told[] => tool.heard.filter((message): message is Told => message.action === 'class-groups');
  /** What the next run of cron tells of rooms. */
  async function delivered(): Promise<Told[]> {
    const before = told().length;
    await site.task('deliver_messages');
    return told().slice(before);
  }
  const form = (path: string) => teacher.goto(`${site.url}/course/modedit.php?${path}`);
  async function save(): Promise<void> {
    await teacher.locator('#id_submitbutton2').click();
    await teacher.waitForURL('**/course/view.php**', { waitUntil: 'domcontentloaded' });
  }
  const groupIds = (messages: readonly Told[]) => messages.map(({ groups }) => groups.map(({ id }) => Number(id)).sort((a, b) => a - b));

  it('[GR41] the form offers one room for all, or one for each group of the course or of a grouping, and the tool is told with names and people', async () => {
    const typeid = tool.registration.deploymentIds[0];
    await form(`add=lti&course=${seeds.course}&section=1&typeid=${typeid}`);
    await teacher.locator('#id_name').fill('Weekly class');
    const rooms = teacher.locator('#id_liveclass_rooms');
    expect(await rooms.inputValue()).toBe('');
    expect(await rooms.locator('option').allTextContents()).toEqual([
      'One for all',
      'One for each group of the course',
      'One for each group of: Seminars',
    ]);
    await save();
    // Nobody chose anything: the tool is told of no rooms.
    expect(await delivered()).toEqual([]);
    ({ instance, cmid } = await site.run<{ instance: number; cmid: number }>(
      `$l = $DB->get_record('lti', ['name' => 'Weekly class']); return ['instance' => (int) $l->id, 'cmid' => (int) get_coursemodule_from_instance('lti', $l->id)->id];`,
    ));
    await form(`update=${cmid}`);
    await rooms.selectOption(String(seeds.grouping));
    await teacher.locator('#id_liveclass_ungrouped').selectOption('outside');
    await save();
    const { users, groups } = seeds;
    const [message, ...more] = await delivered();
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      context_id: String(seeds.course),
      resource_link_id: String(instance),
      title: 'Weekly class',
      rooms: 'per-group',
      ungrouped: 'outside',
    });
    expect([...(message?.groups ?? [])].sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      { id: String(groups.blue), name: 'Blue', members: [String(users.ada)] },
      { id: String(groups.red), name: 'Red & warm', members: [String(users.sami)] },
    ]);
    // What was chosen is there again, and saving it anew says nothing new.
    await form(`update=${cmid}`);
    expect([await rooms.inputValue(), await teacher.locator('#id_liveclass_ungrouped').inputValue()]).toEqual([
      String(seeds.grouping),
      'outside',
    ]);
    await save();
    expect(await delivered()).toEqual([]);
  });

  it('[GR42] each change of groups, their people and groupings is told by one message, however much changes at once', async () => {
    const { users, groups, grouping, course } = seeds;
    await site.run(
      `require_once($CFG->dirroot . '/group/lib.php');
       groups_remove_member($a['groups']['red'], $a['users']['sami']); groups_add_member($a['groups']['blue'], $a['users']['sami']);
       groups_update_group((object) ['id' => $a['groups']['blue'], 'courseid' => $a['course'], 'name' => 'Azure']);`,
      seeds,
    );
    const moved = await delivered();
    expect(moved).toHaveLength(1);
    const azure = moved[0]?.groups.find(({ id }) => Number(id) === groups.blue);
    expect([azure?.name, azure?.members.map(Number).sort()]).toEqual(['Azure', [users.ada, users.sami].sort()]);
    await site.run(`require_once($CFG->dirroot . '/group/lib.php'); groups_assign_grouping($a['grouping'], $a['groups']['other']);`, seeds);
    expect(groupIds(await delivered())).toEqual([[groups.red, groups.blue, groups.other].sort((a, b) => a - b)]);
    // Later messages say later times, whatever became of those before.
    tool.temper = 'away';
    await site.run(
      `require_once($CFG->dirroot . '/group/lib.php'); groups_unassign_grouping($a['grouping'], $a['groups']['other']);`,
      seeds,
    );
    expect(await delivered()).toEqual([]);
    tool.temper = 'kind';
    await site.run(`$DB->set_field('local_liveclass_outbox', 'timenext', 0);`);
    const [last, ...more] = await delivered();
    expect(more).toEqual([]);
    expect(groupIds(last ? [last] : [])).toEqual([[groups.red, groups.blue]]);
    const times = told().map(({ changed_at }) => changed_at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // Whoever leaves the course leaves its groups.
    await site.run(
      `$manual = $DB->get_record('enrol', ['courseid' => $a['course'], 'enrol' => 'manual']);
       enrol_get_plugin('manual')->unenrol_user($manual, $a['users']['sami']);`,
      seeds,
    );
    expect((await delivered())[0]?.groups.flatMap(({ members }) => members)).toEqual([String(users.ada)]);
    await site.run(
      `$manual = $DB->get_record('enrol', ['courseid' => $a['course'], 'enrol' => 'manual']);
       enrol_get_plugin('manual')->enrol_user($manual, $a['users']['sami'], $DB->get_field('role', 'id', ['shortname' => 'student']));
       require_once($CFG->dirroot . '/group/lib.php'); groups_add_member($a['groups']['red'], $a['users']['sami']);`,
      seeds,
    );
    expect(await delivered()).toHaveLength(1);
    expect([course, grouping]).toEqual([seeds.course, seeds.grouping]);
  });

  it('[GR43] the recording of a group is one module for that group and the teachers, however often it is told', async () => {
    const { users, groups, course } = seeds;
    const place = { context_id: String(course), resource_link_id: String(instance), user_id: String(users.tina) };
    const publish = async (id: string, group?: CourseMaterialMessage['recording']['group']) => {
      const recording = { id, title: id, startedAt: Date.now(), durationMs: 61_000, visible: true, ...(group && { group }) };
      const answer = await fetch(`${site.url}/local/liveclass/publish.php`, {
        method: 'POST',
        headers: { 'content-type': 'application/jwt' },
        body: await tool.sign(tool.material(place, { recording })),
      });
      return answer.status;
    };
    expect([await publish('red', { id: String(groups.red) }), await publish('red', { id: String(groups.red) })]).toEqual([200, 200]);
    expect([await publish('rest', {}), await publish('all')]).toEqual([200, 200]);
    const seen = async (user: keyof Seeds['users']) => (await site.run<string[]>(SEEN, { course, user: users[user] })).sort();
    expect(await seen('sami')).toEqual(['all', 'red']);
    expect(await seen('ada')).toEqual(['all']);
    expect(await seen('zoe')).toEqual(['all', 'rest']);
    expect(await seen('tina')).toEqual(['all', 'red', 'rest']);
    // Hidden entirely: not even greyed out with a reason.
    const ada = await (await browser.newContext()).newPage();
    await signIn(ada, site.url, 'ada');
    await ada.goto(`${site.url}/course/view.php?id=${course}`);
    await ada.getByText('all', { exact: true }).first().waitFor();
    expect(await ada.getByText('red', { exact: true }).count()).toBe(0);
    expect(
      await site.run(`return $DB->count_records_select('course_modules', "idnumber LIKE 'liveclass-rec-%' AND deletioninprogress = 0");`),
    ).toBe(3);
  });

  it('[GR44] a copied activity has the rooms of the one that it was copied from, and one that is gone is told of no more', async () => {
    const copy = await site.run<number>(
      `\\core\\session\\manager::set_user(get_admin()); $cm = duplicate_module(get_course($a['course']), get_fast_modinfo($a['course'])->get_cm($a['cmid'])); return (int) $cm->instance;`,
      { course: seeds.course, cmid },
    );
    const [message] = (await delivered()).filter(({ resource_link_id }) => Number(resource_link_id) === copy);
    expect([message?.rooms, message?.ungrouped, message?.groups.length]).toEqual(['per-group', 'outside', 2]);
    await site.run(
      `require_once($CFG->dirroot . '/group/lib.php'); course_delete_module($a['cmid']); groups_remove_member($a['groups']['red'], $a['users']['sami']);`,
      {
        ...seeds,
        cmid,
      },
    );
    expect((await delivered()).map(({ resource_link_id }) => Number(resource_link_id))).toEqual([copy]);
    const other = await site.run<number>(`return (int) get_coursemodule_from_instance('lti', $a)->id;`, copy);
    await form(`update=${other}`);
    await teacher.locator('#id_liveclass_rooms').selectOption('');
    await save();
    expect((await delivered()).map(({ rooms, groups }) => [rooms, groups])).toEqual([['one', []]]);
    await site.run(`require_once($CFG->dirroot . '/group/lib.php'); groups_add_member($a['groups']['red'], $a['users']['sami']);`, seeds);
    expect(await delivered()).toEqual([]);
    expect(site.complaints()).toEqual([]);
  });
});
