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

namespace local_liveclass\form;

use local_liveclass\local\class_rooms;

/**
 * The fields that say which rooms a live class has: one for all, or one for each group; and where people of no group are then.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class room_fields {
    /**
     * Adds them.
     *
     * @param form_section $section
     * @param array|null $rooms that were chosen
     * @param int $courseid
     */
    public static function add(form_section $section, ?array $rooms, int $courseid): void {
        $now = $rooms ?? class_rooms::DEFAULTS;
        $which = $section->choice('rooms', class_rooms::choices($courseid), (string) $now['groupingid']);
        $section->explain('rooms');
        $words = array_map(fn(string $one): string => get_string("ungrouped:$one", 'local_liveclass'), class_rooms::UNGROUPED);
        $ungrouped = $section->choice('ungrouped', array_combine(class_rooms::UNGROUPED, $words), $now['ungrouped']);
        $section->mform->hideIf($ungrouped, $which, 'eq', '');
    }

    /**
     * What the teacher chose; null when the form had none of these fields.
     *
     * @param array $sent
     * @param array|null $before
     * @return array|null
     */
    public static function read(array $sent, ?array $before): ?array {
        if (!isset($sent['rooms'])) {
            return null;
        }
        // What a form hides it does not send: that stays.
        $stays = ($before ?? class_rooms::DEFAULTS)['ungrouped'];
        $ungrouped = $sent['ungrouped'] ?? $stays;
        return [
            'groupingid' => $sent['rooms'] === '' ? null : (int) $sent['rooms'],
            'ungrouped' => in_array($ungrouped, class_rooms::UNGROUPED, true) ? $ungrouped : $stays,
        ];
    }
}
