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
 * Texts as the tool takes them.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class texts {
    /**
     * A text without marks, no longer than so many bytes in UTF-16, in which the tool counts.
     *
     * @param string $text
     * @param int $bytes
     * @return string
     */
    public static function shortened(string $text, int $bytes): string {
        $plain = mb_convert_encoding(trim(html_to_text($text, 0)), 'UTF-16LE', 'UTF-8');
        return mb_convert_encoding(mb_strcut($plain, 0, $bytes, 'UTF-16LE'), 'UTF-8', 'UTF-16LE');
    }
}
