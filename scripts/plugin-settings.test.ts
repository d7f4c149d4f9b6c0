import { AttendanceRule, ClassSettings, LIMITS } from '@liveclass/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensurePhp } from './lib/binaries.mjs';
import { pluginCalls } from './testing/plugin-calls.ts';

let php: string;
beforeAll(async () => {
  php = await ensurePhp();
});
type Row = Readonly<Record<string, string | number | null>>;
const calls = <T>(method: string, ...lists: unknown[][]) =>
  pluginCalls(php, 'class_settings', method, ...lists).map(({ value, fault }) => (fault === undefined ? value : fault) as T);
const call = <T>(method: string, ...list: unknown[]) => calls<T>(method, list)[0] as T;

const FIRST: Row = {
  startsat: null,
  timezone: null,
  duration: 60,
  weekdays: null,
  weeklyuntil: null,
  record: 0,
  grade: 'none',
  atleast: 75,
  lateafter: 10,
  earlybefore: 10,
  sending: 'by-hand',
};
const seconds = (moment: string) => Date.parse(moment) / 1000;
/** Tuesdays and Thursdays at ten in Berlin, over the change of clocks in March. */
const SENT = {
  fields: 1,
  startsat: seconds('2027-03-02T10:00+01:00'),
  duration: 5_400,
  weekly: '1',
  weekdays: { 1: 0, 4: '1' },
  weeklyuntil: seconds('2027-04-29T00:00+02:00'),
  record: '1',
  grade: 'presence',
  atleast: '60',
};
const ROW: Row = {
  ...FIRST,
  startsat: '2027-03-02T10:00',
  timezone: 'Europe/Berlin',
  duration: 90,
  weekdays: '2,4',
  weeklyuntil: '2027-04-29',
  record: 1,
  grade: 'presence',
  atleast: 60,
};

describe("the settings of a live class in Moodle's form", () => {
  it('[MO16] are read on the wall of the zone they were made in, with the day of the first meeting among the days of the repeat', () => {
    expect(call('from_form', SENT, 'Europe/Berlin', FIRST)).toEqual(ROW);
    const once = call<Row>('from_form', { ...SENT, weekly: '0' }, 'Europe/Berlin', ROW);
    expect([once['weekdays'], once['weeklyuntil'], once['startsat']]).toEqual([null, null, '2027-03-02T10:00']);
    // What a form hides it does not send: that stays, apart from the plan, which is wholly there or not.
    const { startsat: _startsat, weekdays: _weekdays, grade: _grade, ...hidden } = SENT;
    expect(call('from_form', hidden, 'Europe/Berlin', ROW)).toEqual({
      ...ROW,
      startsat: null,
      timezone: null,
      weekdays: null,
      weeklyuntil: null,
    });
  });

  it('[MO16] come back into the form as they were, also after the clocks changed', () => {
    expect(call('moments', ROW)).toEqual({ startsat: SENT.startsat, weeklyuntil: SENT.weeklyuntil, weekdays: [2, 4] });
    expect(call('moments', FIRST)).toEqual({ startsat: 0, weeklyuntil: 0, weekdays: [] });
  });

  it('[MO17] are refused with a word at each field just outside the limits, and taken just inside', () => {
    const faults = (...changes: Row[]) => calls<Row>('faults', ...changes.map((change) => [{ ...ROW, ...change }]));
    const fine = faults(
      { duration: LIMITS.meetingMinMinutes },
      { duration: LIMITS.meetingMaxMinutes },
      { atleast: 1, lateafter: 0, earlybefore: 0 },
      { atleast: 100, lateafter: LIMITS.attendanceGraceMinutes, earlybefore: LIMITS.attendanceGraceMinutes },
      { weeklyuntil: '2027-03-02' },
      { weekdays: '2', weeklyuntil: '2028-04-24' },
      { weekdays: '1,2,3,4,5,6,7', weeklyuntil: '2027-04-30' },
    );
    expect(fine.flatMap((found) => Object.keys(found))).toEqual([]);
    expect(
      faults(
        { duration: LIMITS.meetingMinMinutes - 1 },
        { duration: LIMITS.meetingMaxMinutes + 1 },
        { atleast: 0 },
        { atleast: 101, grade: 'marks', sending: 'never' },
        { lateafter: -1, earlybefore: LIMITS.attendanceGraceMinutes + 1 },
        { weeklyuntil: '2027-03-01' },
        { weekdays: '2', weeklyuntil: '2028-04-25' },
        { weekdays: '1,2,3,4,5,6,7', weeklyuntil: '2027-05-01' },
      ),
    ).toEqual([
      { duration: 'duration' },
      { duration: 'duration' },
      { atleast: 'percent' },
      { atleast: 'percent', grade: 'choice', sending: 'choice' },
      { lateafter: 'grace', earlybefore: 'grace' },
      { weeklyuntil: 'until' },
      { weeklyuntil: 'meetings' },
      { weeklyuntil: 'meetings' },
    ]);
    expect(LIMITS.meetingsPerSchedule).toBe(60);
  });

  it('[MO18] are told in the words of the tool', () => {
    const told = call<Record<string, unknown>>('payload', ROW);
    expect(told).toEqual({
      schedule: {
        startsAt: '2027-03-02T10:00',
        timeZone: 'Europe/Berlin',
        durationMinutes: 90,
        weeklyUntil: '2027-04-29',
        weekdays: [2, 4],
      },
      recordFromStart: true,
      attendance: { grade: 'presence', atLeastPercent: 60, lateAfterMinutes: 10, earlyBeforeMinutes: 10, sending: 'by-hand' },
    });
    const { attendance, ...settings } = told;
    expect([ClassSettings.safeParse(settings).success, AttendanceRule.safeParse(attendance).success]).toEqual([true, true]);
    expect(call('payload', FIRST)).toMatchObject({ schedule: null, recordFromStart: false });
  });

  it('[MO19] move by whole days into a course that begins later or earlier, and stay at their time of day', () => {
    const rolled = (days: number, hours = 0) => call<Row>('rolled', ROW, days * 86_400 + hours * 3_600);
    expect(rolled(364)).toEqual({ ...ROW, startsat: '2028-02-29T10:00', weeklyuntil: '2028-04-27' });
    // An hour more or less is the change of clocks between the two beginnings.
    expect([rolled(7, 1), rolled(7, -1)]).toEqual([rolled(7), rolled(7)]);
    expect(rolled(-2)).toEqual({ ...ROW, startsat: '2027-02-28T10:00', weeklyuntil: '2027-04-27', weekdays: '2,7' });
    expect(rolled(0)).toEqual(ROW);
    expect(call('rolled', FIRST, 86_400)).toEqual(FIRST);
  });
});
