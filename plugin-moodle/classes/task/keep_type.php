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

namespace local_liveclass\task;

use local_liveclass\local\connection;
use local_liveclass\local\lti_adapter;
use local_liveclass\local\pairing;

/**
 * Asks the tool for its addresses, sets our tool type up again where somebody changed it, and forgets old keys.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class keep_type extends \core\task\scheduled_task {
    #[\Override]
    public function get_name(): string {
        return get_string('task:keeptype', 'local_liveclass');
    }

    #[\Override]
    public function execute(): void {
        $connection = connection::get();
        if (!$connection) {
            return;
        }
        pairing::refresh();
        lti_adapter::forget_keys($connection->clientid);
        $drift = pairing::repair();
        mtrace($drift === null ? 'the tool type is gone; pair again' : 'set up again: ' . (implode(', ', $drift) ?: 'nothing'));
    }
}
