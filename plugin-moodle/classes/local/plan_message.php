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
 * When a live class meets in the time to come, by the tool's word: all of it, so that what is not in it is not planned.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class plan_message extends tool_message {
    /** @var int The tool sends so many meetings at most. */
    private const MOST_MEETINGS = 20;

    /** @var int The longest meeting, in seconds; the tool allows half a day. */
    private const LONGEST_MEETING = 86400;

    /** @var int When it was said, in seconds since 1970. */
    public readonly int $saidat;

    /** @var int Rises with every change of the plan. */
    public readonly int $revision;

    /** @var string Plain text. */
    public readonly string $title;

    /** @var int[] Lengths in seconds, by the second since 1970 at which a meeting starts. */
    public readonly array $meetings;

    #[\Override]
    protected function read(array $claims): void {
        $this->saidat = $claims['iat'];
        $plan = $claims['plan'] ?? null;
        if (($claims['action'] ?? null) !== 'plan' || !is_array($plan)) {
            throw new refusal('bad-request', 'plan');
        }
        $this->revision = self::milliseconds($plan, 'revision');
        $this->title = self::text($plan, 'title', '/^.{0,' . self::TITLE_CHARS . '}$/Dsu');
        $meetings = $plan['meetings'] ?? null;
        if (!is_array($meetings) || !array_is_list($meetings) || count($meetings) > self::MOST_MEETINGS) {
            throw new refusal('bad-request', 'meetings');
        }
        $lengths = [];
        foreach ($meetings as $meeting) {
            [$start, $length] = self::meeting($meeting);
            $lengths[$start] = $length;
        }
        $this->meetings = $lengths;
    }

    #[\Override]
    public function subject(): string {
        return "plan_{$this->courseid}_{$this->activityid}";
    }

    /**
     * One meeting: when it starts and how long it is, in seconds.
     *
     * @param mixed $meeting
     * @return int[]
     * @throws refusal
     */
    private static function meeting($meeting): array {
        if (!is_array($meeting)) {
            throw new refusal('bad-request', 'meeting');
        }
        $start = intdiv(self::milliseconds($meeting, 'startsAt'), 1000);
        $length = intdiv(self::milliseconds($meeting, 'endsAt'), 1000) - $start;
        if ($start <= 0 || $length <= 0 || $length > self::LONGEST_MEETING) {
            throw new refusal('bad-request', 'meeting');
        }
        return [$start, $length];
    }
}
