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

namespace local_liveclass\local;

/**
 * A course-materials message of the tool: "publish, change or withdraw this recording in this course, for this teacher".
 *
 * Everything that can be judged without Moodle is judged here, in one place: who says it, to whom, how long it lives, and its shape.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class material_message extends tool_message {
    /** @var string publish, update or unpublish */
    public readonly string $action;

    /** @var string The id of the recording; safe in a line of custom parameters. */
    public readonly string $recordingid;

    /** @var string Plain text. */
    public readonly string $title;

    /** @var int In seconds since 1970. */
    public readonly int $startedat;

    /** @var int In seconds. */
    public readonly int $duration;

    /** @var bool False: for teachers only. */
    public readonly bool $visible;

    /** @var int|null The group that it is for; 0: the people of no group; null: everybody. */
    public readonly ?int $groupid;

    #[\Override]
    protected function read(array $claims): void {
        $this->action = self::text($claims, 'action', '/^(publish|update|unpublish)$/D');
        $recording = $claims['recording'] ?? null;
        if (!is_array($recording)) {
            throw new refusal('bad-request', 'recording');
        }
        // The id becomes a line of the module's custom parameters: a line break in it would be a parameter of the sender's choice.
        $this->recordingid = self::text($recording, 'id', '/^[A-Za-z0-9_-]{1,64}$/D');
        $this->title = self::text($recording, 'title', '/^.{0,' . self::TITLE_CHARS . '}$/Dsu');
        $this->startedat = intdiv(self::milliseconds($recording, 'startedAt'), 1000);
        $this->duration = intdiv(self::milliseconds($recording, 'durationMs'), 1000);
        if (!is_bool($recording['visible'] ?? null)) {
            throw new refusal('bad-request', 'visible');
        }
        $this->visible = $recording['visible'];
        $this->groupid = self::group($recording);
    }

    /**
     * For which group a recording is.
     *
     * @param array $recording
     * @return int|null
     * @throws refusal
     */
    private static function group(array $recording): ?int {
        if (!array_key_exists('group', $recording)) {
            return null;
        }
        if (!is_array($recording['group'])) {
            throw new refusal('bad-request', 'group');
        }
        // An empty object and an empty list are one to PHP: without an id it is for the people of no group.
        return $recording['group'] === [] ? 0 : self::id($recording['group'], 'id');
    }

    #[\Override]
    public function subject(): string {
        return "recording_{$this->courseid}_{$this->recordingid}";
    }
}
