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

use local_liveclass\event\tool_disconnected;
use local_liveclass\event\tool_paired;
use local_liveclass\event\type_repaired;

/**
 * Pairs this site with a tool, keeps our tool type as it must be, and lets the tool go again.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class pairing {
    /**
     * Pairs with the tool at that address by a one-time code of its admin desk. A code that is refused leaves nothing behind.
     *
     * @param string $pasted the tool's address, as an admin pasted it
     * @param string $code
     * @throws \moodle_exception that says what to do
     */
    public static function pair(string $pasted, string $code): void {
        global $DB;
        $toolurl = self::address($pasted);
        $about = self::about($toolurl);
        // The tool checks our signature before it answers, so the type must be there before we know whether it stays.
        $transaction = $DB->start_delegated_transaction();
        try {
            $type = self::type_for($about);
            $answer = tool_client::post($about->addresses['pairUrl'], self::message($about, $type, $code));
            if (!$answer->is_taken()) {
                throw self::refused($answer);
            }
            connection::save($toolurl, $about, $type, time());
            $transaction->allow_commit();
        } catch (\Throwable $error) {
            // It throws the same error again.
            $transaction->rollback($error);
        }
        lti_adapter::forget_keys((string) $type->clientid);
        tool_paired::for_type($type)->trigger();
    }

    /**
     * What the tool says of itself now, to be shown before anything is decided.
     *
     * @param string $toolurl
     * @return tool_about
     * @throws \moodle_exception
     */
    public static function about(string $toolurl): tool_about {
        $answer = tool_client::get($toolurl . '/lti/about');
        if (!$answer->is_taken()) {
            throw self::problem('toolunreachable', $answer->summary());
        }
        $about = tool_about::from_json($answer->body, $toolurl);
        if (!$about) {
            throw self::problem('nottool', $toolurl);
        }
        return $about;
    }

    /**
     * Sets our type up again as it must be.
     *
     * @return string[] what was otherwise; null when the type is gone or there is no pairing
     */
    public static function repair(): ?array {
        $connection = connection::get();
        $type = $connection ? lti_adapter::type($connection->typeid) : null;
        if (!$type) {
            return null;
        }
        $choice = [connection::sends_names(), connection::sends_emails()];
        $drift = lti_adapter::drift($type, $connection->addresses, ...$choice);
        if ($drift) {
            lti_adapter::restore_type($type, $connection->addresses, ...$choice);
            type_repaired::for_type($type, $drift)->trigger();
        }
        return $drift;
    }

    /**
     * Asks the tool for its addresses again; one that is away changes nothing.
     */
    public static function refresh(): void {
        $connection = connection::get();
        $type = $connection ? lti_adapter::type($connection->typeid) : null;
        if (!$type) {
            return;
        }
        try {
            $about = self::about($connection->toolurl);
        } catch (\moodle_exception $exception) {
            return;
        }
        connection::save($connection->toolurl, $about, $type, $connection->pairedat);
    }

    /**
     * Lets the tool go: it is told, and our type goes when no activity uses it.
     *
     * @return bool whether the tool heard of it
     */
    public static function disconnect(): bool {
        global $DB;
        $connection = connection::get();
        if (!$connection) {
            return true;
        }
        $hears = self::tell($connection, ['action' => 'unpair'])->is_taken();
        $type = lti_adapter::type($connection->typeid);
        if ($type) {
            lti_adapter::remove_type($type);
        }
        $DB->delete_records('local_liveclass_outbox');
        $DB->delete_records('local_liveclass_jti');
        unset_config('refused', 'local_liveclass');
        class_calendar::forget_all();
        recording_notice::forget_all();
        connection::forget();
        tool_disconnected::create(['context' => \context_system::instance()])->trigger();
        return $hears;
    }

    /**
     * Says something to the tool, signed.
     *
     * @param connection $connection
     * @param array $message its action and what belongs to it
     * @return tool_answer
     */
    public static function tell(connection $connection, array $message): tool_answer {
        $url = $connection->addresses['messagesUrl'];
        $claims = connection::claims($url) + ['sub' => $connection->clientid] + $message;
        return tool_client::post($url, lti_adapter::sign($claims));
    }

    /**
     * The tool's origin; refuses what is none, and another tool while one is there.
     *
     * @param string $pasted
     * @return string
     * @throws \moodle_exception
     */
    private static function address(string $pasted): string {
        if (!lti_adapter::is_usable()) {
            throw self::problem('ltimissing', '');
        }
        $toolurl = tool_about::origin_of($pasted);
        if ($toolurl === null) {
            throw self::problem('badaddress', '');
        }
        $connection = connection::get();
        if ($connection && $connection->toolurl !== $toolurl) {
            throw self::problem('othertool', $connection->toolurl);
        }
        return $toolurl;
    }

    /**
     * Our type, made or set up again.
     *
     * @param tool_about $about
     * @return \stdClass
     */
    private static function type_for(tool_about $about): \stdClass {
        $connection = connection::get();
        $type = $connection ? lti_adapter::type($connection->typeid) : null;
        $choice = [connection::sends_names(), connection::sends_emails()];
        if ($type) {
            lti_adapter::restore_type($type, $about->addresses, ...$choice);
            return $type;
        }
        $words = [get_string('typename', 'local_liveclass'), get_string('typedescription', 'local_liveclass')];
        return lti_adapter::create_type(...$words, ...[$about->addresses], ...$choice);
    }

    /**
     * The signed message that pairs.
     *
     * @param tool_about $about
     * @param \stdClass $type
     * @param string $code
     * @return string
     */
    private static function message(tool_about $about, \stdClass $type, string $code): string {
        global $SITE;
        $registration = [
            'name' => \core_text::substr(format_string($SITE->fullname), 0, 200),
            'clientId' => $type->clientid,
            'deploymentIds' => [(string) $type->id],
            'courseMaterialsUrl' => connection::endpoint(),
        ] + lti_adapter::addresses();
        return lti_adapter::sign(connection::claims($about->addresses['pairUrl']) + [
            'code' => $code,
            'registration' => $registration,
            'plugin' => connection::about_plugin(),
        ]);
    }

    /**
     * Why the tool did not pair, and what to do about it.
     *
     * @param tool_answer $answer
     * @return \moodle_exception
     */
    private static function refused(tool_answer $answer): \moodle_exception {
        if ($answer->status === 0) {
            return self::problem('pairunreachable', $answer->summary());
        }
        $known = [
            'link-expired' => self::problem('code', ''),
            'lms-unreachable' => self::problem('siteunreachable', lti_adapter::addresses()['jwksUrl']),
            'launch-refused' => self::problem('signature', ''),
            'bad-request' => self::problem('registration', lti_adapter::addresses()['issuer']),
        ];
        return $known[$answer->reason()] ?? self::problem('pairrefused', $answer->summary());
    }

    /**
     * A problem in words for the admin.
     *
     * @param string $name
     * @param string $detail
     * @return \moodle_exception
     */
    private static function problem(string $name, string $detail): \moodle_exception {
        return new \moodle_exception("problem:$name", 'local_liveclass', '', $detail);
    }
}
