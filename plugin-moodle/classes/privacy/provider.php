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

namespace local_liveclass\privacy;

use context;
use context_user;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_liveclass\local\connection;
use local_liveclass\local\outbox;

/**
 * What leaves this site for the tool, and how a person gets to see it and to have it forgotten.
 *
 * The tool keeps one account a person, not one a course: everything belongs to the person's own context, and a request to erase it
 * reaches the tool, where it is carried out for all classes at once. It is queued and repeated until the tool answers.
 *
 * Moodle leaves no trace of a launch into a new window, and participants of a course are told to the tool without one. So everybody of a
 * paired site is taken to be known there: a request too many changes nothing, a request too few would leave somebody's data behind.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider {
    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $collection->add_external_location_link('tool', [
            'userid' => 'privacy:metadata:tool:userid',
            'fullname' => 'privacy:metadata:tool:fullname',
            'email' => 'privacy:metadata:tool:email',
            'role' => 'privacy:metadata:tool:role',
            'course' => 'privacy:metadata:tool:course',
            'class' => 'privacy:metadata:tool:class',
            'groups' => 'privacy:metadata:tool:groups',
        ], 'privacy:metadata:tool');
        $collection->add_database_table('local_liveclass_outbox', [
            'payload' => 'privacy:metadata:outbox:payload',
        ], 'privacy:metadata:outbox');
        $collection->add_database_table('local_liveclass_notices', [
            'lastuserid' => 'privacy:metadata:notices:lastuserid',
        ], 'privacy:metadata:notices');
        $collection->add_subsystem_link('core_calendar', [], 'privacy:metadata:calendar');
        $collection->add_subsystem_link('core_message', [], 'privacy:metadata:message');
        return $collection;
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        $contextlist = new contextlist();
        if (connection::get()) {
            $contextlist->add_user_context($userid);
        }
        return $contextlist;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist): void {
        $context = $userlist->get_context();
        if ($context instanceof context_user && connection::get()) {
            $userlist->add_user($context->instanceid);
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist): void {
        $userid = (int) $contextlist->get_user()->id;
        $connection = connection::get();
        foreach ($contextlist->get_contexts() as $context) {
            if (!$connection || !self::is_of($context, $userid)) {
                continue;
            }
            writer::with_context($context)->export_data([get_string('pluginname', 'local_liveclass')], (object) [
                'tool' => $connection->toolurl,
                'sent' => get_string('privacy:export:sent', 'local_liveclass'),
            ]);
        }
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(context $context): void {
        if ($context instanceof context_user) {
            self::erase([(int) $context->instanceid]);
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist): void {
        $userid = (int) $contextlist->get_user()->id;
        foreach ($contextlist->get_contexts() as $context) {
            if (self::is_of($context, $userid)) {
                self::erase([$userid]);
            }
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist): void {
        $context = $userlist->get_context();
        if ($context instanceof context_user && in_array($context->instanceid, $userlist->get_userids())) {
            self::erase([(int) $context->instanceid]);
        }
    }

    /**
     * Whether that is the person's own context: that of a course must not erase somebody everywhere.
     *
     * @param context $context
     * @param int $userid
     * @return bool
     */
    private static function is_of(context $context, int $userid): bool {
        return $context instanceof context_user && (int) $context->instanceid === $userid;
    }

    /**
     * Has these people forgotten by the tool, where there is one.
     *
     * @param int[] $userids
     */
    private static function erase(array $userids): void {
        if (connection::get()) {
            outbox::erase_people($userids);
        }
    }
}
