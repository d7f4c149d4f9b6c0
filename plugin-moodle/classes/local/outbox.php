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
 * Messages that the tool must hear of, however long it is away. They are signed when they are sent, because a signature lives a minute.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class outbox {
    /** @var string */
    private const TABLE = 'local_liveclass_outbox';

    /** @var int At most so many messages are sent in one run of cron. */
    private const AT_ONCE = 50;

    /** @var int The tool takes so many people in one message. */
    private const PEOPLE_AT_ONCE = 500;

    /** @var int A refused removal of a module is not worth another try; a refused erasure is, once a day. */
    private const REFUSED_WAIT = DAYSECS;

    /**
     * Somebody deleted the module of a recording.
     *
     * @param connection $connection
     * @param int $courseid
     * @param string $recordingid
     */
    public static function module_deleted(connection $connection, int $courseid, string $recordingid): void {
        self::put('module-deleted', self::subject($courseid, $recordingid), [
            'deployment_id' => (string) $connection->typeid,
            'context_id' => (string) $courseid,
            'recording_id' => $recordingid,
        ]);
    }

    /**
     * The recording is in the course again: that its module was deleted is no longer news.
     *
     * @param int $courseid
     * @param string $recordingid
     */
    public static function module_is_back(int $courseid, string $recordingid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['action' => 'module-deleted', 'subject' => self::subject($courseid, $recordingid)]);
    }

    /**
     * These people must be forgotten.
     *
     * @param int[] $userids
     */
    public static function erase_people(array $userids): void {
        foreach (array_chunk(array_values(array_unique($userids)), self::PEOPLE_AT_ONCE) as $some) {
            self::put('erase-people', '', ['user_ids' => array_map('strval', $some)]);
        }
    }

    /**
     * Sends what is due. A tool that does not answer ends the run: the next message would only wait for it again.
     *
     * @param int $now
     * @return int how many were taken
     */
    public static function deliver(int $now): int {
        global $DB;
        $connection = connection::get();
        if (!$connection) {
            return 0;
        }
        $taken = 0;
        $due = $DB->get_records_select(self::TABLE, 'timenext <= ?', [$now], 'timenext, id', '*', 0, self::AT_ONCE);
        foreach ($due as $row) {
            $message = ['action' => $row->action] + json_decode($row->payload, true);
            $answer = pairing::tell($connection, $message);
            if ($answer->is_taken()) {
                $DB->delete_records(self::TABLE, ['id' => $row->id]);
                $taken++;
                continue;
            }
            self::postpone($row, $answer, $now);
            if ($answer->status === 0) {
                break;
            }
        }
        return $taken;
    }

    /**
     * How many wait, and what the tool said last.
     *
     * @return array with count and lasterror
     */
    public static function waiting(): array {
        global $DB;
        $last = $DB->get_records_select_menu(self::TABLE, 'lasterror IS NOT NULL', null, 'id DESC', 'id, lasterror', 0, 1);
        return ['count' => $DB->count_records(self::TABLE), 'lasterror' => (string) reset($last)];
    }

    /**
     * Tries again later, or lets a message go that the tool wants no more of.
     *
     * @param \stdClass $row
     * @param tool_answer $answer
     * @param int $now
     */
    private static function postpone(\stdClass $row, tool_answer $answer, int $now): void {
        global $DB;
        $maypass = retry::may_pass($answer->status);
        if (!$maypass && $row->action !== 'erase-people') {
            $DB->delete_records(self::TABLE, ['id' => $row->id]);
            return;
        }
        $attempts = $row->attempts + 1;
        $DB->update_record(self::TABLE, (object) [
            'id' => $row->id,
            'attempts' => $attempts,
            'timenext' => $now + ($maypass ? retry::wait($attempts) : self::REFUSED_WAIT),
            'lasterror' => \core_text::substr($answer->summary(), 0, 255),
        ]);
    }

    /**
     * Writes a message down; cron sends it.
     *
     * @param string $action
     * @param string $subject
     * @param array $payload
     */
    private static function put(string $action, string $subject, array $payload): void {
        global $DB;
        $DB->insert_record(self::TABLE, (object) [
            'action' => $action,
            'subject' => $subject,
            'payload' => json_encode($payload),
            'attempts' => 0,
            'timenext' => 0,
            'timecreated' => time(),
        ]);
    }

    /**
     * What a message about a recording is about.
     *
     * @param int $courseid
     * @param string $recordingid
     * @return string
     */
    private static function subject(int $courseid, string $recordingid): string {
        return "$courseid:$recordingid";
    }
}
