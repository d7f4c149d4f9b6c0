import { z } from 'zod';
import { ClassId, Instant } from './ids.ts';
import { LIMITS } from './limits.ts';

/** A group of the course as its LMS keeps it. NRPS has none of this. */
export const CourseGroup = z.strictObject({
  /** The LMS's own id of the group. */
  id: z.string().min(1).max(255),
  name: z.string().max(LIMITS.groupNameChars),
  /** LMS ids of its people, the `sub` of launches. */
  members: z.array(z.string().min(1).max(255)).max(LIMITS.groupMembers),
});
export type CourseGroup = z.infer<typeof CourseGroup>;

/**
 * Which rooms an activity has, and the whole list of its groups, each time anything of it changes. What is older by `changed_at` than
 * what the tool has never replaces it, so that messages may be late and come in any order.
 */
export const ClassGroups = z.strictObject({
  /** When the LMS read the list, in milliseconds of its own clock. */
  changed_at: Instant,
  /** 'one': everybody meets in one room, and the groups count for nothing. */
  rooms: z.enum(['one', 'per-group']),
  /** People of no group: they have a room together, or none until somebody puts them into a group. */
  ungrouped: z.enum(['together', 'outside']),
  groups: z
    .array(CourseGroup)
    .max(LIMITS.groupsPerClass)
    .refine((groups) => new Set(groups.map(({ id }) => id)).size === groups.length, 'a group is named twice'),
});
export type ClassGroups = z.infer<typeof ClassGroups>;

/** A group's room; the class's own id names the room for all. */
export const RoomId = ClassId;
export type RoomId = z.infer<typeof RoomId>;

/** For whom a recording is that was made in a group's room: its group, or, without an id, the people of no group. */
export const GroupOfRecording = z.strictObject({ id: z.string().min(1).max(255).optional() });
export type GroupOfRecording = z.infer<typeof GroupOfRecording>;
