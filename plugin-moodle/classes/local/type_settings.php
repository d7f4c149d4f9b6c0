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
 * How our tool type in mod_lti must be set up, and in what a type differs from that.
 *
 * The numbers are those of mod_lti, whose constants are not loaded where this is used; the adapter compares them once.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class type_settings {
    /** @var int LTI_TOOL_STATE_CONFIGURED */
    public const STATE_CONFIGURED = 1;

    /** @var int LTI_COURSEVISIBLE_ACTIVITYCHOOSER */
    public const IN_CHOOSER = 2;

    /** @var int LTI_LAUNCH_CONTAINER_WINDOW: frames allow no screen sharing. */
    public const NEW_WINDOW = 4;

    /** @var int LTI_SETTING_DELEGATE: each activity says for itself whether it takes grades, so that recordings need no column. */
    public const DELEGATE = 2;

    /**
     * The fields of the type's own row.
     *
     * @param array $addresses of the tool
     * @return array
     */
    public static function row(array $addresses): array {
        return [
            'baseurl' => $addresses['launchUrl'],
            'ltiversion' => '1.3.0',
            'state' => self::STATE_CONFIGURED,
            'coursevisible' => self::IN_CHOOSER,
            'icon' => $addresses['iconUrl'],
            'secureicon' => str_starts_with($addresses['iconUrl'], 'https:') ? $addresses['iconUrl'] : '',
        ];
    }

    /**
     * The named values beside the row.
     *
     * @param array $addresses of the tool
     * @param bool $sendname
     * @param bool $sendemail
     * @return array
     */
    public static function values(array $addresses, bool $sendname, bool $sendemail): array {
        return [
            'keytype' => 'JWK_KEYSET',
            'publickeyset' => $addresses['keysUrl'],
            'initiatelogin' => $addresses['loginUrl'],
            'redirectionuris' => $addresses['launchUrl'],
            'coursevisible' => self::IN_CHOOSER,
            'launchcontainer' => self::NEW_WINDOW,
            'contentitem' => 1,
            'toolurl_ContentItemSelectionRequest' => $addresses['launchUrl'],
            'sendname' => $sendname ? 1 : 0,
            'sendemailaddr' => $sendemail ? 1 : 0,
            'acceptgrades' => self::DELEGATE,
            'organizationid_default' => 'SITEID',
            'ltiservice_memberships' => 1,
            'ltiservice_gradesynchronization' => 2,
            'ltiservice_toolsettings' => 0,
        ];
    }

    /**
     * The names of what is otherwise than it must be.
     *
     * @param array $wanted
     * @param array $actual
     * @return string[]
     */
    public static function drift(array $wanted, array $actual): array {
        $differs = fn(string $name): bool => (string) ($actual[$name] ?? '') !== (string) $wanted[$name];
        return array_values(array_filter(array_keys($wanted), $differs));
    }

    /**
     * Custom parameters without ours: one of the type would win over the one of each recording.
     *
     * @param string $customparameters
     * @return string
     */
    public static function without_recording(string $customparameters): string {
        $lines = preg_split('/\R/', $customparameters);
        return implode("\n", array_filter($lines, fn(string $line): bool => !preg_match('/^\s*recording_id\s*=/i', $line)));
    }
}
