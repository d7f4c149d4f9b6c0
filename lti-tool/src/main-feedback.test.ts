import { type FeedbackDetail, type FeedbackReport, LIMITS, MyFeedbackReply } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { newId, type TestPerson, World } from './testing/classroom-world.ts';
import { TestClock } from './testing/test-tool.ts';

const clock = new TestClock();
let world: World;
beforeAll(async () => {
  clock.stopped = Date.now();
  world = await World.open({ clock });
});
afterAll(() => world.close());

/** A class whose session these students were in; it is still live. */
async function aSession(students: number) {
  const classId = await world.class();
  const teacher = await world.person(classId, 'teacher', 'Tara');
  const tara = await world.enter(teacher);
  const { sessionId } = (tara.snapshot as unknown as { session: { sessionId: string } }).session;
  const people: TestPerson[] = [];
  for (let index = 0; index < students; index += 1) {
    const student = await world.person(classId, 'student', `Student ${index}`);
    await world.enter(student);
    people.push(student);
  }
  const end = () => tara.get('session.end', { sendId: newId() });
  return { classId, teacher, people, sessionId, end };
}

/** A recording of that class that is ready; straight into the store, because making one takes a gateway and minutes. */
async function aRecording(classId: string, part: object = {}): Promise<string> {
  const id = newId();
  const own = { startedBy: newId(), startSendId: newId(), sessionId: newId(), startedAt: clock.now(), due: {}, deletedAt: null };
  const doc = { _id: id, classId, title: 'Week 7', phase: 'ready', hidden: false, version: 1, ...own, ...part };
  await world.connection.collection<{ _id: string }>('recordings').insertOne(doc);
  return id;
}

const call = (path: string, who: TestPerson, method = 'GET', body?: unknown) =>
  world.api(`/api/feedback/${path}`, { method, token: who.token, ...(body !== undefined && { body: JSON.stringify(body) }) });
const give = (who: TestPerson, id: string, body: unknown = { stars: 4, text: '' }, kind = 'session') =>
  call(`${kind}/${id}`, who, 'PUT', body);
const mine = async (who: TestPerson, query = '') => MyFeedbackReply.parse(await (await call(`mine${query}`, who)).json()).feedback;
const report = async (who: TestPerson) => (await (await call('report', who)).json()) as FeedbackReport;
const detail = async (who: TestPerson, id: string, kind = 'session') =>
  (await (await call(`report/${kind}/${id}`, who)).json()) as FeedbackDetail;
const stored = (subjectId: string) => world.connection.collection('feedback').find({ subjectId }).toArray();

describe('giving it', () => {
  it('[FB1] only who was in the session rates it', async () => {
    const { classId, teacher, people, sessionId, end } = await aSession(1);
    const stranger = await world.person(classId, 'student', 'Was not there');
    const other = await world.person(await world.class(), 'student', 'Of another class');
    expect((await give(people[0] as TestPerson, sessionId)).status).toBe(200);
    await end();
    expect((await give(people[0] as TestPerson, sessionId)).status).toBe(200);
    expect((await give(stranger, sessionId)).status).toBe(404);
    expect((await call(`session/${sessionId}/skip`, stranger, 'POST')).status).toBe(404);
    expect((await give(other, sessionId)).status).toBe(404);
    expect((await give(teacher, sessionId)).status).toBe(403);
    expect((await world.api('/api/feedback/mine')).status).toBe(401);
    for (const id of ['nonsense', `${sessionId}x`, '..%2f..']) expect((await give(people[0] as TestPerson, id)).status).toBe(404);
    expect((await give(people[0] as TestPerson, sessionId, { stars: 1, text: '' }, 'class')).status).toBe(404);
    expect(await mine(stranger)).toBeNull();
    expect(await mine(teacher)).toBeNull();
    expect(await stored(sessionId)).toHaveLength(1);
  });

  it('[FB1] only who may watch a recording rates it', async () => {
    const { classId, people, teacher } = await aSession(1);
    const other = await world.person(await world.class(), 'student');
    const [student] = people as [TestPerson];
    const [ready, hidden, composing] = [
      await aRecording(classId),
      await aRecording(classId, { hidden: true }),
      await aRecording(classId, { phase: 'composing' }),
    ];
    expect((await give(student, ready, { stars: 2, text: 'No sound' }, 'recording')).status).toBe(200);
    expect(await mine(student, `?recording=${ready}`)).toMatchObject({ state: 'given', stars: 2, text: 'No sound', closesAt: null });
    for (const id of [hidden, composing]) expect((await give(student, id, undefined, 'recording')).status).toBe(404);
    expect((await give(other, ready, undefined, 'recording')).status).toBe(404);
    expect((await give(teacher, ready, undefined, 'recording')).status).toBe(403);
  });

  it('[FB2] fifty at once are one answer, and the last that was sent holds', async () => {
    const { people, sessionId } = await aSession(1);
    const [student] = people as [TestPerson];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        index % 5 === 0
          ? call(`session/${sessionId}/skip`, student, 'POST')
          : give(student, sessionId, { stars: 1 + (index % 5), text: '' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(await stored(sessionId)).toHaveLength(1);
    await give(student, sessionId, { stars: 3, text: 'Better than last week' });
    expect(await mine(student)).toMatchObject({ state: 'given', stars: 3, text: 'Better than last week' });
    expect(await stored(sessionId)).toHaveLength(1);
  });

  it('[FB3] may be changed until a week after the end, and not afterwards', async () => {
    const { people, sessionId, end } = await aSession(2);
    const [one, other] = people as [TestPerson, TestPerson];
    await give(one, sessionId, { stars: 5, text: '' });
    await end();
    clock.aheadMs += LIMITS.feedbackOpenMs - 1;
    const [again, late] = [await world.signIn({ ...one, name: 'One' }), await world.signIn({ ...other, name: 'Other' })];
    expect((await give(again, sessionId, { stars: 4, text: '' })).status).toBe(200);
    clock.aheadMs += 1;
    const refused = await give(again, sessionId, { stars: 1, text: '' });
    expect([refused.status, await refused.json()]).toEqual([409, { reason: 'wrong-phase' }]);
    expect((await give(late, sessionId)).status).toBe(409);
    expect(await mine(again)).toBeNull();
    expect(await stored(sessionId)).toMatchObject([{ stars: 4 }]);
  });

  it('[FB4] refuses what is no answer, and takes a text of exactly the limit', async () => {
    const { people, sessionId } = await aSession(1);
    const [student] = people as [TestPerson];
    const text = 'ع'.repeat(LIMITS.feedbackTextChars);
    for (const body of [
      { stars: 0, text: '' },
      { stars: 6, text: '' },
      { stars: 2.5, text: '' },
      { stars: '5', text: '' },
      { stars: 5 },
      { stars: 5, text: `${text}x` },
      { stars: 5, text: '', personId: newId() },
      { stars: null, text: '' },
      [],
    ])
      expect((await give(student, sessionId, body)).status, JSON.stringify(body).slice(0, 80)).toBe(400);
    expect(await stored(sessionId)).toEqual([]);
    expect((await give(student, sessionId, { stars: 5, text })).status).toBe(200);
    expect((await mine(student))?.text).toBe(text);
    await give(student, sessionId, { stars: 5, text: '$text {"$gt": ""} <b>' });
    expect((await mine(student))?.text).toBe('$text {"$gt": ""} <b>');
  });

  it('[FB5] asks once: a skip holds, an answer is not undone by one, and answering stays possible', async () => {
    const { people, sessionId } = await aSession(2);
    const [one, other] = people as [TestPerson, TestPerson];
    expect(await mine(one)).toMatchObject({ state: 'unasked', stars: null, subject: { kind: 'session', id: sessionId } });
    await call(`session/${sessionId}/skip`, one, 'POST');
    expect(await mine(await world.signIn({ ...one, name: 'One' }))).toMatchObject({ state: 'skipped', stars: null });
    await give(one, sessionId, { stars: 2, text: '' });
    expect(await mine(one)).toMatchObject({ state: 'given', stars: 2 });
    await give(other, sessionId, { stars: 5, text: 'Good' });
    await call(`session/${sessionId}/skip`, other, 'POST');
    expect(await mine(other)).toMatchObject({ state: 'given', stars: 5, text: 'Good' });
  });
});

describe('seeing it', () => {
  it('[FB10] is for teachers', async () => {
    const { people, sessionId, teacher } = await aSession(3);
    for (const student of people) await give(student, sessionId, { stars: 4, text: 'Fine' });
    const [student] = people as [TestPerson];
    expect((await call('report', student)).status).toBe(403);
    expect((await call(`report/session/${sessionId}`, student)).status).toBe(403);
    expect((await call('report', teacher)).status).toBe(200);
  });

  it('[FB12, FB11] shows too few answers as a number, and three without a trace of who wrote them', async () => {
    const { people, sessionId, teacher } = await aSession(4);
    const [ada, ben, cem, dia] = people as [TestPerson, TestPerson, TestPerson, TestPerson];
    await call(`session/${sessionId}/skip`, dia, 'POST');
    await give(ada, sessionId, { stars: 5, text: 'aaa' });
    await give(ben, sessionId, { stars: 2, text: 'Too fast' });
    expect((await report(teacher)).sessions).toMatchObject([{ answers: 2, asked: 4, result: null }]);
    expect(await detail(teacher, sessionId)).toMatchObject({ summary: { answers: 2, result: null }, texts: [] });
    await give(cem, sessionId, { stars: 5, text: '' });
    const told = await detail(teacher, sessionId);
    expect(told.summary).toMatchObject({ answers: 3, result: { counted: 3, average: 4, spread: [0, 1, 0, 0, 2] } });
    expect(told.texts).toEqual([
      { stars: 5, text: 'aaa' },
      { stars: 2, text: 'Too fast' },
    ]);
    const all = JSON.stringify([told, await report(teacher)]);
    for (const { personId } of people) expect(all).not.toContain(personId);
    for (const name of ['Student 0', 'Student 1', 'Student 2']) expect(all).not.toContain(name);
  });

  it('[FB13] a fourth answer joins with the sixth, or when it is closed', async () => {
    const { people, sessionId, teacher, end, classId } = await aSession(4);
    for (const [index, student] of people.entries()) {
      clock.aheadMs += 1;
      await give(student, sessionId, { stars: index === 3 ? 1 : 5, text: index === 3 ? 'The newest' : '' });
    }
    expect((await report(teacher)).sessions).toMatchObject([{ answers: 4, result: { counted: 3, average: 5 } }]);
    expect((await detail(teacher, sessionId)).texts).toEqual([]);
    await end();
    clock.aheadMs += LIMITS.feedbackOpenMs;
    const later = await world.signIn({ classId, personId: teacher.personId, role: 'teacher', name: 'Tara' });
    expect((await report(later)).sessions).toMatchObject([{ answers: 4, isClosed: true, result: { counted: 4, average: 4 } }]);
    expect((await detail(later, sessionId)).texts).toEqual([{ stars: 1, text: 'The newest' }]);
  });

  it('[FB15] of another class there is nothing', async () => {
    const { people, sessionId, classId } = await aSession(3);
    for (const student of people) await give(student, sessionId);
    const recording = await aRecording(classId);
    const other = await world.person(await world.class(), 'teacher');
    expect(await report(other)).toEqual({ sessions: [], recordings: [] });
    expect((await call(`report/session/${sessionId}`, other)).status).toBe(404);
    expect((await call(`report/recording/${recording}`, other)).status).toBe(404);
  });

  it('[FB14] recordings are reported by their titles', async () => {
    const { people, classId, teacher } = await aSession(3);
    const recording = await aRecording(classId, { title: 'خلايا' });
    for (const [index, student] of people.entries()) await give(student, recording, { stars: index + 1, text: '' }, 'recording');
    expect((await report(teacher)).recordings).toMatchObject([
      { title: 'خلايا', answers: 3, asked: null, result: { average: 2, spread: [1, 1, 1, 0, 0] } },
    ]);
  });

  it('[FB16] erasing a person removes what they said', async () => {
    const { people, sessionId, teacher } = await aSession(3);
    for (const student of people) await give(student, sessionId, { stars: 4, text: 'Mine' });
    const [gone] = people as [TestPerson];
    const person = await world.connection.collection<{ _id: string }>('persons').findOne({ _id: gone.personId });
    const { issuer, sub } = person as unknown as { issuer: string; sub: string };
    await (await openPeopleEraser(world.connection)).erase(issuer, [sub]);
    expect(await world.connection.collection('feedback').countDocuments({ personId: gone.personId })).toBe(0);
    expect((await report(teacher)).sessions).toMatchObject([{ answers: 2, result: null }]);
  });
});
