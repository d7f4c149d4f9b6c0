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

namespace local_liveclass\event;

/**
 * Our tool type was set up again as it must be.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class type_repaired extends \core\event\base {
    /**
     * The event for that tool type.
     *
     * @param \stdClass $type
     * @param string[] $drift what was otherwise
     * @return self
     */
    public static function for_type(\stdClass $type, array $drift): self {
        return self::create([
            'objectid' => $type->id,
            'context' => \context_system::instance(),
            'other' => ['drift' => $drift],
        ]);
    }

    #[\Override]
    protected function init(): void {
        $this->data['crud'] = 'u';
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->data['objecttable'] = 'lti_types';
    }

    #[\Override]
    public static function get_name(): string {
        return get_string('event:typerepaired', 'local_liveclass');
    }

    #[\Override]
    public function get_description(): string {
        return "The tool type with id '$this->objectid' was set up again; it differed in: " . implode(', ', $this->other['drift']) . '.';
    }

    #[\Override]
    public static function get_objectid_mapping(): array {
        return ['db' => 'lti_types', 'restore' => self::NOT_MAPPED];
    }

    #[\Override]
    public static function get_other_mapping(): bool {
        return false;
    }
}
