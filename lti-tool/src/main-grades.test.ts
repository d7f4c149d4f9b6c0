import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AttendanceRule, type ClassId, type GradesReply, LIMITS, type PersonId, type PlatformRegistration } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassRecord } from './domain/identity.ts';
import { newId, type TestPerson, until, World } from './testing/classroom-world.ts';
import { SandboxLms } from './testing/sandbox-lms.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestClock } from './testing/test-tool.ts';

const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json';
const clock = new TestClock();
let world: World;
/** Another tool on the same database, with the same gateway. */
let other: World;
let sandbox: SandboxLms;
let scripted: TestPlatform;

beforeAll(async () => {
  clock.stopped = Date.now();
  world = await World.open({ clock });
  other = await World.open({ clock, uri: world.uri, gateway: world.gateway });
  [sandbox, scripted] = await Promise.all([SandboxLms.open(world.url), new TestPlatform().open()]);
  await register(sandbox.registration());
  await register(scripted.registration());
  scripted.answers.set('/token', (_req, res) => json(res, 200, { access_token: 'a-token', token_type: 'Bearer', expires_in: 3_600 }));
});
afterAll(async () => {
  await other.close();
  await world.close();
  await Promise.all([sandbox.close(), scripted.close()]);
});

const register = async (registration: PlatformRegistration) => {
  const { issuer, clientId } = registration;
  await world.connection
    .collection('platforms')
    .updateOne({ issuer, clientId }, { $set: { registration, active: true } }, { upsert: true });
};
const json = (res: ServerResponse, status: number, body: unknown) =>
  void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const textOf = async (req: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of req) text += part;
  return text;
};
const minutes = (count: number): void => {
  clock.aheadMs += count * 60_000;
};
const SHARE: AttendanceRule = { grade: 'share', atLeastPercent: 75, lateAfterMinutes: 10, earlyBeforeMinutes: 10, sending: 'by-hand' };

interface Score {
  readonly url: string;
  readonly type: string;
  readonly body: { userId: string; scoreGiven: number; timestamp: string };
}
type Reply = number | { readonly status: number; readonly body: string } | Promise<number>;

/** A column of the scripted platform that answers as it is told, 200 when it is told nothing. */
function aColumn() {
  const path = `/items/${newId()}/lineitem`;
  const scores: Score[] = [];
  const replies: Reply[] = [];
  const seen = { most: 0, now: 0 };
  scripted.answers.set(`${path}/scores`, async (req, res) => {
    seen.most = Math.max(seen.most, (seen.now += 1));
    scores.push({ url: req.url ?? '', type: req.headers['content-type'] ?? '', body: JSON.parse(await textOf(req)) });
    const reply = await (replies.shift() ?? 200);
    seen.now -= 1;
    if (typeof reply === 'number') json(res, reply, { error: 'no' });
    else res.writeHead(reply.status, { 'content-type': 'text/html' }).end(reply.body);
  });
  scripted.answers.set(path, (_req, res) => json(res, 200, { id: `${scripted.url}${path}`, label: 'x', scoreMaximum: 100 }));
  return { path, url: `${scripted.url}${path}?type_id=5`, scores, replies, seen };
}

type Where = Partial<Pick<ClassRecord, 'lineItemUrl' | 'lineItemsUrl' | 'gradeScopes' | 'resourceLinkId'>>;

async function aClass(platform: { issuer: string; clientId: string }, where: Where) {
  const { resourceLinkId = newId(), ...ags } = where;
  const link = { ...platform, deploymentId: 'd', contextId: 'c', resourceLinkId };
  const { id: classId } = await world.identity.classes.upsert(link, { title: 'Biology', courseTitle: 'Life', ...ags });
  return { classId, teacher: await world.person(classId, 'teacher', 'Tara') };
}
const onScripted = (where: Where) => aClass({ issuer: scripted.url, clientId: scripted.clientId }, where);
const onSandbox = () =>
  aClass({ issuer: sandbox.url, clientId: 'live-class' }, { lineItemsUrl: `${sandbox.url}/lti/courses/bio/lineitems` });

/** A person of the sandbox course as a student of the class. */
async function fromCourse(classId: ClassId, sub: string): Promise<TestPerson> {
  const person = await world.identity.persons.upsert({ issuer: sandbox.url, sub, name: sub });
  await world.identity.memberships.put({ classId, personId: person.id, role: 'student', lastLaunchAt: Date.now() });
  return world.signIn({ classId, personId: person.id, role: 'student', name: sub });
}

/** One meeting of an hour, at which these people were for so many minutes. */
async function hold(teacher: TestPerson, students: readonly (readonly [TestPerson, number])[]): Promise<string> {
  const tara = await world.enter(teacher);
  const { sessionId } = (tara.snapshot as unknown as { session: { sessionId: string } }).session;
  const links = await Promise.all(students.map(async ([student, stay]) => ({ stay, link: await world.enter(student) })));
  let gone = 0;
  for (const { stay, link } of links.sort((one, next) => one.stay - next.stay)) {
    minutes(stay - gone);
    gone = stay;
    if (stay < 60) await link.get('room.leave');
  }
  minutes(60 - gone);
  await tara.get('session.end', { sendId: newId() });
  return sessionId;
}

const call = async (who: TestPerson, method: string, path: string, body?: unknown) => {
  const response = await world.api(path, { method, token: who.token, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json() as Promise<Record<string, unknown>>;
};
const setRule = (teacher: TestPerson, change: Partial<AttendanceRule> = {}) =>
  call(teacher, 'PUT', '/api/grades/rule', { ...SHARE, ...change });
const send = (teacher: TestPerson, people?: readonly PersonId[]) => call(teacher, 'POST', '/api/grades/send', people ? { people } : {});
const grades = (teacher: TestPerson) => call(teacher, 'GET', '/api/grades') as unknown as Promise<GradesReply>;
const gradeOf = async (teacher: TestPerson, of: TestPerson) =>
  (await grades(teacher)).people.find(({ personId }) => personId === of.personId)!;
const correct = (teacher: TestPerson, sessionId: string, of: TestPerson, correction: unknown) =>
  call(teacher, 'PUT', `/api/attendance/sessions/${sessionId}/people/${of.personId}`, { correction, note: '' });

/** A class with its own column, a rule, and Sam who was there for half an hour of one. */
async function graded(change: Partial<AttendanceRule> = {}) {
  const column = aColumn();
  const { classId, teacher } = await onScripted({ lineItemUrl: column.url });
  const sam = await world.person(classId, 'student', 'Sam');
  await setRule(teacher, change);
  const sessionId = await hold(teacher, [[sam, 30]]);
  return { column, classId, teacher, sam, sessionId };
}

describe('the rule and the preview', () => {
  it('[AT23] nothing is graded before a teacher says how; then the preview says what would be sent for whom', async () => {
    const { classId, teacher } = await onScripted({ lineItemUrl: aColumn().url });
    const sam = await world.person(classId, 'student', 'Sam');
    const ada = await world.person(classId, 'student', 'Ada');
    await hold(teacher, [[sam, 45]]);
    expect(await grades(teacher)).toMatchObject({ rule: { grade: 'none', sending: 'by-hand' }, column: 'given', hidesZero: false });
    expect((await gradeOf(teacher, sam)).score).toBeNull();
    expect(await send(teacher)).toEqual({ queued: 0 });
    await setRule(teacher);
    expect(await gradeOf(teacher, sam)).toMatchObject({ score: 75, sessions: 1, attended: 1, excused: 0, delivery: { state: 'none' } });
    expect(await gradeOf(teacher, ada)).toMatchObject({ score: 0, attended: 0 });
    expect((await grades(teacher)).people).toHaveLength(2);
    await setRule(teacher, { grade: 'presence', atLeastPercent: 76 });
    expect((await gradeOf(teacher, sam)).score).toBe(0);
  });

  it('[AT23] a rule beyond its limits is refused', async () => {
    const { teacher } = await onScripted({});
    const status = async (change: Record<string, unknown>) =>
      (await world.api('/api/grades/rule', { method: 'PUT', token: teacher.token, body: JSON.stringify({ ...SHARE, ...change }) })).status;
    expect([await status({ atLeastPercent: 1 }), await status({ atLeastPercent: 100 })]).toEqual([200, 200]);
    expect([await status({ atLeastPercent: 0 }), await status({ atLeastPercent: 101 })]).toEqual([400, 400]);
    expect([
      await status({ lateAfterMinutes: LIMITS.attendanceGraceMinutes }),
      await status({ lateAfterMinutes: LIMITS.attendanceGraceMinutes + 1 }),
    ]).toEqual([200, 400]);
    expect([await status({ earlyBeforeMinutes: LIMITS.attendanceGraceMinutes }), await status({ earlyBeforeMinutes: -1 })]).toEqual([
      200, 400,
    ]);
    const names = (count: number) => Array.from({ length: count }, () => newId());
    const many = async (count: number) =>
      (await world.api('/api/grades/send', { method: 'POST', token: teacher.token, body: JSON.stringify({ people: names(count) }) }))
        .status;
    // The platform of this class takes no grades at all: that is another no than a list that is too long.
    expect([await many(LIMITS.gradesPerSend), await many(LIMITS.gradesPerSend + 1)]).toEqual([409, 400]);
  });

  it('[AT36] says where a platform shows no grade of 0', async () => {
    const { teacher } = await onScripted({ lineItemUrl: `${scripted.url}/api/lti_consumer/v1/lti/1/lti-ags/2` });
    expect((await grades(teacher)).hidesZero).toBe(true);
  });
});

describe('a score on its way', () => {
  it('[AT31] goes below the address of the column and before its query, complete, with a later second each time', async () => {
    const { column, teacher, sam, classId } = await graded();
    await send(teacher);
    await world.attendance.round();
    await send(teacher, [sam.personId]);
    await world.attendance.round();
    const person = await world.identity.persons.find(sam.personId);
    expect(column.scores).toHaveLength(2);
    expect(column.scores[0]).toEqual({
      url: `${column.path}/scores?type_id=5`,
      type: SCORE_TYPE,
      body: {
        userId: person?.sub,
        scoreGiven: 50,
        scoreMaximum: 100,
        activityProgress: 'Completed',
        gradingProgress: 'FullyGraded',
        timestamp: new Date(Math.floor(clock.now() / 1_000) * 1_000).toISOString(),
      },
    });
    const seconds = column.scores.map(({ body }) => Math.floor(Date.parse(body.timestamp) / 1_000));
    expect(seconds[1]).toBe(Number(seconds[0]) + 1);
    expect(await gradeOf(teacher, sam)).toMatchObject({ sent: { score: 50, at: clock.now() }, delivery: { state: 'sent', score: 50 } });
    expect(await world.connection.collection('grades').countDocuments({ classId })).toBe(1);
    // The same grade once more is nothing new.
    expect(await send(teacher)).toEqual({ queued: 0 });
  });

  it('[AT33] is tried again, later and later, and says why; what was not tried yet waits', async () => {
    const { column, teacher, sam } = await graded();
    column.replies.push(503, 429, { status: 500, body: '<p>oops' });
    await send(teacher);
    expect((await gradeOf(teacher, sam)).delivery).toMatchObject({ state: 'waiting', tries: 0, cause: null });
    const waits: number[] = [];
    for (let tries = 1; tries <= 3; tries += 1) {
      await world.attendance.round();
      await world.attendance.round();
      expect(column.scores).toHaveLength(tries);
      const { delivery } = await gradeOf(teacher, sam);
      if (delivery.state !== 'waiting') throw new Error(delivery.state);
      expect([delivery.cause, delivery.status]).toEqual(['trouble', [503, 429, 500][tries - 1]]);
      waits.push(delivery.nextTryAt - clock.now());
      clock.aheadMs += waits.at(-1) ?? 0;
    }
    expect(waits).toEqual([2_000, 4_000, 8_000]);
    await world.attendance.round();
    expect((await gradeOf(teacher, sam)).delivery.state).toBe('sent');
  });

  it('[AT33] of a tool that was killed in the middle is sent by another after its lease, with a later time', async () => {
    const { column, teacher, classId, sam } = await graded();
    await send(teacher);
    const mine = (await world.attendance.ports.grades.claimDue(clock.now(), 100)).find(({ grade }) => grade.classId === classId);
    expect(mine).toBeDefined();
    await other.attendance.round();
    expect(column.scores).toEqual([]);
    clock.aheadMs += LIMITS.gradeLeaseMs;
    await other.attendance.round();
    expect(column.scores).toHaveLength(1);
    expect(Date.parse(String(column.scores[0]?.body.timestamp))).toBeGreaterThan(Number(mine?.timestamp));
    // The dead one's word comes too late to change anything.
    await world.attendance.ports.grades.settle(mine!, { type: 'refused', why: 'said-no' }, clock.now());
    expect((await gradeOf(teacher, sam)).delivery.state).toBe('sent');
  });

  it('[AT33] is given up in the end, which is told', async () => {
    const { column, teacher, sam, classId } = await graded();
    column.replies.push(503, 503);
    await send(teacher);
    const due = (tries: number) =>
      world.connection.collection('grades').updateOne({ classId }, { $set: { due: { at: clock.now(), tries } } });
    await due(LIMITS.gradeTries - 2);
    await world.attendance.round();
    expect((await gradeOf(teacher, sam)).delivery.state).toBe('waiting');
    await due(LIMITS.gradeTries - 1);
    await world.attendance.round();
    expect((await gradeOf(teacher, sam)).delivery).toMatchObject({ state: 'refused', why: 'gave-up', status: 503, said: '' });
  });

  it('[AT37] is overtaken by a newer grade: one message about a person at a time, and the newest is the last', async () => {
    const { column, teacher, sam, sessionId } = await graded();
    let answer: (status: number) => void = () => undefined;
    column.replies.push(new Promise<number>((resolve) => (answer = resolve)));
    await send(teacher);
    const first = world.attendance.round();
    await until('the first message', () => column.scores.length === 1);
    await correct(teacher, sessionId, sam, { standing: 'minutes', minutes: 45 });
    await other.attendance.round();
    await correct(teacher, sessionId, sam, { standing: 'present' });
    await other.attendance.round();
    expect(column.scores).toHaveLength(1);
    answer(200);
    await first;
    await other.attendance.round();
    expect(column.scores.map(({ body }) => body.scoreGiven)).toEqual([50, 100]);
    expect(column.seen.most).toBe(1);
    expect(await gradeOf(teacher, sam)).toMatchObject({ score: 100, delivery: { state: 'sent', score: 100 } });
  });

  it('[AT38] is sent once, however many tools look for what is due', async () => {
    const column = aColumn();
    const { classId, teacher } = await onScripted({ lineItemUrl: column.url });
    const everybody = await Promise.all(Array.from({ length: 30 }, (_, index) => world.person(classId, 'student', `S${index}`)));
    await setRule(teacher);
    await hold(
      teacher,
      everybody.slice(0, 2).map((one) => [one, 60] as const),
    );
    await send(teacher);
    await Promise.all([world.attendance.round(), other.attendance.round(), world.attendance.round()]);
    expect(column.scores).toHaveLength(30);
    expect(new Set(column.scores.map(({ body }) => body.userId)).size).toBe(30);
  });
});

describe('what the LMS answers', () => {
  it('[AT35] a no is told for that person in its own words, without markup, and not repeated until something changes', async () => {
    const { column, teacher, sam, sessionId } = await graded();
    column.replies.push({
      status: 403,
      body: `<html><title>x</title><style>p{}</style><p>User is <b>not</b>\u202e enrolled.</p>${'y'.repeat(900)}`,
    });
    await send(teacher);
    await world.attendance.round();
    const { delivery } = await gradeOf(teacher, sam);
    if (delivery.state !== 'refused') throw new Error(delivery.state);
    expect(delivery).toMatchObject({ why: 'said-no', status: 403, score: 50 });
    expect(delivery.said).toMatch(/^User is not enrolled\. y+$/);
    expect(delivery.said.length).toBeLessThanOrEqual(LIMITS.gradeAnswerChars);
    minutes(60);
    await world.attendance.round();
    expect(column.scores).toHaveLength(1);
    await correct(teacher, sessionId, sam, { standing: 'present' });
    await world.attendance.round();
    expect(column.scores).toHaveLength(2);
    expect((await gradeOf(teacher, sam)).delivery.state).toBe('sent');
  });

  it('[AT35] "there is something newer" may be the clock, so a later message follows a few times, and then it is told', async () => {
    const { column, teacher, sam } = await graded();
    column.replies.push(409, 409, 409, { status: 409, body: '{"reason":"overridden"}' });
    await send(teacher);
    for (let tries = 0; tries < 6; tries += 1) {
      await world.attendance.round();
      minutes(1);
    }
    expect(column.scores).toHaveLength(4);
    expect((await gradeOf(teacher, sam)).delivery).toMatchObject({ state: 'refused', status: 409, said: 'overridden' });
  });

  it('[AT35] "not found" with the column in its place is about the person', async () => {
    const { column, teacher, sam } = await graded();
    column.replies.push(404);
    await send(teacher);
    await world.attendance.round();
    expect((await gradeOf(teacher, sam)).delivery).toMatchObject({ state: 'refused', why: 'said-no', status: 404 });
    expect((await grades(teacher)).column).toBe('given');
  });

  it('[AT34] a column that is gone is told, written to no more, and replaced by one when a teacher sends again', async () => {
    const column = aColumn();
    const { classId, teacher } = await onScripted({ lineItemUrl: column.url, lineItemsUrl: `${scripted.url}/all` });
    const [sam, ada] = [await world.person(classId, 'student', 'Sam'), await world.person(classId, 'student', 'Ada')];
    await setRule(teacher);
    const sessionId = await hold(teacher, [[sam, 30]]);
    await send(teacher);
    await world.attendance.round();
    expect(column.scores).toHaveLength(2);
    for (const path of [column.path, `${column.path}/scores`]) scripted.answers.set(path, (_req, res) => json(res, 404, {}));
    await correct(teacher, sessionId, sam, { standing: 'present' });
    await world.attendance.round();
    expect((await grades(teacher)).column).toBe('gone');
    expect((await gradeOf(teacher, sam)).delivery).toMatchObject({ state: 'refused', why: 'column-gone' });
    await correct(teacher, sessionId, ada, { standing: 'present' });
    const before = scripted.asked.length;
    await world.attendance.round();
    expect(scripted.asked.slice(before)).toEqual([]);
    const fresh = aColumn();
    scripted.answers.set('/all', (req, res) =>
      req.method === 'POST' ? json(res, 201, { id: fresh.url, label: 'x', scoreMaximum: 100 }) : json(res, 200, []),
    );
    expect(await send(teacher)).toEqual({ queued: 2 });
    await world.attendance.round();
    expect(fresh.scores.map(({ body }) => body.scoreGiven)).toEqual([100, 100]);
    expect((await grades(teacher)).column).toBe('own');
  });

  it('[AT40] who is not a student of the class any more gets no grade', async () => {
    const { column, teacher, sam, classId } = await graded();
    await send(teacher);
    await world.connection.collection('memberships').deleteOne({ classId, personId: sam.personId });
    await world.attendance.round();
    expect(column.scores).toEqual([]);
    expect((await world.attendance.ports.grades.find(classId, sam.personId))?.refusal).toMatchObject({ why: 'not-in-class' });
  });
});

describe('a column of our own', () => {
  it('[AT32] is made once in the course, however many people and tools want it at once, and found again', async () => {
    const { classId, teacher } = await onSandbox();
    const people = await Promise.all(['sam', 'ada', 'layla', 'ravi'].map((sub) => fromCourse(classId, sub)));
    await setRule(teacher);
    await hold(teacher, [[people[0]!, 60]]);
    expect((await grades(teacher)).column).toBe('to-make');
    await send(teacher);
    const [one, two] = [people.slice(0, 2), people.slice(2)];
    expect(one.length + two.length).toBe(4);
    await Promise.all([world.attendance.round(), other.attendance.round()]);
    minutes(1);
    await world.attendance.round();
    const made = (await sandbox.lineItems()).filter(({ resourceId }) => resourceId === classId);
    expect(made).toHaveLength(1);
    expect(made[0]?.scores.map(({ userId, scoreGiven }) => [userId, scoreGiven]).sort()).toEqual([
      ['ada', 0],
      ['layla', 0],
      ['ravi', 0],
      ['sam', 100],
    ]);
    expect((await grades(teacher)).column).toBe('own');
    // Forgotten by the tool, it is found by its mark instead of made again.
    await world.connection.collection<{ _id: string }>('gradecolumns').deleteOne({ _id: classId });
    await send(teacher, [people[0]!.personId]);
    await world.attendance.round();
    expect((await sandbox.lineItems()).filter(({ resourceId }) => resourceId === classId)).toHaveLength(1);
    expect((await gradeOf(teacher, people[0]!)).delivery.state).toBe('sent');
  });

  it('[AT32] is looked for on every page of the course, and an address of another host is not believed', async () => {
    const { classId, teacher } = await onScripted({ lineItemsUrl: `${scripted.url}/pages?type_id=5` });
    const sam = await world.person(classId, 'student', 'Sam');
    const column = aColumn();
    const asked: { url: string; accept: string }[] = [];
    scripted.answers.set('/pages', (req, res) => {
      asked.push({ url: req.url ?? '', accept: req.headers.accept ?? '' });
      const mine = (id: string) => ({ id, resourceId: classId, tag: 'live-class-attendance', label: 'x', scoreMaximum: 100 });
      const isSecond = req.url?.includes('page=2');
      if (!isSecond) res.setHeader('link', `<${scripted.url}/pages?type_id=5&page=2>; rel="next"`);
      json(
        res,
        200,
        isSecond ? [mine(column.url)] : [mine('https://elsewhere.example/1'), { id: 5 }, { ...mine(column.url), resourceId: 'other' }],
      );
    });
    await setRule(teacher);
    await hold(teacher, [[sam, 60]]);
    await send(teacher);
    await world.attendance.round();
    expect(asked.map(({ accept }) => accept)).toEqual(Array(2).fill('application/vnd.ims.lis.v2.lineitemcontainer+json'));
    expect(asked[0]?.url).toBe(`/pages?type_id=5&resource_id=${classId}&tag=live-class-attendance`);
    expect(column.scores).toHaveLength(1);
  });

  it('[AT32] that cannot be made is told', async () => {
    const { classId, teacher } = await onScripted({ lineItemsUrl: `${scripted.url}/none` });
    const sam = await world.person(classId, 'student', 'Sam');
    scripted.answers.set('/none', (_req, res) => json(res, 403, { message: 'columns are made by hand here' }));
    await setRule(teacher);
    await hold(teacher, [[sam, 60]]);
    await send(teacher);
    await world.attendance.round();
    expect((await gradeOf(teacher, sam)).delivery).toMatchObject({
      state: 'refused',
      why: 'no-column',
      status: 403,
      said: 'columns are made by hand here',
    });
  });
});

describe('by itself', () => {
  it('[AT39] grades go at the end of a session where the rule says so, and are sent again when a correction changes them', async () => {
    const { column, teacher, sam, sessionId } = await graded({ sending: 'automatic' });
    await world.attendance.round();
    expect(column.scores.map(({ body }) => body.scoreGiven)).toEqual([50]);
    await correct(teacher, sessionId, sam, { standing: 'minutes', minutes: 45 });
    await other.attendance.round();
    expect(column.scores.map(({ body }) => body.scoreGiven)).toEqual([50, 75]);
    await correct(teacher, sessionId, sam, { standing: 'minutes', minutes: 45 });
    await world.attendance.round();
    expect(column.scores).toHaveLength(2);
    await hold(teacher, [[sam, 60]]);
    await world.attendance.round();
    expect(column.scores.map(({ body }) => body.scoreGiven)).toEqual([50, 75, 87.5]);
  });

  it('[AT39] where they are sent by hand nothing goes by itself, except corrections of what was sent', async () => {
    const { column, teacher, sam, sessionId } = await graded();
    await world.attendance.round();
    await correct(teacher, sessionId, sam, { standing: 'minutes', minutes: 45 });
    await world.attendance.round();
    expect(column.scores).toEqual([]);
    await send(teacher);
    await world.attendance.round();
    await correct(teacher, sessionId, sam, { standing: 'present' });
    await world.attendance.round();
    expect(column.scores.map(({ body }) => body.scoreGiven)).toEqual([75, 100]);
  });

  it('[AT44] who is excused from all after a grade was sent has it taken back, once, and gets one again when the excuse falls', async () => {
    const { column, teacher, sam, sessionId } = await graded();
    await correct(teacher, sessionId, sam, { standing: 'excused' });
    await send(teacher);
    await world.attendance.round();
    expect(column.scores).toEqual([]);
    await correct(teacher, sessionId, sam, { standing: 'present' });
    await send(teacher);
    await world.attendance.round();
    await correct(teacher, sessionId, sam, { standing: 'excused' });
    await world.attendance.round();
    expect(column.scores.at(-1)?.body).toMatchObject({ activityProgress: 'Initialized', gradingProgress: 'NotReady', scoreMaximum: 100 });
    expect(column.scores.at(-1)?.body).not.toHaveProperty('scoreGiven');
    expect(await gradeOf(teacher, sam)).toMatchObject({ score: null, sent: { score: null }, delivery: { state: 'sent', score: null } });
    await send(teacher);
    await setRule(teacher, { grade: 'none' });
    await world.attendance.round();
    expect(column.scores).toHaveLength(2);
    await setRule(teacher);
    await correct(teacher, sessionId, sam, null);
    await world.attendance.round();
    expect(column.scores.map(({ body }) => body.scoreGiven)).toEqual([100, undefined, 50]);
  });

  it('[AT24] a session that a teacher leaves out counts for nobody, and what was sent is sent again', async () => {
    const { column, teacher, sam, sessionId } = await graded();
    await hold(teacher, [[sam, 60]]);
    await send(teacher);
    await world.attendance.round();
    const change = (counts: unknown, who = teacher) =>
      world.api(`/api/attendance/sessions/${sessionId}`, { method: 'PATCH', token: who.token, body: JSON.stringify({ counts }) });
    expect([(await change('no')).status, (await change(false, sam)).status]).toEqual([400, 403]);
    expect(await (await change(false)).json()).toMatchObject({ sessionId, counts: false, heldMs: 3_600_000 });
    await world.attendance.round();
    expect(await gradeOf(teacher, sam)).toMatchObject({ score: 100, sessions: 1 });
    expect((await change(true)).status).toBe(200);
    await world.attendance.round();
    expect(column.scores.map(({ body }) => body.scoreGiven)).toEqual([75, 100, 75]);
    const elsewhere = await onScripted({});
    expect((await change(false, elsewhere.teacher)).status).toBe(404);
  });

  it('[AT39] what waits while the LMS is down arrives when it is back, also after a restart of the tool', async () => {
    const { classId, teacher } = await onSandbox();
    const sam = await fromCourse(classId, 'sam');
    await setRule(teacher, { sending: 'automatic' });
    await sandbox.stop();
    await hold(teacher, [[sam, 60]]);
    await world.attendance.round();
    expect((await gradeOf(teacher, sam)).delivery).toMatchObject({ state: 'waiting', tries: 1, cause: 'no-answer', status: null });
    await sandbox.run();
    minutes(20);
    const later = await World.open({ clock, uri: world.uri, gateway: world.gateway });
    await later.attendance.round();
    await later.close();
    expect((await gradeOf(teacher, sam)).delivery.state).toBe('sent');
    const [mine] = (await sandbox.lineItems()).filter(({ resourceId }) => resourceId === classId);
    expect(mine?.scores).toMatchObject([{ userId: 'sam', scoreGiven: 100 }]);
  });
});
