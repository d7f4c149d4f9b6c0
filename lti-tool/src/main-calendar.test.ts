import { type ClassId, type CoursePlanMessage, LIMITS, type Schedule } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SettingsDoc } from './adapters/mongo/classroom-collections.ts';
import { mongoLmsSettings } from './adapters/mongo/lms-settings.ts';
import { FIRST_RULE } from './domain/grading.ts';
import { type TestPerson, World } from './testing/classroom-world.ts';
import { type CourseEndpoints, openCourseEndpoints } from './testing/course-endpoint.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2027, 2, 21, 9, 30);
/** Six meetings; the second of them is on. */
const weekly: Schedule = { startsAt: '2027-03-14T10:00', timeZone: 'Europe/Madrid', durationMinutes: 60, weeklyUntil: '2027-04-18' };

let world: World;
let now = NOW;
let lms: CourseEndpoints<CoursePlanMessage>;
beforeAll(async () => {
  world = await World.open({ clock: { now: () => now } });
  lms = await openCourseEndpoints();
});
afterAll(async () => {
  await world.close();
  lms.close();
});

const change = async (person: TestPerson, body: unknown) =>
  (await world.api('/api/class/settings', { method: 'PATCH', token: person.token, body: JSON.stringify(body) })).status;
const starts = (message: CoursePlanMessage | undefined) => message?.plan.meetings.map(({ startsAt }) => new Date(startsAt).toISOString());
const dueOf = async (classId: ClassId) =>
  (await world.connection.collection<SettingsDoc>('classsettings').findOne({ _id: classId }))?.calendar?.due;

async function aClass(title?: string) {
  now = NOW;
  const endpoint = lms.endpoint();
  const classId = await world.class(title, endpoint.url);
  return { ...endpoint, classId, tara: await world.person(classId, 'teacher', 'Tara') };
}

describe('a plan in the calendar of its course', () => {
  it('[SC17] the meeting that is on and those to come are told in the teacher’s name, each with its length', async () => {
    const { tara, messages, classId } = await aClass('Cells');
    expect(await change(tara, { schedule: weekly })).toBe(200);
    await world.calendar.round();
    const sub = (await world.identity.persons.find(tara.personId))?.sub;
    expect(messages).toEqual([expect.objectContaining({ action: 'plan', context_id: 'c', deployment_id: 'd', user_id: sub })]);
    expect(messages[0]?.plan).toMatchObject({ title: 'Cells', revision: NOW });
    // The clocks change on the 28th.
    expect(starts(messages[0])).toEqual(['21T09', '28T08'].map((day) => `2027-03-${day}:00:00.000Z`).concat(april('04', '11', '18')));
    expect(messages[0]?.plan.meetings.every(({ startsAt, endsAt }) => endsAt - startsAt === 3_600_000)).toBe(true);
    await world.calendar.round();
    expect([messages.length, await dueOf(classId)]).toEqual([1, { at: NOW + LIMITS.calendarRenewMs, tries: 0 }]);
  });

  it('[SC17] a change, and the end of a plan, are told with a higher number, also where clocks go back; other settings are not', async () => {
    const { tara, messages, classId } = await aClass();
    await change(tara, { recordFromStart: true });
    await world.calendar.round();
    expect(messages).toEqual([]);
    await change(tara, { schedule: weekly });
    now -= 60_000;
    await change(tara, { schedule: { ...weekly, startsAt: '2027-03-28T10:00', weeklyUntil: null } });
    await change(tara, { recordFromStart: false });
    await world.calendar.round();
    expect(messages.map(({ plan }) => [plan.revision, plan.meetings.length])).toEqual([[NOW + 1, 1]]);
    now = NOW;
    await change(tara, { schedule: weekly });
    await change(tara, { schedule: null });
    await world.calendar.round();
    expect(messages.at(-1)?.plan).toMatchObject({ revision: NOW + 3, meetings: [] });
    // It is over: nobody is asked any more.
    expect(await dueOf(classId)).toBeNull();
  });

  it('[SC17] a plan that goes on for long is told in part, and the rest as it comes near; at the limits of both', async () => {
    const { tara, messages, classId } = await aClass();
    const long = { ...weekly, startsAt: '2027-03-21T09:29', timeZone: 'UTC', weeklyUntil: '2028-03-21' };
    await change(tara, { schedule: long });
    await world.calendar.round();
    expect(messages.pop()?.plan.meetings.at(-1)?.startsAt).toBe(NOW + LIMITS.calendarAheadMs - 60_000);
    await change(tara, { schedule: { ...long, startsAt: '2027-03-21T09:30' } });
    await world.calendar.round();
    expect(messages[0]?.plan.meetings).toHaveLength(8);
    now += LIMITS.calendarRenewMs - 1;
    await world.calendar.round();
    expect(messages).toHaveLength(1);
    now = NOW + 8 * DAY;
    await world.calendar.round();
    expect(messages).toHaveLength(2);
    expect(messages[1]?.plan.revision).toBe(messages[0]?.plan.revision);
    expect(starts(messages[1])?.[0]).toBe('2027-04-04T09:30:00.000Z');
    now = Date.UTC(2028, 2, 22);
    await world.calendar.round();
    expect(messages.at(-1)?.plan.meetings).toEqual([]);
    expect(await dueOf(classId)).toBeNull();
  });

  it('[SC18] what got no answer is told again, later and later, by whichever tool gets it, and never by two at once', async () => {
    const { tara, messages, replies, classId } = await aClass();
    replies.push(503, 500);
    await change(tara, { schedule: weekly });
    await Promise.all([1, 2, 3].map(() => world.calendar.round()));
    expect([messages.length, await dueOf(classId)]).toEqual([1, { at: NOW + 2_000, tries: 1 }]);
    now += 2_000;
    await world.calendar.round();
    expect([messages.length, await dueOf(classId)]).toEqual([2, { at: now + 4_000, tries: 2 }]);
    // A tool that was started meanwhile knows of it as well.
    const other = await World.open({ uri: world.uri, clock: { now: () => now + 4_000 }, gateway: world.gateway });
    await other.calendar.round();
    await other.close();
    expect(messages).toHaveLength(3);
    expect(new Set(messages.map(({ jti }) => jti)).size).toBe(3);
    expect((await dueOf(classId))?.tries).toBe(0);
  });

  it('[SC18] a plan that changes while the course is told is told as well', async () => {
    const { tara, messages, replies } = await aClass();
    replies.push(async () => {
      await change(tara, { schedule: { ...weekly, durationMinutes: 90 } });
      return 200;
    });
    await change(tara, { schedule: weekly });
    await world.calendar.round();
    await world.calendar.round();
    const lengths = messages.map(({ plan }) => Number(plan.meetings[0]?.endsAt) - Number(plan.meetings[0]?.startsAt));
    expect(lengths).toEqual([3_600_000, 5_400_000]);
  });

  it('[SC18] who made the plan speaks while they teach the class, and else whoever taught it last; a plan of the LMS waits for a teacher', async () => {
    now = NOW;
    const { url, messages } = lms.endpoint();
    const classId = await world.class('Cells', url);
    const said = { schedule: weekly, recordFromStart: false };
    const settings = world.connection.collection<SettingsDoc>('classsettings');
    await mongoLmsSettings(world.connection).take(classId, { version: 1, settings: said, attendance: FIRST_RULE }, now);
    await world.calendar.round();
    expect([messages.length, (await dueOf(classId))?.tries]).toEqual([0, 1]);
    const theo = await world.person(classId, 'teacher', 'Theo');
    now += 2_000;
    await world.calendar.round();
    expect(messages.map(({ plan, user_id }) => [plan.meetings.length, user_id])).toEqual([
      [5, (await world.identity.persons.find(theo.personId))?.sub],
    ]);
    await change(theo, { schedule: { ...weekly, durationMinutes: 30 } });
    await world.connection.collection('memberships').updateOne({ classId, personId: theo.personId }, { $set: { role: 'student' } });
    const tess = await world.person(classId, 'teacher', 'Tess');
    await world.calendar.round();
    expect(messages.at(-1)?.user_id).toBe((await world.identity.persons.find(tess.personId))?.sub);
    expect((await settings.findOne({ _id: classId }))?.changedBy).toBe(theo.personId);
  });

  it('[SC18] a course that says no is asked again the next day, and one without a plugin is not told at all', async () => {
    const { tara, messages, replies, classId } = await aClass();
    replies.push(403);
    await change(tara, { schedule: weekly });
    await world.calendar.round();
    expect([messages.length, await dueOf(classId)]).toEqual([1, { at: NOW + LIMITS.calendarRenewMs, tries: 0 }]);
    const alone = await world.class();
    await change(await world.person(alone, 'teacher'), { schedule: weekly });
    await world.calendar.round();
    expect(messages).toHaveLength(1);
    now += LIMITS.calendarRenewMs;
    await world.calendar.round();
    expect(messages).toHaveLength(2);
  });
});

const april = (...days: string[]): string[] => days.map((day) => `2027-04-${day}T08:00:00.000Z`);
