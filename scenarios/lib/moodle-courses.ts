import { ADMIN, type MoodleSite } from './moodle.ts';

type Role = 'editingteacher' | 'teacher' | 'student';

interface CourseWish<Name extends string, Group extends string> {
  readonly fullname: string;
  readonly shortname: string;
  /** In seconds; a course that begins later is in nobody's timeline. */
  readonly startdate?: number;
  readonly people: Readonly<Record<Name, Role>>;
  readonly groups?: Readonly<Record<Group, { readonly name: string; readonly members: readonly NoInfer<Name>[] }>>;
}

/** The ids of what was made. */
export interface MoodleCourse<Name extends string = string, Group extends string = string> {
  readonly course: number;
  readonly users: Readonly<Record<Name, number>>;
  readonly groups: Readonly<Record<Group, number>>;
}

const MAKE_COURSE = `
  require_once($CFG->dirroot . '/user/lib.php'); require_once($CFG->dirroot . '/group/lib.php');
  $course = create_course((object) ($a['course'] + ['category' => 1, 'numsections' => 4, 'enablecompletion' => 1]));
  $manual = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
  $users = [];
  foreach ($a['people'] as $name => $role) {
    $users[$name] = (int) user_create_user((object) ['username' => $name, 'password' => $a['password'], 'firstname' => ucfirst($name),
      'lastname' => 'Test', 'email' => "$name@example.org", 'auth' => 'manual', 'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id,
      'timezone' => 'Europe/Berlin']);
    enrol_get_plugin('manual')->enrol_user($manual, $users[$name], $DB->get_field('role', 'id', ['shortname' => $role]));
  }
  $groups = [];
  foreach ($a['groups'] as $key => $group) {
    $groups[$key] = (int) groups_create_group((object) ['courseid' => $course->id, 'name' => $group['name']]);
    foreach ($group['members'] as $name) { groups_add_member($groups[$key], $users[$name]); }
  }
  return ['course' => (int) $course->id, 'users' => $users, 'groups' => $groups];`;

/** A course with new people, who all have the admin's password. */
export function makeCourse<Name extends string, Group extends string = never>(
  site: MoodleSite,
  { people, groups, ...course }: CourseWish<Name, Group>,
): Promise<MoodleCourse<Name, Group>> {
  return site.run(MAKE_COURSE, { course, people, groups: groups ?? {}, password: ADMIN.password });
}

/** A live class on a course page. */
export interface Activity {
  readonly cmid: number;
  readonly instance: number;
}

/** The activities of a course with an LTI link, oldest first. */
export const activitiesOf = (site: MoodleSite, course: number): Promise<Activity[]> =>
  site.run(
    `$rows = $DB->get_records('lti', ['course' => $a], 'id', 'id');
     return array_map(fn($row) => ['instance' => (int) $row->id, 'cmid' => (int) get_coursemodule_from_instance('lti', $row->id)->id], array_values($rows));`,
    course,
  );

/** One teacher and one student. */
export const SMALL_COURSE: CourseWish<'tina' | 'sami', never> = {
  fullname: 'Biology',
  shortname: 'bio',
  people: { tina: 'editingteacher', sami: 'student' },
};

/** Backs the course $a['course'] up and restores it with its people into a new one that begins $a['days'] later; answers that one's id. */
export const COPY_COURSE = `
  require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
  require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');
  // Controllers tell developers each of their steps.
  $CFG->debug = 0;
  $admin = get_admin();
  \\core\\session\\manager::set_user($admin);
  $backup = new backup_controller(backup::TYPE_1COURSE, $a['course'], backup::FORMAT_MOODLE, backup::INTERACTIVE_NO, backup::MODE_GENERAL, $admin->id);
  $backup->execute_plan();
  $id = $backup->get_backupid();
  $folder = make_backup_temp_directory($id);
  $backup->get_results()['backup_destination']->extract_to_pathname(get_file_packer('application/vnd.moodle.backup'), $folder);
  $backup->destroy();
  $copy = restore_dbops::create_new_course('Next year', 'next' . $a['days'], 1);
  $restore = new restore_controller($id, $copy, backup::INTERACTIVE_NO, backup::MODE_GENERAL, $admin->id, backup::TARGET_NEW_COURSE);
  $restore->get_plan()->get_setting('course_startdate')->set_value(get_course($a['course'])->startdate + $a['days'] * DAYSECS);
  $restore->execute_precheck();
  $restore->execute_plan();
  $restore->destroy();
  return (int) $copy;`;

/** Takes everything out of the recycle bin of the course $a. */
export const EMPTY_BIN_INTO_COURSE = `
  $CFG->debug = 0;
  \\core\\session\\manager::set_user(get_admin());
  $bin = new \\tool_recyclebin\\course_bin($a);
  $items = $bin->get_items();
  foreach ($items as $item) { $bin->restore_item($item); }
  return count($items);`;
