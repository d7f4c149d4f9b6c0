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
 * How a recording looks as a module of a course: an activity of our own tool type that carries the recording's id.
 *
 * The id number is the only memory of which module is which recording, so that backup and restore need none.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class recording_module {
    /** @var string */
    private const PREFIX = 'liveclass-rec-';

    /**
     * The id number of the recording's module.
     *
     * @param string $recordingid
     * @return string
     */
    public static function idnumber(string $recordingid): string {
        return self::PREFIX . $recordingid;
    }

    /**
     * The recording whose module carries that id number; null for any other module.
     *
     * @param string|null $idnumber
     * @return string|null
     */
    public static function recording_of(?string $idnumber): ?string {
        $pattern = '/^' . self::PREFIX . '([A-Za-z0-9_-]{1,64})$/D';
        return preg_match($pattern, $idnumber ?? '', $parts) === 1 ? $parts[1] : null;
    }

    /**
     * The fields of a new module.
     *
     * @param material_message $message
     * @param int $typeid our tool type
     * @param int $section the number of the live class's section
     * @param string|null $availability restrictions of the live class, which are those of its recordings
     * @param string $intro
     * @return array
     */
    public static function fields(
        material_message $message,
        int $typeid,
        int $section,
        ?string $availability,
        string $intro
    ): array {
        return [
            'modulename' => 'lti',
            'course' => $message->courseid,
            'section' => $section,
            'visible' => (int) $message->visible,
            'name' => $message->title,
            'introeditor' => ['text' => $intro, 'format' => 1, 'itemid' => 0],
            'showdescription' => 0,
            'cmidnumber' => self::idnumber($message->recordingid),
            'availability' => $availability,
            'typeid' => $typeid,
            'toolurl' => '',
            'launchcontainer' => 1,
            'instructorcustomparameters' => 'recording_id=' . $message->recordingid,
            'instructorchoicesendname' => 1,
            'instructorchoicesendemailaddr' => 1,
            // A recording earns nobody a grade: no column in the gradebook.
            'instructorchoiceacceptgrades' => 0,
            'grade' => 0,
            'showtitlelaunch' => 0,
            'showdescriptionlaunch' => 0,
        ];
    }
}
