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
 * Pages for the admin: what is sent, the pairing, and whether everything works.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$ADMIN->add('localplugins', new admin_category('local_liveclass_pages', new lang_string('pluginname', 'local_liveclass')));

$settings = new admin_settingpage(
    'local_liveclass',
    new lang_string('settings', 'local_liveclass'),
    'local/liveclass:manage'
);
if ($ADMIN->fulltree) {
    $names = new admin_setting_configcheckbox(
        'local_liveclass/sendname',
        new lang_string('sendname', 'local_liveclass'),
        new lang_string('sendname_desc', 'local_liveclass'),
        1
    );
    $emails = new admin_setting_configcheckbox(
        'local_liveclass/sendemail',
        new lang_string('sendemail', 'local_liveclass'),
        new lang_string('sendemail_desc', 'local_liveclass'),
        0
    );
    foreach ([$names, $emails] as $setting) {
        // The choice stands in the tool type, where launches read it.
        $setting->set_updatedcallback('\local_liveclass\local\pairing::repair');
        $settings->add($setting);
    }
    $settings->add(new admin_setting_configselect(
        'local_liveclass/passgrade',
        new lang_string('passgrade', 'local_liveclass'),
        new lang_string('passgrade_desc', 'local_liveclass'),
        50,
        array_combine(range(0, 100, 5), range(0, 100, 5))
    ));
}
$ADMIN->add('local_liveclass_pages', $settings);
foreach (['connect', 'status'] as $page) {
    $ADMIN->add('local_liveclass_pages', new admin_externalpage(
        "local_liveclass_$page",
        new lang_string("page:$page", 'local_liveclass'),
        new moodle_url("/local/liveclass/$page.php"),
        'local/liveclass:manage'
    ));
}
$settings = null;
