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
 * What this site remembers of the tool it is paired with.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class connection {
    /** @var string The component whose settings hold it. */
    private const COMPONENT = 'local_liveclass';

    /** @var string[] Its settings, apart from those that an admin edits. */
    private const NAMES = ['toolurl', 'addresses', 'toolversion', 'typeid', 'clientid', 'pairedat'];

    /** @var string The tool's origin. */
    public readonly string $toolurl;

    /** @var string[] The tool's addresses, by its own words. */
    public readonly array $addresses;

    /** @var string */
    public readonly string $toolversion;

    /** @var int Our tool type, which is the deployment. */
    public readonly int $typeid;

    /** @var string */
    public readonly string $clientid;

    /** @var int When, in seconds since 1970. */
    public readonly int $pairedat;

    /**
     * Use get() or save().
     *
     * @param \stdClass $config
     */
    private function __construct(\stdClass $config) {
        $this->toolurl = $config->toolurl;
        $this->addresses = json_decode($config->addresses, true);
        $this->toolversion = $config->toolversion;
        $this->typeid = (int) $config->typeid;
        $this->clientid = $config->clientid;
        $this->pairedat = (int) $config->pairedat;
    }

    /**
     * The tool this site is paired with, if it is.
     *
     * @return self|null
     */
    public static function get(): ?self {
        $config = get_config(self::COMPONENT);
        return empty($config->pairedat) ? null : new self($config);
    }

    /**
     * Remembers a pairing, or what is new of the tool.
     *
     * @param string $toolurl
     * @param tool_about $about
     * @param \stdClass $type
     * @param int $pairedat
     */
    public static function save(string $toolurl, tool_about $about, \stdClass $type, int $pairedat): void {
        $values = [
            $toolurl, json_encode($about->addresses), $about->version, $type->id, $type->clientid, $pairedat,
        ];
        foreach (array_combine(self::NAMES, $values) as $name => $value) {
            set_config($name, $value, self::COMPONENT);
        }
    }

    /**
     * Forgets the tool.
     */
    public static function forget(): void {
        foreach (self::NAMES as $name) {
            unset_config($name, self::COMPONENT);
        }
    }

    /**
     * Whether names may be sent, by the admin's choice.
     *
     * @return bool
     */
    public static function sends_names(): bool {
        return (bool) (get_config(self::COMPONENT, 'sendname') ?? true);
    }

    /**
     * Whether e-mail addresses may be sent, by the admin's choice.
     *
     * @return bool
     */
    public static function sends_emails(): bool {
        return (bool) get_config(self::COMPONENT, 'sendemail');
    }

    /**
     * The address that the tool posts recordings to.
     *
     * @return string
     */
    public static function endpoint(): string {
        return (new \moodle_url('/local/liveclass/publish.php'))->out(false);
    }

    /**
     * What this site says of itself.
     *
     * @return array
     */
    public static function about_plugin(): array {
        global $CFG;
        $version = \core_plugin_manager::instance()->get_plugin_info(self::COMPONENT);
        return [
            'component' => self::COMPONENT,
            'version' => (string) ($version->release ?? $version->versiondisk ?? ''),
            'platform' => \core_text::substr('Moodle ' . $CFG->release, 0, 200),
        ];
    }

    /**
     * The claims that every message to the tool carries.
     *
     * @param string $aud where it is posted to
     * @return array
     */
    public static function claims(string $aud): array {
        $now = time();
        return [
            'iss' => lti_adapter::addresses()['issuer'],
            'aud' => $aud,
            'iat' => $now,
            'exp' => $now + material_message::LONGEST,
            'jti' => random_string(32),
        ];
    }
}
