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
 * Whether everything between this site and the tool works, and how to mend what does not.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

use local_liveclass\local\checks;
use local_liveclass\local\pairing;

admin_externalpage_setup('local_liveclass_status');

$here = new moodle_url('/local/liveclass/status.php');
if (optional_param('repair', false, PARAM_BOOL)) {
    require_sesskey();
    pairing::refresh();
    $drift = pairing::repair();
    $type = $drift === null ? \core\output\notification::NOTIFY_ERROR : \core\output\notification::NOTIFY_SUCCESS;
    redirect($here, get_string($drift === null ? 'repairimpossible' : 'repaired', 'local_liveclass'), null, $type);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('page:status', 'local_liveclass'));
echo $OUTPUT->render_from_template('local_liveclass/status', ['lines' => checks::lines()]);
echo $OUTPUT->single_button($here, get_string('checkagain', 'local_liveclass'), 'get');
echo $OUTPUT->single_button(new moodle_url($here, ['repair' => 1]), get_string('repair', 'local_liveclass'), 'post');
echo $OUTPUT->footer();
