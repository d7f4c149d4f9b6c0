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
 * What every message of the tool carries, whatever it is about, and what makes one worth believing apart from its signature.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class tool_message {
    /** @var int A message lives this long at most, in seconds, so that one found in a log is worth nothing. */
    public const LONGEST = 60;

    /** @var int Clocks may differ by this many seconds. */
    public const SKEW = 60;

    /** @var int The longest title the tool sends. */
    protected const TITLE_CHARS = 200;

    /** @var string Unique among the messages of the tool. */
    public readonly string $jti;

    /** @var int When it is worth nothing any more, in seconds since 1970. */
    public readonly int $expires;

    /** @var int The course. */
    public readonly int $courseid;

    /** @var int The instance of mod_lti that is the live class. */
    public readonly int $activityid;

    /** @var int The teacher on whose behalf it is done. */
    public readonly int $userid;

    /**
     * The message in these claims.
     *
     * @param array $claims of a JWS whose signature is checked elsewhere
     * @param string $clientid the tool, as this site knows it
     * @param string $endpoint the address that messages are posted to
     * @param int $typeid our tool type
     * @param int $now in seconds since 1970
     * @return static
     * @throws refusal
     */
    public static function from_claims(array $claims, string $clientid, string $endpoint, int $typeid, int $now): static {
        self::require_sender($claims, $clientid, $endpoint);
        self::require_fresh($claims, $now);
        if (($claims['deployment_id'] ?? null) !== (string) $typeid) {
            throw new refusal('forbidden', 'deployment');
        }
        return new static($claims);
    }

    /**
     * Reads what every message carries, which must be whole and of the right shape.
     *
     * @param array $claims
     * @throws refusal
     */
    final private function __construct(array $claims) {
        $this->jti = self::text($claims, 'jti', '/^[\x21-\x7e]{16,64}$/D');
        $this->expires = $claims['exp'];
        $this->courseid = self::id($claims, 'context_id');
        $this->activityid = self::id($claims, 'resource_link_id');
        $this->userid = self::id($claims, 'user_id');
        $this->read($claims);
    }

    /**
     * Reads what this kind of message is about.
     *
     * @param array $claims
     * @throws refusal
     */
    abstract protected function read(array $claims): void;

    /**
     * Names what it is about: messages about one thing follow one another.
     *
     * @return string
     */
    abstract public function subject(): string;

    /**
     * It comes from our tool and was meant for this address of this site.
     *
     * @param array $claims
     * @param string $clientid
     * @param string $endpoint
     * @throws refusal
     */
    private static function require_sender(array $claims, string $clientid, string $endpoint): void {
        if ($clientid === '' || ($claims['iss'] ?? null) !== $clientid) {
            throw new refusal('not-signed-in', 'iss');
        }
        if (($claims['aud'] ?? null) !== $endpoint) {
            throw new refusal('not-signed-in', 'aud');
        }
    }

    /**
     * It is short-lived by its own word, and lives now.
     *
     * @param array $claims
     * @param int $now
     * @throws refusal
     */
    private static function require_fresh(array $claims, int $now): void {
        $iat = $claims['iat'] ?? null;
        $exp = $claims['exp'] ?? null;
        if (!is_int($iat) || !is_int($exp) || $exp <= $iat || $exp - $iat > self::LONGEST) {
            throw new refusal('not-signed-in', 'lifetime');
        }
        if ($iat > $now + self::SKEW) {
            throw new refusal('not-signed-in', 'future');
        }
        if ($exp <= $now - self::SKEW) {
            throw new refusal('not-signed-in', 'expired');
        }
    }

    /**
     * A string of that pattern.
     *
     * @param array $from
     * @param string $name
     * @param string $pattern
     * @return string
     * @throws refusal
     */
    protected static function text(array $from, string $name, string $pattern): string {
        $value = $from[$name] ?? null;
        if (!is_string($value) || preg_match($pattern, $value) !== 1) {
            throw new refusal('bad-request', $name);
        }
        return $value;
    }

    /**
     * An id of this site: LTI says them as strings.
     *
     * @param array $from
     * @param string $name
     * @return int
     * @throws refusal
     */
    protected static function id(array $from, string $name): int {
        return (int) self::text($from, $name, '/^[1-9][0-9]{0,17}$/D');
    }

    /**
     * A number of milliseconds.
     *
     * @param array $from
     * @param string $name
     * @return int
     * @throws refusal
     */
    protected static function milliseconds(array $from, string $name): int {
        $value = $from[$name] ?? null;
        if ((!is_int($value) && !is_float($value)) || $value < 0 || $value > 1e15) {
            throw new refusal('bad-request', $name);
        }
        return (int) $value;
    }
}
