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

namespace local_liveclass\form;

use local_liveclass\local\tool_about;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * The tool's address and the one-time code of its admin desk.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class connect_form extends \moodleform {
    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        $form->addElement('text', 'toolurl', get_string('toolurl', 'local_liveclass'), ['size' => 48, 'inputmode' => 'url']);
        $form->setType('toolurl', PARAM_URL);
        $form->addHelpButton('toolurl', 'toolurl', 'local_liveclass');
        $form->addRule('toolurl', null, 'required', null, 'client');
        $form->addElement('text', 'code', get_string('code', 'local_liveclass'), ['size' => 48, 'autocomplete' => 'off']);
        $form->setType('code', PARAM_RAW_TRIMMED);
        $form->addHelpButton('code', 'code', 'local_liveclass');
        $form->addRule('code', null, 'required', null, 'client');
        $form->setForceLtr('toolurl');
        $form->setForceLtr('code');
        $this->add_action_buttons(false, get_string('pair', 'local_liveclass'));
    }

    #[\Override]
    public function validation($data, $files): array {
        $errors = parent::validation($data, $files);
        if (tool_about::origin_of($data['toolurl'] ?? '') === null) {
            $errors['toolurl'] = get_string('problem:badaddress', 'local_liveclass');
        }
        if (!preg_match('/^[A-Za-z0-9_-]{32,64}$/D', $data['code'] ?? '')) {
            $errors['code'] = get_string('problem:badcode', 'local_liveclass');
        }
        return $errors;
    }
}
