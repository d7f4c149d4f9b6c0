import type { ClassId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DL, INSTRUCTOR, LTI, TestPlatform } from './testing/test-platform.ts';
import { api, launch, openTestTool, signIn, type TestTool } from './testing/test-tool.ts';

let tool: TestTool;
let platform: TestPlatform;
/** A second platform that has the looks of an Open edX site: two blocks, each with a client id of its own. */
let site: TestPlatform;
const recordings = new Map<string, { classId: ClassId; title: string; hidden: boolean }>();

const OPEN_EDX = '/api/lti_consumer/v1/launch/';
const asTeacher = { [`${LTI}roles`]: [INSTRUCTOR] };
const open = { deploymentIds: ['deployment-1', 'deployment-2'] };

beforeAll(async () => {
  [platform, site] = await Promise.all([new TestPlatform().open(), new TestPlatform().open()]);
  tool = await openTestTool({ recordings: { find: async (id) => recordings.get(id) ?? null } });
  await tool.register(platform.registration(open));
  await tool.register(site.registration({ authorizationUrl: site.url + OPEN_EDX }));
  await tool.register(site.registration({ authorizationUrl: site.url + OPEN_EDX, clientId: 'block-2' }));
  await tool.register(site.registration({ clientId: 'no-block' }));
});
afterAll(async () => {
  await tool.close();
  await Promise.all([platform.close(), site.close()]);
});

/** The same site, speaking for another of its blocks. */
const block = (clientId: string): TestPlatform => Object.assign(Object.create(site) as TestPlatform, { clientId });

const link = (id: string, more: object = {}) => ({ claims: { [`${LTI}resource_link`]: { id, title: id }, ...more } });
const classIdOf = async (of: TestPlatform, change: object) => String((await signIn(tool, of, change)).session['classId']);
const custom = (parameters: object, more: object = {}) => link('further-link', { [`${LTI}custom`]: parameters, ...more });

const request = (settings: object = {}, more: object = {}) => ({
  claims: {
    ...asTeacher,
    [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
    [`${LTI}resource_link`]: undefined,
    [`${DL}deep_linking_settings`]: { accept_types: ['ltiResourceLink'], accept_multiple: true, ...settings },
    ...more,
  },
});
async function pick(of: TestPlatform, items: object[], settings: object = {}, more: object = {}) {
  const { token } = await signIn(tool, of, request({ deep_link_return_url: `${of.url}/return`, ...settings }, more));
  const response = await api(tool, '/api/deep-linking', { token, body: { items } });
  if (response.status !== 200) return response.status;
  const { jwt } = (await response.json()) as { jwt: string };
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())[`${DL}content_items`] as Record<string, unknown>[];
}

describe('a further link to a class', () => {
  it('[LD7] opens the class of its own course that it names, and leaves that class its title', async () => {
    const first = await classIdOf(platform, link('room'));
    const { session } = await signIn(tool, platform, custom({ class_id: first }));
    expect(session).toMatchObject({ classId: first, title: 'room', place: 'lobby', role: 'student' });
  });

  it('[LD7] opens a class of its own when it names one of another course, deployment or platform, or none at all', async () => {
    const room = await classIdOf(platform, link('room'));
    const elsewhere: [TestPlatform, object][] = [
      [platform, custom({ class_id: room }, { [`${LTI}context`]: { id: 'course-2' } })],
      [platform, custom({ class_id: room }, { [`${LTI}context`]: undefined })],
      [platform, custom({ class_id: room }, { [`${LTI}deployment_id`]: 'deployment-2' })],
      [site, custom({ class_id: room })],
    ];
    for (const [of, change] of elsewhere) expect(await classIdOf(of, change)).not.toBe(room);
    const own = await classIdOf(platform, link('further-link'));
    for (const id of ['unknown-class-id', '../../etc', '', 'x'.repeat(65)])
      expect(await classIdOf(platform, custom({ class_id: id })), id).toBe(own);
  });

  it('[LD7] never opens the record of a course as a whole', async () => {
    const course = await classIdOf(platform, request({ deep_link_return_url: `${platform.url}/return` }));
    expect(await classIdOf(platform, custom({ class_id: course }))).not.toBe(course);
    expect(await pick(platform, [{ kind: 'class', classId: course }])).toBe(404);
  });

  it('[LD7] is picked in the course of the class only', async () => {
    const room = await classIdOf(platform, link('room'));
    expect(await pick(platform, [{ kind: 'class', classId: room }])).toEqual([
      { type: 'ltiResourceLink', title: 'room', custom: { class_id: room } },
    ]);
    expect(await pick(platform, [{ kind: 'class', classId: room }], {}, { [`${LTI}context`]: { id: 'course-2' } })).toBe(404);
    expect(await pick(site, [{ kind: 'class', classId: room }])).toBe(404);
    expect(await pick(platform, [{ kind: 'class', classId: 'unknown-class-id' }])).toBe(404);
  });
});

describe('a column of the gradebook', () => {
  const graded = { kind: 'new-class', title: 'Seminar', countsAttendance: true };

  it('[LD8] comes with a new class that counts attendance, out of a hundred and with an id of its own', async () => {
    const column = { scoreMaximum: 100, label: 'Seminar', resourceId: expect.stringMatching(/^[\w-]{20,}$/), tag: 'attendance' };
    const [one, other] = (await pick(platform, [graded, { ...graded, title: 'Lab' }])) as { lineItem: { resourceId: string } }[];
    // A copy of the activity tells by the variable what it is a copy of.
    const custom = { resource_link_history: '$ResourceLink.id.history' };
    expect(one).toEqual({ type: 'ltiResourceLink', title: 'Seminar', lineItem: column, custom });
    expect(other?.lineItem.resourceId).not.toBe(one?.lineItem.resourceId);
    expect(await pick(platform, [{ kind: 'new-class', title: 'Seminar' }])).toEqual([
      { type: 'ltiResourceLink', title: 'Seminar', custom },
    ]);
  });

  it('[LD8] is refused where the platform takes none', async () => {
    expect(await pick(platform, [graded], { accept_lineitem: false })).toBe(400);
    expect(await pick(platform, [graded], { accept_lineitem: true })).toHaveLength(1);
    expect(await pick(platform, [graded], { accept_lineitem: 'perhaps' })).toHaveLength(1);
    expect(await pick(site, [graded], { accept_lineitem: true })).toBe(400);
  });
});

describe('the blocks of one Open edX site', () => {
  it('[EX7] a request that names its block and no course belongs to the course in the block’s key', async () => {
    const course = { [`${LTI}context`]: { id: 'course-v1:Open+Bio+2026', title: 'Biology' } };
    const classId = await classIdOf(site, link('block-v1:Open+Bio+2026+type@lti_consumer+block@live', course));
    const old = (usage: string) => ({ [`${LTI}context`]: undefined, [`${LTI}resource_link`]: { id: usage } });
    const known = [{ kind: 'class', classId }];
    expect(await pick(site, known, {}, old('block-v1:Open+Bio+2026+type@lti_consumer+block@other'))).toHaveLength(1);
    for (const usage of ['block-v1:Open+Bio+2027+type@lti_consumer+block@live', 'course-v1:Open+Bio+2026', 'x'])
      expect(await pick(site, known, {}, old(usage)), usage).toBe(404);
    // Elsewhere an id means nothing but itself, not even for a class of that very client.
    const elsewhere = block('no-block');
    const theirs = await classIdOf(elsewhere, link('block-v1:Open+Bio+2026+type@lti_consumer+block@live', course));
    const named = old('block-v1:Open+Bio+2026+type@lti_consumer+block@live');
    expect(await pick(elsewhere, [{ kind: 'class', classId: theirs }], {}, named)).toBe(404);
  });

  it('[EX2] a recording of one block is picked and opened in another of the same course', async () => {
    const classId = (await classIdOf(site, link('live-block'))) as ClassId;
    recordings.set('recording-one', { classId, title: 'Lesson', hidden: false });
    const item = { kind: 'recording', recordingId: 'recording-one' };
    expect(await pick(block('block-2'), [item])).toEqual([
      { type: 'ltiResourceLink', title: 'Lesson', custom: { recording_id: 'recording-one' } },
    ]);
    const { session } = await signIn(tool, block('block-2'), custom({ recording_id: 'recording-one' }));
    expect(session).toMatchObject({ place: 'recording', classId });
  });

  it('[EX2] not so for another course, a launch without a course, or a client that is no block', async () => {
    const classId = (await classIdOf(site, link('live-block'))) as ClassId;
    recordings.set('recording-one', { classId, title: 'Lesson', hidden: false });
    const open = (of: TestPlatform, more: object = {}) =>
      launch(tool, of, custom({ recording_id: 'recording-one' }, { ...asTeacher, ...more })).then(({ status }) => status);
    expect(await open(block('block-2'), { [`${LTI}context`]: { id: 'course-2' } })).toBe(404);
    expect(await open(block('block-2'), { [`${LTI}context`]: undefined })).toBe(404);
    expect(await open(block('no-block'))).toBe(404);
    expect(await classIdOf(block('no-block'), custom({ class_id: classId }))).not.toBe(classId);
    expect(await classIdOf(block('block-2'), custom({ class_id: classId }))).toBe(classId);
  });

  it('[EX3] a picked class carries its title, because the site sends none; a second one in the same block is refused', async () => {
    const seminar = { kind: 'new-class', title: 'Seminar' };
    expect(await pick(site, [seminar])).toEqual([{ type: 'ltiResourceLink', title: 'Seminar', custom: { class_title: 'Seminar' } }]);
    expect(await pick(site, [seminar, { ...seminar, title: 'Lab' }])).toBe(400);
    const untitled = { [`${LTI}resource_link`]: { id: 'block-7' } };
    const { session } = await signIn(tool, site, { claims: { ...untitled, [`${LTI}custom`]: { class_title: 'Seminar' } } });
    expect(session['title']).toBe('Seminar');
    const titled = await signIn(tool, site, link('block-8', { [`${LTI}custom`]: { class_title: 'Seminar' } }));
    expect(titled.session['title']).toBe('block-8');
  });
});
