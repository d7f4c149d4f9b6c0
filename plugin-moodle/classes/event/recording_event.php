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

namespace local_liveclass\event;

use local_liveclass\local\material_message;

/**
 * Something happened to a recording that is a module of a course.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class recording_event extends \core\event\base {
    /**
     * The event for that message and module.
     *
     * @param material_message $message
     * @param int $cmid
     * @return static
     */
    public static function of(material_message $message, int $cmid): static {
        return static::create([
            'objectid' => $cmid,
            'context' => \context_module::instance($cmid),
            'other' => ['recordingid' => $message->recordingid],
        ]);
    }

    #[\Override]
    public function get_url(): \moodle_url {
        return new \moodle_url('/mod/lti/view.php', ['id' => $this->objectid]);
    }

    #[\Override]
    public static function get_objectid_mapping(): array {
        return ['db' => 'course_modules', 'restore' => 'course_module'];
    }

    #[\Override]
    public static function get_other_mapping(): bool {
        return false;
    }
}
