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
 * Whom of this site the tool knows.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class people {
    /** @var string */
    private const TABLE = 'local_liveclass_people';

    /**
     * That person opened an activity, which may be ours.
     *
     * @param int $userid
     * @param int $instanceid of mod_lti
     * @param connection $connection
     */
    public static function remember(int $userid, int $instanceid, connection $connection): void {
        global $DB;
        if (!$DB->record_exists('lti', ['id' => $instanceid, 'typeid' => $connection->typeid])) {
            return;
        }
        $known = $DB->get_record(self::TABLE, ['userid' => $userid]);
        if ($known) {
            $DB->update_record(self::TABLE, (object) ['id' => $known->id, 'timelast' => time()]);
            return;
        }
        try {
            $DB->insert_record(self::TABLE, (object) ['userid' => $userid, 'timefirst' => time(), 'timelast' => time()]);
        } catch (\dml_write_exception $exception) {
            // Two tabs at once: the other one wrote it down.
            return;
        }
    }

    /**
     * The first and last time that person opened one of our activities.
     *
     * @param int $userid
     * @return \stdClass|null
     */
    public static function known(int $userid): ?\stdClass {
        global $DB;
        return $DB->get_record(self::TABLE, ['userid' => $userid]) ?: null;
    }

    /**
     * Whether the tool may know that person: they opened an activity of ours, or stand in the list of participants of a course with one.
     *
     * @param int $userid
     * @return bool
     */
    public static function may_be_known(int $userid): bool {
        global $DB;
        $connection = connection::get();
        if (!$connection) {
            return false;
        }
        if (self::known($userid)) {
            return true;
        }
        $sql = "SELECT 1
                  FROM {user_enrolments} ue
                  JOIN {enrol} e ON e.id = ue.enrolid
                  JOIN {lti} l ON l.course = e.courseid
                 WHERE ue.userid = :userid AND l.typeid = :typeid";
        return $DB->record_exists_sql($sql, ['userid' => $userid, 'typeid' => $connection->typeid]);
    }

    /**
     * Forgets these people here, and makes the tool forget them.
     *
     * @param int[] $userids
     */
    public static function erase(array $userids): void {
        global $DB;
        if (!$userids || !connection::get()) {
            return;
        }
        [$in, $params] = $DB->get_in_or_equal($userids);
        $DB->delete_records_select(self::TABLE, "userid $in", $params);
        outbox::erase_people($userids);
    }
}
