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

namespace local_liveclass\local;

/**
 * Completion by attendance: the grade that the tool sends is how much of the class somebody attended, and whoever passes is done.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class completion_preset {
    /**
     * Sets the form of a new live class so; the teacher may choose otherwise. A site or course without completion has no such fields.
     *
     * @param \MoodleQuickForm $mform
     * @param int $passgrade in per cent; 0: the site wants no such preset
     */
    public static function offer(\MoodleQuickForm $mform, int $passgrade): void {
        $fields = ['completion', 'completionusegrade', 'completionpassgrade', 'gradepass'];
        $missing = array_filter($fields, fn(string $name): bool => !$mform->elementExists($name));
        if ($passgrade <= 0 || $missing) {
            return;
        }
        $mform->setDefaults([
            'completion' => COMPLETION_TRACKING_AUTOMATIC,
            'completionview' => 0,
            'completionusegrade' => 1,
            'completionpassgrade' => 1,
            'gradepass' => $passgrade,
        ]);
    }
}
