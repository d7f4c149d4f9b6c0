import type { Schedule } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { draftOf, meetingsIn, scheduleOf, standing, wallTime } from './plan.ts';

const weekly: Schedule = { startsAt: '2027-03-14T10:00', timeZone: 'Europe/Madrid', durationMinutes: 90, weeklyUntil: '2027-04-18' };

describe('planning in the lobby', () => {
  it('[SC4] a plan comes back from the form as it went in, in the zone it was made in', () => {
    expect(scheduleOf(draftOf(weekly, 0, 'Asia/Tokyo'))).toEqual(weekly);
    const once = { ...weekly, weeklyUntil: null };
    expect(scheduleOf(draftOf(once, 0, 'Asia/Tokyo'))).toEqual(once);
    const often = { ...weekly, weekdays: [2, 4, 7] };
    const draft = draftOf(often, 0, 'Asia/Tokyo');
    expect(scheduleOf(draft)).toEqual(often);
    // The day of the first meeting goes where the first meeting goes.
    expect(scheduleOf({ ...draft, day: '2027-03-15' }).weekdays).toEqual([1, 2, 4]);
    expect(scheduleOf({ ...draft, isWeekly: false })).toEqual(once);
  });

  it('[SC4] a new plan begins at the next full hour where the teacher is', () => {
    const draft = draftOf(null, Date.UTC(2026, 10, 24, 22, 20), 'Europe/Madrid');
    expect(draft).toMatchObject({ day: '2026-11-25', time: '00:00', timeZone: 'Europe/Madrid', isWeekly: false });
    expect(wallTime(Date.UTC(2026, 10, 24, 22, 20), 'Asia/Tokyo')).toBe('2026-11-25T07:20');
  });

  it('[SC4] counts the meetings as the tool does, the last day included, and none where the end lies before the start', () => {
    const draft = draftOf(weekly, 0, 'UTC');
    expect(meetingsIn(draft)).toBe(6);
    expect(meetingsIn({ ...draft, lastDay: '2027-04-17' })).toBe(5);
    expect(meetingsIn({ ...draft, lastDay: '2027-03-14' })).toBe(1);
    expect(meetingsIn({ ...draft, lastDay: '2027-03-13' })).toBe(0);
    expect(meetingsIn({ ...draft, isWeekly: false })).toBe(1);
    const often = { ...draft, furtherDays: [2, 4], lastDay: '2027-03-25' };
    expect([meetingsIn(often), meetingsIn({ ...often, lastDay: '2027-03-24' }), meetingsIn({ ...often, lastDay: '2027-03-14' })]).toEqual([
      6, 5, 1,
    ]);
  });

  it('[SC4] a meeting is told as later, soon, now or over', () => {
    const meeting = { startsAt: 7_200_000, endsAt: 10_800_000 };
    expect(standing(meeting, 0)).toEqual({ kind: 'later', minutes: 120 });
    expect(standing(meeting, 3_600_000)).toEqual({ kind: 'soon', minutes: 60 });
    expect(standing(meeting, 7_200_000).kind).toBe('now');
    expect(standing(meeting, 10_800_000).kind).toBe('over');
  });
});
