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
 * When to try again.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class retry {
    /** @var int The first wait, in seconds. */
    private const FIRST = 60;

    /** @var int The longest wait, in seconds. */
    private const LONGEST = 21600;

    /**
     * The wait after so many failed tries: a minute, doubled each time, six hours at most.
     *
     * @param int $attempts 1 or more
     * @return int seconds
     */
    public static function wait(int $attempts): int {
        return min(self::LONGEST, self::FIRST * 2 ** min(max($attempts, 1) - 1, 20));
    }

    /**
     * Whether a status is the other side's trouble rather than its answer.
     *
     * @param int $status 0 when nothing was answered
     * @return bool
     */
    public static function may_pass(int $status): bool {
        return $status === 0 || $status >= 500 || in_array($status, [408, 425, 429], true);
    }

    /**
     * Whether a status is about the message itself, so that saying the same again is of no use. A refusal of the sender is not: its site may
     * be paused for a while, or its clock be set wrong.
     *
     * @param int $status 0 when nothing was answered
     * @return bool
     */
    public static function is_final(int $status): bool {
        return in_array($status, [400, 404, 410, 413, 422], true);
    }
}
