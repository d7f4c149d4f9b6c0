import { type ClassId, RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingRecord } from './domain/recording.ts';
import { newId, until, World } from './testing/classroom-world.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';

let world: World;
let platform: TestPlatform;
let plugin: TestPlugin;
/** The course-materials endpoint of the platform answers when this is fulfilled. */
let gate: Promise<void>;

beforeAll(async () => {
  world = await World.open();
  platform = await new TestPlatform().open();
  plugin = new TestPlugin(world.url, platform);
  gate = Promise.resolve();
  platform.answers.set('/materials', (_req, res) => void gate.then(() => res.end(JSON.stringify({ moduleId: 'm1' }))));
  await world.identity.desk.registry.add(platform.registration(), 'active');
});
afterAll(async () => {
  await world.close();
  await platform.close();
});

const place = (contextId = 'course-1') => ({
  issuer: platform.url,
  clientId: platform.clientId,
  deploymentId: platform.deploymentId,
  contextId,
  resourceLinkId: newId(),
});

/** A recording that is ready and stands in the course. */
async function published(change: Partial<RecordingRecord> = {}) {
  const course = await world.identity.classes.upsert(place(), { title: 'Biology', courseTitle: 'Life' });
  const teacher = await world.person(course.id, 'teacher');
  const id = RecordingId.parse(newId());
  const record = {
    classId: course.id,
    sessionId: newId(),
    node: world.gateway.node,
    startedBy: teacher.personId,
    startSendId: newId(),
    title: 'A lesson',
    phase: 'ready',
    hidden: false,
    startedAt: Date.now(),
    resumedAt: null,
    recordedMs: 1_000,
    durationMs: 1_000,
    bytes: 1,
    progress: 1,
    reason: null,
    course: { state: 'published', owed: null },
    deletedAt: null,
    erasureOwed: false,
    version: 1,
    due: {},
    ...change,
  };
  await world.connection.collection<{ _id: string }>('recordings').insertOne({ _id: id, ...record } as never);
  return { id, teacher, classId: course.id };
}

const deletion = (id: string, change: Record<string, unknown> = {}) =>
  plugin.message('module-deleted', { deployment_id: platform.deploymentId, context_id: 'course-1', recording_id: id, ...change });
const stored = (id: RecordingId) => world.classroom.ports.recordings.findAnywhere(id);
const library = async (token: string, classId: ClassId) => {
  const view = (await (await world.api('/api/class', { token })).json()) as { classId: string; recordings: Record<string, unknown>[] };
  expect(view.classId).toBe(classId);
  return view.recordings;
};

describe('a module that somebody deleted in the course', () => {
  it('[AD10] leaves the recording where it is; the library says so, and the teacher may publish it again', async () => {
    const { id, teacher, classId } = await published();
    const watcher = await world.link(teacher);
    await watcher.get('class.watch');
    for (let time = 0; time < 2; time += 1) expect((await plugin.say(deletion(id))).status).toBe(200);
    await watcher.fact<{ recordings: { removedFromCourse?: boolean }[] }>(
      'class.changed',
      ({ recordings }) => recordings[0]?.removedFromCourse === true,
    );
    expect(await library(teacher.token, classId)).toMatchObject([{ recordingId: id, inCourse: 'none', removedFromCourse: true }]);
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const again = () => world.api(`/api/recordings/${id}/publish`, { method: 'POST', token: teacher.token });
    const answer = await again();
    expect(await answer.json()).toMatchObject({ inCourse: 'pending' });
    // An old deletion that is told once more does not take back what the teacher just did.
    await plugin.say(deletion(id));
    expect((await stored(id))?.course).toEqual({ state: 'pending', owed: 'publish' });
    open();
    await until('the course to be told', async () => (await stored(id))?.course.state === 'published');
    expect((await again()).status).toBe(409);
  });

  it('[AD18] late and repeated word of a module that was replaced changes nothing; of the present one, or from an older plugin, it does', async () => {
    const { id, teacher } = await published({ course: { state: 'published', owed: null, moduleId: 'm0' } });
    gate = Promise.resolve();
    expect((await plugin.say(deletion(id, { module_id: 'm0' }))).status).toBe(200);
    expect((await stored(id))?.course).toMatchObject({ state: 'none', removed: true });
    await world.api(`/api/recordings/${id}/publish`, { method: 'POST', token: teacher.token });
    await until('the course to be told', async () => (await stored(id))?.course.state === 'published');
    for (let time = 0; time < 2; time += 1) expect((await plugin.say(deletion(id, { module_id: 'm0' }))).status).toBe(200);
    expect((await stored(id))?.course).toEqual({ state: 'published', owed: null, moduleId: 'm1' });
    expect((await plugin.say(deletion(id, { module_id: '' }))).status).toBe(400);
    expect((await plugin.say(deletion(id, { module_id: 'm1' }))).status).toBe(200);
    expect((await stored(id))?.course).toMatchObject({ state: 'none', removed: true });
    const older = await published({ course: { state: 'published', owed: null, moduleId: 'm1' } });
    await plugin.say(deletion(older.id));
    expect((await stored(older.id))?.course.state).toBe('none');
  });

  it('[AD10] a student publishes nothing', async () => {
    const { id, classId } = await published({ course: { state: 'none', owed: null, removed: true } });
    const student = await world.person(classId, 'student');
    expect((await world.api(`/api/recordings/${id}/publish`, { method: 'POST', token: student.token })).status).toBe(403);
    expect((await stored(id))?.course.state).toBe('none');
  });

  it('[AD11] a platform speaks for its own courses only, and another recording is told like none', async () => {
    const { id } = await published();
    for (const change of [
      { context_id: 'course-2' },
      { deployment_id: 'other' },
      { recording_id: 'nothing-of-the-kind' },
      { recording_id: '$' },
    ])
      expect((await plugin.say(deletion(id, change))).status).toBe(404);
    const other = await new TestPlatform().open();
    await world.identity.desk.registry.add(other.registration(), 'active');
    const from = new TestPlugin(world.url, other);
    const foreign = from.message('module-deleted', { deployment_id: other.deploymentId, context_id: 'course-1', recording_id: id });
    expect((await from.say(foreign)).status).toBe(404);
    expect((await stored(id))?.course.state).toBe('published');
    await other.close();
  });

  it('[AD10] a tombstone and an owed update are at rest afterwards', async () => {
    const gone = await published({ deletedAt: Date.now(), course: { state: 'published', owed: 'unpublish' } });
    expect((await plugin.say(deletion(gone.id))).status).toBe(200);
    expect((await stored(gone.id))?.course.owed).toBeNull();
    const renamed = await published({ course: { state: 'published', owed: 'update' } });
    expect((await plugin.say(deletion(renamed.id))).status).toBe(200);
    expect((await stored(renamed.id))?.course).toMatchObject({ state: 'none', owed: null });
  });
});

describe('a seat and its events', () => {
  it('[AD9] hold no name of an erased person any more', async () => {
    const course = await world.identity.classes.upsert(place(), { title: 'Biology', courseTitle: 'Life' });
    const teacher = await world.person(course.id, 'teacher', 'Tara Teacher');
    const student = await world.person(course.id, 'student', 'Sam Student');
    const [link, sam] = [await world.enter(teacher), await world.enter(student)];
    const sessionId = String((sam.snapshot as unknown as { session: { sessionId: string } }).session.sessionId);
    await sam.get('room.leave');
    await link.get('session.end', { sendId: newId() });
    const corrected = await world.api(`/api/attendance/sessions/${sessionId}/people/${student.personId}`, {
      method: 'PUT',
      token: teacher.token,
      body: JSON.stringify({ correction: { standing: 'excused' }, note: 'ill' }),
    });
    expect(corrected.status).toBe(200);
    const person = await world.identity.persons.find(teacher.personId);
    expect((await plugin.say(plugin.message('erase-people', { user_ids: [person?.sub] }))).status).toBe(200);
    const collections = await world.connection.listCollections();
    const everything = async () =>
      JSON.stringify(await Promise.all(collections.map(({ name }) => world.connection.collection(name).find().toArray())));
    expect(await everything()).not.toContain('Tara Teacher');
    // The student's attendance, which she corrected, is there still; and goes with the student.
    expect(await everything()).toContain('Sam Student');
    const who = await world.identity.persons.find(student.personId);
    expect((await plugin.say(plugin.message('erase-people', { user_ids: [who?.sub] }))).status).toBe(200);
    expect(await everything()).not.toContain('Sam Student');
    expect(await world.identity.memberships.role(course.id, teacher.personId)).toBeNull();
  });
});

describe('a module that came back into the course', () => {
  const back = (id: string, change: Record<string, unknown> = {}) => ({ ...deletion(id, change), action: 'module-restored' });

  it('[AD17] makes the library say so, and gets the title that the recording has by now', async () => {
    const { id, teacher, classId } = await published();
    await plugin.say(deletion(id));
    for (let time = 0; time < 2; time += 1) expect((await plugin.say(back(id, { jti: newId() }))).status).toBe(200);
    await until('the course to be told', async () => (await stored(id))?.course.owed === null);
    expect(await library(teacher.token, classId)).toMatchObject([{ recordingId: id, inCourse: 'published' }]);
    expect((await library(teacher.token, classId))[0]).not.toHaveProperty('removedFromCourse');
  });

  it('[AD17] is taken out again where its recording was deleted meanwhile, and is nothing to another course', async () => {
    const gone = await published({ deletedAt: Date.now(), course: { state: 'none', owed: null, removed: true } });
    expect((await plugin.say(back(gone.id))).status).toBe(200);
    await until('the course to be told', async () => (await stored(gone.id))?.course.state === 'none');
    const { id } = await published({ course: { state: 'none', owed: null, removed: true } });
    expect((await plugin.say(back(id, { context_id: 'course-2' }))).status).toBe(404);
    expect((await stored(id))?.course.state).toBe('none');
  });
});
