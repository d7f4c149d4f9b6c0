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

use local_liveclass\form\class_fields;

/**
 * Which activities are live classes of their own.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class live_class {
    /**
     * Whether an activity is of our tool type, and no recording and no further link to a class that lives elsewhere.
     *
     * @param \stdClass $activity its row of mod_lti, or the form's data of one
     * @param string|null $idnumber of its module
     * @param connection $connection
     * @return bool
     */
    public static function is_one(\stdClass $activity, ?string $idnumber, connection $connection): bool {
        return (int) ($activity->typeid ?? 0) === $connection->typeid
            && recording_module::recording_of($idnumber) === null
            && !self::names_another($activity->instructorcustomparameters ?? '');
    }

    /**
     * Whether custom parameters lead to a recording or to the class of another activity.
     *
     * @param string|null $customparameters
     * @return bool
     */
    public static function names_another(?string $customparameters): bool {
        return preg_match('/^\s*(recording_id|class_id)\s*=/mi', $customparameters ?? '') === 1;
    }

    /**
     * Saves what a teacher sent with the form of a live class.
     *
     * @param \stdClass $moduleinfo the form's data, with the instance
     */
    public static function take_form(\stdClass $moduleinfo): void {
        global $DB;
        $connection = connection::get();
        $activity = $connection ? $DB->get_record('lti', ['id' => $moduleinfo->instance]) : false;
        // What the form says of its own type is not believed: the row that was saved decides.
        if (!$activity || !self::is_one($activity, $moduleinfo->cmidnumber ?? '', $connection)) {
            return;
        }
        $rooms = class_fields::rooms_sent($moduleinfo);
        if ($rooms !== null) {
            class_rooms::set((int) $activity->id, $rooms);
        }
        $settings = class_fields::sent($moduleinfo);
        if ($settings !== null) {
            self::set($connection, $activity, $settings);
        }
    }

    /**
     * An activity was restored from a backup, copied, or came back from the recycle bin.
     *
     * @param int $instanceid
     * @param int $originalid the activity that was backed up, 0 when it is of another site
     * @param bool $issamecourse whether the original was in the same course
     * @param array|null $settings from the backup, with their dates as they are now
     * @param int $version that those settings had
     */
    public static function take_restored(int $instanceid, int $originalid, bool $issamecourse, ?array $settings, int $version): void {
        global $DB;
        $connection = connection::get();
        $activity = $connection ? $DB->get_record('lti', ['id' => $instanceid, 'typeid' => $connection->typeid]) : false;
        $cm = $activity ? get_coursemodule_from_instance('lti', $instanceid) : false;
        if (!$cm) {
            return;
        }
        $recordingid = recording_module::recording_of($cm->idnumber);
        if ($recordingid !== null && $originalid && $issamecourse) {
            outbox::module_restored($connection, (int) $activity->course, $recordingid);
        }
        if (!self::is_one($activity, $cm->idnumber, $connection)) {
            return;
        }
        if ($originalid) {
            outbox::class_copied($connection, $activity, $originalid, $issamecourse && !self::stands($originalid));
        }
        if ($settings !== null && !class_settings::faults($settings)) {
            self::set($connection, $activity, $settings, $version);
        }
    }

    /**
     * The rooms of an activity that was restored.
     *
     * @param int $instanceid
     * @param array|null $rooms from the backup
     */
    public static function take_restored_rooms(int $instanceid, ?array $rooms): void {
        global $DB;
        $connection = connection::get();
        $activity = $connection ? $DB->get_record('lti', ['id' => $instanceid, 'typeid' => $connection->typeid]) : false;
        $cm = $activity ? get_coursemodule_from_instance('lti', $instanceid) : false;
        $isknown = $rooms !== null && in_array($rooms['ungrouped'], class_rooms::UNGROUPED, true);
        if ($isknown && $cm && self::is_one($activity, $cm->idnumber, $connection)) {
            class_rooms::set($instanceid, $rooms);
        }
    }

    /**
     * Saves settings and has the tool told.
     *
     * @param connection $connection
     * @param \stdClass $activity
     * @param array $settings
     * @param int $version of settings that these must not look older than
     */
    private static function set(connection $connection, \stdClass $activity, array $settings, int $version = 0): void {
        $version = settings_store::save((int) $activity->id, $settings, $version);
        outbox::class_settings($connection, $activity, $version, class_settings::payload($settings));
    }

    /**
     * Whether an activity is still in its course; one that waits for its deletion is not.
     *
     * @param int $instanceid
     * @return bool
     */
    private static function stands(int $instanceid): bool {
        $cm = get_coursemodule_from_instance('lti', $instanceid);
        return $cm && !$cm->deletioninprogress;
    }
}
