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

use local_liveclass\event\recording_changed;
use local_liveclass\event\recording_published;
use local_liveclass\event\recording_withdrawn;

/**
 * Does what a course-materials message of the tool asks for, as the teacher it names and with no more rights than that teacher has.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class publisher {
    /** @var int Seconds to wait for another message about the same recording. */
    private const PATIENCE = 10;

    /**
     * Takes one message.
     *
     * @param string $compact a compact JWS
     * @return array the answer: moduleId and url
     * @throws refusal
     */
    public static function take(string $compact): array {
        $connection = connection::get();
        if (!$connection) {
            throw new refusal('not-found', 'pairing');
        }
        $claims = compact_jws::claims($compact);
        $endpoint = connection::endpoint();
        $kind = ($claims['action'] ?? null) === 'plan' ? plan_message::class : material_message::class;
        $message = $kind::from_claims($claims, $connection->clientid, $endpoint, $connection->typeid, time());
        lti_adapter::verify($connection->typeid, $connection->clientid, $compact);
        self::spend($message);
        $activity = self::authorise($message, $connection);
        return self::alone($message, fn(): array => self::answer($message, $activity, $connection));
    }

    /**
     * Does what a message asks for.
     *
     * @param tool_message $message
     * @param \stdClass $activity
     * @param connection $connection
     * @return array
     */
    private static function answer(tool_message $message, \stdClass $activity, connection $connection): array {
        if ($message instanceof plan_message) {
            class_calendar::keep($message, $activity);
            return self::module((int) $activity->id);
        }
        return self::apply($message, $activity, $connection);
    }

    /**
     * A message works once: the unique index decides, also between messages at the same moment.
     *
     * @param tool_message $message
     * @throws refusal
     */
    private static function spend(tool_message $message): void {
        global $DB;
        $row = (object) ['jti' => $message->jti, 'timeexpires' => $message->expires + 2 * tool_message::SKEW];
        try {
            $DB->insert_record('local_liveclass_jti', $row);
        } catch (\dml_write_exception $exception) {
            throw new refusal('forbidden', 'replay');
        }
    }

    /**
     * The activity is a live class of that course, and the teacher may change the course. Acts as that teacher from here.
     *
     * @param tool_message $message
     * @param connection $connection
     * @return \stdClass the activity's course module
     * @throws refusal
     */
    private static function authorise(tool_message $message, connection $connection): \stdClass {
        global $DB;
        $course = $message->courseid == SITEID ? false : $DB->get_record('course', ['id' => $message->courseid]);
        if (!$course) {
            throw new refusal('not-found', 'course');
        }
        $activity = lti_adapter::activity($message->activityid, $message->courseid, $connection->typeid);
        if (!$activity || recording_module::recording_of($activity->idnumber) !== null) {
            throw new refusal('not-found', 'activity');
        }
        $user = \core_user::get_user($message->userid);
        $context = \context_course::instance($course->id);
        if (!$user || $user->deleted || $user->suspended || isguestuser($user)) {
            throw new refusal('forbidden', 'person');
        }
        if (!can_access_course($course, $user, 'moodle/course:manageactivities', true)) {
            throw new refusal('forbidden', 'person');
        }
        if (!has_capability('local/liveclass:publish', $context, $user)) {
            throw new refusal('forbidden', 'capability');
        }
        \core\session\manager::set_user($user);
        return $activity;
    }

    /**
     * Messages about one thing follow one another, or two at once would make two modules.
     *
     * @param tool_message $message
     * @param callable $job
     * @return array
     * @throws refusal
     */
    private static function alone(tool_message $message, callable $job): array {
        $factory = \core\lock\lock_config::get_lock_factory('local_liveclass');
        $lock = $factory->get_lock($message->subject(), self::PATIENCE);
        if (!$lock) {
            throw new refusal('unavailable', 'busy');
        }
        try {
            return $job();
        } finally {
            $lock->release();
        }
    }

    /**
     * Makes, changes or deletes the one module of the recording in this course.
     *
     * @param material_message $message
     * @param \stdClass $activity
     * @param connection $connection
     * @return array
     */
    private static function apply(material_message $message, \stdClass $activity, connection $connection): array {
        $idnumber = recording_module::idnumber($message->recordingid);
        $cm = course_modules::find($message->courseid, $idnumber);
        if ($message->action === 'unpublish') {
            if ($cm) {
                course_modules::delete($cm);
                recording_withdrawn::of($message)->trigger();
            }
            return ['moduleId' => $cm ? (string) $cm->id : $idnumber];
        }
        $cmid = $cm ? self::change($message, $cm) : self::create($message, $activity, $connection);
        recording_notice::consider($message->courseid, $message->recordingid);
        return self::module($cmid);
    }

    /**
     * The answer that names a module.
     *
     * @param int $cmid
     * @return array
     */
    private static function module(int $cmid): array {
        return ['moduleId' => (string) $cmid, 'url' => (new \moodle_url('/mod/lti/view.php', ['id' => $cmid]))->out(false)];
    }

    /**
     * A new module in the live class's section, for those who may see the live class.
     *
     * @param material_message $message
     * @param \stdClass $activity
     * @param connection $connection
     * @return int
     */
    private static function create(material_message $message, \stdClass $activity, connection $connection): int {
        $intro = get_string('recordingintro', 'local_liveclass', (object) [
            'when' => userdate($message->startedat, get_string('strftimedatetime', 'langconfig')),
            'duration' => format_time(max($message->duration, 1)),
        ]);
        $availability = self::availability($message, $activity);
        $fields = recording_module::fields($message, $connection->typeid, $activity->sectionnum, $availability, $intro);
        $cmid = course_modules::create(['name' => self::name($message)] + $fields);
        outbox::module_is_back($message->courseid, $message->recordingid);
        recording_notice::expect($message->courseid, $message->recordingid);
        recording_published::of($message, $cmid)->trigger();
        return $cmid;
    }

    /**
     * For whom the live class is and, where it was a group's room, for that group alone.
     *
     * @param material_message $message
     * @param \stdClass $activity
     * @return string|null
     */
    private static function availability(material_message $message, \stdClass $activity): ?string {
        if ($message->groupid === null) {
            return $activity->availability;
        }
        $rooms = class_rooms::find($message->activityid) ?? class_rooms::DEFAULTS;
        return room_availability::within($activity->availability, $message->groupid, (int) $rooms['groupingid']);
    }

    /**
     * The module there is, with the title and visibility of the message.
     *
     * @param material_message $message
     * @param \stdClass $cm
     * @return int
     */
    private static function change(material_message $message, \stdClass $cm): int {
        course_modules::change($cm, self::name($message), $message->visible);
        recording_changed::of($message, (int) $cm->id)->trigger();
        return (int) $cm->id;
    }

    /**
     * The module's name; a title may be empty, a name may not.
     *
     * @param material_message $message
     * @return string
     */
    private static function name(material_message $message): string {
        $title = trim($message->title);
        return $title === '' ? get_string('recording', 'local_liveclass') : $title;
    }
}
