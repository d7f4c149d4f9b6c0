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

use local_liveclass\local\class_settings;

/**
 * The fields that say how attendance becomes a grade.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class attendance_fields {
    /**
     * Adds them.
     *
     * @param form_section $section
     * @param array $settings
     */
    public static function add(form_section $section, array $settings): void {
        $grade = self::choice($section, 'grade', class_settings::GRADES, $settings);
        $section->explain('grade');
        $section->mform->hideIf($section->number('atleast', $settings['atleast']), $grade, 'neq', 'presence');
        $sending = self::choice($section, 'sending', class_settings::SENDINGS, $settings);
        $section->mform->hideIf($sending, $grade, 'eq', 'none');
        $section->number('lateafter', $settings['lateafter']);
        $section->number('earlybefore', $settings['earlybefore']);
    }

    /**
     * A choice among words of the tool.
     *
     * @param form_section $section
     * @param string $field
     * @param string[] $choices
     * @param array $settings
     * @return string the name of the field
     */
    private static function choice(form_section $section, string $field, array $choices, array $settings): string {
        $words = array_map(fn(string $choice): string => get_string("$field:$choice", 'local_liveclass'), $choices);
        return $section->choice($field, array_combine($choices, $words), $settings[$field]);
    }
}
