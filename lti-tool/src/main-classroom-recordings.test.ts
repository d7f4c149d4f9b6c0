import { CONSENT_VERSION, type CourseMaterialMessage, RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassroomPorts } from './ports/classroom.ts';
import { newId, newTab, until, World } from './testing/classroom-world.ts';
import { type CourseEndpoints, openCourseEndpoints } from './testing/course-endpoint.ts';
import { tend } from './usecases/tend-recordings.ts';

let world: World;
/** The course-materials endpoints of an LMS, one for each class, each of which answers as it is told. */
let lms: CourseEndpoints<CourseMaterialMessage>;

beforeAll(async () => {
  world = await World.open();
  lms = await openCourseEndpoints();
});
afterAll(async () => {
  await world.close();
  lms.close();
});

type Library = { recordings: { recordingId: string; phase: string; hidden: boolean; title: string; progress: number; inCourse: string }[] };
type Recording = { type: string; recording: { recordingId: string; phase: string } | null };

async function recorded(courseMaterialsUrl?: string) {
  const classId = await world.class('Biology', courseMaterialsUrl);
  const teacher = await world.person(classId, 'teacher', 'Tara');
  const student = await world.person(classId, 'student', 'Sam');
  const tara = await world.enter(teacher);
  const watcher = await world.link(teacher);
  await watcher.get('class.watch');
  const { recordingId } = await tara.get('recording.start', { sendId: newId() });
  const id = RecordingId.parse(recordingId);
  const stored = () => world.classroom.ports.recordings.find(classId, id);
  const stop = () => tara.get('recording.stop', { sendId: newId() });
  /** Stopped, composed and ready, as the real gateway would have it. */
  const ready = async () => {
    await stop();
    await until('composing', async () => (await stored())?.phase === 'composing');
    world.gateway.tell(id, { phase: 'ready', progress: 1, durationMs: 2_000, bytes: 1_000 });
    await until('ready', async () => (await stored())?.phase === 'ready');
  };
  const seat = (tara.snapshot as unknown as { me: { seatId: string } }).me.seatId;
  return { classId, teacher, student, tara, watcher, id, stored, stop, ready, seat };
}

describe('recording a class', () => {
  it('[RC6] everybody sees that it records, pauses, goes on and stops, and the same click counts once', async () => {
    const { tara, id, student } = await recorded();
    const sam = await world.enter(student, { agreedTo: CONSENT_VERSION });
    expect((sam.snapshot as unknown as { session: { recording: unknown } }).session.recording).toMatchObject({
      recordingId: id,
      phase: 'recording',
    });
    const sendId = newId();
    const { seq } = await tara.get('recording.pause', { sendId });
    expect((await tara.get('recording.pause', { sendId })).seq).toBe(seq);
    expect(world.gateway.called('recordings.pause').filter((call) => call.body['recordingId'] === id)).toHaveLength(1);
    await sam.fact<Recording>('event', (event) => event.recording?.phase === 'paused');
    expect(await tara.reason('recording.resume', { sendId })).toBe('bad-request');
    await tara.get('recording.resume', { sendId: newId() });
    await tara.get('recording.stop', { sendId: newId() });
    await sam.fact<Recording>('event', (event) => event.type === 'recording.changed' && event.recording === null);
    expect(await tara.reason('recording.pause', { sendId: newId() })).toBe('not-recording');
  });

  it('[RC1] a second recording of the session is refused, and a repeated start answers the first', async () => {
    const classId = await world.class();
    const tara = await world.enter(await world.person(classId, 'teacher'));
    const sendId = newId();
    const first = await tara.get('recording.start', { sendId });
    expect(await tara.get('recording.start', { sendId })).toEqual(first);
    expect(await tara.reason('recording.start', { sendId: newId() })).toBe('already-recording');
  });

  it('[RC7] the teacher is recorded from the click on; nobody else before their own agreement is stored', async () => {
    const { id, student, seat, classId } = await recorded();
    expect([...(world.gateway.admitted.get(id) ?? [])]).toEqual([seat]);
    const lobby = await world.link(student);
    expect(await lobby.reason('room.enter', { tab: newTab() })).toBe('consent-needed');
    expect(await lobby.reason('room.enter', { tab: newTab(), agreedTo: '1999-01' })).toBe('consent-needed');
    const stored = () => world.classroom.ports.consents.has(id, student.personId);
    expect(await stored()).toBe(false);
    let wasStored: boolean | undefined;
    world.gateway.plan('recordings.admit', async () => {
      wasStored = await stored();
    });
    const { me } = await lobby.get('room.enter', { tab: newTab(), agreedTo: CONSENT_VERSION });
    expect(wasStored).toBe(true);
    expect(world.gateway.admitted.get(id)).toContain(me.seatId);
    const consents = world.connection.getClient().db(world.connection.name).collection('consents');
    expect(await consents.findOne({ personId: student.personId })).toMatchObject({ classId, recordingId: id, version: CONSENT_VERSION });
  });

  it('[RC7] a tab that comes back by itself says yes to nothing: another recording may have begun meanwhile', async () => {
    const { tara, student } = await recorded();
    const tab = newTab();
    const sam = await world.enter(student, { tab, agreedTo: CONSENT_VERSION });
    sam.close();
    const again = await world.link(student);
    // To the recording that runs the answer stands.
    await again.get('room.enter', { tab, resume: true });
    again.close();
    await tara.get('recording.stop', { sendId: newId() });
    await tara.get('recording.start', { sendId: newId() });
    const back = await world.link(student);
    expect(await back.reason('room.enter', { tab, resume: true, agreedTo: CONSENT_VERSION })).toBe('consent-needed');
    expect(await back.reason('room.enter', { tab, agreedTo: CONSENT_VERSION })).toBe('ok');
  });

  it('[RC8] who sits in the class when it begins to be recorded agrees by a wish, and only to the present text', async () => {
    const classId = await world.class();
    const tara = await world.enter(await world.person(classId, 'teacher'));
    const sam = await world.enter(await world.person(classId, 'student'));
    expect(await sam.reason('recording.agree', { version: CONSENT_VERSION })).toBe('not-recording');
    const { recordingId } = await tara.get('recording.start', { sendId: newId() });
    const { seatId } = (sam.snapshot as unknown as { me: { seatId: string } }).me;
    expect(world.gateway.admitted.get(recordingId)).not.toContain(seatId);
    expect(await sam.reason('recording.agree', { version: 'an old text' })).toBe('consent-needed');
    expect(await sam.reason('recording.agree', { version: CONSENT_VERSION })).toBe('ok');
    expect(world.gateway.admitted.get(recordingId)).toContain(seatId);
  });

  it('[RC9] a start that the gateway refuses leaves nothing behind, says why, and may be tried again', async () => {
    const classId = await world.class();
    const tara = await world.enter(await world.person(classId, 'teacher'));
    world.gateway.plan('recordings.start', 'disk-full');
    const sendId = newId();
    expect(await tara.reason('recording.start', { sendId })).toBe('disk-full');
    expect((await tara.get('class.watch')).recordings).toEqual([]);
    expect(tara.events('recording.changed')).toEqual([]);
    expect(await tara.reason('recording.start', { sendId })).toBe('ok');
  });

  it('[RC10] an answer that is lost on its way changes nothing: the order is repeated and counts once', async () => {
    const classId = await world.class();
    const tara = await world.enter(await world.person(classId, 'teacher'));
    world.gateway.plan('recordings.start', 'lose');
    const { recordingId } = await tara.get('recording.start', { sendId: newId() });
    expect(world.gateway.recordings.get(recordingId)?.phase).toBe('recording');
    world.gateway.plan('recordings.stop', 'drop', 'lose');
    await tara.get('recording.stop', { sendId: newId() });
    expect(tara.events('recording.changed').map((event) => (event['recording'] as { phase: string } | null)?.phase)).toEqual([
      'recording',
      undefined,
    ]);
  });

  it('[RC11] a recording that its gateway stops by itself is stopped for all, with the reason, and is composed', async () => {
    const { tara, id, stored } = await recorded();
    world.gateway.tell(id, { phase: 'stopped', reason: 'disk-full', recordedMs: 900 });
    expect(await tara.fact('recording.trouble')).toEqual({ reason: 'disk-full' });
    await tara.fact<Recording>('event', (event) => event.type === 'recording.changed' && event.recording === null);
    await until('composing', async () => (await stored())?.phase === 'composing');
    expect(await tara.reason('recording.start', { sendId: newId() })).toBe('ok');
  });

  it('[RC12] the end of the session stops its recording, and its room is closed after that', async () => {
    const { tara, id, stored } = await recorded();
    await tara.get('session.end', { sendId: newId() });
    await until('composing', async () => (await stored())?.phase === 'composing');
    const names = world.gateway.calls
      .filter((call) => call.body['recordingId'] === id || call.name === 'rooms.close')
      .map((call) => call.name);
    expect(names.indexOf('recordings.stop')).toBeLessThan(names.lastIndexOf('rooms.close'));
  });

  it('[RC13] progress reaches those who watch, old news changes nothing, and what is ready stays ready', async () => {
    const { watcher, id, stop, stored } = await recorded();
    await stop();
    await until('composing', async () => (await stored())?.phase === 'composing');
    world.gateway.tell(id, { phase: 'composing', progress: 0.5 });
    await watcher.fact<Library>('class.changed', (view) => view.recordings[0]?.progress === 0.5);
    world.gateway.tell(id, { phase: 'ready', progress: 1, durationMs: 2_000, bytes: 77 });
    await watcher.fact<Library>('class.changed', (view) => view.recordings[0]?.phase === 'ready');
    world.gateway.tell(id, { phase: 'composing', progress: 0.7 });
    world.gateway.tell(id, { phase: 'recording' });
    world.gateway.tell(id, { phase: 'ready', progress: 1, durationMs: 2_000, bytes: 78 });
    await until('the last word', async () => (await stored())?.bytes === 78);
    expect((await stored())?.phase).toBe('ready');
  });

  it('[RC14] composing that fails is told with its reason and may be tried again by the teacher', async () => {
    const { watcher, id, stop, stored, teacher, student } = await recorded();
    await stop();
    await until('composing', async () => (await stored())?.phase === 'composing');
    world.gateway.tell(id, { phase: 'failed', reason: 'disk-full' });
    await watcher.fact<Library>('class.changed', (view) => view.recordings[0]?.phase === 'failed');
    expect((await world.api(`/api/recordings/${id}/compose`, { method: 'POST', token: student.token })).status).toBe(403);
    expect((await world.api(`/api/recordings/${id}/compose`, { method: 'POST', token: teacher.token })).status).toBe(200);
    await until('composing again', async () => (await stored())?.phase === 'composing');
    expect((await world.api(`/api/recordings/${id}/compose`, { method: 'POST', token: teacher.token })).status).toBe(409);
  });
});

describe('a tool that dies in the middle of a start', () => {
  const later = (): ClassroomPorts => ({ ...world.classroom.ports, clock: { now: () => Date.now() + 20_000 } });

  /** The session is claimed, and then nothing: the tool that did it is gone. */
  async function claimed() {
    const classId = await world.class();
    const teacher = await world.person(classId, 'teacher');
    const tara = await world.enter(teacher);
    const { recordings, sessions } = world.classroom.ports;
    const session = await sessions.live(classId);
    const draft = {
      id: RecordingId.parse(newId()),
      classId,
      sessionId: session!.id,
      node: world.gateway.node,
      startedBy: teacher.personId,
      startSendId: newId(),
      title: 'A lesson',
      phase: 'starting' as const,
      hidden: false,
      startedAt: Date.now(),
      resumedAt: null,
      recordedMs: 0,
      durationMs: null,
      bytes: null,
      progress: 0,
      reason: null,
      course: { state: 'none' as const, owed: null },
      deletedAt: null,
      erasureOwed: false,
      version: 1,
    };
    const { id: recordingId, sessionId } = draft;
    await recordings.begin(draft, {
      recordingId,
      sessionId,
      classId,
      personId: teacher.personId,
      version: CONSENT_VERSION,
      at: Date.now(),
    });
    return { tara, draft };
  }

  it('[RC19] another tool finishes the start; nobody saw it before, and nobody came in unasked meanwhile', async () => {
    const { tara, draft } = await claimed();
    expect((await tara.get('class.watch')).recordings).toEqual([]);
    const late = await world.link(await world.person(draft.classId, 'student'));
    expect(await late.reason('room.enter', { tab: newTab() })).toBe('consent-needed');
    await tend(later(), 'settle');
    await tara.fact<Recording>('event', (event) => event.recording?.recordingId === draft.id);
    expect(world.gateway.recordings.get(draft.id)?.phase).toBe('recording');
    await tara.get('recording.stop', { sendId: newId() });
  });

  it('[RC19] where the session has ended, or the gateway refuses, nothing is left of it', async () => {
    const { tara, draft } = await claimed();
    world.gateway.plan('recordings.start', 'disk-full');
    await tend(later(), 'settle');
    expect(await world.classroom.ports.recordings.findAnywhere(draft.id)).toBeNull();
    expect(await tara.reason('recording.start', { sendId: newId() })).toBe('ok');
  });
});

describe('the library and the course', () => {
  it('[RC15] what is ready is brought to the course, a failed delivery again, and later changes follow', async () => {
    const { url, messages, replies } = lms.endpoint();
    replies.push(503);
    const { id, ready, stored, teacher, watcher } = await recorded(url);
    await ready();
    await until('the course to be told', async () => (await stored())?.course.state === 'published', 20_000);
    await watcher.fact<Library>('class.changed', (view) => view.recordings[0]?.inCourse === 'published');
    expect(messages.map(({ action }) => action)).toEqual(['publish', 'publish']);
    expect(messages.at(-1)).toMatchObject({ context_id: 'c', deployment_id: 'd', recording: { id, visible: true, durationMs: 2_000 } });
    const change = (body: object) =>
      world.api(`/api/recordings/${id}`, { method: 'PATCH', token: teacher.token, body: JSON.stringify(body) });
    expect(await (await change({ title: 'Cells', hidden: true })).json()).toMatchObject({ title: 'Cells', hidden: true });
    await until('the update', () => messages.find(({ action }) => action === 'update'));
    expect(messages.at(-1)?.recording).toMatchObject({ title: 'Cells', visible: false });
    expect((await world.api(`/api/recordings/${id}`, { method: 'DELETE', token: teacher.token })).status).toBe(204);
    await until('the withdrawal', () => messages.find(({ action }) => action === 'unpublish'));
    await until('the bytes to go', () => !world.gateway.recordings.has(id));
  });

  it('[RC15] bytes that are erased while the course is being told make nobody tell it twice', async () => {
    const { url, messages, replies } = lms.endpoint();
    const { id, ready, stored, teacher } = await recorded(url);
    await ready();
    await until('the course to be told', async () => (await stored())?.course.state === 'published', 20_000);
    world.gateway.plan('recordings.delete', async () => {
      await until('the course to be asked', () => messages.some(({ action }) => action === 'unpublish'));
    });
    replies.push(async () => {
      await until('the bytes to be erased', async () => (await stored())?.erasureOwed === false);
      return 200;
    });
    expect((await world.api(`/api/recordings/${id}`, { method: 'DELETE', token: teacher.token })).status).toBe(204);
    await until('the course to have let go', async () => (await stored())?.course.owed === null, 20_000);
    expect(messages.map(({ action }) => action)).toEqual(['publish', 'unpublish']);
  });

  it('[RC15] a title that changes while the course is being told is told as well', async () => {
    const { url, messages, replies } = lms.endpoint();
    const { id, ready, stored, teacher } = await recorded(url);
    const body = JSON.stringify({ title: 'Cells' });
    replies.push(async () => {
      expect((await world.api(`/api/recordings/${id}`, { method: 'PATCH', token: teacher.token, body })).status).toBe(200);
      return 200;
    });
    await ready();
    await until('the course to be told', async () => (await stored())?.course.state === 'published', 20_000);
    expect(messages.map(({ recording }) => recording.title)).toEqual([expect.not.stringContaining('Cells'), 'Cells']);
  });

  it('[RC16] a platform that says no is not asked again, and one without the endpoint not at all', async () => {
    const { url, messages, replies } = lms.endpoint();
    replies.push(403);
    const refused = await recorded(url);
    await refused.ready();
    await until('the refusal', async () => (await refused.stored())?.course.state === 'failed', 20_000);
    expect((await refused.stored())?.course.owed).toBeNull();
    const without = await recorded();
    await without.ready();
    expect((await without.stored())?.course).toEqual({ state: 'none', owed: null });
    expect(messages).toHaveLength(1);
  });

  it('[RC17] hidden ones are for teachers only, and only teachers change anything; a foreign id is not found', async () => {
    const { id, ready, teacher, student } = await recorded();
    await ready();
    const path = `/api/recordings/${id}`;
    const status = async (token: string, init: RequestInit = {}) => (await world.api(path, { ...init, token })).status;
    const hide = { method: 'PATCH', body: JSON.stringify({ hidden: true }) };
    expect(await status(student.token)).toBe(200);
    expect(await status(student.token, hide)).toBe(403);
    expect(await status(student.token, { method: 'DELETE' })).toBe(403);
    expect(await status(teacher.token, { method: 'PATCH', body: JSON.stringify({ classId: 'x' }) })).toBe(400);
    expect(await status(teacher.token, { method: 'PATCH', body: JSON.stringify({ title: '   ' }) })).toBe(400);
    expect(await status(teacher.token, hide)).toBe(200);
    expect(await status(student.token)).toBe(404);
    expect(await status(student.token, hide)).toBe(404);
    expect(await status(teacher.token)).toBe(200);
    const library = async (token: string) => ((await (await world.api('/api/class', { token })).json()) as Library).recordings.length;
    expect([await library(teacher.token), await library(student.token)]).toEqual([1, 0]);
    const stranger = await world.person(await world.class(), 'teacher');
    for (const init of [{}, hide, { method: 'DELETE' }]) expect(await status(stranger.token, init)).toBe(404);
    for (const end of ['/link', '/compose'])
      expect((await world.api(path + end, { method: 'POST', token: stranger.token })).status).toBe(404);
    expect((await world.api(path)).status).toBe(401);
    for (const odd of ['..%2f..', '%00', 'x'.repeat(500), '__proto__'])
      expect((await world.api(`/api/recordings/${odd}`, { token: teacher.token })).status).toBe(404);
  });

  it('[RC18] a deleted recording is gone for everybody at once, and its bytes as soon as the gateway answers', async () => {
    const { id, ready, stored, teacher, watcher } = await recorded();
    await ready();
    world.gateway.plan('recordings.delete', 'drop', 'drop', 'drop', 'drop');
    expect((await world.api(`/api/recordings/${id}`, { method: 'DELETE', token: teacher.token })).status).toBe(204);
    expect((await world.api(`/api/recordings/${id}`, { token: teacher.token })).status).toBe(404);
    await watcher.fact<Library>('class.changed', (view) => view.recordings.length === 0);
    await until('the bytes to go', () => !world.gateway.recordings.has(id), 20_000);
    await until('the chore to be done', async () => (await stored())?.erasureOwed === false);
  });
});
