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
 * Runs classes of the plugin that need no Moodle: reads {class, method, arguments} as JSON, writes what came of it. Not in the zip.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.MoodleInternal
if (PHP_SAPI !== 'cli') {
    exit(1);
}

spl_autoload_register(function (string $class): void {
    $path = __DIR__ . '/../classes/' . strtr(substr($class, strlen('local_liveclass\\')), '\\', '/') . '.php';
    if (str_starts_with($class, 'local_liveclass\\') && is_file($path)) {
        require($path);
    }
});

$calls = json_decode(stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR);
$answers = array_map(function (array $call) {
    $arguments = $call['arguments'];
    if ($call['method'] === 'fields') {
        // Its first argument is a message, which travels here as the claims it is made of.
        $arguments[0] = \local_liveclass\local\material_message::from_claims(...$arguments[0]);
    }
    try {
        return ['value' => ["local_liveclass\\local\\{$call['class']}", $call['method']](...$arguments)];
    } catch (\local_liveclass\local\refusal $refusal) {
        return ['refused' => "$refusal->reason $refusal->detail", 'status' => $refusal->status()];
    } catch (\Throwable $error) {
        return ['fault' => get_class($error) . ': ' . $error->getMessage()];
    }
}, $calls);
echo json_encode($answers, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
