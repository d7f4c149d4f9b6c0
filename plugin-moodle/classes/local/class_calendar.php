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

use core_calendar\action_factory;
use core_calendar\local\event\entities\action_interface;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/calendar/lib.php');

/**
 * The meetings of live classes in the calendar.
 *
 * The events belong to this plugin and to no module: those of a module would get the action of mod_lti, which stays when a meeting is over
 * and goes when the activity is completed. So what core does for events of modules is done here: who sees them, and that they go.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class class_calendar {
    /** @var string Whose the events are. */
    private const COMPONENT = 'local_liveclass';

    /** @var string What the last word of the tool was, for each live class. */
    private const TABLE = 'local_liveclass_plans';

    /**
     * Makes, changes and deletes events until the meetings that are not over are those of the message. Older words than the last change
     * nothing.
     *
     * @param plan_message $message
     * @param \stdClass $activity its course module
     */
    public static function keep(plan_message $message, \stdClass $activity): void {
        global $DB;
        $known = $DB->get_record(self::TABLE, ['ltiid' => $message->activityid]);
        if ($known && (int) $known->revision > $message->revision) {
            return;
        }
        $transaction = $DB->start_delegated_transaction();
        self::remember($message, $known ?: null);
        $missing = $message->meetings;
        foreach (self::coming($message->activityid, $message->saidat) as $event) {
            $length = $missing[(int) $event->timestart] ?? null;
            unset($missing[(int) $event->timestart]);
            if ($length === null) {
                \calendar_event::load($event)->delete();
            } else {
                self::write(['id' => $event->id] + self::fields($activity, (int) $event->timestart, $length), $event);
            }
        }
        foreach ($missing as $start => $length) {
            self::write(self::fields($activity, $start, $length), null);
        }
        $transaction->allow_commit();
    }

    /**
     * What a person can do about a meeting: join until it is over. The words name the class, because the timeline names only modules.
     *
     * @param \calendar_event $event
     * @param action_factory $factory
     * @param int $userid
     * @return action_interface|null
     */
    public static function action(\calendar_event $event, action_factory $factory, int $userid): ?action_interface {
        $cm = $event->timestart + $event->timeduration > time() ? self::activity($event, $userid) : null;
        if (!$cm || !$cm->uservisible) {
            return null;
        }
        // Core formats and escapes the words itself.
        $words = get_string('join', 'local_liveclass', $cm->get_formatted_name(['escape' => false]));
        return $factory->create_instance($words, new \moodle_url('/mod/lti/view.php', ['id' => $cm->id]), 1, true);
    }

    /**
     * Whether a person may see the meeting: whoever may see the live class and is in the course. Core asks nothing else about such events.
     *
     * @param \calendar_event $event
     * @param int $userid
     * @return bool
     */
    public static function is_visible(\calendar_event $event, int $userid): bool {
        $cm = self::activity($event, $userid);
        if (!$cm || !$cm->uservisible) {
            return false;
        }
        $context = \context_course::instance($cm->course);
        if (!$cm->get_course()->visible && !has_capability('moodle/course:viewhiddencourses', $context, $userid)) {
            return false;
        }
        return has_capability('moodle/course:view', $context, $userid) || is_enrolled($context, $userid, '', true);
    }

    /**
     * The live class has another name now.
     *
     * @param int $activityid the instance of mod_lti
     * @param \stdClass $cm its course module, with its name
     */
    public static function rename(int $activityid, \stdClass $cm): void {
        foreach (self::coming($activityid, time()) as $event) {
            self::write(['id' => $event->id] + self::fields($cm, (int) $event->timestart, (int) $event->timeduration), $event);
        }
    }

    /**
     * The live class is gone.
     *
     * @param int $activityid the instance of mod_lti
     */
    public static function forget(int $activityid): void {
        global $DB;
        $DB->delete_records('event', ['component' => self::COMPONENT, 'instance' => $activityid]);
        $DB->delete_records(self::TABLE, ['ltiid' => $activityid]);
    }

    /**
     * The course is gone, and core took its events along.
     *
     * @param int $courseid
     */
    public static function forget_course(int $courseid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['courseid' => $courseid]);
    }

    /**
     * There is no tool any more whose meetings these are.
     */
    public static function forget_all(): void {
        global $DB;
        $DB->delete_records('event', ['component' => self::COMPONENT]);
        $DB->delete_records(self::TABLE);
    }

    /**
     * The events of a live class that were not over at that time.
     *
     * @param int $activityid
     * @param int $time
     * @return \stdClass[]
     */
    private static function coming(int $activityid, int $time): array {
        global $DB;
        $select = 'component = :component AND instance = :instance AND timestart + timeduration > :time';
        return $DB->get_records_select('event', $select, [
            'component' => self::COMPONENT,
            'instance' => $activityid,
            'time' => $time,
        ], 'timestart, id');
    }

    /**
     * The fields of an event.
     *
     * @param \stdClass $activity
     * @param int $start
     * @param int $length
     * @return array
     */
    private static function fields(\stdClass $activity, int $start, int $length): array {
        $name = \core_text::substr($activity->name, 0, 255);
        $link = \html_writer::link(new \moodle_url('/mod/lti/view.php', ['id' => $activity->id]), s($activity->name));
        return [
            'name' => $name,
            'description' => \html_writer::tag('p', $link),
            'format' => FORMAT_HTML,
            'eventtype' => 'course',
            'type' => CALENDAR_EVENT_TYPE_ACTION,
            'component' => self::COMPONENT,
            'modulename' => '',
            'instance' => (int) $activity->instance,
            'courseid' => (int) $activity->course,
            'categoryid' => 0,
            'groupid' => 0,
            'timestart' => $start,
            'timeduration' => $length,
            'timesort' => $start,
            'visible' => 1,
        ];
    }

    /**
     * Writes an event, unless it says all of that already.
     *
     * @param array $fields
     * @param \stdClass|null $present
     */
    private static function write(array $fields, ?\stdClass $present): void {
        global $DB;
        $differs = fn(string $name): bool => (string) ($present->$name ?? '') !== (string) $fields[$name];
        if ($present && !array_filter(array_keys($fields), $differs)) {
            return;
        }
        if ($present) {
            \calendar_event::load($present)->update((object) $fields, false);
            $id = $present->id;
        } else {
            $id = \calendar_event::create((object) $fields, false)->id;
        }
        // Core writes who did it. A meeting is nobody's own: it must not go with the teacher who planned it.
        $DB->set_field('event', 'userid', 0, ['id' => $id]);
    }

    /**
     * Remembers how new the last word was.
     *
     * @param plan_message $message
     * @param \stdClass|null $known
     */
    private static function remember(plan_message $message, ?\stdClass $known): void {
        global $DB;
        if ($known) {
            $DB->set_field(self::TABLE, 'revision', $message->revision, ['id' => $known->id]);
            return;
        }
        $DB->insert_record(self::TABLE, (object) [
            'courseid' => $message->courseid,
            'ltiid' => $message->activityid,
            'revision' => $message->revision,
        ]);
    }

    /**
     * The live class of an event, as a person sees it. Core leaves the instance out of events without a module.
     *
     * @param \calendar_event $event
     * @param int $userid
     * @return \cm_info|null
     */
    private static function activity(\calendar_event $event, int $userid): ?\cm_info {
        global $DB;
        $instance = (int) $DB->get_field('event', 'instance', ['id' => $event->id]);
        return get_fast_modinfo($event->courseid, $userid)->instances['lti'][$instance] ?? null;
    }
}
