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

use local_liveclass\local\class_settings;

/**
 * The fields that say when a live class meets.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class plan_fields {
    /** @var int How far ahead the end of a new weekly repeat is proposed. */
    private const TERM = 12 * WEEKSECS;

    /**
     * Adds them.
     *
     * @param form_section $section
     * @param array $settings
     * @param string $timezone of the times in the form
     */
    public static function add(form_section $section, array $settings, string $timezone): void {
        $moments = class_settings::moments($settings);
        $start = self::add_start($section, $moments['startsat'], $timezone);
        self::add_length($section, $settings['duration'], "{$start}[enabled]");
        self::add_repeat($section, $moments, $timezone, "{$start}[enabled]");
    }

    /**
     * The first meeting, on the wall of the time zone that is named below.
     *
     * @param form_section $section
     * @param int $startsat 0 while nothing is planned
     * @param string $timezone
     * @return string the name of the field
     */
    private static function add_start(form_section $section, int $startsat, string $timezone): string {
        $options = ['optional' => true, 'timezone' => $timezone, 'step' => 5, 'defaulttime' => self::next_hour()];
        $start = $section->place('date_time_selector', 'startsat', get_string('field:startsat', 'local_liveclass'), $options);
        $section->explain('startsat');
        if ($startsat) {
            $section->mform->setDefault($start, $startsat);
        }
        $zone = get_string('field:zone', 'local_liveclass', \core_date::get_localised_timezone($timezone));
        $section->mform->hideIf($section->place('static', 'zone', '', $zone), "{$start}[enabled]", 'notchecked');
        return $start;
    }

    /**
     * How long each meeting is.
     *
     * @param form_section $section
     * @param int $minutes
     * @param string $isplanned the box that must be ticked
     */
    private static function add_length(form_section $section, int $minutes, string $isplanned): void {
        $units = ['units' => [MINSECS, HOURSECS]];
        $length = $section->place('duration', 'duration', get_string('field:duration', 'local_liveclass'), $units);
        $section->mform->setDefault($length, $minutes * MINSECS);
        $section->mform->hideIf($length, $isplanned, 'notchecked');
    }

    /**
     * The weekly repeat: its days and its end.
     *
     * @param form_section $section
     * @param array $moments
     * @param string $timezone
     * @param string $isplanned the box that must be ticked
     */
    private static function add_repeat(form_section $section, array $moments, string $timezone, string $isplanned): void {
        $mform = $section->mform;
        $weekly = $section->tick('weekly', $moments['weeklyuntil'] > 0);
        $mform->hideIf($weekly, $isplanned, 'notchecked');

        $boxes = [];
        foreach (self::weekdays() as $day => $name) {
            $boxes[] = $mform->createElement('advcheckbox', $day, '', $name);
        }
        $days = $section->place('group', 'weekdays', get_string('field:weekdays', 'local_liveclass'), $boxes);
        $section->explain('weekdays');
        foreach ($moments['weekdays'] as $day) {
            $mform->setDefault("{$days}[$day]", 1);
        }
        $until = $section->place('date_selector', 'weeklyuntil', get_string('field:weeklyuntil', 'local_liveclass'), ['timezone' => $timezone]);
        $mform->setDefault($until, $moments['weeklyuntil'] ?: time() + self::TERM);
        foreach ([$days, $until] as $name) {
            $mform->hideIf($name, $isplanned, 'notchecked');
            $mform->hideIf($name, $weekly, 'notchecked');
        }
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
