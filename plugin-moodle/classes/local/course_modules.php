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

use core_courseformat\formatactions;

/**
 * The few things that are done to modules of a course, by core's own functions.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class course_modules {
    /** @var bool True while a module is deleted at the wish of the tool, which then need not be told. */
    private static bool $bywish = false;

    /**
     * The module with that id number in the course; one that is being deleted counts as gone.
     *
     * @param int $courseid
     * @param string $idnumber
     * @return \stdClass|null the course module
     */
    public static function find(int $courseid, string $idnumber): ?\stdClass {
        global $DB;
        $select = "course = :course AND idnumber = :idnumber AND deletioninprogress = 0
                   AND module = (SELECT id FROM {modules} WHERE name = 'lti')";
        $rows = $DB->get_records_select('course_modules', $select, ['course' => $courseid, 'idnumber' => $idnumber], 'id', 'id');
        $row = reset($rows);
        return $row ? get_coursemodule_from_id('lti', $row->id, $courseid) : null;
    }

    /**
     * Makes a module.
     *
     * @param array $fields
     * @return int its id
     */
    public static function create(array $fields): int {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        return (int) create_module((object) $fields)->coursemodule;
    }

    /**
     * Gives a module that name and shows or hides it; everything else stays as its course has it.
     *
     * @param \stdClass $cm
     * @param string $name
     * @param bool $visible
     */
    public static function change(\stdClass $cm, string $name, bool $visible): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        $actions = formatactions::cm((int) $cm->course);
        $actions->rename((int) $cm->id, $name);
        if ((bool) $cm->visible !== $visible) {
            $actions->set_visibility((int) $cm->id, (int) $visible);
        }
    }

    /**
     * Deletes a module at the wish of the tool.
     *
     * @param \stdClass $cm
     */
    public static function delete(\stdClass $cm): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        self::$bywish = true;
        try {
            $actions = formatactions::cm((int) $cm->course);
            // The function of 4.5 gave way to the action later.
            method_exists($actions, 'delete') ? $actions->delete((int) $cm->id) : course_delete_module($cm->id);
        } finally {
            self::$bywish = false;
        }
    }

    /**
     * Whether the deletion that is going on was wished for by the tool.
     *
     * @return bool
     */
    public static function deletes_by_wish(): bool {
        return self::$bywish;
    }
}
