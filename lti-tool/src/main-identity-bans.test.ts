import { BanId } from '@liveclass/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeOf } from './domain/ban.ts';
import { INSTRUCTOR, LTI, TestPlatform } from './testing/test-platform.ts';
import { api, codeOf, launch, openTestTool, signIn, type TestTool, testIds } from './testing/test-tool.ts';

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

const as = (sub: string, roles?: string[]) => ({ claims: { sub, ...(roles && { [`${LTI}roles`]: roles }) } });

/** As a teacher does it; the classroom's own tests go through its doors. */
async function ban(sub: string, scope: 'class' | 'course', { classId, personId }: Record<string, unknown>): Promise<void> {
  const { bans, classes } = tool.identity;
  const course = (await classes.find(classId as never))!;
  const at = tool.clock.now();
  const about = {
    reason: '',
    until: null,
    scope,
    at,
    by: 'Tara',
    byId: personId as never,
    classId: course.id,
    personId: personId as never,
  };
  await bans.put(
    { ...about, id: BanId.parse(testIds.id()), identity: { issuer: platform.url, sub }, name: '', place: placeOf(course, scope) },
    { ...about, action: 'banned', person: '' },
  );
}

it('[BN2] a launch, a one-time code and a cookie of somebody banned open nothing, and the page is polite', async () => {
  const { session, cookies } = await signIn(tool, platform, as('sub-banned'));
  const waiting = codeOf(await launch(tool, platform, as('sub-banned')));
  await ban('sub-banned', 'class', session);
  const refused = await launch(tool, platform, as('sub-banned'));
  expect(refused.status).toBe(403);
  const page = await refused.text();
  expect(page).toContain('data-reason="banned"');
  expect(page).not.toMatch(/code=/);
  const redeemed = await api(tool, '/api/session/redeem', { body: { code: waiting.code } });
  expect([redeemed.status, await redeemed.json()]).toEqual([403, { reason: 'banned' }]);
  const cookie = (cookies[0] ?? '').split(';')[0] ?? '';
  const restored = await api(tool, '/api/session/restore', { cookie });
  expect([restored.status, await restored.json()]).toEqual([403, { reason: 'banned' }]);
  expect((await launch(tool, platform, as('sub-other'))).status).toBe(303);
  expect(tool.lines.some(({ message, facts }) => message === 'a launch was refused' && JSON.stringify(facts).includes('banned'))).toBe(
    true,
  );
});

it('[BN5] a ban from the course shuts its other activities before they were ever opened', async () => {
  const { session } = await signIn(tool, platform, as('sub-course'));
  await ban('sub-course', 'course', session);
  const another = { [`${LTI}resource_link`]: { id: 'never-opened-before' } };
  expect((await launch(tool, platform, { claims: { sub: 'sub-course', ...another } })).status).toBe(403);
  expect((await launch(tool, platform, { claims: { sub: 'sub-free', ...another } })).status).toBe(303);
  const otherCourse = { [`${LTI}context`]: { id: 'another-course', title: 'Other' } };
  expect((await launch(tool, platform, { claims: { sub: 'sub-course', ...another, ...otherCourse } })).status).toBe(303);
});

it('[BN4] whom the course made a teacher is let in', async () => {
  const { session } = await signIn(tool, platform, as('sub-promoted'));
  await ban('sub-promoted', 'class', session);
  expect((await launch(tool, platform, as('sub-promoted'))).status).toBe(403);
  expect((await launch(tool, platform, as('sub-promoted', [INSTRUCTOR]))).status).toBe(303);
});
