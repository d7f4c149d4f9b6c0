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

namespace local_liveclass;

use local_liveclass\local\class_calendar;
use local_liveclass\local\class_rooms;
use local_liveclass\local\connection;
use local_liveclass\local\course_modules;
use local_liveclass\local\outbox;
use local_liveclass\local\recording_module;
use local_liveclass\local\recording_notice;
use local_liveclass\local\settings_store;

/**
 * What happens in courses and concerns the tool.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class observer {
    /**
     * Groups, their people or their groupings changed.
     *
     * @param \core\event\base $event
     */
    public static function groups_changed(\core\event\base $event): void {
        if (connection::get()) {
            class_rooms::groups_changed((int) $event->courseid);
        }
    }

    /**
     * Somebody deleted a module: its settings go along, and when it was a recording's, the tool must know.
     *
     * @param \core\event\course_module_deleted $event
     */
    public static function module_deleted(\core\event\course_module_deleted $event): void {
        if ($event->other['modulename'] !== 'lti') {
            return;
        }
        class_calendar::forget((int) $event->other['instanceid']);
        settings_store::forget((int) $event->other['instanceid']);
        class_rooms::forget((int) $event->other['instanceid']);
        $connection = connection::get();
        if (!$connection || course_modules::deletes_by_wish()) {
            return;
        }
        $cm = $event->get_record_snapshot('course_modules', $event->objectid);
        $recordingid = recording_module::recording_of($cm->idnumber);
        if ($recordingid !== null) {
            outbox::module_deleted($connection, (int) $event->courseid, $recordingid, (int) $event->objectid);
        }
    }

    /**
     * Somebody changed a module: the meetings of a live class bear its name, and a recording that was shown is news.
     *
     * @param \core\event\course_module_updated $event
     */
    public static function module_updated(\core\event\course_module_updated $event): void {
        if ($event->other['modulename'] !== 'lti') {
            return;
        }
        $cm = get_coursemodule_from_id('lti', $event->objectid, $event->courseid);
        if (!$cm) {
            return;
        }
        class_calendar::rename((int) $cm->instance, $cm);
        $recordingid = recording_module::recording_of($cm->idnumber);
        if ($recordingid !== null) {
            recording_notice::consider((int) $event->courseid, $recordingid);
        }
    }

    /**
     * A course is gone, with all that is remembered of it.
     *
     * @param \core\event\course_deleted $event
     */
    public static function course_deleted(\core\event\course_deleted $event): void {
        class_calendar::forget_course((int) $event->objectid);
        recording_notice::forget_course((int) $event->objectid);
    }
}
