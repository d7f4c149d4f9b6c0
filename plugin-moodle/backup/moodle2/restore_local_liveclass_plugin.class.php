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
 * What a restore makes of a live class.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

use local_liveclass\local\class_rooms;
use local_liveclass\local\class_settings;
use local_liveclass\local\live_class;

/**
 * Restores the settings of a live class with their dates moved, and has the tool told of which class it is a copy.
 */
class restore_local_liveclass_plugin extends restore_local_plugin {
    /** @var array|null What the backup holds of the settings. */
    private ?array $settings = null;

    /** @var array|null Which rooms the class had. */
    private ?array $rooms = null;

    /** @var int The version that the settings had. */
    private int $version = 0;

    /**
     * Where the settings stand below the module.
     *
     * @return restore_path_element[]
     */
    protected function define_module_plugin_structure() {
        return [
            new restore_path_element($this->get_namefor('settings'), $this->get_pathfor('/settings')),
            new restore_path_element($this->get_namefor('rooms'), $this->get_pathfor('/rooms')),
        ];
    }

    /**
     * Keeps the settings until the activity is there: the module comes first.
     *
     * @param array $data
     */
    public function process_local_liveclass_settings($data): void {
        $settings = array_intersect_key((array) $data, class_settings::DEFAULTS) + class_settings::DEFAULTS;
        // A moment whose only meaning is how far it moves; where dates stay as they are it does not move at all.
        $this->settings = class_settings::rolled($settings, (int) $this->apply_date_offset(YEARSECS) - YEARSECS);
        $this->version = (int) ($data['version'] ?? 0);
    }

    /**
     * Keeps which rooms the class had. A grouping that did not come along means all groups, unless it is of this very course.
     *
     * @param array $data
     */
    public function process_local_liveclass_rooms($data): void {
        global $DB;
        $rooms = array_intersect_key((array) $data, class_rooms::DEFAULTS) + class_rooms::DEFAULTS;
        $groupingid = $rooms['groupingid'];
        if ($groupingid) {
            $ishere = $DB->record_exists('groupings', ['id' => $groupingid, 'courseid' => $this->task->get_courseid()]);
            $groupingid = $this->get_mappingid('grouping', $groupingid) ?: ($this->task->is_samesite() && $ishere ? $groupingid : 0);
        }
        $this->rooms = ['groupingid' => $groupingid === null ? null : (int) $groupingid, 'ungrouped' => $rooms['ungrouped']];
    }

    /**
     * The whole restore is done.
     */
    public function after_restore_module(): void {
        if ($this->task->get_modulename() !== 'lti') {
            return;
        }
        // The numbers of another site mean other activities here.
        $original = $this->task->is_samesite() ? (int) $this->task->get_old_activityid() : 0;
        $issamecourse = (int) $this->task->get_old_courseid() === (int) $this->task->get_courseid();
        live_class::take_restored((int) $this->task->get_activityid(), $original, $issamecourse, $this->settings, $this->version);
        live_class::take_restored_rooms((int) $this->task->get_activityid(), $this->rooms);
    }
}
