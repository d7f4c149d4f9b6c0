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
        $settings = class_fields::sent($moduleinfo);
        if ($settings !== null) {
            settings_store::save((int) $activity->id, $settings);
        }
    }
}
