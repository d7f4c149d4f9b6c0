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

    /** @var int The tool takes texts of so many characters, each of two bytes in UTF-16. */
    private const TEXT_BYTES = 400;

    /** @var int A refused erasure is worth another try, once a day. */
    private const REFUSED_WAIT = DAYSECS;

    /** @var int So long the status page shows that the tool wanted no more of a message. */
    private const SHOW_REFUSED = WEEKSECS;

    /**
     * Somebody deleted the module of a recording.
     *
     * @param connection $connection
     * @param int $courseid
     * @param string $recordingid
     * @param int $cmid the module that it was, so that word of it that comes late is not taken for one about a later module
     */
    public static function module_deleted(connection $connection, int $courseid, string $recordingid, int $cmid): void {
        self::put('module-deleted', self::subject($courseid, $recordingid), [
            'deployment_id' => (string) $connection->typeid,
            'context_id' => (string) $courseid,
            'recording_id' => $recordingid,
            'module_id' => (string) $cmid,
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
     * The module of a recording is back in its course.
     *
     * @param connection $connection
     * @param int $courseid
     * @param string $recordingid
     */
    public static function module_restored(connection $connection, int $courseid, string $recordingid): void {
        self::module_is_back($courseid, $recordingid);
        self::put('module-restored', self::subject($courseid, $recordingid), [
            'deployment_id' => (string) $connection->typeid,
            'context_id' => (string) $courseid,
            'recording_id' => $recordingid,
        ]);
    }

    /**
     * A teacher saved the form of a live class. What still waits of an older form is overtaken.
     *
     * @param connection $connection
     * @param \stdClass $activity its row of mod_lti
     * @param int $version
     * @param array $payload as class_settings says it
     */
    public static function class_settings(connection $connection, \stdClass $activity, int $version, array $payload): void {
        global $DB;
        ['attendance' => $attendance] = $payload;
        unset($payload['attendance']);
        $DB->delete_records(self::TABLE, ['action' => 'class-settings', 'subject' => (string) $activity->id]);
        self::put('class-settings', (string) $activity->id, self::activity($connection, $activity) + [
            'version' => $version,
            'settings' => $payload,
            'attendance' => $attendance,
        ]);
    }

    /**
     * The rooms of a live class, or the groups that have them, changed. However often that happens until the message leaves, it is one, and
     * says what is so then. One that is on its way is left to itself: it may have been written before this change.
     *
     * @param int $instanceid
     */
    public static function class_groups(int $instanceid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['action' => 'class-groups', 'subject' => (string) $instanceid]);
        self::put('class-groups', (string) $instanceid, []);
    }

    /**
     * A live class was made from another.
     *
     * @param connection $connection
     * @param \stdClass $activity its row of mod_lti
     * @param int $originalid
     * @param bool $moved whether the original is gone and this one stands in its place
     */
    public static function class_copied(connection $connection, \stdClass $activity, int $originalid, bool $moved): void {
        self::put('class-copied', (string) $activity->id, self::activity($connection, $activity) + [
            'from_resource_link_id' => (string) $originalid,
            'moved' => $moved,
        ]);
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
            $message = self::message($connection, $row);
            if ($message === null) {
                $DB->delete_records(self::TABLE, ['id' => $row->id]);
                continue;
            }
            $answer = pairing::tell($connection, $message);
            if ($answer->is_taken()) {
                self::forgive($row);
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
     * What a row says; null when what it is about is gone.
     *
     * @param connection $connection
     * @param \stdClass $row
     * @return array|null
     */
    private static function message(connection $connection, \stdClass $row): ?array {
        global $DB;
        $message = ['action' => $row->action] + json_decode($row->payload, true);
        if ($row->action !== 'class-groups') {
            return $message;
        }
        $activity = $DB->get_record('lti', ['id' => (int) $row->subject, 'typeid' => $connection->typeid]);
        return $activity ? $message + self::activity($connection, $activity) + class_rooms::message($activity) : null;
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
     * The last message that the tool wanted no more of, for as long as that is worth a look.
     *
     * @return array|null with action, subject, answer and when
     */
    public static function refused(): ?array {
        $refused = json_decode((string) get_config('local_liveclass', 'refused'), true);
        return is_array($refused) && $refused['when'] > time() - self::SHOW_REFUSED ? $refused : null;
    }

    /**
     * What the tool takes now makes good what it refused before about the same thing.
     *
     * @param \stdClass $row
     */
    private static function forgive(\stdClass $row): void {
        $refused = self::refused();
        if ($refused && $refused['action'] === $row->action && $refused['subject'] === $row->subject) {
            unset_config('refused', 'local_liveclass');
        }
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
        $isabandoned = $row->action === 'module-deleted' ? !$maypass : retry::is_final($answer->status);
        if ($isabandoned && $row->action !== 'erase-people') {
            $DB->delete_records(self::TABLE, ['id' => $row->id]);
            self::remember_refused($row, $answer, $now);
            return;
        }
        $attempts = $row->attempts + 1;
        $DB->update_record(self::TABLE, (object) [
            'id' => $row->id,
            'attempts' => $attempts,
            'timenext' => $now + ($row->action === 'erase-people' && !$maypass ? self::REFUSED_WAIT : retry::wait($attempts)),
            'lasterror' => \core_text::substr($answer->summary(), 0, 255),
        ]);
    }

    /**
     * Writes down for the status page that a message came to nothing. A module that the tool knows nothing of is no trouble.
     *
     * @param \stdClass $row
     * @param tool_answer $answer
     * @param int $now
     */
    private static function remember_refused(\stdClass $row, tool_answer $answer, int $now): void {
        if (str_starts_with($row->action, 'module-')) {
            return;
        }
        $refused = ['action' => $row->action, 'subject' => $row->subject, 'answer' => $answer->summary(), 'when' => $now];
        set_config('refused', json_encode($refused), 'local_liveclass');
    }

    /**
     * An activity as the tool knows it, by the same words as its launches.
     *
     * @param connection $connection
     * @param \stdClass $activity its row of mod_lti
     * @return array
     */
    private static function activity(connection $connection, \stdClass $activity): array {
        return [
            'deployment_id' => (string) $connection->typeid,
            'context_id' => (string) $activity->course,
            'resource_link_id' => (string) $activity->id,
            'title' => texts::shortened($activity->name, self::TEXT_BYTES),
            'course_title' => texts::shortened(get_course($activity->course)->fullname, self::TEXT_BYTES),
        ];
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
