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
 * Pairs this site with a tool, or lets the tool go.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

use local_liveclass\form\connect_form;
use local_liveclass\local\connection;
use local_liveclass\local\pairing;
use local_liveclass\local\lti_adapter;

admin_externalpage_setup('local_liveclass_connect');

$here = new moodle_url('/local/liveclass/connect.php');
$status = new moodle_url('/local/liveclass/status.php');

if (optional_param('disconnect', false, PARAM_BOOL)) {
    require_sesskey();
    $heard = pairing::disconnect();
    $word = get_string($heard ? 'disconnected' : 'disconnectedunheard', 'local_liveclass');
    redirect($here, $word, null, $heard ? \core\output\notification::NOTIFY_SUCCESS : \core\output\notification::NOTIFY_WARNING);
}

$connection = connection::get();
$form = new connect_form();
$problem = '';
if ($data = $form->get_data()) {
    try {
        pairing::pair($data->toolurl, $data->code);
        redirect($status, get_string('paired', 'local_liveclass'), null, \core\output\notification::NOTIFY_SUCCESS);
    } catch (moodle_exception $exception) {
        $problem = $exception->getMessage();
    }
} else if ($connection) {
    $form->set_data(['toolurl' => $connection->toolurl]);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('page:connect', 'local_liveclass'));
if ($problem !== '') {
    echo $OUTPUT->notification(s($problem), \core\output\notification::NOTIFY_ERROR, false);
}
if ($connection) {
    echo $OUTPUT->notification(
        get_string('pairedwith', 'local_liveclass', s($connection->toolurl)),
        \core\output\notification::NOTIFY_INFO,
        false
    );
} else {
    echo html_writer::tag('p', get_string('connectintro', 'local_liveclass'));
}
$form->display();
if ($connection) {
    $uses = lti_adapter::activities($connection->typeid);
    $button = new single_button(
        new moodle_url($here, ['disconnect' => 1]),
        get_string('disconnect', 'local_liveclass'),
        'post',
        single_button::BUTTON_DANGER
    );
    $button->add_confirm_action(get_string('disconnectconfirm', 'local_liveclass', $uses));
    echo html_writer::start_div('mt-3');
    echo $OUTPUT->single_button($status, get_string('page:status', 'local_liveclass'), 'get');
    echo $OUTPUT->render($button);
    echo html_writer::end_div();
}
echo $OUTPUT->footer();
