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

use Firebase\JWT\JWK;
use Firebase\JWT\JWT;
use mod_lti\local\ltiopenid\jwks_helper;

/**
 * The only place that calls mod_lti, so that only this file changes when core moves its LTI code.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class lti_adapter {
    /** @var string[] What of mod_lti is called. */
    private const FUNCTIONS = [
        'lti_add_type', 'lti_update_type', 'lti_delete_type', 'lti_get_type', 'lti_get_type_config', 'lti_verify_jwt_signature',
    ];

    /** @var int So many times a minute the tool's key set may be fetched for messages that known keys do not vouch for. */
    private const FETCHES_A_MINUTE = 6;

    /**
     * Whether mod_lti offers everything that is called here.
     *
     * @return bool
     */
    public static function is_usable(): bool {
        self::load();
        $missing = array_filter(self::FUNCTIONS, fn(string $name): bool => !function_exists($name));
        return !$missing && class_exists(jwks_helper::class);
    }

    /**
     * Signs claims with the key that this site signs its launches with.
     *
     * @param array $claims
     * @return string a compact JWS
     */
    public static function sign(array $claims): string {
        global $CFG;
        self::load();
        require_once($CFG->dirroot . '/mod/lti/upgradelib.php');
        // A site that never had a tool of LTI 1.3 may have no key yet.
        mod_lti_verify_private_key();
        $key = jwks_helper::get_private_key();
        return JWT::encode($claims, $key['key'], 'RS256', $key['kid']);
    }

    /**
     * The signature stands against the tool's key set; refuses otherwise.
     *
     * @param int $typeid
     * @param string $clientid
     * @param string $compact
     * @throws refusal
     */
    public static function verify(int $typeid, string $clientid, string $compact): void {
        self::load();
        $before = JWT::$leeway;
        JWT::$leeway = tool_message::SKEW;
        try {
            if (!self::stands_by_known_keys($clientid, $compact)) {
                self::take_a_fetch();
                lti_verify_jwt_signature($typeid, $clientid, $compact);
            }
        } catch (refusal $refusal) {
            throw $refusal;
        } catch (\TypeError $error) {
            // What mod_lti falls over when the key set could not be had at all; the sender may try again.
            throw new refusal('unavailable', 'keyset');
        } catch (\Throwable $error) {
            throw new refusal('not-signed-in', 'signature');
        } finally {
            JWT::$leeway = $before;
        }
    }

    /**
     * Whether a key that mod_lti remembers vouches for it: then nothing is fetched.
     *
     * @param string $clientid
     * @param string $compact
     * @return bool
     */
    private static function stands_by_known_keys(string $clientid, string $compact): bool {
        $keyset = \cache::make('mod_lti', 'keyset')->get($clientid);
        if (!$keyset) {
            return false;
        }
        try {
            JWT::decode($compact, JWK::parseKeySet(json_decode($keyset, true)));
            return true;
        } catch (\Throwable $error) {
            return false;
        }
    }

    /**
     * Forged messages must not make this site ask the tool for its keys without end.
     *
     * @throws refusal
     */
    private static function take_a_fetch(): void {
        $cache = \cache::make('local_liveclass', 'fetches');
        $minute = 'minute' . intdiv(time(), MINSECS);
        $count = (int) $cache->get($minute);
        if ($count >= self::FETCHES_A_MINUTE) {
            throw new refusal('too-fast', 'keyset');
        }
        $cache->set($minute, $count + 1);
    }

    /**
     * Forgets the tool's keys, so that one that it withdrew is believed no longer.
     *
     * @param string $clientid
     */
    public static function forget_keys(string $clientid): void {
        \cache::make('mod_lti', 'keyset')->delete($clientid);
    }

    /**
     * Makes our tool type.
     *
     * @param string $name
     * @param string $description
     * @param array $addresses of the tool
     * @param bool $sendname
     * @param bool $sendemail
     * @return \stdClass the type's row
     */
    public static function create_type(
        string $name,
        string $description,
        array $addresses,
        bool $sendname,
        bool $sendemail
    ): \stdClass {
        self::load();
        [$type, $config] = self::prepared(new \stdClass(), $addresses, $sendname, $sendemail);
        $config->lti_typename = $name;
        $config->lti_description = $description;
        return self::type(lti_add_type($type, $config));
    }

    /**
     * Sets our type up as it must be; its name, description and categories stay what the admin made of them.
     *
     * @param \stdClass $type
     * @param array $addresses
     * @param bool $sendname
     * @param bool $sendemail
     */
    public static function restore_type(\stdClass $type, array $addresses, bool $sendname, bool $sendemail): void {
        global $DB;
        self::load();
        [$row, $config] = self::prepared(clone $type, $addresses, $sendname, $sendemail);
        $config->oldicon = $type->icon;
        $categories = $DB->get_fieldset_select('lti_types_categories', 'categoryid', 'typeid = ?', [$type->id]);
        $config->lti_coursecategories = implode(',', $categories);
        $config->lti_customparameters = type_settings::without_recording(self::values($type)['customparameters'] ?? '');
        lti_update_type($row, $config);
    }

    /**
     * What is otherwise than it must be in our type.
     *
     * @param \stdClass $type
     * @param array $addresses
     * @param bool $sendname
     * @param bool $sendemail
     * @return string[]
     */
    public static function drift(\stdClass $type, array $addresses, bool $sendname, bool $sendemail): array {
        self::load();
        $values = self::values($type);
        $drift = array_merge(
            type_settings::drift(type_settings::row($addresses), (array) $type),
            type_settings::drift(type_settings::values($addresses, $sendname, $sendemail), $values)
        );
        $custom = $values['customparameters'] ?? '';
        if (type_settings::without_recording($custom) !== $custom) {
            $drift[] = 'customparameters';
        }
        return array_values(array_unique($drift));
    }

    /**
     * Our type's row, or null when somebody deleted it.
     *
     * @param int $typeid
     * @return \stdClass|null
     */
    public static function type(int $typeid): ?\stdClass {
        self::load();
        return $typeid ? (lti_get_type($typeid) ?: null) : null;
    }

    /**
     * How many activities are of that type, recordings too.
     *
     * @param int $typeid
     * @return int
     */
    public static function activities(int $typeid): int {
        global $DB;
        return $DB->count_records('lti', ['typeid' => $typeid]);
    }

    /**
     * An activity of that type in that course, with its course module.
     *
     * @param int $instanceid
     * @param int $courseid
     * @param int $typeid
     * @return \stdClass|null the course module, with sectionnum
     */
    public static function activity(int $instanceid, int $courseid, int $typeid): ?\stdClass {
        global $DB;
        if (!$DB->record_exists('lti', ['id' => $instanceid, 'course' => $courseid, 'typeid' => $typeid])) {
            return null;
        }
        $cm = get_coursemodule_from_instance('lti', $instanceid, $courseid, true);
        return $cm && !$cm->deletioninprogress ? $cm : null;
    }

    /**
     * Removes our type and what mod_lti leaves behind of one, or only takes it out of the chooser while activities use it.
     *
     * @param \stdClass $type
     * @return bool whether it is gone
     */
    public static function remove_type(\stdClass $type): bool {
        global $DB;
        self::load();
        self::forget_keys((string) $type->clientid);
        if (self::activities($type->id) > 0) {
            // Their courses would lose them; they say for themselves that the tool is gone.
            $type->coursevisible = LTI_COURSEVISIBLE_NO;
            lti_update_type($type, (object) ['lti_coursevisible' => LTI_COURSEVISIBLE_NO]);
            return false;
        }
        lti_delete_type($type->id);
        $DB->delete_records('lti_coursevisible', ['typeid' => $type->id]);
        $DB->delete_records('lti_access_tokens', ['typeid' => $type->id]);
        // The settings of a type are stored under its negative id.
        $DB->delete_records('lti_tool_settings', ['toolproxyid' => -$type->id]);
        return true;
    }

    /**
     * The addresses of this site that a tool must know.
     *
     * @return array
     */
    public static function addresses(): array {
        global $CFG;
        return [
            'issuer' => $CFG->wwwroot,
            'authorizationUrl' => $CFG->wwwroot . '/mod/lti/auth.php',
            'tokenUrl' => $CFG->wwwroot . '/mod/lti/token.php',
            'jwksUrl' => $CFG->wwwroot . '/mod/lti/certs.php',
        ];
    }

    /**
     * The two arguments that mod_lti takes for a type.
     *
     * @param \stdClass $row
     * @param array $addresses
     * @param bool $sendname
     * @param bool $sendemail
     * @return array
     */
    private static function prepared(\stdClass $row, array $addresses, bool $sendname, bool $sendemail): array {
        $wanted = type_settings::row($addresses);
        $row->state = $wanted['state'];
        $row->coursevisible = $wanted['coursevisible'];
        $config = [
            'lti_toolurl' => $wanted['baseurl'],
            'lti_ltiversion' => $wanted['ltiversion'],
            'lti_icon' => $wanted['icon'],
            'lti_secureicon' => $wanted['secureicon'],
        ];
        foreach (type_settings::values($addresses, $sendname, $sendemail) as $name => $value) {
            $config[str_starts_with($name, 'ltiservice_') ? $name : "lti_$name"] = $value;
        }
        return [$row, (object) $config];
    }

    /**
     * The named values of a type, without those of its row.
     *
     * @param \stdClass $type
     * @return array
     */
    private static function values(\stdClass $type): array {
        global $DB;
        return $DB->get_records_menu('lti_types_config', ['typeid' => $type->id], '', 'name, value');
    }

    /**
     * Loads mod_lti's functions.
     */
    private static function load(): void {
        global $CFG;
        $file = $CFG->dirroot . '/mod/lti/locallib.php';
        if (file_exists($file)) {
            require_once($file);
        }
    }
}
