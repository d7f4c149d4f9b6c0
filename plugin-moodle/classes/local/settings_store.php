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
 * The settings of live classes, one row an activity.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class settings_store {
    /** @var string */
    private const TABLE = 'local_liveclass_settings';

    /**
     * The settings of an activity; null while nobody set any.
     *
     * @param int $instanceid
     * @return array|null
     */
    public static function find(int $instanceid): ?array {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['instanceid' => $instanceid]);
        return $row ? array_intersect_key((array) $row, class_settings::DEFAULTS) : null;
    }

    /**
     * Writes the settings of an activity down.
     *
     * @param int $instanceid
     * @param array $settings
     * @param int $version of other settings that these follow, as after a restore
     * @return int the version of these settings, greater than that of all before
     */
    public static function save(int $instanceid, array $settings, int $version = 0): int {
        global $DB;
        $before = $DB->get_record(self::TABLE, ['instanceid' => $instanceid], 'id, version');
        // A clock that was set back must not make new settings look older than those they replace.
        $version = max(time(), ($before->version ?? 0) + 1, $version + 1);
        $row = (object) (['instanceid' => $instanceid, 'version' => $version] + array_intersect_key($settings, class_settings::DEFAULTS));
        if ($before) {
            $row->id = $before->id;
            $DB->update_record(self::TABLE, $row);
        } else {
            $DB->insert_record(self::TABLE, $row);
        }
        return $version;
    }

    /**
     * Forgets the settings of an activity that is gone.
     *
     * @param int $instanceid
     */
    public static function forget(int $instanceid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['instanceid' => $instanceid]);
    }
}
