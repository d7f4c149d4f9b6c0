import { type ClassView, CONSENT_VERSION, LIMITS, type Schedule } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TestPerson, World } from './testing/classroom-world.ts';

/** In the middle of a meeting. */
const NOW = Date.UTC(2027, 2, 21, 9, 30);
const weekly: Schedule = { startsAt: '2027-03-14T10:00', timeZone: 'Europe/Madrid', durationMinutes: 60, weeklyUntil: '2027-04-18' };

let world: World;
let now = NOW;
beforeAll(async () => {
  world = await World.open({ clock: { now: () => now } });
});
afterAll(() => world.close());

const change = (person: TestPerson, body: unknown) =>
  world.api('/api/class/settings', { method: 'PATCH', token: person.token, body: JSON.stringify(body) });
const view = async (person: TestPerson) => (await (await world.api('/api/class', { token: person.token })).json()) as ClassView;

async function people() {
  const classId = await world.class();
  return { tara: await world.person(classId, 'teacher', 'Tara'), sam: await world.person(classId, 'student', 'Sam') };
}

describe('planning a class', () => {
  it('[SC3] a teacher plans it, everybody who watches is told the next meeting, and the plan itself is the teachers’ alone', async () => {
    const { tara, sam } = await people();
    const watcher = await world.link(sam);
    await watcher.get('class.watch');
    const next = { startsAt: Date.UTC(2027, 2, 21, 9), endsAt: Date.UTC(2027, 2, 21, 10) };
    expect(await (await change(tara, { schedule: weekly })).json()).toMatchObject({ next, schedule: weekly });
    await watcher.fact<ClassView>('class.changed', (told) => told.next?.startsAt === next.startsAt && told.schedule === null);
    expect(await view(sam)).toMatchObject({ next, schedule: null });
    now = Date.UTC(2027, 2, 21, 10);
    expect((await view(sam)).next?.startsAt).toBe(Date.UTC(2027, 2, 28, 8));
    expect(await (await change(tara, { schedule: null })).json()).toMatchObject({ next: null, schedule: null });
    await watcher.fact<ClassView>('class.changed', (told) => told.next === null);
  });

  it('[SC3] students plan nothing, strangers see nothing of it, and a class has one plan', async () => {
    const { tara, sam } = await people();
    expect((await change(sam, { schedule: weekly })).status).toBe(403);
    // Neither a bearer nor a page of ours.
    expect((await world.api('/api/class/settings', { method: 'PATCH', body: '{}' })).status).toBe(403);
    await Promise.all([30, 45, 90].map((durationMinutes) => change(tara, { schedule: { ...weekly, durationMinutes } })));
    expect([30, 45, 90]).toContain((await view(tara)).schedule?.durationMinutes);
    const other = await people();
    expect(await view(other.tara)).toMatchObject({ next: null, schedule: null });
  });

  it('[SC2] a plan without sense is refused with its reason and leaves the plan that was there', async () => {
    const { tara } = await people();
    await change(tara, { schedule: weekly });
    const { meetingMinMinutes, meetingMaxMinutes } = LIMITS;
    for (const part of [
      { durationMinutes: meetingMinMinutes - 1 },
      { durationMinutes: meetingMaxMinutes + 1 },
      { durationMinutes: 30.5 },
      { startsAt: '2027-02-30T10:00' },
      { startsAt: 'tomorrow' },
      { timeZone: 'Europe/Atlantis' },
      { timeZone: '../../etc' },
      { weeklyUntil: '2027-03-13' },
      { weeklyUntil: '2099-01-01' },
      { classId: 'another' },
    ]) {
      const refused = await change(tara, { schedule: { ...weekly, ...part } });
      expect([refused.status, await refused.json()], JSON.stringify(part)).toEqual([400, { reason: 'bad-request' }]);
    }
    expect((await change(tara, { plan: weekly })).status).toBe(400);
    expect((await view(tara)).schedule).toEqual(weekly);
    for (const durationMinutes of [meetingMinMinutes, meetingMaxMinutes])
      expect((await change(tara, { schedule: { ...weekly, durationMinutes } })).status).toBe(200);
  });
});

describe('a class that is recorded from the start', () => {
  it('[SC6] asks its first teacher to begin, and nobody again in that session, whatever became of the recording', async () => {
    const { tara, sam } = await people();
    await change(tara, { recordFromStart: true });
    expect(await view(sam)).toMatchObject({ recordFromStart: true });
    const student = await world.enter(sam);
    expect(student.snapshot).toMatchObject({ shouldRecord: false });
    const teacher = await world.enter(tara);
    expect(teacher.snapshot).toMatchObject({ shouldRecord: true });
    const sendId = newId();
    const { recordingId } = await teacher.get('recording.start', { sendId });
    const another = await world.enter(await world.person(tara.classId, 'teacher', 'Theo'), { agreedTo: CONSENT_VERSION });
    expect(another.snapshot).toMatchObject({ shouldRecord: false });
    await teacher.get('recording.stop', { sendId: newId() });
    await world.api(`/api/recordings/${recordingId}`, { method: 'DELETE', token: tara.token });
    expect((await world.enter(tara)).snapshot).toMatchObject({ shouldRecord: false });
    // The page is reloaded and repeats its wish: no second recording.
    expect((await (await world.enter(tara)).get('recording.start', { sendId })).recordingId).toBe(recordingId);
  });

  it('[SC6] a change of one setting leaves the others as they are', async () => {
    const { tara } = await people();
    await change(tara, { schedule: weekly });
    await change(tara, { recordFromStart: true });
    expect(await view(tara)).toMatchObject({ schedule: weekly, recordFromStart: true });
    await change(tara, { schedule: null });
    expect(await view(tara)).toMatchObject({ schedule: null, recordFromStart: true });
  });
});
