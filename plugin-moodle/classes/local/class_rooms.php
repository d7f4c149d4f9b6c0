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
 * The rooms of live classes: one for all, or one for each group of the course or of one of its groupings.
 *
 * The tool is told the whole list of groups and their people each time, as it stands when the message leaves, because launches tell it none.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class class_rooms {
    /** @var string */
    private const TABLE = 'local_liveclass_rooms';

    /** @var string[] Where people of no group are, in the words of the tool: in a room of theirs, or outside. */
    public const UNGROUPED = ['together', 'outside'];

    /** @var array What holds while nobody has chosen anything: one room for all. */
    public const DEFAULTS = ['groupingid' => null, 'ungrouped' => 'together'];

    /** @var int The tool takes names of so many characters, each of two bytes in UTF-16. */
    private const NAME_BYTES = 510;

    /**
     * What was chosen for an activity; null while nobody chose anything.
     *
     * @param int $instanceid
     * @return array|null groupingid (null: one room for all, 0: for every group of the course) and ungrouped
     */
    public static function find(int $instanceid): ?array {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['instanceid' => $instanceid]);
        if (!$row) {
            return null;
        }
        return ['groupingid' => $row->groupingid === null ? null : (int) $row->groupingid, 'ungrouped' => $row->ungrouped];
    }

    /**
     * Takes a choice, and has the tool told. Who leaves everything as it is from the beginning says nothing.
     *
     * @param int $instanceid
     * @param array $rooms
     */
    public static function set(int $instanceid, array $rooms): void {
        global $DB;
        $before = self::find($instanceid);
        if ($rooms === ($before ?? self::DEFAULTS)) {
            return;
        }
        $DB->delete_records(self::TABLE, ['instanceid' => $instanceid]);
        $DB->insert_record(self::TABLE, (object) (['instanceid' => $instanceid] + $rooms));
        outbox::class_groups($instanceid);
    }

    /**
     * Forgets what was chosen for an activity that is gone.
     *
     * @param int $instanceid
     */
    public static function forget(int $instanceid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['instanceid' => $instanceid]);
    }

    /**
     * Something about the groups of a course changed: every class there with a room for each group is told of.
     *
     * @param int $courseid
     */
    public static function groups_changed(int $courseid): void {
        global $DB;
        $select = 'groupingid IS NOT NULL AND instanceid IN (SELECT id FROM {lti} WHERE course = ?)';
        foreach ($DB->get_fieldset_select(self::TABLE, 'instanceid', $select, [$courseid]) as $instanceid) {
            outbox::class_groups((int) $instanceid);
        }
    }

    /**
     * The choices of a form for a course, by the values of the field: '' is one room for all.
     *
     * @param int $courseid
     * @return string[]
     */
    public static function choices(int $courseid): array {
        $choices = ['' => get_string('rooms:one', 'local_liveclass'), '0' => get_string('rooms:groups', 'local_liveclass')];
        foreach (groups_get_all_groupings($courseid) as $grouping) {
            $choices[$grouping->id] = get_string('rooms:grouping', 'local_liveclass', format_string($grouping->name));
        }
        return $choices;
    }

    /**
     * What the tool is told of an activity now.
     *
     * @param \stdClass $activity its row of mod_lti
     * @return array
     */
    public static function message(\stdClass $activity): array {
        // Taken before the list is read: a list may be newer than it says, and never older.
        $changedat = (int) floor(microtime(true) * 1000);
        $rooms = self::find((int) $activity->id) ?? self::DEFAULTS;
        return [
            'changed_at' => $changedat,
            'rooms' => $rooms['groupingid'] === null ? 'one' : 'per-group',
            'ungrouped' => $rooms['ungrouped'],
            'groups' => $rooms['groupingid'] === null ? [] : self::groups((int) $activity->course, $rooms['groupingid']),
        ];
    }

    /**
     * The groups with their people, by the ids that launches name people by.
     *
     * @param int $courseid
     * @param int $groupingid 0 for all
     * @return array
     */
    private static function groups(int $courseid, int $groupingid): array {
        global $DB;
        $groups = groups_get_all_groups($courseid, 0, $groupingid, 'g.id, g.name');
        if (!$groups) {
            return [];
        }
        [$within, $parameters] = $DB->get_in_or_equal(array_keys($groups));
        $members = array_fill_keys(array_keys($groups), []);
        $rows = $DB->get_recordset_select('groups_members', "groupid $within", $parameters, 'groupid, userid', 'id, groupid, userid');
        foreach ($rows as $row) {
            $members[$row->groupid][] = (string) $row->userid;
        }
        $rows->close();
        return array_map(fn(\stdClass $group): array => [
            'id' => (string) $group->id,
            'name' => texts::shortened($group->name, self::NAME_BYTES),
            'members' => $members[$group->id],
        ], array_values($groups));
    }
}
