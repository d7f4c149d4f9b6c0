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
 * The section "Live class" in the form of an activity of our tool type: one method a group of fields.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class class_fields {
    /** @var string What all names of our fields begin with; the rest is the name of a column. */
    private const PREFIX = 'liveclass_';

    /** @var string The hidden field that tells a form with our fields from everything else that makes modules. */
    private const MARK = self::PREFIX . 'fields';

    /** @var string[] Sections before which ours stands, where the form has them. */
    private const NEXT_SECTIONS = ['modstandardgrade', 'modstandardelshdr'];

    /** @var int How far ahead the end of a new weekly repeat is proposed. */
    private const TERM = 12 * WEEKSECS;

    /** @var array The settings of the activity, or those that a new one begins with. */
    private readonly array $settings;

    /** @var string The zone of the times in the form. */
    private readonly string $timezone;

    /** @var int The course of the form. */
    private readonly int $courseid;

    /** @var array|null The rooms that were chosen. */
    private readonly ?array $rooms;

    /** @var bool Whether the activity has settings of its own already. */
    private readonly bool $isset;

    /**
     * Use of().
     *
     * @param int $instanceid 0 for a new activity
     * @param int $courseid where the form is shown
     */
    private function __construct(int $instanceid, int $courseid = 0) {
        $this->courseid = $courseid;
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
            return optional_param('typeid', 0, PARAM_INT) === $connection->typeid ? new self(0, (int) $current->course) : null;
        }
        $idnumber = $current->cmidnumber ?? '';
        return live_class::is_one($current, $idnumber, $connection) ? new self((int) $current->instance, (int) $current->course) : null;
    }

    /**
     * What the teacher sent with the form of this activity; null when that form had no fields of ours.
     *
     * @param \stdClass $moduleinfo the form's data, with the instance
     * @return array|null settings, or null
     */
    public static function sent(\stdClass $moduleinfo): ?array {
        if (empty($moduleinfo->{self::MARK})) {
            return null;
        }
        $fields = new self((int) $moduleinfo->instance);
        $settings = $fields->read((array) $moduleinfo);
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
        $chosen = $moduleinfo->{self::PREFIX . 'rooms'} ?? null;
        if (empty($moduleinfo->{self::MARK}) || $chosen === null) {
            return null;
        }
        // What a form hides it does not send: that stays.
        $before = class_rooms::find((int) $moduleinfo->instance) ?? class_rooms::DEFAULTS;
        $ungrouped = $moduleinfo->{self::PREFIX . 'ungrouped'} ?? $before['ungrouped'];
        return [
            'groupingid' => $chosen === '' ? null : (int) $chosen,
            'ungrouped' => in_array($ungrouped, class_rooms::UNGROUPED, true) ? $ungrouped : $before['ungrouped'],
        ];
    }

    /**
     * Adds the section.
     *
     * @param MoodleQuickForm $mform
     */
    public function add(MoodleQuickForm $mform): void {
        $this->place($mform, 'header', 'header', get_string('field:header', 'local_liveclass'));
        $mform->setExpanded(self::PREFIX . 'header');
        $mark = $this->place($mform, 'hidden', 'fields', 1);
        $mform->setType($mark, PARAM_BOOL);
        $this->add_plan($mform);
        $this->add_repeat($mform);
        $this->add_recording($mform);
        $this->add_rooms($mform);
        $this->add_attendance($mform);
    }

    /**
     * What is wrong with what was sent.
     *
     * @param array $data
     * @return string[] by the names of the fields
     */
    public function errors(array $data): array {
        if (empty($data[self::MARK])) {
            return [];
        }
        $errors = [];
        foreach (class_settings::faults($this->read($data)) as $name => $fault) {
            $errors[self::PREFIX . $name] = get_string("fault:$fault", 'local_liveclass');
        }
        return $errors;
    }

    /**
     * The first meeting and its length.
     *
     * @param MoodleQuickForm $mform
     */
    private function add_plan(MoodleQuickForm $mform): void {
        $moments = class_settings::moments($this->settings);
        $options = ['optional' => true, 'timezone' => $this->timezone, 'step' => 5, 'defaulttime' => self::next_hour()];
        $start = $this->place($mform, 'date_time_selector', 'startsat', get_string('field:startsat', 'local_liveclass'), $options);
        $mform->addHelpButton($start, 'field:startsat', 'local_liveclass');
        if ($moments['startsat']) {
            $mform->setDefault($start, $moments['startsat']);
        }
        $zone = get_string('field:zone', 'local_liveclass', \core_date::get_localised_timezone($this->timezone));
        $words = $this->place($mform, 'static', 'zone', '', $zone);
        $mform->hideIf($words, $start . '[enabled]', 'notchecked');
        $units = ['units' => [MINSECS, HOURSECS]];
        $length = $this->place($mform, 'duration', 'duration', get_string('field:duration', 'local_liveclass'), $units);
        $mform->setDefault($length, $this->settings['duration'] * MINSECS);
        $mform->hideIf($length, $start . '[enabled]', 'notchecked');
    }

    /**
     * The weekly repeat: its days and its end.
     *
     * @param MoodleQuickForm $mform
     */
    private function add_repeat(MoodleQuickForm $mform): void {
        $moments = class_settings::moments($this->settings);
        $start = self::PREFIX . 'startsat[enabled]';
        $weekly = $this->place($mform, 'advcheckbox', 'weekly', get_string('field:weekly', 'local_liveclass'));
        $mform->setDefault($weekly, (int) ($this->settings['weeklyuntil'] !== null));
        $mform->hideIf($weekly, $start, 'notchecked');

        $boxes = [];
        foreach (self::weekdays() as $day => $name) {
            $boxes[] = $mform->createElement('advcheckbox', $day, '', $name);
        }
        $days = $this->place($mform, 'group', 'weekdays', get_string('field:weekdays', 'local_liveclass'), $boxes);
        $mform->addHelpButton($days, 'field:weekdays', 'local_liveclass');
        foreach ($moments['weekdays'] as $day) {
            $mform->setDefault("{$days}[$day]", 1);
        }
        $options = ['timezone' => $this->timezone];
        $until = $this->place($mform, 'date_selector', 'weeklyuntil', get_string('field:weeklyuntil', 'local_liveclass'), $options);
        $mform->setDefault($until, $moments['weeklyuntil'] ?: time() + self::TERM);
        foreach ([$days, $until] as $name) {
            $mform->hideIf($name, $start, 'notchecked');
            $mform->hideIf($name, $weekly, 'notchecked');
        }
    }

    /**
     * Whether the class is recorded from the start.
     *
     * @param MoodleQuickForm $mform
     */
    private function add_recording(MoodleQuickForm $mform): void {
        $record = $this->place($mform, 'advcheckbox', 'record', get_string('field:record', 'local_liveclass'));
        $mform->setDefault($record, $this->settings['record']);
        $mform->addHelpButton($record, 'field:record', 'local_liveclass');
    }

    /**
     * One room for all, or one for each group; and where people of no group are then.
     *
     * @param MoodleQuickForm $mform
     */
    private function add_rooms(MoodleQuickForm $mform): void {
        $now = $this->rooms ?? class_rooms::DEFAULTS;
        $rooms = $this->place($mform, 'select', 'rooms', get_string('field:rooms', 'local_liveclass'), class_rooms::choices($this->courseid));
        $mform->addHelpButton($rooms, 'field:rooms', 'local_liveclass');
        $mform->setDefault($rooms, (string) $now['groupingid']);
        $words = array_map(fn(string $one): string => get_string("ungrouped:$one", 'local_liveclass'), class_rooms::UNGROUPED);
        $options = array_combine(class_rooms::UNGROUPED, $words);
        $ungrouped = $this->place($mform, 'select', 'ungrouped', get_string('field:ungrouped', 'local_liveclass'), $options);
        $mform->setDefault($ungrouped, $now['ungrouped']);
        $mform->hideIf($ungrouped, $rooms, 'eq', '');
    }

    /**
     * How attendance becomes a grade.
     *
     * @param MoodleQuickForm $mform
     */
    private function add_attendance(MoodleQuickForm $mform): void {
        $grade = $this->add_choice($mform, 'grade', class_settings::GRADES);
        $mform->addHelpButton($grade, 'field:grade', 'local_liveclass');
        $atleast = $this->add_number($mform, 'atleast');
        $mform->hideIf($atleast, $grade, 'neq', 'presence');
        $sending = $this->add_choice($mform, 'sending', class_settings::SENDINGS);
        $mform->hideIf($sending, $grade, 'eq', 'none');
        $this->add_number($mform, 'lateafter');
        $this->add_number($mform, 'earlybefore');
    }

    /**
     * A choice of words of the tool.
     *
     * @param MoodleQuickForm $mform
     * @param string $name
     * @param string[] $choices
     * @return string the name of the field
     */
    private function add_choice(MoodleQuickForm $mform, string $name, array $choices): string {
        $words = array_map(fn(string $choice): string => get_string("$name:$choice", 'local_liveclass'), $choices);
        $options = array_combine($choices, $words);
        $field = $this->place($mform, 'select', $name, get_string("field:$name", 'local_liveclass'), $options);
        $mform->setDefault($field, $this->settings[$name]);
        return $field;
    }

    /**
     * A whole number.
     *
     * @param MoodleQuickForm $mform
     * @param string $name
     * @return string the name of the field
     */
    private function add_number(MoodleQuickForm $mform, string $name): string {
        $attributes = ['size' => 4, 'inputmode' => 'numeric'];
        $field = $this->place($mform, 'text', $name, get_string("field:$name", 'local_liveclass'), $attributes);
        $mform->setType($field, PARAM_INT);
        $mform->setDefault($field, $this->settings[$name]);
        return $field;
    }

    /**
     * The next full hour, which a new plan proposes.
     *
     * @return int
     */
    private static function next_hour(): int {
        return (intdiv(time(), HOURSECS) + 1) * HOURSECS;
    }

    /**
     * Puts one field where our section stands.
     *
     * @param MoodleQuickForm $mform
     * @param string $type
     * @param string $name without the prefix
     * @param mixed ...$rest
     * @return string the name of the field
     */
    private function place(MoodleQuickForm $mform, string $type, string $name, ...$rest): string {
        $field = self::PREFIX . $name;
        // A group takes its elements last but two: the names of the days are made part of the group's own.
        $element = $type === 'group'
            ? $mform->createElement('group', $field, $rest[0], $rest[1], ' ', true)
            : $mform->createElement($type, $field, ...$rest);
        $next = array_filter(self::NEXT_SECTIONS, fn(string $section): bool => $mform->elementExists($section));
        $next ? $mform->insertElementBefore($element, reset($next)) : $mform->addElement($element);
        return $field;
    }

    /**
     * The settings in the form's data.
     *
     * @param array $data
     * @return array
     */
    private function read(array $data): array {
        $sent = [];
        foreach ($data as $field => $value) {
            if (str_starts_with($field, self::PREFIX)) {
                $sent[substr($field, strlen(self::PREFIX))] = $value;
            }
        }
        return class_settings::from_form($sent, $this->timezone, $this->settings);
    }

    /**
     * The days of the week as the site's calendar shows them: in its order, in short words, Monday is 1.
     *
     * @return string[]
     */
    private static function weekdays(): array {
        $calendar = \core_calendar\type_factory::get_calendar_instance();
        $names = $calendar->get_weekdays();
        $first = $calendar->get_starting_weekday();
        $days = [];
        for ($step = 0; $step < 7; $step++) {
            $day = ($first + $step) % 7;
            $days[$day === 0 ? 7 : $day] = $names[$day]['shortname'];
        }
        return $days;
    }
}
