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

use core_availability\info_module;
use core_availability\info_section;
use local_liveclass\task\announce_recording;

/**
 * The message that a recording is ready: once for each recording and course, to those who may see it, as soon as they may.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class recording_notice {
    /** @var string */
    private const TABLE = 'local_liveclass_notices';

    /** @var int What nobody could see for so long is no news any more. */
    private const STALE = 30 * DAYSECS;

    /** @var int Seconds to wait for another run about the same recording. */
    private const PATIENCE = 10;

    /**
     * A recording became a module: its people are to hear of it, unless they did before.
     *
     * @param int $courseid
     * @param string $recordingid
     */
    public static function expect(int $courseid, string $recordingid): void {
        global $DB;
        $key = ['courseid' => $courseid, 'recordingid' => $recordingid];
        if (!$DB->record_exists(self::TABLE, $key)) {
            $DB->insert_record(self::TABLE, (object) ($key + ['lastuserid' => 0, 'timecreated' => time(), 'timedone' => 0]));
        }
    }

    /**
     * The module may be seen now, or may not: where it may, and its people have not heard of it, they do, with the next cron. Only what
     * the table says is asked: core tells that a module was shown before the rest of it knows.
     *
     * @param int $courseid
     * @param string $recordingid
     */
    public static function consider(int $courseid, string $recordingid): void {
        global $DB;
        $key = ['courseid' => $courseid, 'recordingid' => $recordingid];
        $iswaiting = $DB->record_exists(self::TABLE, $key + ['timedone' => 0]);
        $cm = $iswaiting ? course_modules::find($courseid, recording_module::idnumber($recordingid)) : null;
        if (!$cm || !$cm->visible) {
            return;
        }
        $task = new announce_recording();
        $task->set_custom_data((object) $key);
        \core\task\manager::queue_adhoc_task($task, true);
    }

    /**
     * Considers every recording whose people have not heard of it: its course may have been shown meanwhile.
     *
     * @param int $now
     */
    public static function consider_waiting(int $now): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'timedone = 0 AND timecreated < ?', [$now - self::STALE]);
        foreach ($DB->get_records(self::TABLE, ['timedone' => 0], 'id', '*', 0, 500) as $notice) {
            self::consider((int) $notice->courseid, $notice->recordingid);
        }
    }

    /**
     * Sends the messages. A run that broke off goes on behind the last person who got one.
     *
     * @param int $courseid
     * @param string $recordingid
     */
    public static function send(int $courseid, string $recordingid): void {
        $factory = \core\lock\lock_config::get_lock_factory('local_liveclass');
        $lock = $factory->get_lock("notice_{$courseid}_{$recordingid}", self::PATIENCE);
        if (!$lock) {
            throw new \moodle_exception('locktimeout');
        }
        try {
            self::send_alone($courseid, $recordingid);
        } finally {
            $lock->release();
        }
    }

    /**
     * The same, while nobody else does.
     *
     * @param int $courseid
     * @param string $recordingid
     */
    private static function send_alone(int $courseid, string $recordingid): void {
        global $DB;
        $notice = $DB->get_record(self::TABLE, ['courseid' => $courseid, 'recordingid' => $recordingid, 'timedone' => 0]);
        $cm = $notice ? self::visible_module($courseid, $recordingid) : null;
        if (!$cm) {
            return;
        }
        foreach (self::people($cm) as $person) {
            if ($person->id > $notice->lastuserid) {
                message_send(self::message($cm, $person));
                $DB->set_field(self::TABLE, 'lastuserid', $person->id, ['id' => $notice->id]);
            }
        }
        $DB->update_record(self::TABLE, (object) ['id' => $notice->id, 'lastuserid' => 0, 'timedone' => time()]);
    }

    /**
     * Forgets who was told last: a run that broke off there goes on behind the number before, and nobody hears of a recording twice.
     *
     * @param int[] $userids people who are erased
     */
    public static function forget_people(array $userids): void {
        global $DB;
        [$within, $parameters] = $DB->get_in_or_equal($userids);
        $DB->execute('UPDATE {' . self::TABLE . "} SET lastuserid = lastuserid - 1 WHERE lastuserid $within", $parameters);
    }

    /**
     * The course is gone.
     *
     * @param int $courseid
     */
    public static function forget_course(int $courseid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['courseid' => $courseid]);
    }

    /**
     * There is no tool any more whose recordings these are.
     */
    public static function forget_all(): void {
        global $DB;
        $DB->delete_records(self::TABLE);
    }

    /**
     * The module of a recording, where people of its course may see it at all.
     *
     * @param int $courseid
     * @param string $recordingid
     * @return \cm_info|null
     */
    private static function visible_module(int $courseid, string $recordingid): ?\cm_info {
        $found = course_modules::find($courseid, recording_module::idnumber($recordingid));
        $cm = $found ? get_fast_modinfo($courseid)->get_cm($found->id) : null;
        return $cm && $cm->visible && $cm->get_section_info()->visible && $cm->get_course()->visible ? $cm : null;
    }

    /**
     * Who may see the module: of those in the course whom its restrictions and those of its section let in, in order of their numbers.
     *
     * @param \cm_info $cm
     * @return \stdClass[]
     */
    private static function people(\cm_info $cm): array {
        $enrolled = get_enrolled_users($cm->context, 'mod/lti:view', 0, 'u.*', 'u.id', 0, 0, true);
        $admitted = (new info_module($cm))->filter_user_list($enrolled);
        return (new info_section($cm->get_section_info()))->filter_user_list($admitted);
    }

    /**
     * The message for one person, in their language.
     *
     * @param \cm_info $cm
     * @param \stdClass $person
     * @return \core\message\message
     */
    private static function message(\cm_info $cm, \stdClass $person): \core\message\message {
        $course = format_string($cm->get_course()->fullname, true, ['context' => $cm->context, 'escape' => false]);
        $words = (object) ['recording' => $cm->get_formatted_name(['escape' => false]), 'course' => $course];
        $say = fn(string $name): string => get_string_manager()->get_string($name, 'local_liveclass', $words, $person->lang ?: null);
        $message = new \core\message\message();
        $message->component = 'local_liveclass';
        $message->name = 'recordingready';
        $message->notification = 1;
        $message->courseid = (int) $cm->course;
        $message->userfrom = \core_user::get_noreply_user();
        $message->userto = $person;
        $message->subject = $say('noticesubject');
        $message->fullmessage = $say('noticetext') . "\n\n" . $cm->url->out(false);
        $message->fullmessageformat = FORMAT_PLAIN;
        $message->fullmessagehtml = \html_writer::tag('p', s($say('noticetext')))
            . \html_writer::tag('p', \html_writer::link($cm->url, s($words->recording)));
        $message->smallmessage = $say('noticetext');
        $message->contexturl = $cm->url->out(false);
        $message->contexturlname = $words->recording;
        return $message;
    }
}
