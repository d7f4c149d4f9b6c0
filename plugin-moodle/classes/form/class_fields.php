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

namespace local_liveclass\form;

use local_liveclass\local\class_rooms;
use local_liveclass\local\class_settings;
use local_liveclass\local\connection;
use local_liveclass\local\live_class;
use local_liveclass\local\settings_store;
use MoodleQuickForm;

/**
 * The fields of a live class in the form of an activity of our tool type: which form has them, and what came back with it.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class class_fields {
    /** @var string The hidden field that tells a form with our fields from everything else that makes modules. */
    private const MARK = 'fields';

    /** @var array The settings of the activity, or those that a new one begins with. */
    private readonly array $settings;

    /** @var string The zone of the times in the form. */
    private readonly string $timezone;

    /** @var bool Whether the activity has settings of its own already. */
    private readonly bool $isset;

    /** @var array|null The rooms that were chosen. */
    private readonly ?array $rooms;

    /**
     * Use of().
     *
     * @param int $instanceid 0 for a new activity
     */
    private function __construct(int $instanceid) {
        $this->rooms = $instanceid ? class_rooms::find($instanceid) : null;
        $found = $instanceid ? settings_store::find($instanceid) : null;
        $this->isset = $found !== null;
        $this->settings = $found ?? class_settings::DEFAULTS;
        $this->timezone = $this->settings['timezone'] ?? \core_date::get_user_timezone();
    }

    /**
     * The fields for this form, if it is that of a live class.
     *
     * @param \moodleform_mod $form
     * @return self|null
     */
    public static function of(\moodleform_mod $form): ?self {
        $current = $form->get_current();
        $connection = connection::get();
        if (!$connection || ($current->modulename ?? '') !== 'lti') {
            return null;
        }
        if (empty($current->instance)) {
            return optional_param('typeid', 0, PARAM_INT) === $connection->typeid ? new self(0) : null;
        }
        return live_class::is_one($current, $current->cmidnumber ?? '', $connection) ? new self((int) $current->instance) : null;
    }

    /**
     * What the teacher sent with the form of this activity; null when that form had no fields of ours.
     *
     * @param \stdClass $moduleinfo the form's data, with the instance
     * @return array|null settings, or null
     */
    public static function sent(\stdClass $moduleinfo): ?array {
        $sent = self::marked((array) $moduleinfo);
        if ($sent === null) {
            return null;
        }
        $fields = new self((int) $moduleinfo->instance);
        $settings = $fields->read($sent);
        // Where nobody chose anything, what was chosen in the lobby stays.
        return !$fields->isset && $settings == class_settings::DEFAULTS ? null : $settings;
    }

    /**
     * The rooms that the teacher chose with the form; null when that form had no fields of ours.
     *
     * @param \stdClass $moduleinfo the form's data, with the instance
     * @return array|null
     */
    public static function rooms_sent(\stdClass $moduleinfo): ?array {
        $sent = self::marked((array) $moduleinfo);
        return $sent === null ? null : room_fields::read($sent, class_rooms::find((int) $moduleinfo->instance));
    }

    /**
     * Adds the section.
     *
     * @param MoodleQuickForm $mform
     * @param int $courseid where the form is shown
     */
    public function add(MoodleQuickForm $mform, int $courseid): void {
        $section = new form_section($mform);
        $mform->setType($section->place('hidden', self::MARK, 1), PARAM_BOOL);
        plan_fields::add($section, $this->settings, $this->timezone);
        $section->tick('record', (bool) $this->settings['record']);
        $section->explain('record');
        room_fields::add($section, $this->rooms, $courseid);
        attendance_fields::add($section, $this->settings);
    }

    /**
     * What is wrong with what was sent.
     *
     * @param array $data
     * @return string[] by the names of the fields
     */
    public function errors(array $data): array {
        $sent = self::marked($data);
        $errors = [];
        foreach ($sent === null ? [] : class_settings::faults($this->read($sent)) as $field => $fault) {
            $errors[form_section::name($field)] = get_string("fault:$fault", 'local_liveclass');
        }
        return $errors;
    }

    /**
     * The settings in what was sent.
     *
     * @param array $sent
     * @return array
     */
    private function read(array $sent): array {
        return class_settings::from_form($sent, $this->timezone, $this->settings);
    }

    /**
     * What a form sent in our fields; null when it had none.
     *
     * @param array $data
     * @return array|null
     */
    private static function marked(array $data): ?array {
        $sent = form_section::sent($data);
        return empty($sent[self::MARK]) ? null : $sent;
    }
}
