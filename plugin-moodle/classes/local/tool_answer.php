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
 * What came back from the tool.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class tool_answer {
    /** @var int 0 when nothing was answered. */
    public readonly int $status;

    /** @var string */
    public readonly string $body;

    /** @var string Why nothing was answered, in the words of this site. */
    public readonly string $problem;

    /**
     * An answer.
     *
     * @param int $status
     * @param string $body
     * @param string $problem
     */
    public function __construct(int $status, string $body, string $problem = '') {
        $this->status = $status;
        $this->body = $body;
        $this->problem = $problem;
    }

    /**
     * Whether the tool took it.
     *
     * @return bool
     */
    public function is_taken(): bool {
        return $this->status >= 200 && $this->status < 300;
    }

    /**
     * The reason that the tool gives for its "no"; empty when it gave none.
     *
     * @return string
     */
    public function reason(): string {
        $said = json_decode($this->body, true, 8);
        $reason = is_array($said) ? ($said['reason'] ?? '') : '';
        return is_string($reason) && preg_match('/^[a-z-]{1,40}$/D', $reason) ? $reason : '';
    }

    /**
     * One line for a person who looks after the site.
     *
     * @return string
     */
    public function summary(): string {
        if ($this->problem !== '') {
            return $this->problem;
        }
        return trim($this->status . ' ' . $this->reason());
    }
}
