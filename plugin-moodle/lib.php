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

use local_liveclass\local\connection;

/**
 * Ticks "accept grades" for a new live class: its attendance becomes a grade. The teacher may take the tick away.
 *
 * @param moodleform_mod $form
 * @param MoodleQuickForm $mform
 */
function local_liveclass_coursemodule_standard_elements($form, $mform): void {
    $current = $form->get_current();
    if (($current->modulename ?? '') !== 'lti' || !empty($current->instance) || !$mform->elementExists('instructorchoiceacceptgrades')) {
        return;
    }
    $connection = connection::get();
    if ($connection && optional_param('typeid', 0, PARAM_INT) === $connection->typeid) {
        $mform->setDefault('instructorchoiceacceptgrades', 1);
    }
}
