import { afterAll, beforeAll, expect, it } from 'vitest';
import { DL, INSTRUCTOR, LTI, TestPlatform } from './testing/test-platform.ts';
import { api, openTestTool, signIn, type TestTool } from './testing/test-tool.ts';

let tool: TestTool;
let platform: TestPlatform;
beforeAll(async () => {
  platform = await new TestPlatform().open();
  tool = await openTestTool();
  await tool.register(platform.registration());
});
afterAll(async () => {
  await tool?.close();
  await platform?.close();
});

/** The class of a launch by the teacher of that course. */
async function launched(link: string, course: string, history?: string, on = platform): Promise<string> {
  const claims = {
    sub: `teacher-of-${course}`,
    [`${LTI}roles`]: [INSTRUCTOR],
    [`${LTI}resource_link`]: { id: link, title: 'Live class' },
    [`${LTI}context`]: { id: course, title: course },
    [`${LTI}custom`]: history === undefined ? {} : { resource_link_history: history },
  };
  return String((await signIn(tool, on, { claims })).session['classId']);
}
type Doc = { _id: string; rule?: string; copiedFrom?: string; recordFromStart?: boolean; schedule?: object; changedBy?: string };
const collection = (name: string) => tool.connection.getClient().db(tool.connection.name).collection<Doc>(name);
const choose = (classId: string, rule: string) =>
  collection('graderules').updateOne({ _id: classId }, { $set: { rule } }, { upsert: true });
const ruleOf = async (classId: string) => (await collection('graderules').findOne({ _id: classId }))?.rule;
const originOf = async (classId: string) => (await collection('classes').findOne({ _id: classId }))?.copiedFrom;

it('[RO20] a copy in another course is a class of its own with the settings of its original, and nothing else of it', async () => {
  const original = await launched('a1', 'course-a');
  await choose(original, 'by presence');
  const copy = await launched('b1', 'course-b', 'a1');
  expect(copy).not.toBe(original);
  expect([await ruleOf(copy), await originOf(copy)]).toEqual(['by presence', original]);
  for (const name of ['sessions', 'recordings', 'seats', 'events'])
    expect(await collection(name).countDocuments({ classId: copy } as never)).toBe(0);
  const people = await tool.connection.collection('memberships').find({ classId: copy }).toArray();
  expect(people).toHaveLength(1);
});

it('[RO20] how a class is run is copied, when it meets and who said so is not', async () => {
  const original = await launched('a0', 'course-a');
  const set = { recordFromStart: true, schedule: { startsAt: '2026-11-24T10:00' }, changedBy: 'person-0001' };
  await collection('classsettings').updateOne({ _id: original }, { $set: set }, { upsert: true });
  const copy = await launched('b0', 'course-b', 'a0');
  expect(await collection('classsettings').findOne({ _id: copy })).toEqual({ _id: copy, recordFromStart: true });
});

it('[RO20] of several ancestors the nearest that is known counts', async () => {
  const [oldest, nearest] = [await launched('a2', 'course-a'), await launched('b2', 'course-b')];
  await choose(oldest, 'old');
  await choose(nearest, 'new');
  const copy = await launched('c2', 'course-c', 'never%20launched,b2,a2');
  expect([await ruleOf(copy), await originOf(copy)]).toEqual(['new', nearest]);
});

it('[RO20] what the copy chose since stays, whatever its original does, and what it had of its own is not replaced', async () => {
  const original = await launched('a3', 'course-a');
  await choose(original, 'first');
  const copy = await launched('b3', 'course-b', 'a3');
  await choose(copy, 'own');
  await choose(original, 'second');
  await launched('b3', 'course-b', 'a3');
  expect(await ruleOf(copy)).toBe('own');
  const late = await launched('c3', 'course-c');
  await choose(late, 'own too');
  await launched('c3', 'course-c', 'a3');
  expect(await ruleOf(late)).toBe('own too');
});

it('[RO20] without a history that is known here a class begins fresh', async () => {
  const foreign = await new TestPlatform().open();
  await tool.register(foreign.registration());
  await choose(await launched('secret', 'course-x', undefined, foreign), 'of another platform');
  for (const [index, history] of ['$ResourceLink.id.history', '', '%', 'unknown', 'secret', ',,', 'x'.repeat(10_001)].entries()) {
    const classId = await launched(`fresh-${index}`, 'course-f', history);
    expect([history.slice(0, 30), await ruleOf(classId), await originOf(classId)]).toEqual([history.slice(0, 30), undefined, undefined]);
  }
  await foreign.close();
});

it('[RO20] a class that the picker adds asks the platform to tell its copies where they come from', async () => {
  const settings = { deep_link_return_url: `${platform.url}/return`, accept_types: ['ltiResourceLink'], accept_multiple: false };
  const { token } = await signIn(tool, platform, {
    claims: {
      [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
      [`${LTI}resource_link`]: undefined,
      [`${LTI}roles`]: [INSTRUCTOR],
      [`${DL}deep_linking_settings`]: settings,
    },
  });
  const answer = await api(tool, '/api/deep-linking', { token, body: { items: [{ kind: 'new-class', title: 'New' }] } });
  const { jwt } = (await answer.json()) as { jwt: string };
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, object[]>;
  expect(claims[`${DL}content_items`]).toEqual([
    expect.objectContaining({ custom: { resource_link_history: '$ResourceLink.id.history' } }),
  ]);
});
