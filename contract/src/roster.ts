import { z } from 'zod';
import { Instant, PersonId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Role } from './rights.ts';

/** Why the last look at the course's list of people brought none. */
export const RosterFault = z.enum([
  /** No answer in time, or a failing one, also after several tries. */
  'unreachable',
  /** The platform answered no: it does not give the list, or not for a course of this size. */
  'refused',
  /** An answer that is no list of people. */
  'unreadable',
  /** More people or bytes than are taken. */
  'too-large',
  /** The pages never end, or lead elsewhere. */
  'astray',
]);
export type RosterFault = z.infer<typeof RosterFault>;

/** Why a list that was read whole takes nothing from anybody: nobody is removed or loses rights by it. */
export const RosterDoubt = z.enum(['empty', 'asker-missing', 'no-teacher', 'shrunk', 'unreadable-entries']);
export type RosterDoubt = z.infer<typeof RosterDoubt>;

/** How the class's list of people stands with its course. */
export const RosterState = z.strictObject({
  /** False where the platform gives no list: people are known by their launches alone. */
  isOffered: z.boolean(),
  /** When the list was last read whole; null before the first time. */
  syncedAt: Instant.nullable(),
  /** Since when it is being read now, and how many people have come so far; null while it is not. */
  reading: z.strictObject({ since: Instant, read: z.number().int().nonnegative() }).nullable(),
  /** What the last whole list changed. */
  change: z
    .strictObject({ came: z.number().int().nonnegative(), left: z.number().int().nonnegative(), moved: z.number().int().nonnegative() })
    .nullable(),
  doubt: RosterDoubt.nullable(),
  /** The last try failed; the list before it serves. */
  fault: z.strictObject({ reason: RosterFault, at: Instant }).nullable(),
});
export type RosterState = z.infer<typeof RosterState>;

/** A person of the class as its teachers see them. No e-mail and no LMS id. */
export const RosterPerson = z.strictObject({
  personId: PersonId,
  name: z.string().max(LIMITS.personNameChars),
  role: Role,
  isInRoom: z.boolean(),
});
export type RosterPerson = z.infer<typeof RosterPerson>;

/** GET /api/roster?search=&page= (teacher): one page of the people whose names fit, teachers first. */
export const RosterQuery = z.strictObject({
  search: z.string().max(LIMITS.rosterSearchChars).default(''),
  page: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .default(0),
});
export const RosterReply = z.strictObject({
  state: RosterState,
  people: z.array(RosterPerson).max(LIMITS.rosterRows),
  /** How many fit the search, and how many there are. */
  matching: z.number().int().nonnegative(),
  teachers: z.number().int().nonnegative(),
  students: z.number().int().nonnegative(),
  inRoom: z.number().int().nonnegative(),
});
export type RosterReply = z.infer<typeof RosterReply>;

/* POST /api/roster/sync (teacher): begins to read the list anew, where nobody is reading it -> RosterState */
