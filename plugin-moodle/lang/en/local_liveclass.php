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
 * Strings of the plugin.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cachedef_fetches'] = 'How often the tool\'s keys were fetched';
$string['check:chooser'] = 'In the activity chooser';
$string['check:clock'] = 'Clocks';
$string['check:cron'] = 'Cron';
$string['check:drift'] = 'Settings of the tool';
$string['check:https'] = 'Encrypted addresses (https)';
$string['check:keyset'] = 'The tool\'s keys can be had';
$string['check:launch'] = 'Try it';
$string['check:lti'] = 'External tool activity';
$string['check:nolaunch'] = 'Try it';
$string['check:pairing'] = 'Connection';
$string['check:ping'] = 'The tool believes this site';
$string['check:proof'] = 'This site believes the tool';
$string['check:queue'] = 'Messages for the tool';
$string['check:reach'] = 'The tool answers this site';
$string['check:refused'] = 'A message that the tool refused';
$string['check:type'] = 'The tool in "Manage tools"';
$string['checkagain'] = 'Check again';
$string['code'] = 'Pairing code';
$string['code_help'] = 'The tool\'s admin page (/admin of its address) shows it under "Connect Moodle". It works once, within an hour.';
$string['connectintro'] = 'On the tool\'s admin page press "Connect Moodle": it shows a pairing code. Paste it here together with the tool\'s address. The activity "Live class" is then in the activity chooser of every course.';
$string['disconnect'] = 'Disconnect';
$string['disconnectconfirm'] = '{$a} activities use this tool. They stop working until the same tool is connected again; if there are none, the tool is removed from the activity chooser for good. Disconnect?';
$string['disconnected'] = 'The tool is disconnected and knows it.';
$string['disconnectedunheard'] = 'The tool is disconnected, but it did not answer. Remove this site on the tool\'s admin page as well.';
$string['event:recordingchanged'] = 'Recording changed';
$string['event:recordingpublished'] = 'Recording published';
$string['event:recordingwithdrawn'] = 'Recording withdrawn';
$string['event:tooldisconnected'] = 'Tool disconnected';
$string['event:toolpaired'] = 'Tool connected';
$string['event:typerepaired'] = 'Tool settings repaired';
$string['fault:choice'] = 'This is none of the choices.';
$string['fault:duration'] = 'A meeting lasts from 5 minutes to 12 hours.';
$string['fault:grace'] = 'From 0 to 240 minutes.';
$string['fault:meetings'] = 'A weekly class is planned for 60 meetings at most. Choose an earlier last day or fewer days.';
$string['fault:percent'] = 'From 1 to 100.';
$string['fault:until'] = 'The last day lies before the first meeting.';
$string['field:atleast'] = 'A session counts as attended from % of its minutes on';
$string['field:duration'] = 'Length';
$string['field:earlybefore'] = 'Left early, minutes before the end';
$string['field:grade'] = 'How attendance becomes a grade';
$string['field:grade_help'] = 'By minutes: the grade is the part of all class minutes in which the student was there. By sessions: the grade is the part of all sessions that the student attended. "Accept grades" must be ticked under "Grade" as well, or there is no column for it.';
$string['field:header'] = 'Live class';
$string['field:lateafter'] = 'Late after minutes';
$string['field:record'] = 'Record every class from the start';
$string['field:record_help'] = 'Recording begins when the first teacher enters. Everybody sees it and agrees before coming in.';
$string['field:rooms'] = 'Rooms';
$string['field:rooms_help'] = 'With a room for each group, students enter the rooms of their own groups only, each group has its own recordings, and teachers enter any. When groups change, the class follows within a minute or two; who is of another group then is out of the old room.';
$string['field:sending'] = 'Grades are sent';
$string['field:startsat'] = 'First meeting';
$string['field:startsat_help'] = 'Without a date people come whenever somebody starts the class. With one, the lobby says when the class meets next. What is saved here replaces a plan that was made in the lobby; what is changed in the lobby afterwards stays until this form is saved again. Times are those of the time zone of whoever plans first: a class at ten stays at ten when the clocks change.';
$string['field:ungrouped'] = 'People of no group';
$string['field:weekdays'] = 'On these days';
$string['field:weekdays_help'] = 'The day of the first meeting is always one of them.';
$string['field:weekly'] = 'Repeat every week';
$string['field:weeklyuntil'] = 'Until';
$string['field:zone'] = 'Times of {$a}.';
$string['grade:none'] = 'It does not';
$string['grade:presence'] = 'By sessions';
$string['grade:share'] = 'By minutes';
$string['join'] = 'Join {$a}';
$string['liveclass:manage'] = 'Look after the connection with the tool';
$string['liveclass:publish'] = 'Have recordings published in the course';
$string['mend:chooser'] = 'Enable the activity "External tool", repair the settings, and let a role have the capability mod/lti:addpreconfiguredinstance.';
$string['mend:clock'] = 'Signed messages live a minute. Set both servers\' clocks by NTP.';
$string['mend:cron'] = 'Cron did not run lately. Messages for the tool and repairs wait for it.';
$string['mend:drift'] = 'Somebody changed what is named here. "Repair the tool\'s settings" sets it right; cron does so every hour.';
$string['mend:https'] = 'Browsers give camera and microphone to https pages only. Serve this site and the tool by https.';
$string['mend:keyset'] = 'Without the tool\'s keys no launch service and no recording is believed. See the line above about reaching the tool.';
$string['mend:lti'] = 'This version of Moodle does not offer what this plugin calls. Update the plugin.';
$string['mend:nolaunch'] = 'There is no live class yet. Add one to a course: "Add an activity", then "Live class".';
$string['mend:pairing'] = 'Connect this site to the tool first.';
$string['mend:ping'] = 'The tool must reach mod/lti/certs.php of this site and know this site. Look at the tool\'s admin page, or connect again with a new code.';
$string['mend:proof'] = 'The tool\'s signed answer does not stand. Repair the settings; if that does not help, connect again.';
$string['mend:queue'] = 'They are sent again by themselves. What the tool said last stands here.';
$string['mend:reach'] = 'Let this server reach the tool: see "cURL blocked hosts" and "cURL allowed ports" under Site administration > Security > HTTP security, and the firewall.';
$string['mend:refused'] = 'It was not sent again. Update the plugin or the tool, whichever is older; then save the form of the live class again.';
$string['mend:type'] = 'Somebody deleted it. Connect again; activities of the deleted tool must be made anew.';
$string['messageprovider:recordingready'] = 'A recording of a live class is ready';
$string['messageswaiting'] = '{$a} messages wait.';
$string['noanswer'] = 'no answer';
$string['noticesubject'] = 'New recording: {$a->recording}';
$string['noticetext'] = 'The recording "{$a->recording}" is ready in {$a->course}.';
$string['page:connect'] = 'Connect to the tool';
$string['page:status'] = 'Check the connection';
$string['pair'] = 'Connect';
$string['paired'] = 'This site and the tool are connected.';
$string['pairedsince'] = '{$a->tool}, since {$a->when}';
$string['pairedwith'] = 'Connected with {$a}. A new code for the same tool renews the connection.';
$string['passgrade'] = 'Grade to pass';
$string['passgrade_desc'] = 'A new live class counts as completed for whoever attended so much of it, in per cent. Teachers may choose otherwise for each class. 0: nothing is preset.';
$string['pluginname'] = 'Live Class';
$string['privacy:export:sent'] = 'The tool at this address keeps this person\'s name, role, presence, messages and recordings of live classes. Ask it for a copy.';
$string['privacy:metadata:calendar'] = 'Meetings of live classes stand in the calendar. They belong to nobody.';
$string['privacy:metadata:message'] = 'People who may see a recording get a message when it is ready.';
$string['privacy:metadata:notices'] = 'How far the messages about a recording have been sent';
$string['privacy:metadata:notices:lastuserid'] = 'The number of the last person who got the message, until everybody has';
$string['privacy:metadata:outbox'] = 'Requests to erase people that the tool has not answered yet';
$string['privacy:metadata:outbox:payload'] = 'The numbers of the people to be erased';
$string['privacy:metadata:tool'] = 'People who open a live class, and the participants of its course, become known to the Live Class tool.';
$string['privacy:metadata:tool:class'] = 'What the person does in the class: presence, chat, answers, sound and picture where it is recorded';
$string['privacy:metadata:tool:course'] = 'The course of the live class';
$string['privacy:metadata:tool:email'] = 'The person\'s e-mail address, where the site sends it';
$string['privacy:metadata:tool:fullname'] = 'The person\'s name, where the site sends names';
$string['privacy:metadata:tool:groups'] = 'The groups that people are in, where a live class has a room for each group.';
$string['privacy:metadata:tool:role'] = 'Whether the person teaches or learns in the course';
$string['privacy:metadata:tool:userid'] = 'The number of the person on this site';
$string['problem:badaddress'] = 'This is no web address. It looks like https://class.example.org.';
$string['problem:badcode'] = 'This is no code of the tool: it has 32 or more letters and digits.';
$string['problem:code'] = 'The tool does not know this code: it was used, or is too old. Make a new one. Nothing was changed here.';
$string['problem:ltimissing'] = 'The activity "External tool" of this Moodle does not offer what this plugin needs.';
$string['problem:nottool'] = 'At {$a} there is no Live Class, or it does not know its own address (PUBLIC_URL).';
$string['problem:othertool'] = 'This site is connected with {$a}. Disconnect it first.';
$string['problem:pairrefused'] = 'The tool refused: {$a}. Nothing was changed here.';
$string['problem:pairunreachable'] = 'The tool stopped answering ({$a}). Nothing was changed here; try again with a new code.';
$string['problem:registration'] = 'The tool does not take this site\'s address {$a}: it wants https, and the address by which people reach this site. Nothing was changed here.';
$string['problem:signature'] = 'The tool does not believe this site\'s signature. Compare the clocks of both servers, then try again. Nothing was changed here.';
$string['problem:siteunreachable'] = 'The tool cannot read this site\'s keys at {$a}. Let it reach this site, then use a new code. Nothing was changed here.';
$string['problem:toolunreachable'] = 'The tool does not answer at this address ({$a}). Check the address; if it is right, let this server reach it (Site administration > Security > HTTP security).';
$string['recording'] = 'Recording';
$string['recordingintro'] = 'Recorded on {$a->when}, {$a->duration}.';
$string['repair'] = 'Repair the tool\'s settings';
$string['repaired'] = 'The tool\'s settings are as they must be.';
$string['repairimpossible'] = 'There is no tool to repair: connect again.';
$string['rooms:grouping'] = 'One for each group of: {$a}';
$string['rooms:groups'] = 'One for each group of the course';
$string['rooms:one'] = 'One for all';
$string['secondsapart'] = '{$a} seconds apart';
$string['sendemail'] = 'Send e-mail addresses';
$string['sendemail_desc'] = 'The tool learns people\'s e-mail addresses, for reminders.';
$string['sending:automatic'] = 'After each session';
$string['sending:by-hand'] = 'By hand, from the class';
$string['sendname'] = 'Send names';
$string['sendname_desc'] = 'The tool learns people\'s names. Without them everybody is called by a number.';
$string['settings'] = 'What is sent';
$string['state:fail'] = 'Needs attention';
$string['state:ok'] = 'Works';
$string['state:warn'] = 'Worth a look';
$string['task:announcewaiting'] = 'Announce recordings that were shown later';
$string['task:delivermessages'] = 'Send messages to the tool';
$string['task:forgetmessageids'] = 'Forget old message ids';
$string['task:keeptype'] = 'Keep the tool\'s settings';
$string['toolurl'] = 'Address of the tool';
$string['toolurl_help'] = 'Where the tool is, for example https://class.example.org. Anything after the host is ignored.';
$string['toolversion'] = 'version {$a}';
$string['trylaunch'] = 'Open it';
$string['typedescription'] = 'A live classroom with camera, microphone, shared screen and recording. Students click it and are in the room.';
$string['typename'] = 'Live class';
$string['ungrouped:outside'] = 'They have no room and are told so';
$string['ungrouped:together'] = 'They have a room together';
