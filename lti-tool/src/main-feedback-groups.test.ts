import { type FeedbackReport, LIMITS, MyFeedbackReply } from '@liveclass/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId, type TestPerson, World } from './testing/classroom-world.ts';
import { GroupActivity } from './testing/group-activity.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';

let world: World;
let platform: TestPlatform;

beforeAll(async () => {
  world = await World.open();
  platform = await new TestPlatform().open();
  await world.identity.desk.registry.add(platform.registration(), 'active');
});
afterAll(async () => {
  await world.close();
  await platform.close();
});

interface Room {
  readonly roomId: string;
  readonly name: string;
}

/** Two groups that met, each with a recording; Ann is of the one, Ben, Bea and Bob of the other. */
async function twoMeetings() {
  const activity = new GroupActivity({ world, platform, plugin: new TestPlugin(world.url, platform) });
  await activity.groups({ a: ['ann'], b: ['ben', 'bea', 'bob'] });
  const tara = await activity.person('tara', 'teacher');
  const [ann, ...others] = await Promise.all(['ann', 'ben', 'bea', 'bob'].map((name) => activity.person(name)));
  const { rooms } = (await (await world.api('/api/class', { token: tara.token })).json()) as { rooms: readonly Room[] };
  const roomOf = (name: string) => rooms.find((room) => room.name === name)?.roomId ?? '';
  const meet = async (roomId: string, people: readonly TestPerson[]) => {
    let sessionId = '';
    for (const person of people) {
      const { snapshot } = await world.enter(person, { roomId });
      sessionId = (snapshot as unknown as { session: { sessionId: string } }).session.sessionId;
    }
    return { sessionId, recordingId: await aRecording(roomId) };
  };
  const ofA = await meet(roomOf('Group a'), [ann as TestPerson]);
  const ofB = await meet(roomOf('Group b'), others);
  return { activity, tara, ann: ann as TestPerson, others, ofA, ofB };
}

/** Straight into the store, because making one takes a gateway and minutes. */
async function aRecording(classId: string): Promise<string> {
  const id = newId();
  const own = { startedBy: newId(), startSendId: newId(), sessionId: newId(), startedAt: Date.now(), due: {}, deletedAt: null };
  const doc = { _id: id, classId, title: 'Week 7', phase: 'ready', hidden: false, version: 1, ...own };
  await world.connection.collection<{ _id: string }>('recordings').insertOne(doc);
  return id;
}

const call = (path: string, who: TestPerson, method = 'GET', body?: unknown) =>
  world.api(`/api/feedback/${path}`, { method, token: who.token, ...(body !== undefined && { body: JSON.stringify(body) }) });
const give = async (who: TestPerson, path: string) => (await call(path, who, 'PUT', { stars: 4, text: '' })).status;
const mine = async (who: TestPerson) => MyFeedbackReply.parse(await (await call('mine', who)).json()).feedback;

it('[FB17] a student rates the session and the recording of their group, and not those of another', async () => {
  const { ann, ofA, ofB } = await twoMeetings();
  expect(await mine(ann)).toMatchObject({ subject: { kind: 'session', id: ofA.sessionId }, state: 'unasked' });
  expect(await give(ann, `session/${ofA.sessionId}`)).toBe(200);
  expect(await give(ann, `recording/${ofA.recordingId}`)).toBe(200);
  expect(await give(ann, `session/${ofB.sessionId}`)).toBe(404);
  expect(await give(ann, `recording/${ofB.recordingId}`)).toBe(404);
  expect((await call(`session/${ofB.sessionId}/skip`, ann, 'POST')).status).toBe(404);
  expect((await call(`mine?recording=${ofB.recordingId}`, ann)).status).toBe(404);
  expect(await world.connection.collection('feedback').countDocuments({ subjectId: { $in: [ofB.sessionId, ofB.recordingId] } })).toBe(0);
});

it('[FB17] who is of another group now still says what the old meeting was like, and rates its recording no more', async () => {
  const { activity, ann, ofA } = await twoMeetings();
  await activity.groups({ a: [], b: ['ann', 'ben', 'bea', 'bob'] });
  expect(await give(ann, `session/${ofA.sessionId}`)).toBe(200);
  expect(await give(ann, `recording/${ofA.recordingId}`)).toBe(404);
});

it("[FB17, FB12] the teacher's report has the meetings of all groups, each under its name and with its own numbers", async () => {
  const { tara, ann, others, ofA, ofB } = await twoMeetings();
  await give(ann, `session/${ofA.sessionId}`);
  for (const person of others) {
    await give(person, `session/${ofB.sessionId}`);
    await give(person, `recording/${ofB.recordingId}`);
  }
  const { sessions, recordings } = (await (await call('report', tara)).json()) as FeedbackReport;
  expect(sessions.map(({ group }) => group).sort()).toEqual(['Group a', 'Group b']);
  expect(sessions.find(({ group }) => group === 'Group a')).toMatchObject({ answers: 1, asked: 1, result: null });
  expect(sessions.find(({ group }) => group === 'Group b')).toMatchObject({
    answers: LIMITS.feedbackLeast,
    asked: LIMITS.feedbackLeast,
    result: { average: 4 },
  });
  expect(recordings.find(({ group }) => group === 'Group b')).toMatchObject({ title: 'Week 7', answers: LIMITS.feedbackLeast });
  expect(await (await call(`report/recording/${ofB.recordingId}`, tara)).json()).toMatchObject({ summary: { group: 'Group b' } });
  expect((await call(`report/session/${ofB.sessionId}`, ann)).status).toBe(403);
});
