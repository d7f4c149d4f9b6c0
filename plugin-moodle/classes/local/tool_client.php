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
 * Requests to the tool, through this site's own rules about addresses, bounded in time and size.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class tool_client {
    /** @var int Seconds until a connection must stand. */
    private const CONNECT_SECONDS = 5;

    /** @var int Seconds that a whole request may take. */
    private const WHOLE_SECONDS = 15;

    /** @var int No answer of the tool is longer. */
    private const MOST_BYTES = 262144;

    /**
     * Asks for an address.
     *
     * @param string $url
     * @return tool_answer
     */
    public static function get(string $url): tool_answer {
        $curl = self::curl();
        $curl->setHeader(['Accept: application/json']);
        return self::answer_of($curl, fn(array $options) => $curl->get($url, [], $options));
    }

    /**
     * Posts a signed message.
     *
     * @param string $url
     * @param string $compact a compact JWS
     * @return tool_answer
     */
    public static function post(string $url, string $compact): tool_answer {
        $curl = self::curl();
        $curl->setHeader(['Content-Type: application/jwt', 'Accept: application/json']);
        return self::answer_of($curl, fn(array $options) => $curl->post($url, $compact, $options));
    }

    /**
     * A client of this site.
     *
     * @return \curl
     */
    private static function curl(): \curl {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        return new \curl();
    }

    /**
     * Carries the request out; whatever goes wrong is an answer too.
     *
     * @param \curl $curl
     * @param callable $request takes the options and gives the body
     * @return tool_answer
     */
    private static function answer_of(\curl $curl, callable $request): tool_answer {
        $body = $request([
            'CURLOPT_CONNECTTIMEOUT' => self::CONNECT_SECONDS,
            'CURLOPT_TIMEOUT' => self::WHOLE_SECONDS,
            // A redirect would carry a signed message to an address that nobody named.
            'CURLOPT_FOLLOWLOCATION' => 0,
            'CURLOPT_NOPROGRESS' => 0,
            'CURLOPT_PROGRESSFUNCTION' => fn($handle, $announced, $received): int => (int) ($received > self::MOST_BYTES),
        ]);
        $status = (int) ($curl->info['http_code'] ?? 0);
        if ($curl->get_errno() || $status === 0) {
            return new tool_answer(0, '', (string) ($curl->error ?: get_string('noanswer', 'local_liveclass')));
        }
        return new tool_answer($status, (string) $body);
    }
}
