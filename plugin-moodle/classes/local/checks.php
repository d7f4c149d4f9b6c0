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
 * What must be so for live classes to work, each as a line of the status page: what was found, and how to mend it.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class checks {
    /** @var int Clocks this many seconds apart are still fine. */
    private const CLOCK_FINE = 10;

    /** @var int Cron that did not run for so many seconds delivers nothing. */
    private const CRON_LATE = 900;

    /**
     * All lines, in the order in which trouble in one explains trouble in the next.
     *
     * @return array[] for the template
     */
    public static function lines(): array {
        $connection = connection::get();
        if (!lti_adapter::is_usable()) {
            return [self::line('lti', 'fail')];
        }
        if (!$connection) {
            return [self::line('lti', 'ok'), self::line('pairing', 'fail', '', '/local/liveclass/connect.php', 'page:connect')];
        }
        $paired = get_string('pairedsince', 'local_liveclass', (object) [
            'tool' => $connection->toolurl,
            'when' => userdate($connection->pairedat),
        ]);
        return array_merge(
            [self::line('lti', 'ok'), self::line('pairing', 'ok', $paired), self::https($connection)],
            self::reach($connection),
            [self::keyset($connection)],
            self::type($connection),
            self::belief($connection),
            [self::queue()],
            self::refused(),
            [self::cron(), self::launch($connection)]
        );
    }

    /**
     * Both sides speak https: without it browsers give no camera, and cookies do not travel.
     *
     * @param connection $connection
     * @return array
     */
    private static function https(connection $connection): array {
        $open = array_filter([lti_adapter::addresses()['issuer'], $connection->toolurl], fn($url) => !str_starts_with($url, 'https:'));
        return self::line('https', $open ? 'fail' : 'ok', implode(', ', $open));
    }

    /**
     * The tool answers, what version it is, and what its clock says.
     *
     * @param connection $connection
     * @return array[]
     */
    private static function reach(connection $connection): array {
        $from = time();
        try {
            $about = pairing::about($connection->toolurl);
        } catch (\moodle_exception $exception) {
            return [self::line('reach', 'fail', $exception->getMessage())];
        }
        // The tool read its clock while the answer was under way.
        $apart = max(0, $from - $about->now, $about->now - time());
        $state = $apart <= self::CLOCK_FINE ? 'ok' : ($apart <= material_message::SKEW ? 'warn' : 'fail');
        return [
            self::line('reach', 'ok', get_string('toolversion', 'local_liveclass', $about->version)),
            self::line('clock', $state, get_string('secondsapart', 'local_liveclass', $apart)),
        ];
    }

    /**
     * The tool's keys can be had from here.
     *
     * @param connection $connection
     * @return array
     */
    private static function keyset(connection $connection): array {
        $answer = tool_client::get($connection->addresses['keysUrl']);
        $keys = $answer->is_taken() ? (json_decode($answer->body, true)['keys'] ?? []) : [];
        return $keys ? self::line('keyset', 'ok') : self::line('keyset', 'fail', $answer->summary());
    }

    /**
     * Our type is there, as it must be, and teachers are offered it.
     *
     * @param connection $connection
     * @return array[]
     */
    private static function type(connection $connection): array {
        global $DB;
        $type = lti_adapter::type($connection->typeid);
        if (!$type) {
            return [self::line('type', 'fail')];
        }
        $choice = [connection::sends_names(), connection::sends_emails()];
        $drift = lti_adapter::drift($type, $connection->addresses, ...$choice);
        $isenabled = $DB->get_field('modules', 'visible', ['name' => 'lti']);
        $roles = get_roles_with_capability('mod/lti:addpreconfiguredinstance', CAP_ALLOW);
        $isoffered = $isenabled && $roles && !array_intersect($drift, ['state', 'coursevisible']);
        return [
            self::line('drift', $drift ? 'fail' : 'ok', implode(', ', $drift)),
            self::line('chooser', $isoffered ? 'ok' : 'fail', $type->name),
        ];
    }

    /**
     * A signed question: the tool believes this site, and this site believes the tool's signed answer.
     *
     * @param connection $connection
     * @return array[]
     */
    private static function belief(connection $connection): array {
        $url = $connection->addresses['messagesUrl'];
        $claims = connection::claims($url) + ['sub' => $connection->clientid, 'action' => 'ping', 'plugin' => connection::about_plugin()];
        $answer = tool_client::post($url, lti_adapter::sign($claims));
        if (!$answer->is_taken()) {
            return [self::line('ping', 'fail', $answer->summary())];
        }
        $proof = json_decode($answer->body, true)['proof'] ?? null;
        try {
            self::require_proof((string) $proof, $claims['jti'], $connection);
        } catch (refusal $refusal) {
            return [self::line('ping', 'ok'), self::line('proof', 'fail', $refusal->detail)];
        }
        return [self::line('ping', 'ok'), self::line('proof', 'ok')];
    }

    /**
     * The tool signed its answer to exactly that question.
     *
     * @param string $proof
     * @param string $jti
     * @param connection $connection
     * @throws refusal
     */
    private static function require_proof(string $proof, string $jti, connection $connection): void {
        $claims = compact_jws::claims($proof);
        $wanted = ['iss' => $connection->clientid, 'aud' => lti_adapter::addresses()['issuer'], 'jti' => $jti];
        if (array_intersect_key($claims, $wanted) != $wanted) {
            throw new refusal('not-signed-in', 'claims');
        }
        lti_adapter::verify($connection->typeid, $connection->clientid, $proof);
    }

    /**
     * What waits for the tool.
     *
     * @return array
     */
    private static function queue(): array {
        $waiting = outbox::waiting();
        $detail = get_string('messageswaiting', 'local_liveclass', $waiting['count']);
        return self::line('queue', $waiting['lasterror'] === '' ? 'ok' : 'warn', trim("$detail {$waiting['lasterror']}"));
    }

    /**
     * What the tool wanted no more of lately; no line where there is nothing.
     *
     * @return array[]
     */
    private static function refused(): array {
        $refused = outbox::refused();
        if (!$refused) {
            return [];
        }
        return [self::line('refused', 'warn', "{$refused['action']}: {$refused['answer']}, " . userdate($refused['when']))];
    }

    /**
     * Cron runs: it delivers messages and keeps the type.
     *
     * @return array
     */
    private static function cron(): array {
        $last = (int) get_config('tool_task', 'lastcronstart');
        $detail = $last ? userdate($last) : '';
        return self::line('cron', $last > time() - self::CRON_LATE ? 'ok' : 'warn', $detail);
    }

    /**
     * A live class to try.
     *
     * @param connection $connection
     * @return array
     */
    private static function launch(connection $connection): array {
        global $DB;
        $sql = "SELECT cm.id, l.name
                  FROM {course_modules} cm
                  JOIN {modules} m ON m.id = cm.module AND m.name = 'lti'
                  JOIN {lti} l ON l.id = cm.instance
                 WHERE l.typeid = ? AND cm.deletioninprogress = 0
              ORDER BY l.timemodified DESC";
        $found = $DB->get_records_sql($sql, [$connection->typeid], 0, 1);
        $cm = reset($found);
        if (!$cm) {
            return self::line('nolaunch', 'warn');
        }
        return self::line('launch', 'ok', $cm->name, "/mod/lti/view.php?id=$cm->id", 'trylaunch');
    }

    /**
     * One line for the template.
     *
     * @param string $name names the strings check:NAME and, unless all is well, mend:NAME
     * @param string $state ok, warn or fail
     * @param string $detail
     * @param string $link
     * @param string $linktext names a string
     * @return array
     */
    private static function line(string $name, string $state, string $detail = '', string $link = '', string $linktext = ''): array {
        return [
            'id' => $name,
            'name' => get_string("check:$name", 'local_liveclass'),
            'state' => $state,
            "is$state" => true,
            'word' => get_string("state:$state", 'local_liveclass'),
            'detail' => $detail,
            'remedy' => $state === 'ok' ? '' : get_string("mend:$name", 'local_liveclass'),
            'link' => $link === '' ? '' : (new \moodle_url($link))->out(false),
            'linktext' => $linktext === '' ? '' : get_string($linktext, 'local_liveclass'),
        ];
    }
}
