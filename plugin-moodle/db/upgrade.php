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
 * Steps from older versions of the plugin.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Brings the plugin's data from an older version to this one.
 *
 * @param int $oldversion
 * @return bool
 */
function xmldb_local_liveclass_upgrade($oldversion) {
    global $DB;
    // A table's definition stands in one place.
    $manager = $DB->get_manager();
    $install = function (string $table) use ($manager): void {
        if (!$manager->table_exists($table)) {
            $manager->install_one_table_from_xmldb_file(__DIR__ . '/install.xml', $table);
        }
    };
    if ($oldversion < 2026112401) {
        $install('local_liveclass_settings');
        upgrade_plugin_savepoint(true, 2026112401, 'local', 'liveclass');
    }
    if ($oldversion < 2026112402) {
        $install('local_liveclass_plans');
        $install('local_liveclass_notices');
        upgrade_plugin_savepoint(true, 2026112402, 'local', 'liveclass');
    }
    if ($oldversion < 2026112403) {
        $install('local_liveclass_rooms');
        upgrade_plugin_savepoint(true, 2026112403, 'local', 'liveclass');
    }
    return true;
}
