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
    $fields->add($mform);
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
