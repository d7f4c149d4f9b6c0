import { z } from 'zod';
import { Instant, TimeZone } from './ids.ts';
import { LIMITS } from './limits.ts';

/** A day on the wall, "2026-11-24". Whether there is such a day is judged by the calendar of the tool. */
export const LocalDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** A minute on the wall, "2026-11-24T10:00". */
export const LocalMinute = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);

/**
 * When a class is planned to meet. Times are those on the wall of `timeZone`: a weekly class at ten stays at ten when the
 * clocks change.
 */
export const Schedule = z.strictObject({
  /** The first meeting. */
  startsAt: LocalMinute,
  timeZone: TimeZone,
  durationMinutes: z.number().int().min(LIMITS.meetingMinMinutes).max(LIMITS.meetingMaxMinutes),
  /** Every week on the same day until this day, which counts; null: one meeting. */
  weeklyUntil: LocalDate.nullable(),
  /** Further days of the week of a repeat, Monday is 1; that of the first meeting is one of them in any case. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
});
export type Schedule = z.infer<typeof Schedule>;

/** What a teacher sets for a class and what holds for all its sessions. */
export const ClassSettings = z.strictObject({
  /** Null: people come whenever somebody starts the class. */
  schedule: Schedule.nullable(),
  /** Each session is recorded from the moment its first teacher enters; who comes in agrees first, as always. */
  recordFromStart: z.boolean(),
});
export type ClassSettings = z.infer<typeof ClassSettings>;

export const SettingsChange = ClassSettings.partial();
export type SettingsChange = z.infer<typeof SettingsChange>;

export const Meeting = z.strictObject({ startsAt: Instant, endsAt: Instant });
export type Meeting = z.infer<typeof Meeting>;
