// Node 22 has no Temporal of its own; the library takes it from the global object.
import 'temporal-polyfill/global';
import { type Instant, LIMITS, type Meeting, Refusal, type Schedule } from '@liveclass/contract';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Throws RangeError for days, minutes and zones that do not exist. */
const wallOf = ({ startsAt }: Schedule): Temporal.PlainDateTime => Temporal.PlainDateTime.from(startsAt, { overflow: 'reject' });
const dayOf = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day, { overflow: 'reject' });

/** A time that the clocks skip in spring is held an hour later; one that comes twice in autumn is the first. */
const momentOf = (wall: Temporal.PlainDateTime, { timeZone }: Schedule): Instant =>
  wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;

/** As RRULE names them; Monday is 1. */
const RULE_DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The days of the week of a repeat, with that of the first meeting. */
const weekdaysOf = (schedule: Schedule): readonly number[] => [...new Set([wallOf(schedule).dayOfWeek, ...(schedule.weekdays ?? [])])];

/** The repeat of wall times, reckoned in a zone whose clocks never change: a rule in the class's own would leave out skipped hours. */
function wallRule(schedule: Schedule): RRuleTemporal {
  const dtstart = wallOf(schedule).toZonedDateTime('UTC');
  if (schedule.weeklyUntil === null) return new RRuleTemporal({ freq: 'WEEKLY', count: 1, dtstart });
  const until = dayOf(schedule.weeklyUntil).toPlainDateTime({ hour: 23, minute: 59 }).toZonedDateTime('UTC');
  const byDay = weekdaysOf(schedule).map((day) => RULE_DAYS[day - 1] ?? '');
  return new RRuleTemporal({ freq: 'WEEKLY', until, dtstart, byDay });
}

/** The beginning that a session opened at `now` is ahead of; null when it is opened in its time, or for no meeting. */
export function openedAheadOf(schedule: Schedule | null, now: Instant): Instant | null {
  const next = schedule && nextMeeting(schedule, now);
  return next && next.startsAt > now && next.startsAt - now <= LIMITS.earlyOpeningMs ? next.startsAt : null;
}

/** How many meetings are planned. Refused 'bad-request': a day, time or zone that does not exist, an end before the start, too many. */
export function countMeetings(schedule: Schedule): number {
  try {
    const wall = wallOf(schedule);
    momentOf(wall, schedule);
    if (schedule.weeklyUntil === null) return 1;
    const days = wall.toPlainDate().until(dayOf(schedule.weeklyUntil)).days;
    const count = weekdaysOf(schedule).reduce((sum, day) => sum + Math.floor((days - ((day - wall.dayOfWeek + 7) % 7)) / 7) + 1, 0);
    if (days < 0 || count > LIMITS.meetingsPerSchedule) throw new Refusal('bad-request', { meetings: count });
    return count;
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('bad-request', error.message);
    throw error;
  }
}

/** The meeting that is on at `now`, or the next one; null when the last one is over. */
export function nextMeeting(schedule: Schedule, now: Instant): Meeting | null {
  const lengthMs = schedule.durationMinutes * MINUTE_MS;
  const rule = wallRule(schedule);
  // Two days and a meeting early: no clock on a wall is further from the one that never changes.
  let after = Temporal.Instant.fromEpochMilliseconds(now - lengthMs - 2 * DAY_MS).toZonedDateTimeISO('UTC');
  for (;;) {
    const next = rule.next(after, false);
    if (!next) return null;
    const startsAt = momentOf(next.toPlainDateTime(), schedule);
    if (startsAt + lengthMs > now) return { startsAt, endsAt: startsAt + lengthMs };
    after = next;
  }
}

/** The meeting that is on at `now` and those that begin within `aheadMs`, earliest first. */
export function comingMeetings(schedule: Schedule, now: Instant, { aheadMs, most }: { aheadMs: number; most: number }): readonly Meeting[] {
  const meetings: Meeting[] = [];
  for (let after = now; meetings.length < most; ) {
    const next = nextMeeting(schedule, after);
    if (!next || next.startsAt >= now + aheadMs) break;
    meetings.push(next);
    after = next.endsAt;
  }
  return meetings;
}
