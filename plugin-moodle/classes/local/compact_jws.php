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
 * Reads a compact JWS. It believes nothing: whether the signature stands is asked of mod_lti.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class compact_jws {
    /** @var int No message of the tool is longer. */
    public const MOST_BYTES = 65536;

    /**
     * The claims of a JWS that says of itself that it is signed with RS256 by a key with an id.
     *
     * @param string $compact
     * @return array
     * @throws refusal
     */
    public static function claims(string $compact): array {
        if (strlen($compact) > self::MOST_BYTES) {
            throw new refusal('too-large', 'body');
        }
        if (!preg_match('/^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/D', $compact, $parts)) {
            throw new refusal('bad-request', 'jws');
        }
        $header = self::decoded($parts[1]);
        if (($header['alg'] ?? null) !== 'RS256' || !is_string($header['kid'] ?? null)) {
            throw new refusal('not-signed-in', 'algorithm');
        }
        return self::decoded($parts[2]);
    }

    /**
     * One part as the JSON object that it must be.
     *
     * @param string $part base64url
     * @return array
     * @throws refusal
     */
    private static function decoded(string $part): array {
        $json = base64_decode(strtr($part, '-_', '+/'), true);
        $value = $json === false ? null : json_decode($json, true, 16);
        if (!is_array($value) || array_is_list($value)) {
            throw new refusal('bad-request', 'jws');
        }
        return $value;
    }
}
