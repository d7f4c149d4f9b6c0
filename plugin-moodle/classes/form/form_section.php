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

use MoodleQuickForm;

/**
 * The section "Live class" of a form: puts fields where it stands, under names of their own.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class form_section {
    /** @var string What all names of our fields begin with. */
    private const PREFIX = 'liveclass_';

    /** @var string[] Sections before which ours stands, where the form has them. */
    private const NEXT_SECTIONS = ['modstandardgrade', 'modstandardelshdr'];

    /**
     * Begins the section.
     *
     * @param MoodleQuickForm $mform
     */
    public function __construct(
        /** @var MoodleQuickForm The form that it stands in. */
        public readonly MoodleQuickForm $mform
    ) {
        $this->place('header', 'header', get_string('field:header', 'local_liveclass'));
        $mform->setExpanded(self::name('header'));
    }

    /**
     * The name of one of our fields in a form.
     *
     * @param string $field
     * @return string
     */
    public static function name(string $field): string {
        return self::PREFIX . $field;
    }

    /**
     * What a form sent in our fields, by their own names.
     *
     * @param array $data
     * @return array
     */
    public static function sent(array $data): array {
        $sent = [];
        foreach ($data as $name => $value) {
            if (str_starts_with($name, self::PREFIX)) {
                $sent[substr($name, strlen(self::PREFIX))] = $value;
            }
        }
        return $sent;
    }

    /**
     * Puts one field into the section.
     *
     * @param string $type
     * @param string $field
     * @param mixed ...$rest
     * @return string its name in the form
     */
    public function place(string $type, string $field, ...$rest): string {
        $name = self::name($field);
        // A group takes its elements last but two: their names are made part of the group's own.
        $element = $type === 'group'
            ? $this->mform->createElement('group', $name, $rest[0], $rest[1], ' ', true)
            : $this->mform->createElement($type, $name, ...$rest);
        $next = array_filter(self::NEXT_SECTIONS, fn(string $section): bool => $this->mform->elementExists($section));
        $next ? $this->mform->insertElementBefore($element, reset($next)) : $this->mform->addElement($element);
        return $name;
    }

    /**
     * A box to tick.
     *
     * @param string $field
     * @param bool $isticked
     * @return string its name in the form
     */
    public function tick(string $field, bool $isticked): string {
        $name = $this->place('advcheckbox', $field, get_string("field:$field", 'local_liveclass'));
        $this->mform->setDefault($name, (int) $isticked);
        return $name;
    }

    /**
     * A choice among words.
     *
     * @param string $field
     * @param string[] $words by the values of the field
     * @param string $chosen
     * @return string its name in the form
     */
    public function choice(string $field, array $words, string $chosen): string {
        $name = $this->place('select', $field, get_string("field:$field", 'local_liveclass'), $words);
        $this->mform->setDefault($name, $chosen);
        return $name;
    }

    /**
     * A whole number.
     *
     * @param string $field
     * @param int $number
     * @return string its name in the form
     */
    public function number(string $field, int $number): string {
        $attributes = ['size' => 4, 'inputmode' => 'numeric'];
        $name = $this->place('text', $field, get_string("field:$field", 'local_liveclass'), $attributes);
        $this->mform->setType($name, PARAM_INT);
        $this->mform->setDefault($name, $number);
        return $name;
    }

    /**
     * Explains a field.
     *
     * @param string $field
     */
    public function explain(string $field): void {
        $this->mform->addHelpButton(self::name($field), "field:$field", 'local_liveclass');
    }
}
