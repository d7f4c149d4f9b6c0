<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * What core asks of this plugin by name.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_liveclass\form\class_fields;
use local_liveclass\local\class_calendar;
use local_liveclass\local\completion_preset;
use local_liveclass\local\live_class;

/**
 * Adds the fields of a live class to its form, and ticks "accept grades" for a new one: its attendance becomes a grade. The teacher
 * may take the tick away.
 *
 * @param moodleform_mod $form
 * @param MoodleQuickForm $mform
 */
function local_liveclass_coursemodule_standard_elements($form, $mform): void {
    $fields = class_fields::of($form);
    if (!$fields) {
        return;
    }
    $fields->add($mform, (int) $form->get_current()->course);
    if (empty($form->get_current()->instance) && $mform->elementExists('instructorchoiceacceptgrades')) {
        $mform->setDefault('instructorchoiceacceptgrades', 1);
    }
}

/**
 * What is wrong with the fields of a live class.
 *
 * @param moodleform_mod $form
 * @param array $data
 * @return string[] by the names of the fields
 */
function local_liveclass_coursemodule_validation($form, $data): array {
    return class_fields::of($form)?->errors($data) ?? [];
}

/**
 * Saves what the teacher set for a live class. The tool hears of it by cron, so that one that is away keeps nobody from saving.
 *
 * @param stdClass $moduleinfo
 * @param stdClass $course
 * @return stdClass
 */
function local_liveclass_coursemodule_edit_post_actions($moduleinfo, $course): stdClass {
    if ($moduleinfo->modulename === 'lti') {
        live_class::take_form($moduleinfo);
    }
    return $moduleinfo;
}

/**
 * Offers completion by attendance for a new live class. Later than its other presets: those of the course are set in between.
 *
 * @param moodleform_mod $form
 * @param MoodleQuickForm $mform
 */
function local_liveclass_coursemodule_definition_after_data($form, $mform): void {
    if (empty($form->get_current()->instance) && !$form->is_submitted() && class_fields::of($form)) {
        completion_preset::offer($mform, (int) get_config('local_liveclass', 'passgrade'));
    }
}

/**
 * What can be done about a meeting: join it.
 *
 * @param calendar_event $event
 * @param \core_calendar\action_factory $factory
 * @param int $userid 0 for whoever is signed in
 * @return \core_calendar\local\event\entities\action_interface|null
 */
function local_liveclass_core_calendar_provide_event_action(
    calendar_event $event,
    \core_calendar\action_factory $factory,
    int $userid = 0
) {
    global $USER;
    return class_calendar::action($event, $factory, $userid ?: (int) $USER->id);
}

/**
 * Whether somebody may see a meeting.
 *
 * @param calendar_event $event
 * @param int $userid 0 for whoever is signed in
 * @return bool
 */
function local_liveclass_core_calendar_is_event_visible(calendar_event $event, int $userid = 0): bool {
    global $USER;
    return class_calendar::is_visible($event, $userid ?: (int) $USER->id);
}
