import { type AttendanceRule, type ClassId, type ClassView, LIMITS, type Schedule } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TestPerson, World } from './testing/classroom-world.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';

const weekly: Schedule = {
  startsAt: '2027-03-02T10:00',
  timeZone: 'Europe/Berlin',
  durationMinutes: 90,
  weeklyUntil: '2027-04-29',
  weekdays: [2, 4],
};
const rule: AttendanceRule = {
  grade: 'presence',
  atLeastPercent: 60,
  lateAfterMinutes: 5,
  earlyBeforeMinutes: 10,
  sending: 'automatic',
};

let world: World;
let platform: TestPlatform;
let plugin: TestPlugin;
beforeAll(async () => {
  world = await World.open();
  platform = await new TestPlatform().open();
  plugin = new TestPlugin(world.url, platform);
  await world.identity.desk.registry.add(platform.registration(), 'active');
});
afterAll(async () => {
  await world.close();
  await platform.close();
});

type Change = Readonly<Record<string, unknown>>;
const activity = (link: string, change: Change = {}) => ({
  deployment_id: platform.deploymentId,
  context_id: 'course-1',
  resource_link_id: link,
  title: 'Weekly class',
  course_title: 'Biology',
  ...change,
});
const settings = (schedule: Schedule | null, recordFromStart = false) => ({ schedule, recordFromStart });
const say = async (action: string, message: Change, from = plugin) => (await from.say(from.message(action, message))).status;
const set = (link: string, version: number, change: Change = {}, from = plugin) =>
  say('class-settings', { ...activity(link), version, settings: settings(weekly), attendance: rule, ...change }, from);
const copy = (link: string, original: string, change: Change = {}, from = plugin) =>
  say('class-copied', { ...activity(link, { context_id: 'course-2' }), from_resource_link_id: original, moved: false, ...change }, from);

/** The class of an activity, as its first launch finds or makes it. */
async function launched(link: string, contextId = 'course-1', of = platform): Promise<ClassId> {
  const { url: issuer, clientId, deploymentId } = of;
  const place = { issuer, clientId, deploymentId, contextId, resourceLinkId: link };
  return (await world.identity.classes.upsert(place, { title: 'Weekly class', courseTitle: 'Biology' })).id;
}
const teacherOf = async (classId: ClassId) => world.person(classId, 'teacher', 'Tara');
const view = async ({ token }: TestPerson) => (await (await world.api('/api/class', { token })).json()) as ClassView;
const ruleOf = async ({ token }: TestPerson) =>
  ((await (await world.api('/api/grades', { token })).json()) as { rule: AttendanceRule }).rule;
const countClasses = () => world.connection.collection('classes').countDocuments();

describe("what a teacher saved in the activity's form in the LMS", () => {
  it('[AD12] holds for a class that was never launched as soon as it is', async () => {
    const link = newId();
    expect(await set(link, 7, { settings: settings(weekly, true) })).toBe(200);
    const teacher = await teacherOf(await launched(link));
    const seen = await view(teacher);
    expect(seen).toMatchObject({
      title: 'Weekly class',
      courseTitle: 'Biology',
      schedule: weekly,
      recordFromStart: true,
      isSetInLms: true,
    });
    expect(await ruleOf(teacher)).toEqual(rule);
    const student = await view(await world.person(teacher.classId, 'student', 'Sam'));
    expect([student.schedule, student.isSetInLms, student.next === null]).toEqual([null, undefined, seen.next === null]);
  });

  it('[AD12] is seen at once by everybody who watches the class, and so is a plan that was taken back', async () => {
    const link = newId();
    const teacher = await teacherOf(await launched(link));
    const watcher = await world.link(teacher);
    await watcher.get('class.watch');
    await set(link, 1);
    await watcher.fact<ClassView>('class.changed', ({ schedule }) => schedule?.startsAt === weekly.startsAt);
    await set(link, 2, { settings: settings(null), title: 'Renamed' });
    await watcher.fact<ClassView>('class.changed', ({ schedule, title }) => schedule === null && title === 'Renamed');
  });

  it('[AD13] counts by its version, whatever came in between', async () => {
    const link = newId();
    const teacher = await teacherOf(await launched(link));
    const short = { ...weekly, durationMinutes: 30 };
    expect(await set(link, 20)).toBe(200);
    expect(await set(link, 19, { settings: settings(short), attendance: { ...rule, grade: 'share' } })).toBe(200);
    expect([(await view(teacher)).schedule, await ruleOf(teacher)]).toEqual([weekly, rule]);
    const versions = [25, 23, 24, 22, 21];
    const settled = await Promise.all(
      versions.map((version) => set(link, version, { settings: settings({ ...weekly, durationMinutes: version }) })),
    );
    expect(settled).toEqual(versions.map(() => 200));
    expect((await view(teacher)).schedule?.durationMinutes).toBe(25);
  });

  it('[AD13] gives way to what a teacher changes in the lobby, until the form is saved again', async () => {
    const link = newId();
    const teacher = await teacherOf(await launched(link));
    await set(link, 1);
    const change = (path: string, method: string, body: object) =>
      world.api(path, { method, token: teacher.token, body: JSON.stringify(body) });
    await change('/api/class/settings', 'PATCH', { schedule: null });
    await change('/api/grades/rule', 'PUT', { ...rule, grade: 'none' });
    // The plugin got no answer and says it again.
    await set(link, 1);
    expect([await view(teacher), (await ruleOf(teacher)).grade]).toMatchObject([{ schedule: null }, 'none']);
    expect((await view(teacher)).isSetInLms).toBeUndefined();
    await set(link, 2);
    expect([await view(teacher), (await ruleOf(teacher)).grade]).toMatchObject([{ schedule: weekly, isSetInLms: true }, 'presence']);
  });

  it('[AD14] is refused where it has no sense, and changes nothing', async () => {
    const link = newId();
    const before = await countClasses();
    const plan = (change: Change) => ({ settings: { schedule: { ...weekly, ...change }, recordFromStart: false } });
    const { meetingMinMinutes, meetingMaxMinutes } = LIMITS;
    const odd: Change[] = [
      { version: 0 },
      { version: 1.5 },
      { version: '1' },
      { settings: { schedule: null } },
      { settings: { ...settings(null), rooms: 'many' } },
      { attendance: { ...rule, atLeastPercent: 0 } },
      { attendance: { ...rule, grade: 'marks' } },
      { title: 'x'.repeat(LIMITS.titleChars + 1) },
      { resource_link_id: '' },
      { resource_link_id: 'x'.repeat(256) },
      plan({ durationMinutes: meetingMinMinutes - 1 }),
      plan({ durationMinutes: meetingMaxMinutes + 1 }),
      plan({ startsAt: '2027-02-30T10:00' }),
      plan({ timeZone: 'Europe/Atlantis' }),
      plan({ weekdays: [0] }),
      plan({ weekdays: [8] }),
      plan({ weekdays: [1, 1, 1, 1, 1, 1, 1, 1] }),
      plan({ weekdays: [1, 2, 3, 4, 5, 6, 7], weeklyUntil: '2027-05-01' }),
    ];
    for (const change of odd) expect([change, await set(link, 1, change)]).toEqual([change, 400]);
    expect(await countClasses()).toBe(before);
    const fine = [plan({ durationMinutes: meetingMinMinutes }), plan({ weekdays: [1, 2, 3, 4, 5, 6, 7], weeklyUntil: '2027-04-30' })];
    for (const [index, change] of fine.entries())
      expect(await set(link, index + 1, { ...change, title: 'x'.repeat(LIMITS.titleChars) })).toBe(200);
  });

  it('[AD14] is that of the platform that says it, whatever activity it names', async () => {
    const link = newId();
    const teacher = await teacherOf(await launched(link));
    await set(link, 1);
    const other = await new TestPlatform().open();
    await world.identity.desk.registry.add(other.registration(), 'active');
    const from = new TestPlugin(world.url, other);
    expect(await set(link, 9, { deployment_id: platform.deploymentId, settings: settings(null) }, from)).toBe(200);
    expect(await view(teacher)).toMatchObject({ schedule: weekly });
    await other.close();
  });
});

describe('an activity that was copied in the LMS', () => {
  it('[AD15] is a class of its own with the settings of its original, apart from dates and people', async () => {
    const [original, copied] = [newId(), newId()];
    await set(original, 50, { settings: settings(weekly, true) });
    for (let time = 0; time < 2; time += 1) expect(await copy(copied, original)).toBe(200);
    const [one, other] = [await launched(original), await launched(copied, 'course-2')];
    expect(other).not.toBe(one);
    const teacher = await teacherOf(other);
    expect(await view(teacher)).toMatchObject({ schedule: null, recordFromStart: true });
    expect(await ruleOf(teacher)).toEqual(rule);
    // Its own form counts from one again, whatever the version of its original was.
    expect(await set(copied, 1, { context_id: 'course-2' })).toBe(200);
    expect(await view(teacher)).toMatchObject({ schedule: weekly });
    expect(await view(await teacherOf(one))).toMatchObject({ schedule: weekly, recordFromStart: true });
  });

  it('[AD15] keeps what it has of its own, also where that was told first', async () => {
    const [original, copied] = [newId(), newId()];
    await set(original, 50, { settings: settings(weekly, true) });
    await set(copied, 60, { context_id: 'course-2', settings: settings(null), attendance: { ...rule, grade: 'share' } });
    await copy(copied, original);
    const teacher = await teacherOf(await launched(copied, 'course-2'));
    expect(await view(teacher)).toMatchObject({ schedule: null, recordFromStart: false, isSetInLms: true });
    expect((await ruleOf(teacher)).grade).toBe('share');
  });

  it('[AD16] is the same class where the original is gone from its course and came back, and a copy where it was launched meanwhile', async () => {
    const [original, back, again] = [newId(), newId(), newId()];
    await set(original, 3, { settings: settings(weekly, true) });
    const classId = await launched(original);
    const moved = { context_id: 'course-1', moved: true };
    for (let time = 0; time < 2; time += 1) expect(await copy(back, original, moved)).toBe(200);
    expect(await launched(back)).toBe(classId);
    const early = await launched(again);
    expect(await copy(again, back, moved)).toBe(200);
    expect(await launched(again)).toBe(early);
    expect(await view(await teacherOf(early))).toMatchObject({ schedule: null, recordFromStart: true });
    // Into another course nothing moves, whatever is said.
    expect(await copy(newId(), back, { ...moved, context_id: 'course-2' })).toBe(200);
    expect(await launched(back)).toBe(classId);
  });

  it('[AD15] gets nothing of another deployment or platform, of itself, or of what is unknown', async () => {
    const original = newId();
    await set(original, 1, { settings: settings(null, true) });
    const other = await new TestPlatform().open();
    await world.identity.desk.registry.add(other.registration(), 'active');
    const from = new TestPlugin(world.url, other);
    const foreign = newId();
    expect(await copy(foreign, original, { deployment_id: platform.deploymentId }, from)).toBe(200);
    const place = {
      issuer: other.url,
      clientId: other.clientId,
      deploymentId: platform.deploymentId,
      contextId: 'course-2',
      resourceLinkId: foreign,
    };
    const stranger = await world.identity.classes.upsert(place, { title: 'x', courseTitle: 'y' });
    expect([stranger.copiedFrom, (await view(await teacherOf(stranger.id))).recordFromStart]).toEqual([undefined, false]);
    for (const [link, of] of [
      [newId(), newId()],
      [original, original],
    ] as const) {
      expect(await copy(link, of, { context_id: 'course-1' })).toBe(200);
      expect((await world.identity.classes.find(await launched(link)))?.copiedFrom).toBeUndefined();
    }
    expect(await copy(newId(), '')).toBe(400);
    await other.close();
  });
});
