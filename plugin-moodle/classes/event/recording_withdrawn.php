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
 * The module of a recording was deleted at the wish of the tool.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class recording_withdrawn extends \core\event\base {
    /**
     * The event for that message.
     *
     * @param material_message $message
     * @return self
     */
    public static function of(material_message $message): self {
        return self::create([
            'context' => \context_course::instance($message->courseid),
            'other' => ['recordingid' => $message->recordingid],
        ]);
    }

    #[\Override]
    protected function init(): void {
        $this->data['crud'] = 'd';
        $this->data['edulevel'] = self::LEVEL_TEACHING;
    }

    #[\Override]
    public static function get_name(): string {
        return get_string('event:recordingwithdrawn', 'local_liveclass');
    }

    #[\Override]
    public function get_description(): string {
        return "For the user with id '$this->userid' the module of the recording '{$this->other['recordingid']}' was deleted.";
    }

    #[\Override]
    public static function get_other_mapping(): bool {
        return false;
    }
}
