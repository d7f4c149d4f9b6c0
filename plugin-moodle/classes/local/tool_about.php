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
 * What a tool says of itself at /lti/about: its addresses, its version and its clock.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class tool_about {
    /** @var string[] The addresses that must be there, in the tool's words. */
    private const ADDRESSES = ['loginUrl', 'launchUrl', 'keysUrl', 'iconUrl', 'pairUrl', 'messagesUrl'];

    /** @var string */
    public readonly string $version;

    /** @var int The tool's clock, in seconds since 1970. */
    public readonly int $now;

    /** @var string[] By the tool's words: loginUrl, launchUrl, keysUrl, iconUrl, pairUrl, messagesUrl. */
    public readonly array $addresses;

    /**
     * Use from_json().
     *
     * @param array $said
     */
    private function __construct(array $said) {
        $this->version = $said['version'];
        $this->now = intdiv((int) $said['now'], 1000);
        $this->addresses = array_intersect_key($said, array_flip(self::ADDRESSES));
    }

    /**
     * What the tool at that address says of itself; null when it is no Live Class, or sends people elsewhere.
     *
     * @param string $json
     * @param string $toolurl as origin_of() gives it
     * @return self|null
     */
    public static function from_json(string $json, string $toolurl): ?self {
        $said = json_decode($json, true, 8);
        if (!is_array($said) || ($said['product'] ?? null) !== 'live-class') {
            return null;
        }
        if (!is_string($said['version'] ?? null) || strlen($said['version']) > 40 || !is_numeric($said['now'] ?? null)) {
            return null;
        }
        foreach (self::ADDRESSES as $name) {
            // An address elsewhere would hand people and signed messages to somebody the admin never named.
            if (!is_string($said[$name] ?? null) || !str_starts_with($said[$name], $toolurl . '/')) {
                return null;
            }
        }
        return new self($said);
    }

    /**
     * The tool's origin in what an admin pasted: scheme, host and port without a path; null when it is no web address.
     *
     * @param string $pasted
     * @return string|null
     */
    public static function origin_of(string $pasted): ?string {
        $parts = parse_url(trim($pasted));
        $scheme = strtolower($parts['scheme'] ?? '');
        $host = strtolower($parts['host'] ?? '');
        if (!in_array($scheme, ['https', 'http'], true) || $host === '' || isset($parts['user']) || isset($parts['pass'])) {
            return null;
        }
        if (!preg_match('/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)$/D', $host)) {
            return null;
        }
        $standard = $scheme === 'https' ? 443 : 80;
        $port = $parts['port'] ?? $standard;
        return "$scheme://$host" . ($port === $standard ? '' : ":$port");
    }
}
