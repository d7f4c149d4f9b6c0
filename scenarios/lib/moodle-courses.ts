/** PHP that runs inside a Moodle of the tests; each is an argument of `MoodleSite.run`. */

/** A course with one teacher and one student, which begins on a Monday; answers its id. */
export const SMALL_COURSE = `
  require_once($CFG->dirroot . '/user/lib.php');
  $course = create_course((object) ['fullname' => 'Biology', 'shortname' => 'bio', 'category' => 1, 'numsections' => 2,
    'startdate' => make_timestamp(2027, 3, 1)]);
  foreach (['tina' => 'editingteacher', 'sami' => 'student'] as $name => $role) {
    $id = user_create_user((object) ['username' => $name, 'password' => 'Admin-123', 'firstname' => ucfirst($name), 'lastname' => 'Test',
      'email' => "$name@example.org", 'auth' => 'manual', 'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id,
      'timezone' => 'Europe/Berlin']);
    $manual = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
    enrol_get_plugin('manual')->enrol_user($manual, $id, $DB->get_field('role', 'id', ['shortname' => $role]));
  }
  return (int) $course->id;`;

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
