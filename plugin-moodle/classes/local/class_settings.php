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

use DateTimeImmutable;
use DateTimeZone;

/**
 * What a teacher sets for a live class in the activity's form: when it meets, whether it is recorded, how attendance becomes a grade.
 *
 * Times are those on the wall of a time zone, as the tool keeps them too: a weekly class at ten stays at ten when the clocks change.
 * Nothing here needs Moodle; a set of settings is a row of the table without its keys.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class class_settings {
    /** @var array What holds while nobody has chosen anything; the tool begins a class with the same. */
    public const DEFAULTS = [
        'startsat' => null,
        'timezone' => null,
        'duration' => 60,
        'weekdays' => null,
        'weeklyuntil' => null,
        'record' => 0,
        'grade' => 'none',
        'atleast' => 75,
        'lateafter' => 10,
        'earlybefore' => 10,
        'sending' => 'by-hand',
    ];

    /** @var string[] How attendance becomes a grade, in the words of the tool. */
    public const GRADES = ['none', 'share', 'presence'];

    /** @var string[] When grades are sent, in the words of the tool. */
    public const SENDINGS = ['by-hand', 'automatic'];

    /** @var int[] The shortest and the longest meeting, in minutes. */
    private const DURATION = [5, 720];

    /** @var int The tool plans so many meetings of a weekly class at most. */
    private const MOST_MEETINGS = 60;

    /** @var int Nobody is late or leaves early by more minutes. */
    private const MOST_GRACE = 240;

    /** @var string How the beginning of a meeting is written down. */
    private const MINUTE = 'Y-m-d\TH:i';

    /** @var string How a day is written down. */
    private const DAY = 'Y-m-d';

    /** @var int */
    private const DAY_SECONDS = 86400;

    /**
     * The settings in the values of the form, by the names of the columns; what the form did not send stays as it was.
     *
     * @param array $sent startsat and weeklyuntil as seconds since 1970 (0: none), duration in seconds, weekdays as number => tick
     * @param string $timezone
     * @param array $before
     * @return array
     */
    public static function from_form(array $sent, string $timezone, array $before): array {
        $settings = array_intersect_key($sent, self::DEFAULTS) + $before;
        $settings['record'] = empty($settings['record']) ? 0 : 1;
        if (isset($sent['duration'])) {
            $settings['duration'] = intdiv((int) $sent['duration'], 60);
        }
        foreach (['duration', 'atleast', 'lateafter', 'earlybefore'] as $name) {
            $settings[$name] = (int) $settings[$name];
        }
        return self::plan($sent, $timezone) + $settings;
    }

    /**
     * The columns that say when the class meets.
     *
     * @param array $sent
     * @param string $timezone
     * @return array
     */
    private static function plan(array $sent, string $timezone): array {
        if (empty($sent['startsat'])) {
            return ['startsat' => null, 'timezone' => null, 'weekdays' => null, 'weeklyuntil' => null];
        }
        $zone = new DateTimeZone($timezone);
        $start = (new DateTimeImmutable("@{$sent['startsat']}"))->setTimezone($zone);
        $plan = ['startsat' => $start->format(self::MINUTE), 'timezone' => $timezone, 'weekdays' => null, 'weeklyuntil' => null];
        if (empty($sent['weekly']) || empty($sent['weeklyuntil'])) {
            return $plan;
        }
        // The first meeting is one of them, whatever else is ticked.
        $days = array_keys(array_filter((array) ($sent['weekdays'] ?? [])));
        $days[] = (int) $start->format('N');
        $days = array_unique(array_map('intval', $days));
        sort($days);
        $until = (new DateTimeImmutable("@{$sent['weeklyuntil']}"))->setTimezone($zone)->format(self::DAY);
        return ['weekdays' => implode(',', $days), 'weeklyuntil' => $until] + $plan;
    }

    /**
     * The plan's times as the form takes them.
     *
     * @param array $settings
     * @return array startsat and weeklyuntil in seconds since 1970, 0 for none; weekdays as a list of numbers
     */
    public static function moments(array $settings): array {
        $seconds = fn(?string $wall): int =>
            $wall === null ? 0 : (new DateTimeImmutable($wall, new DateTimeZone($settings['timezone'])))->getTimestamp();
        return [
            'startsat' => $seconds($settings['startsat']),
            'weeklyuntil' => $seconds($settings['weeklyuntil']),
            'weekdays' => self::days($settings),
        ];
    }

    /**
     * What is wrong with the settings: the name of the column, and of the string that says it.
     *
     * @param array $settings
     * @return string[]
     */
    public static function faults(array $settings): array {
        $faults = [];
        $isbetween = fn(string $name, int $least, int $most): bool => $settings[$name] >= $least && $settings[$name] <= $most;
        if ($settings['startsat'] !== null && !$isbetween('duration', ...self::DURATION)) {
            $faults['duration'] = 'duration';
        }
        if (!$isbetween('atleast', 1, 100)) {
            $faults['atleast'] = 'percent';
        }
        foreach (['lateafter', 'earlybefore'] as $name) {
            if (!$isbetween($name, 0, self::MOST_GRACE)) {
                $faults[$name] = 'grace';
            }
        }
        if (!in_array($settings['grade'], self::GRADES, true)) {
            $faults['grade'] = 'choice';
        }
        if (!in_array($settings['sending'], self::SENDINGS, true)) {
            $faults['sending'] = 'choice';
        }
        $meetings = self::meetings($settings);
        if ($meetings < 1) {
            $faults['weeklyuntil'] = 'until';
        } else if ($meetings > self::MOST_MEETINGS) {
            $faults['weeklyuntil'] = 'meetings';
        }
        return $faults;
    }

    /**
     * How often a planned class meets; less than once when it ends before it begins.
     *
     * @param array $settings
     * @return int
     */
    private static function meetings(array $settings): int {
        if ($settings['startsat'] === null || $settings['weeklyuntil'] === null) {
            return 1;
        }
        $utc = new DateTimeZone('UTC');
        $first = new DateTimeImmutable(substr($settings['startsat'], 0, 10), $utc);
        $last = new DateTimeImmutable($settings['weeklyuntil'], $utc);
        $days = intdiv($last->getTimestamp() - $first->getTimestamp(), self::DAY_SECONDS);
        if ($days < 0) {
            return 0;
        }
        $weekdays = self::days($settings);
        $meetings = intdiv($days, 7) * count($weekdays);
        for ($rest = 0; $rest <= $days % 7; $rest++) {
            // After whole weeks the day of the week is that of the first meeting again.
            $meetings += (int) in_array((int) $first->modify("+$rest days")->format('N'), $weekdays, true);
        }
        return $meetings;
    }

    /**
     * The same settings in a course that begins so much later: every date moves by whole days, and stays at its time of day.
     *
     * @param array $settings
     * @param int $seconds below 0 for earlier
     * @return array
     */
    public static function rolled(array $settings, int $seconds): array {
        $days = (int) round($seconds / self::DAY_SECONDS);
        $moved = fn(?string $wall, string $format): ?string =>
            $wall === null ? null : (new DateTimeImmutable($wall, new DateTimeZone('UTC')))->modify("$days days")->format($format);
        $weekdays = array_map(fn(int $day): int => ((($day - 1 + $days) % 7) + 7) % 7 + 1, self::days($settings));
        sort($weekdays);
        return [
            'startsat' => $moved($settings['startsat'], self::MINUTE),
            'weeklyuntil' => $moved($settings['weeklyuntil'], self::DAY),
            'weekdays' => $weekdays ? implode(',', $weekdays) : null,
        ] + $settings;
    }

    /**
     * The settings in the words of the tool.
     *
     * @param array $settings
     * @return array
     */
    public static function payload(array $settings): array {
        $schedule = $settings['startsat'] === null ? null : [
            'startsAt' => $settings['startsat'],
            'timeZone' => $settings['timezone'],
            'durationMinutes' => (int) $settings['duration'],
            'weeklyUntil' => $settings['weeklyuntil'],
        ] + ($settings['weeklyuntil'] === null ? [] : ['weekdays' => self::days($settings)]);
        return [
            'schedule' => $schedule,
            'recordFromStart' => (bool) $settings['record'],
            'attendance' => [
                'grade' => $settings['grade'],
                'atLeastPercent' => (int) $settings['atleast'],
                'lateAfterMinutes' => (int) $settings['lateafter'],
                'earlyBeforeMinutes' => (int) $settings['earlybefore'],
                'sending' => $settings['sending'],
            ],
        ];
    }

    /**
     * Its weekdays, Monday is 1.
     *
     * @param array $settings
     * @return int[]
     */
    private static function days(array $settings): array {
        return $settings['weekdays'] === null ? [] : array_map('intval', explode(',', $settings['weekdays']));
    }
}
