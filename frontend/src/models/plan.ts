import type { Meeting, Schedule } from '@liveclass/contract';

/** A plan while it is being written; the last day is kept also while the repeat is off. */
export interface PlanDraft {
  readonly day: string;
  readonly time: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly isWeekly: boolean;
  /** Days of the week on which it is repeated beside that of the first meeting; Monday is 1. */
  readonly furtherDays: readonly number[];
  readonly lastDay: string;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** "2026-11-24" as a count of days, free of zones. */
const dayNumber = (day: string): number => Date.parse(`${day}T00:00Z`);
const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Monday is 1. */
export const weekdayOf = (day: string): number => new Date(dayNumber(day.slice(0, 10))).getUTCDay() || 7;

/** The days of the week of a repeat, from Monday on; that of the first meeting is one of them. */
export const repeatDays = (day: string, further: readonly number[] = []): readonly number[] =>
  [...new Set([weekdayOf(day), ...further])].sort((one, other) => one - other);

/** The day and minute on the wall of a zone: "2026-11-24T09:05". */
export function wallTime(at: number, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at).replace(' ', 'T');
}

/** What a teacher finds in the form: the plan that is there, or the next full hour of today, for ten weeks where it is repeated. */
export function draftOf(schedule: Schedule | null, now: number, timeZone: string): PlanDraft {
  const { startsAt, weeklyUntil, ...rest } = schedule ?? {
    startsAt: wallTime(Math.ceil(now / 3_600_000) * 3_600_000, timeZone),
    timeZone,
    durationMinutes: 60,
    weeklyUntil: null,
  };
  const [day = '', time = ''] = startsAt.split('T');
  const lastDay = weeklyUntil ?? dayText(dayNumber(day) + 9 * WEEK_MS);
  const furtherDays = (schedule?.weekdays ?? []).filter((weekday) => weekday !== weekdayOf(day));
  const { timeZone: zone, durationMinutes } = rest;
  return { day, time, timeZone: zone, durationMinutes, isWeekly: weeklyUntil !== null, furtherDays, lastDay };
}

export function scheduleOf({ day, time, timeZone, durationMinutes, isWeekly, furtherDays, lastDay }: PlanDraft): Schedule {
  const plan = { startsAt: `${day}T${time}`, timeZone, durationMinutes, weeklyUntil: isWeekly ? lastDay : null };
  return isWeekly && furtherDays.length > 0 ? { ...plan, weekdays: [...repeatDays(day, furtherDays)] } : plan;
}

/** How many meetings the draft has; 0 where its end lies before its start. */
export function meetingsIn({ day, isWeekly, furtherDays, lastDay }: PlanDraft): number {
  if (!isWeekly) return 1;
  const days = (dayNumber(lastDay) - dayNumber(day)) / DAY_MS;
  if (days < 0) return 0;
  const wait = (weekday: number): number => (weekday - weekdayOf(day) + 7) % 7;
  return repeatDays(day, furtherDays).reduce((sum, weekday) => sum + Math.floor((days - wait(weekday)) / 7) + 1, 0);
}

/** Where now stands to the next meeting; `minutes` until it starts. */
export function standing({ startsAt, endsAt }: Meeting, now: number): { kind: 'later' | 'soon' | 'now' | 'over'; minutes: number } {
  const minutes = Math.ceil((startsAt - now) / 60_000);
  if (now >= endsAt) return { kind: 'over', minutes };
  if (now >= startsAt) return { kind: 'now', minutes };
  return { kind: minutes <= 60 ? 'soon' : 'later', minutes };
}
