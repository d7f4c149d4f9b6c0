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

/**
 * What is listened to.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

// Whatever changes who meets whom where classes have a room for each group.
$ofgroups = [
    'group_created', 'group_updated', 'group_deleted', 'group_member_added', 'group_member_removed',
    'grouping_updated', 'grouping_deleted', 'grouping_group_assigned', 'grouping_group_unassigned',
];

$observers = [
    ...array_map(fn(string $name): array => [
        'eventname' => "\\core\\event\\$name",
        'callback' => '\local_liveclass\observer::groups_changed',
    ], $ofgroups),
    [
        'eventname' => '\core\event\course_module_deleted',
        'callback' => '\local_liveclass\observer::module_deleted',
    ],
    [
        'eventname' => '\core\event\course_module_updated',
        'callback' => '\local_liveclass\observer::module_updated',
    ],
    [
        'eventname' => '\core\event\course_deleted',
        'callback' => '\local_liveclass\observer::course_deleted',
    ],
];
