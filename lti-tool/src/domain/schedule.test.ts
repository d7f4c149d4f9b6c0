import { LIMITS, type Schedule } from '@liveclass/contract';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { countMeetings, nextMeeting } from './schedule.ts';

const at = (moment: string): number => Temporal.Instant.from(moment).epochMilliseconds;
const plan = (part: Partial<Schedule> = {}): Schedule => ({
  startsAt: '2027-03-14T10:00',
  timeZone: 'Europe/Madrid',
  durationMinutes: 60,
  weeklyUntil: '2027-04-18',
  ...part,
});
const startsAfter = (schedule: Schedule, moment: string): string | undefined => {
  const next = nextMeeting(schedule, at(moment));
  return next ? Temporal.Instant.fromEpochMilliseconds(next.startsAt).toString() : undefined;
};

describe('a plan', () => {
  it('[SC1] a weekly class keeps its time on the wall when the clocks change', () => {
    expect(startsAfter(plan(), '2027-03-21T12:00:00Z')).toBe('2027-03-28T08:00:00Z');
    expect(startsAfter(plan(), '2027-03-15T00:00:00Z')).toBe('2027-03-21T09:00:00Z');
    expect(startsAfter(plan({ timeZone: 'America/New_York' }), '2027-03-01T00:00:00Z')).toBe('2027-03-14T14:00:00Z');
  });

  it('[SC1] a time that the clocks skip is held an hour later, that week only', () => {
    const early = plan({ startsAt: '2027-03-21T02:30' });
    expect(startsAfter(early, '2027-03-22T00:00:00Z')).toBe('2027-03-28T01:30:00Z');
    expect(startsAfter(early, '2027-03-29T00:00:00Z')).toBe('2027-04-04T00:30:00Z');
  });

  it('[SC1] the meeting that is on counts until its last moment, and the last day counts', () => {
    expect(startsAfter(plan(), '2027-03-14T09:59:59.999Z')).toBe('2027-03-14T09:00:00Z');
    expect(startsAfter(plan(), '2027-03-14T10:00:00Z')).toBe('2027-03-21T09:00:00Z');
    expect(startsAfter(plan(), '2027-04-12T00:00:00Z')).toBe('2027-04-18T08:00:00Z');
    expect(startsAfter(plan(), '2027-04-18T09:00:00Z')).toBeUndefined();
  });

  it('[SC1] without a repeat there is one meeting', () => {
    const once = plan({ weeklyUntil: null });
    expect(countMeetings(once)).toBe(1);
    expect(startsAfter(once, '2027-01-01T00:00:00Z')).toBe('2027-03-14T09:00:00Z');
    expect(startsAfter(once, '2027-03-14T10:00:00Z')).toBeUndefined();
  });

  it('[SC7] a repeat on several days meets on each of them, and on that of the first meeting whether it is named or not', () => {
    // 14 March 2027 is a Sunday.
    const days = plan({ weekdays: [2, 4, 4], weeklyUntil: '2027-03-25' });
    const starts = ['14', '16', '18', '21', '23', '25'].map((day) => `2027-03-${day}T09:00:00Z`);
    let after = '2027-03-01T00:00:00Z';
    for (const start of starts) {
      expect(startsAfter(days, after)).toBe(start);
      after = Temporal.Instant.from(start).add({ hours: 1 }).toString();
    }
    expect(startsAfter(days, after)).toBeUndefined();
    expect(countMeetings(days)).toBe(starts.length);
    expect(countMeetings({ ...days, weeklyUntil: '2027-03-14' })).toBe(1);
    expect(countMeetings(plan({ weekdays: [7], weeklyUntil: '2027-03-28' }))).toBe(3);
  });

  it('[SC2] a plan of as many meetings as the limit is taken, and one more is refused', () => {
    const firstDay = Temporal.PlainDate.from('2027-03-14');
    const until = (weeks: number) => plan({ weeklyUntil: firstDay.add({ weeks }).toString() });
    expect(countMeetings(until(LIMITS.meetingsPerSchedule - 1))).toBe(LIMITS.meetingsPerSchedule);
    expect(() => countMeetings(until(LIMITS.meetingsPerSchedule))).toThrow('bad-request');
  });

  it.each([
    ['a day that does not exist', { startsAt: '2027-02-30T10:00' }],
    ['an hour that does not exist', { startsAt: '2027-02-20T24:10' }],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }],
    ['a last day that does not exist', { weeklyUntil: '2027-13-01' }],
    ['an end before the start', { weeklyUntil: '2027-03-13' }],
  ])('[SC2] %s is refused', (_what, part) => {
    expect(() => countMeetings(plan(part))).toThrow('bad-request');
  });
});
