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
 * What a backup takes along of a live class.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

use local_liveclass\local\class_rooms;
use local_liveclass\local\class_settings;

/**
 * Adds the settings of a live class to its module.
 */
class backup_local_liveclass_plugin extends backup_local_plugin {
    /**
     * The settings below the module; the numbers of activities of another kind mean something else in our table.
     *
     * @return backup_plugin_element
     */
    protected function define_module_plugin_structure() {
        $plugin = $this->get_plugin_element();
        if ($this->task->get_modulename() !== 'lti') {
            return $plugin;
        }
        $wrapper = new backup_nested_element($this->get_recommended_name());
        $settings = new backup_nested_element('settings', ['id'], ['version', ...array_keys(class_settings::DEFAULTS)]);
        $plugin->add_child($wrapper);
        $wrapper->add_child($settings);
        $settings->set_source_table('local_liveclass_settings', ['instanceid' => backup::VAR_ACTIVITYID]);
        $rooms = new backup_nested_element('rooms', ['id'], array_keys(class_rooms::DEFAULTS));
        $wrapper->add_child($rooms);
        $rooms->set_source_table('local_liveclass_rooms', ['instanceid' => backup::VAR_ACTIVITYID]);
        $rooms->annotate_ids('grouping', 'groupingid');
        return $plugin;
    }
}
