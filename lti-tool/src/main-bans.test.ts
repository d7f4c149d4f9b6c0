import { type BansReply, type ClassId, LIMITS, RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { newId, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';

let world: World;
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
beforeAll(async () => {
  world = await World.open({ clock });
});
afterAll(() => world.close());

type Seated = TestLink & { snapshot: unknown };
const seatOf = (link: Seated): string => (link.snapshot as { me: { seatId: string } }).me.seatId;

/** Two classes of one course, and the same people in both. */
const aCourse = async () => {
  const issuer = `https://lms.example/${newId()}`;
  const of = (contextId: string, clientId = 'client') => {
    return world.classAt({ issuer, clientId, deploymentId: 'd', contextId, resourceLinkId: newId() });
  };
  const [first, second, elsewhere, sameCourseByAnother] = [await of('c'), await of('c'), await of('other'), await of('c', 'client-2')];
  const teacher = await world.person(first, 'teacher', 'Tara');
  const student = await world.person(first, 'student', 'Sam');
  const other = await world.person(first, 'student', 'Ada');
  /** The same person, launched in another class. */
  const alsoIn = async (classId: ClassId, { personId, role }: TestPerson, name = 'Sam') => {
    await world.identity.memberships.put({ classId, personId, role, lastLaunchAt: clock.now() });
    return world.signIn({ classId, personId, role, name });
  };
  return { first, second, elsewhere, sameCourseByAnother, teacher, student, other, alsoIn };
};
const post = (path: string, { token }: TestPerson, body?: object) =>
  world.api(path, { method: 'POST', token, ...(body && { body: JSON.stringify(body) }) });
const ban = (by: TestPerson, { personId }: TestPerson, about: object = {}) =>
  post('/api/bans', by, { personId, scope: 'class', reason: '', until: null, ...about });
const list = async ({ token }: TestPerson): Promise<BansReply> => (await world.api('/api/bans', { token })).json() as Promise<BansReply>;
const reasonOf = async (answer: Response) => [answer.status, ((await answer.json()) as { reason?: string }).reason];
const session = async ({ token }: TestPerson) => reasonOf(await world.api('/api/session', { token }));
const linkReason = ({ token }: TestPerson) =>
  world.tryLink({ auth: { token } }).then(
    () => 'admitted',
    (error: Error) => error.message,
  );

describe('a ban', () => {
  it('[BN1] puts out on all devices at once: every link told and closed, the seat empty, the media ended; nobody else is touched', async () => {
    const { first, teacher, student, other } = await aCourse();
    const [tara, ada] = [await world.enter(teacher), await world.enter(other)];
    const sam = await world.enter(student);
    const phone = await world.signIn({ ...student, classId: first, name: 'Sam' });
    const [lobby, elsewhere] = [await world.link(student), await world.link(phone)];
    const seatId = seatOf(sam);
    expect(await tara.reason('seat.ban', { seatId, scope: 'class', reason: 'Shouting', until: null })).toBe('ok');
    for (const link of [sam, lobby, elsewhere]) {
      expect(await link.fact('person.removed')).toEqual({ why: 'banned' });
      await until('the link to be closed', () => !link.socket.connected);
    }
    await ada.fact('event', (event) => event['type'] === 'seat.left' && event['seatId'] === seatId);
    await until('the eject', () => world.gateway.ejected.some((order) => order['seatId'] === seatId && order['reason'] === 'removed'));
    expect(await ada.reason('media.pass')).toBe('ok');
    for (const device of [student, phone]) {
      expect(await session(device)).toEqual([403, 'banned']);
      expect(await linkReason(device)).toBe('banned');
    }
  });

  it('[BN2] shuts every way of the tool: bearer, hand-off, restored session, link, room, and a playback link from before', async () => {
    const { first, teacher, student } = await aCourse();
    const tara = await world.enter(teacher);
    const { recordingId } = await tara.get('recording.start', { sendId: newId() });
    await tara.get('recording.stop', { sendId: newId() });
    const found = () => world.classroom.ports.recordings.findAnywhere(recordingId);
    await until('composing', async () => (await found())?.phase === 'composing');
    world.gateway.tell(RecordingId.parse(recordingId), { phase: 'ready', progress: 1, durationMs: 2_000, bytes: 1_000 });
    await until('ready', async () => (await found())?.phase === 'ready');
    const link = (await (await post(`/api/recordings/${recordingId}/link`, student)).json()) as { url: string };
    const watcher = await world.link(student);
    const handed = (await (await post('/api/handoff', student, { place: 'room' })).json()) as { url: string };
    expect((await world.api(link.url)).status).toBe(200);
    expect((await ban(teacher, student)).status).toBe(200);
    await until('the link to be closed', () => !watcher.socket.connected);
    expect(await reasonOf(await world.api(link.url))).toEqual([403, 'banned']);
    for (const answer of [
      await world.api('/api/session', { token: student.token }),
      await world.api('/api/class', { token: student.token }),
      await post('/api/handoff', student, { place: 'room' }),
      await post(`/api/recordings/${recordingId}/link`, student),
      await world.api('/api/session/redeem', {
        method: 'POST',
        body: JSON.stringify({ code: handed.url.split('#code=')[1] }),
        headers: { origin: world.url },
      }),
    ])
      expect(await reasonOf(answer)).toEqual([403, 'banned']);
    expect(await linkReason(student)).toBe('banned');
    expect(await linkReason(await world.signIn({ ...student, classId: first, name: 'Sam' }))).toBe('banned');
  });

  it('[BN1] ends a link at its next wish even where the news of the ban was lost', async () => {
    const { first, teacher, student } = await aCourse();
    const tara = await world.enter(teacher);
    const sam = await world.enter(student);
    const person = (await world.identity.persons.find(student.personId))!;
    const entry = { classId: first, at: clock.now(), action: 'banned', by: 'Tara', byId: teacher.personId } as const;
    const at = clock.now();
    await world.identity.bans.put(
      {
        ...{ id: newId() as never, identity: person, personId: person.id, name: 'Sam', place: `class ${first}`, scope: 'class' },
        ...{ classId: first, reason: '', until: null, at, byId: teacher.personId, by: 'Tara' },
      },
      { ...entry, person: 'Sam', personId: person.id, reason: '', scope: 'class', until: null },
    );
    expect(await sam.reason('hand.raise')).toBe('banned');
    await until('the link to be closed', () => !sam.socket.connected);
    expect(await tara.reason('media.pass')).toBe('ok');
  });

  it('[BN5] of the class holds in that class alone; of the course in all of its classes, by whichever registration, and in no other', async () => {
    const { second, elsewhere, sameCourseByAnother, teacher, student, alsoIn } = await aCourse();
    const [there, away, byAnother] = [
      await alsoIn(second, student),
      await alsoIn(elsewhere, student),
      await alsoIn(sameCourseByAnother, student),
    ];
    await ban(teacher, student, { scope: 'class' });
    expect([(await session(student))[0], (await session(there))[0]]).toEqual([403, 200]);
    const sam = await world.enter(there);
    await ban(teacher, student, { scope: 'course' });
    expect(await sam.fact('person.removed')).toEqual({ why: 'banned' });
    await until('the eject', () => world.gateway.ejected.some((order) => order['seatId'] === seatOf(sam)));
    expect([(await session(there))[0], (await session(byAnother))[0], (await session(away))[0]]).toEqual([403, 403, 200]);
    const { bans, hasCourse } = await list(await world.person(second, 'teacher', 'Theo'));
    expect([hasCourse, bans.map(({ scope }) => scope)]).toEqual([true, ['course']]);
  });

  it('[BN3] ends by itself at its time, and when it is lifted; the person comes in again with what they had', async () => {
    const { teacher, student, other } = await aCourse();
    const until = clock.now() + 60_000;
    await ban(teacher, student, { until });
    expect(await session(student)).toEqual([403, 'banned']);
    clock.aheadMs += 60_001;
    expect((await session(student))[0]).toBe(200);
    expect((await list(teacher)).bans).toEqual([]);
    clock.aheadMs = 0;
    await ban(teacher, other, { reason: ' Spam ' });
    const { bans } = await list(teacher);
    expect(bans.map(({ name, reason, by }) => [name, reason, by])).toContainEqual(['Ada', 'Spam', 'Tara']);
    const adas = bans.find(({ name }) => name === 'Ada');
    const lifted = (await (await post(`/api/bans/${adas?.id}/lift`, teacher)).json()) as BansReply;
    expect(lifted.bans.map(({ name }) => name)).not.toContain('Ada');
    expect(lifted.log[0]).toMatchObject({ action: 'lifted', person: 'Ada', by: 'Tara' });
    expect((await session(other))[0]).toBe(200);
    await world.enter(other);
    expect(await reasonOf(await post(`/api/bans/${adas?.id}/lift`, teacher))).toEqual([404, 'not-found']);
  });

  it('[BN6] stands once a person and place: a further one takes its place, also of two teachers at once', async () => {
    const { first, teacher, student } = await aCourse();
    const colleague = await world.person(first, 'teacher', 'Theo');
    await ban(teacher, student, { reason: 'one' });
    await Promise.all([ban(teacher, student, { reason: 'two' }), ban(colleague, student, { reason: 'two' })]);
    const { bans, log } = await list(teacher);
    expect(bans.map(({ reason }) => reason)).toEqual(['two']);
    expect(log.filter(({ action }) => action === 'banned')).toHaveLength(3);
  });

  it('[BN4] is never of a teacher: not oneself, no colleague, nobody who teaches another class of the course, and students ban nobody', async () => {
    const { first, second, teacher, student, other, alsoIn } = await aCourse();
    const colleague = await world.person(first, 'teacher', 'Theo');
    for (const target of [teacher, colleague]) expect(await reasonOf(await ban(teacher, target))).toEqual([403, 'forbidden']);
    await alsoIn(second, { ...other, role: 'teacher' }, 'Ada');
    expect(await reasonOf(await ban(teacher, other, { scope: 'course' }))).toEqual([403, 'forbidden']);
    expect((await ban(teacher, other, { scope: 'class' })).status).toBe(200);
    expect(await reasonOf(await ban(student, other))).toEqual([403, 'forbidden']);
    expect(await reasonOf(await post(`/api/bans/${newId()}/lift`, student))).toEqual([403, 'forbidden']);
    const stranger = await world.person(await world.class(), 'student', 'Stranger');
    expect(await reasonOf(await ban(teacher, stranger))).toEqual([404, 'not-found']);
    // Whom the course makes a teacher is a teacher: the LMS has the last word.
    await world.identity.memberships.put({ classId: first, personId: other.personId, role: 'teacher', lastLaunchAt: clock.now() });
    expect((await session(other))[0]).toBe(200);
  });

  it('[BN4] is lifted only where it holds', async () => {
    const { teacher, student } = await aCourse();
    const { teacher: another } = await aCourse();
    await ban(teacher, student);
    const [{ id } = { id: '' }] = (await list(teacher)).bans;
    expect(await reasonOf(await post(`/api/bans/${id}/lift`, another))).toEqual([404, 'not-found']);
    expect((await list(another)).bans).toEqual([]);
    expect(await session(student)).toEqual([403, 'banned']);
  });

  it('[BN9] takes a reason and an end up to the limits, and none beyond or past', async () => {
    const { teacher, student } = await aCourse();
    const now = clock.now();
    const long = 'x'.repeat(LIMITS.banReasonChars);
    expect((await ban(teacher, student, { reason: long, until: now + LIMITS.banMs - 60_000 })).status).toBe(200);
    for (const about of [
      { reason: `${long}x` },
      { until: now + LIMITS.banMs + 60_000 },
      { until: now - 1 },
      { until: -1 },
      { scope: 'session' },
      { byId: 'x' },
    ])
      expect([about, (await ban(teacher, student, about)).status]).toEqual([about, 400]);
  });

  it('[BN8] outlives the erasure of the person, without a name, and lets nobody back in under a new record', async () => {
    const { first, teacher, student } = await aCourse();
    const { issuer, sub } = (await world.identity.persons.find(student.personId))!;
    const tara = await world.enter(teacher);
    const sam = await world.enter(student);
    await tara.get('locks.except', { seatId: seatOf(sam), locks: ['camera'] });
    await ban(teacher, student, { reason: 'Sam shouted' });
    const eraser = await openPeopleEraser(world.connection);
    await eraser.erase(issuer, [sub]);
    const { bans, log } = await list(teacher);
    expect(bans.map(({ name, reason, by }) => [name, reason, by])).toEqual([['', '', 'Tara']]);
    expect(JSON.stringify(log)).not.toContain('Sam');
    const course = (await world.identity.classes.find(first))!;
    await expect(world.identity.banDoor.mindLaunch({ issuer, sub }, course, 'student')).rejects.toThrow('banned');
    expect(await world.connection.collection('classlocks').findOne({ 'exceptions.personId': student.personId })).toBeNull();
    const theo = await world.person(first, 'teacher', 'Theo');
    const mine = (await world.identity.persons.find(teacher.personId))!;
    await eraser.erase(mine.issuer, [mine.sub]);
    expect(JSON.stringify(await list(theo))).not.toContain('Tara');
  });
});
