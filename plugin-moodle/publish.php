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

/**
 * Where the tool says what becomes of a recording. The body is a compact JWS signed with the tool's key; there is no session.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.RequireLogin.Missing
define('NO_MOODLE_COOKIES', true);
define('NO_DEBUG_DISPLAY', true);
define('AJAX_SCRIPT', true);

require_once(__DIR__ . '/../../config.php');

use local_liveclass\local\compact_jws;
use local_liveclass\local\publisher;
use local_liveclass\local\refusal;

$PAGE->set_context(context_system::instance());
$PAGE->set_url('/local/liveclass/publish.php');

try {
    $type = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0]));
    if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST' || $type !== 'application/jwt') {
        throw new refusal('bad-request', 'type');
    }
    $body = stream_get_contents(fopen('php://input', 'rb'), compact_jws::MOST_BYTES + 1);
    [$status, $answer] = [200, publisher::take(trim((string) $body))];
} catch (refusal $refusal) {
    [$status, $answer] = [$refusal->status(), ['reason' => $refusal->reason, 'detail' => $refusal->detail]];
} catch (Throwable $error) {
    // A fault of ours: logged whole, told as something that may pass.
    // phpcs:ignore moodle.PHP.ForbiddenFunctions.Found
    error_log('local_liveclass: ' . get_class($error) . ': ' . $error->getMessage());
    [$status, $answer] = [503, ['reason' => 'unavailable', 'detail' => 'fault']];
}

http_response_code($status);
header('Content-Type: application/json; charset=utf-8');
header('Cache-Control: no-store');
echo json_encode($answer, JSON_UNESCAPED_SLASHES);
