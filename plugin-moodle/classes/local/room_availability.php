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
 * For whom the recording of a group's room is: a restriction of its module that hides it from everybody else entirely.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class room_availability {
    /**
     * The restrictions of a live class, and besides them that of the group.
     *
     * @param string|null $availability of the live class, as core keeps it
     * @param int $groupid 0 for the people of no group
     * @param int $groupingid the grouping whose groups have rooms, 0 for all groups of the course
     * @return string
     */
    public static function within(?string $availability, int $groupid, int $groupingid): string {
        $only = $groupid ? (object) ['type' => 'group', 'id' => $groupid] : self::of_no_group($groupingid);
        $tree = $availability === null || $availability === '' ? null : json_decode($availability);
        if (!is_object($tree) || empty($tree->c)) {
            return self::all([$only], [false]);
        }
        if ($tree->op === '&' && isset($tree->showc)) {
            return self::all([...$tree->c, $only], [...$tree->showc, false]);
        }
        // Whatever else the class asks for is asked for together with the group.
        $shows = (bool) ($tree->show ?? !in_array(false, $tree->showc ?? [], true));
        unset($tree->show, $tree->showc);
        return self::all([$tree, $only], [$shows, false]);
    }

    /**
     * In none of the groups that have rooms.
     *
     * @param int $groupingid
     * @return \stdClass
     */
    private static function of_no_group(int $groupingid): \stdClass {
        $any = $groupingid ? (object) ['type' => 'grouping', 'id' => $groupingid] : (object) ['type' => 'group'];
        return (object) ['op' => '!|', 'c' => [$any]];
    }

    /**
     * All of these, each shown or hidden as it says where it is not met.
     *
     * @param \stdClass[] $conditions
     * @param bool[] $shows
     * @return string
     */
    private static function all(array $conditions, array $shows): string {
        return json_encode(['op' => '&', 'c' => $conditions, 'showc' => $shows]);
    }
}
