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
 * An expected "no" to a message of the tool: a reason out of the closed list that both sides know, a status, and which check it was.
 *
 * The detail is one word for the log of the tool; it never holds anything of the course or of a person.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class refusal extends \Exception {
    /** @var int[] The HTTP status of each reason. */
    public const STATUS = [
        'bad-request' => 400,
        'not-signed-in' => 401,
        'forbidden' => 403,
        'not-found' => 404,
        'wrong-phase' => 409,
        'too-large' => 413,
        'too-fast' => 429,
        'unavailable' => 503,
    ];

    /** @var string One of the keys of STATUS. */
    public readonly string $reason;

    /** @var string Which check said no. */
    public readonly string $detail;

    /**
     * A refusal.
     *
     * @param string $reason one of the keys of STATUS
     * @param string $detail which check said no
     */
    public function __construct(string $reason, string $detail) {
        parent::__construct("$reason: $detail");
        $this->reason = $reason;
        $this->detail = $detail;
    }

    /**
     * The status that the sender is answered with.
     *
     * @return int
     */
    public function status(): int {
        return self::STATUS[$this->reason];
    }
}
