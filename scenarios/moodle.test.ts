import type { CourseMaterialMessage } from '@liveclass/contract';
import type { JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MoodleSite } from './lib/moodle.ts';
import { type Activity, activitiesOf, type MoodleCourse, makeCourse } from './lib/moodle-courses.ts';
import type { MoodlePerson } from './lib/moodle-person.ts';
import { INSTALLING_MS, MOODLE_SOURCE, moodleStory, moodleTitle } from './lib/moodle-story.ts';
import { refusalOf, type StandInTool } from './lib/stand-in-tool.ts';

/** What is left of the plugin anywhere. */
const DEBRIS = `
  $left = fn($table, $where) => $DB->count_records_select($table, $where);
  return ['config' => $left('config_plugins', "plugin = 'local_liveclass'"), 'tables' => count(preg_grep('/local_liveclass/', $DB->get_tables(false))),
    'tasks' => $left('task_scheduled', "component = 'local_liveclass'"), 'capabilities' => $left('capabilities', "component = 'local_liveclass'"),
    'types' => $left('lti_types', "clientid = '{$a['clientid']}'"), 'values' => $left('lti_types_config', "typeid = {$a['typeid']}"),
    'events' => $left('task_adhoc', "component = 'local_liveclass'")];`;

const MODULES = `
  $rows = $DB->get_records_sql("SELECT cm.id, cm.idnumber, cm.visible, cm.availability, s.section, l.name, l.typeid, l.instructorcustomparameters AS custom, l.intro
      FROM {course_modules} cm JOIN {course_sections} s ON s.id = cm.section JOIN {lti} l ON l.id = cm.instance
     WHERE cm.course = ? AND cm.idnumber LIKE 'liveclass-rec-%' AND cm.deletioninprogress = 0 ORDER BY cm.id", [$a]);
  $grades = fn($row) => $DB->count_records('grade_items', ['itemmodule' => 'lti', 'iteminstance' => $DB->get_field('course_modules', 'instance', ['id' => $row->id])]);
  return array_map(fn($row) => ['grades' => $grades($row)] + (array) $row, array_values($rows));`;

interface ModuleRow {
  readonly id: string;
  readonly idnumber: string;
  readonly visible: string;
  readonly availability: string | null;
  readonly section: string;
  readonly name: string;
  readonly custom: string;
  readonly intro: string;
  readonly grades: number;
}

describe.skipIf(!MOODLE_SOURCE)(moodleTitle('a real Moodle'), () => {
  const story = moodleStory();
  let site: MoodleSite;
  let tool: StandInTool;
  /** Nora may not edit, Sami learns. */
  let biology: MoodleCourse<'tina' | 'nora' | 'sami', 'blue'>;
  let history: MoodleCourse<'olga'>;
  let admin: MoodlePerson;
  let teacher: MoodlePerson;
  /** The live class that Tina makes. */
  let activity: Activity;

  beforeAll(async () => {
    tool = await story.openStandIn();
    site = await story.open();
    biology = await makeCourse(site, {
      fullname: 'Biology',
      shortname: 'bio',
      people: { tina: 'editingteacher', nora: 'teacher', sami: 'student' },
      groups: { blue: { name: 'Blue', members: [] } },
    });
    history = await makeCourse(site, { fullname: 'History', shortname: 'his', people: { olga: 'editingteacher' } });
    admin = await story.arrive('admin');
  }, INSTALLING_MS);

  const place = (user = biology.users.tina, course = biology.course) => ({
    context_id: String(course),
    resource_link_id: String(activity.instance),
    user_id: String(user),
  });
  const recording = (change: Partial<CourseMaterialMessage['recording']> = {}) => ({
    id: 'rec1',
    title: 'Cells',
    startedAt: Date.now() - 3_600_000,
    durationMs: 61_000,
    visible: true,
    ...change,
  });
  const send = (change: JWTPayload = {}) => tool.say(place(), change);
  const modules = (course = biology.course) => site.run<ModuleRow[]>(MODULES, course);
  const types = () => site.run<number>(`return $DB->count_records('lti_types') + $DB->count_records('lti_types_config');`);

  it('[MO20] the zip installs, and a code that the tool refuses leaves nothing behind', async () => {
    const before = await types();
    await admin.connect(tool.url, 'x'.repeat(32));
    expect(await admin.page.locator('.alert-danger').textContent()).toContain('it was used, or is too old');
    tool.temper = 'away';
    await admin.connect(tool.url, tool.code);
    expect(await admin.page.locator('.alert-danger').textContent()).toContain('does not answer');
    tool.temper = 'kind';
    expect(await types()).toBe(before);
    expect(await site.run(`return get_config('local_liveclass', 'pairedat');`)).toBe(false);
    expect((await admin.checks())['pairing']).toBe('fail');
  });

  it('[MO21] an address and a code pair the site, signed with its own LTI key, and the tool type is as it must be', async () => {
    await admin.pair(`${tool.url}/whatever`, tool.code);
    const { registration, plugin, iss } = tool.pairings.at(-1) ?? {};
    expect(iss).toBe(site.url);
    expect(plugin).toMatchObject({ component: 'local_liveclass', platform: expect.stringContaining('Moodle 4.5') });
    expect(registration).toMatchObject({ issuer: site.url, jwksUrl: `${site.url}/mod/lti/certs.php`, name: 'A school' });
    const type = await site.run<Record<string, string>>(
      `$t = $DB->get_record('lti_types', ['id' => $a]); return (array) $t + $DB->get_records_menu('lti_types_config', ['typeid' => $a], '', 'name, value');`,
      Number(registration?.deploymentIds[0]),
    );
    expect(type).toMatchObject({
      clientid: registration?.clientId,
      state: '1',
      coursevisible: '2',
      launchcontainer: '4',
      acceptgrades: '2',
    });
  });

  it('[MO22] the status page finds everything in order but https, with a way to mend each line that is not', async () => {
    const { https, cron, nolaunch, ...others } = await admin.checks();
    expect([https, cron, nolaunch]).toEqual(['fail', 'warn', 'warn']);
    expect([...new Set(Object.values(others))]).toEqual(['ok']);
    expect(Object.keys(others)).toEqual(expect.arrayContaining(['reach', 'clock', 'keyset', 'drift', 'chooser', 'ping', 'proof', 'queue']));
    expect(await admin.page.locator('[data-check=https] .text-muted').textContent()).toContain('https');
  });

  it('[MO23] an editing teacher is offered the live class, its form has grades ticked, and a student is offered nothing', async () => {
    const offered = (name: 'tina' | 'nora' | 'sami') =>
      site.run<string[]>(
        `$USER = get_complete_user_data('id', $a['user']); \\core\\session\\manager::set_user($USER); $course = get_course($a['course']);
         $service = \\core_course\\local\\factory\\content_item_service_factory::get_content_item_service();
         return array_column($service->get_content_items_for_user_in_course($USER, $course), 'title');`,
        { user: biology.users[name], course: biology.course },
      );
    expect(await offered('tina')).toContain('Live class');
    expect(await offered('nora')).not.toContain('Live class');
    expect(await offered('sami')).not.toContain('Live class');
    teacher = await story.arrive('tina');
    await teacher.openNewForm(biology.course, 3);
    expect(await teacher.page.locator('#id_instructorchoiceacceptgrades').isChecked()).toBe(true);
    await teacher.save('Weekly class');
    [activity] = (await activitiesOf(site, biology.course)) as [Activity];
    // It is for one group alone.
    await site.run(
      `$DB->set_field('course_modules', 'availability', json_encode(['op' => '&', 'c' => [['type' => 'group', 'id' => $a['group']]], 'showc' => [false]]), ['id' => $a['cmid']]);
       rebuild_course_cache($a['course'], true);`,
      { course: biology.course, cmid: activity.cmid, group: biology.groups.blue },
    );
  });

  it('[MO24] a tool type that somebody changed is set up again by cron and by the button, and a category stays as the admin chose it', async () => {
    const typeid = Number(tool.registration.deploymentIds[0]);
    const tamper = () =>
      site.run(
        `$DB->set_field('lti_types', 'coursevisible', 1, ['id' => $a]); $DB->set_field('lti_types_config', 'value', 3, ['typeid' => $a, 'name' => 'launchcontainer']);
         $DB->insert_record('lti_types_config', ['typeid' => $a, 'name' => 'customparameters', 'value' => "recording_id=x\\nkeep=1"]);
         $DB->delete_records('lti_types_categories', ['typeid' => $a]); $DB->insert_record('lti_types_categories', ['typeid' => $a, 'categoryid' => 1]);`,
        typeid,
      );
    const look = () =>
      site.run(
        `$v = $DB->get_records_menu('lti_types_config', ['typeid' => $a], '', 'name, value');
         $DB->delete_records('lti_types_config', ['typeid' => $a, 'name' => 'customparameters']);
         return [$DB->get_field('lti_types', 'coursevisible', ['id' => $a]), $v['launchcontainer'], $v['customparameters'], $DB->count_records('lti_types_categories', ['typeid' => $a])];`,
        typeid,
      );
    await tamper();
    expect(await admin.checks()).toMatchObject({ drift: 'fail', chooser: 'fail' });
    await admin.page.getByRole('button', { name: 'Repair' }).click();
    await admin.page.waitForLoadState();
    expect(await look()).toEqual(['2', '4', 'keep=1', 1]);
    await tamper();
    expect(await site.task('keep_type')).toContain('set up again: coursevisible, launchcontainer, customparameters');
    expect(await look()).toEqual(['2', '4', 'keep=1', 1]);
    await site.run(`set_config('sendname', 0, 'local_liveclass'); return \\local_liveclass\\local\\pairing::repair();`);
    expect(await site.run(`return lti_get_type_config($a)['sendname'];`, typeid)).toBe('0');
  });

  it('[MO25] a recording becomes one module beside its class, for whom the class is, without a grade column, however often it is told', async () => {
    const answer = await send();
    expect(await answer.json()).toEqual({
      moduleId: expect.stringMatching(/^\d+$/),
      url: expect.stringContaining('/mod/lti/view.php?id='),
    });
    const all = await Promise.all(Array.from({ length: 4 }, () => send({ recording: recording({ id: 'rec2', title: 'Four at once' }) })));
    for (const one of all) expect(one.status).toBe(200);
    const [first, second, ...more] = await modules();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      name: 'Cells',
      idnumber: 'liveclass-rec-rec1',
      section: '3',
      visible: '1',
      custom: 'recording_id=rec1',
      availability: expect.stringContaining('"group"'),
      grades: 0,
    });
    expect(first?.intro).toMatch(/^Recorded on .+, 1 min 1 sec/);
    expect(second?.name).toBe('Four at once');
    await teacher.openCourse(biology.course);
    await teacher.page.getByRole('link', { name: 'Cells' }).first().waitFor();
  });

  it('[MO26] what is replayed, forged, for a foreign course or in the name of somebody who may not is refused and changes nothing', async () => {
    const once = await tool.sign(tool.material(place(), { recording: recording({ id: 'rec1', title: 'Once' }) }));
    expect((await tool.post(once)).status).toBe(200);
    expect(await refusalOf(await tool.post(once))).toEqual([403, 'replay']);
    const race = await tool.sign(tool.material(place(), { recording: recording({ id: 'rec1', title: 'Once' }) }));
    const raced = await Promise.all(Array.from({ length: 4 }, () => tool.post(race)));
    expect(raced.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403]);
    const before = [await modules(), await modules(history.course)];
    const evil = { recording: recording({ id: 'rec9', title: 'Evil' }) };
    expect(await refusalOf(await tool.post(await tool.forge(tool.material(place(), evil))))).toEqual([401, 'signature']);
    const refusals: [JWTPayload, [number, string]][] = [
      [{ ...place(history.users.olga, history.course) }, [404, 'activity']],
      [{ context_id: '99999' }, [404, 'course']],
      [{ context_id: '1' }, [404, 'course']],
      [{ resource_link_id: '99999' }, [404, 'activity']],
      [{ user_id: String(biology.users.sami) }, [403, 'person']],
      [{ user_id: String(biology.users.nora) }, [403, 'person']],
      [{ user_id: String(history.users.olga) }, [403, 'person']],
      [{ user_id: '99999' }, [403, 'person']],
      [{ deployment_id: '99' }, [403, 'deployment']],
      [{ iss: 'another' }, [401, 'iss']],
      [{ aud: `${site.url}/` }, [401, 'aud']],
      [{ recording: recording({ id: 'a\nb' }) }, [400, 'id']],
    ];
    for (const [change, refusal] of refusals)
      expect([change, await refusalOf(await send({ ...evil, ...change }))]).toEqual([change, refusal]);
    expect(await refusalOf(await tool.post('rubbish'))).toEqual([400, 'jws']);
    expect(await refusalOf(await tool.post(await tool.sign(tool.material(place(), evil)), 'application/json'))).toEqual([400, 'type']);
    expect([await modules(), await modules(history.course)]).toEqual(before);
  });

  it('[MO27] a key that the tool changed is found at its first message, and forged messages do not make the site ask for keys without end', async () => {
    await tool.rotateKeys();
    expect((await send()).status).toBe(200);
    const before = tool.keysAsked;
    const answers = await Promise.all(Array.from({ length: 20 }, async () => tool.post(await tool.forge(tool.material(place())))));
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    // Two minutes may have met here, and tries at once count each other late.
    expect(tool.keysAsked - before).toBeLessThan(20);
    expect((await send()).status).toBe(200);
  });

  it('[MO28] a changed title and visibility reach the module, whose other settings stay, and a withdrawn recording is gone', async () => {
    const [before] = await modules();
    await send({ action: 'update', recording: recording({ title: 'Cells, part 1', visible: false }) });
    expect((await modules())[0]).toEqual({ ...before, name: 'Cells, part 1', visible: '0' });
    await send({ action: 'update', recording: recording({ title: '  ', visible: true }) });
    expect((await modules())[0]).toMatchObject({ id: before?.id, name: 'Recording', visible: '1' });
    for (const _again of [1, 2]) expect((await send({ action: 'unpublish' })).status).toBe(200);
    expect((await modules()).map(({ idnumber }) => idnumber)).toEqual(['liveclass-rec-rec2']);
    await site.task('deliver_messages');
    // What the tool wished for is no news to it.
    expect(tool.heard.filter(({ action }) => action === 'module-deleted')).toEqual([]);
  });

  it('[MO29] a module that a teacher deletes is told to the tool, also when the tool was away', async () => {
    tool.temper = 'away';
    await site.run(`course_delete_module($a);`, Number((await modules())[0]?.id));
    await site.task('deliver_messages');
    expect((await admin.checks())['queue']).toBe('warn');
    tool.temper = 'kind';
    await site.run(`$DB->set_field('local_liveclass_outbox', 'timenext', 0);`);
    await site.task('deliver_messages');
    expect(tool.heard.filter(({ action }) => action === 'module-deleted')).toEqual([
      expect.objectContaining({
        recording_id: 'rec2',
        context_id: String(biology.course),
        deployment_id: tool.registration.deploymentIds[0],
      }),
    ]);
    await site.task('deliver_messages');
    expect(tool.heard.filter(({ action }) => action === 'module-deleted')).toHaveLength(1);
    // Published again before the tool heard of it: then it is no news any more.
    await send();
    await site.run(`course_delete_module($a);`, Number((await modules())[0]?.id));
    await send();
    await site.task('deliver_messages');
    expect(tool.heard.filter(({ action }) => action === 'module-deleted')).toHaveLength(1);
  });

  it('[MO30] while the tool is away the course page, the form and the deletion of an activity work all the same', async () => {
    tool.temper = 'away';
    await teacher.openForm(activity.cmid);
    await teacher.save('Weekly class, renamed');
    await teacher.page.getByRole('link', { name: 'Weekly class, renamed' }).first().waitFor();
    tool.temper = 'kind';
  });

  it('[MO31] a person sees what left the site, and an erasure reaches the tool; that of a course erases nobody elsewhere', async () => {
    const sami = biology.users.sami;
    const contexts = await site.run<string[]>(
      `return array_map(fn($c) => get_class($c), iterator_to_array(\\local_liveclass\\privacy\\provider::get_contexts_for_userid($a)));`,
      sami,
    );
    expect(contexts).toEqual([expect.stringContaining('context\\user')]);
    const exported = await site.run<string>(
      `$manager = new \\core_privacy\\manager(); $approved = new \\core_privacy\\local\\request\\contextlist_collection($a);
       foreach ($manager->get_contexts_for_userid($a) as $one) {
         $approved->add_contextlist(new \\core_privacy\\local\\request\\approved_contextlist(core_user::get_user($a), $one->get_component(), $one->get_contextids()));
       }
       $zip = new ZipArchive(); $zip->open($manager->export_user_data($approved));
       $names = array_map(fn($i) => $zip->getNameIndex($i), range(0, $zip->numFiles - 1));
       return implode('', array_map(fn($name) => $zip->getFromName($name), preg_grep('#Live Class/data#', $names)));`,
      sami,
    );
    expect(exported).toContain(tool.url.replaceAll('/', '\\/'));
    const erase = async (code: string) => {
      await site.run(code, { user: sami, course: biology.course });
      await site.task('deliver_messages');
      return tool.heard.filter(({ action }) => action === 'erase-people');
    };
    expect(
      await erase(`\\local_liveclass\\privacy\\provider::delete_data_for_all_users_in_context(context_course::instance($a['course']));`),
    ).toEqual([]);
    const all = await erase(
      `\\local_liveclass\\privacy\\provider::delete_data_for_user(new \\core_privacy\\local\\request\\approved_contextlist(
         core_user::get_user($a['user']), 'local_liveclass', [context_user::instance($a['user'])->id]));`,
    );
    expect(all).toEqual([expect.objectContaining({ user_ids: [String(sami)] })]);
  });

  it('[MO32] a tool that is let go is told, and its type stays out of the chooser while activities use it', async () => {
    await admin.page.goto(`${site.url}/local/liveclass/connect.php`);
    await admin.page.getByRole('button', { name: 'Disconnect' }).click();
    await admin.page
      .locator('.modal-dialog')
      .getByRole('button', { name: /Yes|Continue|Disconnect/ })
      .click();
    await admin.page.getByText('knows it').waitFor();
    expect(tool.heard.at(-1)).toMatchObject({ action: 'unpair', sub: tool.registration.clientId });
    const typeid = Number(tool.registration.deploymentIds[0]);
    expect(await site.run(`return $DB->get_field('lti_types', 'coursevisible', ['id' => $a]);`, typeid)).toBe('0');
    expect(await refusalOf(await send())).toEqual([404, 'pairing']);
  });

  it('[MO33] uninstalling leaves no debris, and says goodbye to the tool', async () => {
    await admin.pair(tool.url, tool.code);
    const { clientId, deploymentIds } = tool.registration;
    await site.run(`foreach ($DB->get_records('lti') as $l) { course_delete_module(get_coursemodule_from_instance('lti', $l->id)->id); }`);
    await site.cli('admin/cli/uninstall_plugins.php', '--plugins=local_liveclass', '--run');
    expect(tool.heard.at(-1)).toMatchObject({ action: 'unpair', sub: clientId });
    const left = await site.run<Record<string, number>>(DEBRIS, { clientid: clientId, typeid: Number(deploymentIds[0]) });
    expect(left).toEqual(Object.fromEntries(Object.keys(left).map((name) => [name, 0])));
    expect(site.complaints()).toEqual([]);
  });
});
