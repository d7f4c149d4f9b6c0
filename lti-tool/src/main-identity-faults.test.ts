import { CourseMaterialMessage, type RecordingId } from '@liveclass/contract';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClassRecord } from './domain/identity.ts';
import { DL, INSTRUCTOR, LEARNER, LTI, TestPlatform } from './testing/test-platform.ts';
import { api, codeOf, launch, openTestTool, postLaunch, signIn, startLogin, type TestTool } from './testing/test-tool.ts';

let tool: TestTool;
let platform: TestPlatform;
const recordings = new Map<string, { classId: ClassRecord['id']; title: string; hidden: boolean }>();

beforeAll(async () => {
  platform = await new TestPlatform().open();
  tool = await openTestTool({ recordings: { find: async (id: RecordingId) => recordings.get(id) ?? null } });
  await tool.register(platform.registration());
});
afterEach(() => {
  platform.answers.clear();
  platform.asked.length = 0;
});
afterAll(async () => {
  await tool?.close();
  await platform?.close();
});

describe('odd input', () => {
  const form = 'application/x-www-form-urlencoded';
  const post = (path: string, contentType: string | undefined, body: string) =>
    fetch(tool.url + path, { method: 'POST', redirect: 'manual', headers: contentType ? { 'content-type': contentType } : {}, body });
  const state = 'a'.repeat(43);
  const inputs: [string, () => Promise<Response>][] = [
    ['a state with a space', () => post('/lti/launch', form, 'id_token=x&state=a%20b')],
    ['a state with a semicolon, without id_token', () => post('/lti/launch', form, 'state=a%3Bb')],
    ['JSON with operators', () => post('/lti/launch', 'application/json', '{"state":{"$ne":null},"id_token":{"a":1}}')],
    ['JSON with an ltik object', () => post('/lti/launch', 'application/json', '{"ltik":{"a":1}}')],
    ['JSON with numbers', () => post('/lti/launch', 'application/json', '{"id_token":5,"state":"aa"}')],
    ['JSON null', () => post('/lti/launch', 'application/json', 'null')],
    ['broken JSON', () => post('/lti/launch', 'application/json', '{"a":')],
    [
      'multipart',
      () =>
        post('/lti/launch', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="state"\r\n\r\na b\r\n--x--'),
    ],
    ['plain text', () => post('/lti/launch', 'text/plain', `id_token=x&state=${state}`)],
    ['no content type', () => post('/lti/launch', undefined, `id_token=x&state=${state}`)],
    ['an unknown charset', () => post('/lti/launch', `${form}; charset=utf-7`, `id_token=x&state=${state}`)],
    [
      'an unknown encoding',
      () => fetch(`${tool.url}/lti/launch`, { method: 'POST', headers: { 'content-type': form, 'content-encoding': 'x' }, body: 'a=b' }),
    ],
    ['two states', () => post('/lti/launch', form, `id_token=x&state=${state}&state=${state}`)],
    ['a list of tokens', () => post('/lti/launch', form, `id_token[]=x&state=${state}`)],
    ['prototype names', () => post('/lti/launch', form, '__proto__=x&constructor=y&id_token=x&state=toString')],
    ['a thousand fields', () => post('/lti/launch', form, Array.from({ length: 1_000 }, (_, index) => `f${index}=1`).join('&'))],
    ['an id_token of a megabyte', () => post('/lti/launch', form, `state=${state}&id_token=${'x'.repeat(1_048_576)}`)],
    ['nothing', () => post('/lti/launch', form, '')],
    ['an ltik in the query', () => fetch(`${tool.url}/lti/launch?ltik[]=a&ltik[]=b`)],
    ['an ltik as bearer', () => fetch(`${tool.url}/lti/launch`, { headers: { authorization: 'Bearer a.b.c' } })],
    ['operators in the login', () => fetch(`${tool.url}/lti/login?iss[$ne]=1&client_id[$ne]=1&login_hint=x&target_link_uri=y`)],
    ['a list of targets', () => fetch(`${tool.url}/lti/login?iss=a&login_hint=x&target_link_uri[]=y&target_link_uri[]=z`)],
    ['two issuers', () => fetch(`${tool.url}/lti/login?iss=a&iss=b&login_hint=x&target_link_uri=y`)],
    ['a login without anything', () => fetch(`${tool.url}/lti/login`)],
    ['a login as JSON', () => post('/lti/login', 'application/json', '{"iss":{"$gt":""}}')],
    ['a path that cannot be decoded', () => fetch(`${tool.url}/lti/%ff`)],
    ['a path out of the static folder', () => fetch(`${tool.url}/lti/static/..%2f..%2ferrors.ts`)],
    ['another method', () => fetch(`${tool.url}/lti/launch`, { method: 'PUT', body: 'x' })],
    ['dynamic registration, which is not open', () => fetch(`${tool.url}/lti/register?openid_configuration=http://127.0.0.1:1/`)],
    ['a cookie that is no cookie', () => postLaunch(tool, { id_token: 'x', state }, `__Host-st_${state}=%E0%A4%A; =; ;;`)],
  ];
  it.each(inputs)('[LA13] %s is refused kindly and harms nobody', async (_name, send) => {
    const answer = await send();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).toContain('<h1>');
    codeOf(await launch(tool, platform));
  });
});

describe('a refused launch', () => {
  const refused = (headers: Record<string, string> = {}) => postLaunch(tool, { id_token: 'x.y.z', state: 's'.repeat(43) }, '', headers);

  it('[LA14] is told in the browser’s language and direction', async () => {
    const [english, arabic] = [await refused(), await refused({ 'accept-language': 'fr;q=0.9, ar-EG, en;q=0.1' })];
    expect(await english.text()).toMatch(/<html lang="en" dir="ltr">[\s\S]*click the activity again/);
    expect(await arabic.text()).toMatch(/<html lang="ar" dir="rtl">[\s\S]*انقر النشاط/);
    expect(arabic.headers.get('content-language')).toBe('ar');
  });

  it('[LA14] says nothing of the cause, of the token or of the tool’s inside; the log knows the cause and no token', async () => {
    tool.lines.length = 0;
    const login = await startLogin(tool, platform);
    const idToken = await platform.sign(platform.claims(login.nonce, tool.launchUrl, { sub: undefined, email: 'sam@example.org' }));
    const answer = await postLaunch(tool, { id_token: idToken, state: login.state }, login.cookie);
    const page = await answer.text();
    for (const inside of ['claim', 'sub', 'ltijs', 'at ', idToken.slice(0, 20), login.state, platform.url])
      expect(page).not.toContain(inside);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const logged = JSON.stringify(tool.lines);
    expect(logged).toContain('launch-refused');
    for (const secret of [idToken, login.state, login.cookie.split('=')[1] ?? '?', 'sam@example.org']) expect(logged).not.toContain(secret);
  });

  it('[LA14] may stand in the course’s frame, and runs no script', async () => {
    tool.clock.aheadMs += 6_000;
    const policy = (await refused()).headers.get('content-security-policy') ?? '';
    tool.clock.aheadMs -= 6_000;
    expect(policy).toContain(`frame-ancestors 'self' ${platform.url}`);
    expect(policy).toContain("script-src 'self'");
  });
});

describe('browsers that keep no cookie in frames', () => {
  it('[LA15] the login page offers the same login in a window of its own', async () => {
    const { page } = await startLogin(tool, platform, { login_hint: '"><script>alert(1)</script>' });
    const again = (/data-again="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');
    const parameters = new URL(again, tool.url).searchParams;
    expect([again.startsWith('/lti/login?'), parameters.get('iss'), parameters.get('client_id')]).toEqual([
      true,
      platform.url,
      platform.clientId,
    ]);
    expect(page).not.toContain('<script>alert');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('data-binding');
  });

  it('[LA15] the platform’s storage stands in for the cookie, and only what it kept opens the launch', async () => {
    const login = await startLogin(tool, platform, { lti_storage_target: '_parent' });
    expect(login.page).toContain(`data-storage-origin="${platform.url}"`);
    const binding = /data-binding="([^"]+)"/.exec(login.page)?.[1] ?? '';
    const fields = { id_token: await platform.sign(platform.claims(login.nonce, tool.launchUrl)), state: login.state };
    const asks = await (await postLaunch(tool, fields, '')).text();
    expect(asks).toContain('data-storage-target="_parent"');
    expect(asks).not.toContain(binding);
    expect((await postLaunch(tool, { ...fields, binding: 'none' }, '')).status).toBe(401);
    expect((await postLaunch(tool, { ...fields, binding: `${binding}x` }, '')).status).toBe(401);
    codeOf(await postLaunch(tool, { ...fields, binding }, ''));
    expect((await postLaunch(tool, { ...fields, binding }, '')).status).toBe(401);
  });

  it('[LA15] a storage target that is none is ignored', async () => {
    const { page } = await startLogin(tool, platform, { lti_storage_target: '"><img src=x>' });
    expect(page).not.toContain('data-storage-target');
  });
});

describe('a recording among the course materials', () => {
  const material = (recordingId: string, more: object = {}) => ({
    claims: { [`${LTI}resource_link`]: { id: 'module-7', title: 'Recording' }, [`${LTI}custom`]: { recording_id: recordingId }, ...more },
  });
  const asTeacher = { [`${LTI}roles`]: [INSTRUCTOR] };
  beforeAll(async () => {
    const { session } = await signIn(tool, platform, { claims: asTeacher });
    const classId = session['classId'] as ClassRecord['id'];
    recordings.set('recording-open', { classId, title: 'Lesson', hidden: false });
    recordings.set('recording-hidden', { classId, title: 'Draft', hidden: true });
  });

  it('[LA16] opens the recording as a member of the class it belongs to', async () => {
    const { place, session } = await signIn(tool, platform, material('recording-open'));
    expect(place).toBe('recording');
    expect(session).toMatchObject({
      place: 'recording',
      recordingId: 'recording-open',
      classId: recordings.get('recording-open')?.classId,
      role: 'student',
    });
  });

  it('[LA16] is not there for a launch out of another course, deployment or platform, whoever asks', async () => {
    const other = await new TestPlatform().open();
    await tool.register(other.registration());
    await tool.register(platform.registration({ deploymentIds: ['deployment-1', 'deployment-2'] }));
    const elsewhere = [
      launch(tool, platform, material('recording-open', { ...asTeacher, [`${LTI}context`]: { id: 'course-2' } })),
      launch(tool, platform, material('recording-open', { ...asTeacher, [`${LTI}context`]: undefined })),
      launch(tool, platform, material('recording-open', { ...asTeacher, [`${LTI}deployment_id`]: 'deployment-2' })),
      launch(tool, other, material('recording-open', asTeacher)),
    ];
    expect((await Promise.all(elsewhere)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    await other.close();
  });

  it('[LA16] a hidden one opens for teachers; an unknown or malformed one for nobody', async () => {
    codeOf(await launch(tool, platform, material('recording-hidden', asTeacher)));
    for (const id of ['recording-hidden', 'recording-none', '../../etc', '', 'x'.repeat(65)]) {
      expect((await launch(tool, platform, material(id))).status, id).toBe(404);
    }
  });

  it('[LD4] can be picked in its own course only', async () => {
    const picker = (course: string) => ({
      claims: {
        ...asTeacher,
        [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
        [`${LTI}resource_link`]: undefined,
        [`${LTI}context`]: { id: course },
        [`${DL}deep_linking_settings`]: { deep_link_return_url: `${platform.url}/return`, accept_types: ['ltiResourceLink'] },
      },
    });
    const pick = async (course: string, recordingId: string) => {
      const { token } = await signIn(tool, platform, picker(course));
      return api(tool, '/api/deep-linking', { token, body: { items: [{ kind: 'recording', recordingId }] } });
    };
    const picked = (await (await pick('course-1', 'recording-open')).json()) as { jwt: string };
    expect(JSON.parse(Buffer.from(picked.jwt.split('.')[1] ?? '', 'base64url').toString())[`${DL}content_items`]).toEqual([
      { type: 'ltiResourceLink', title: 'Lesson', custom: { recording_id: 'recording-open' } },
    ]);
    expect((await pick('course-2', 'recording-open')).status).toBe(404);
    expect((await pick('course-1', 'recording-none')).status).toBe(404);
  });
});

describe('course-materials messages', () => {
  const recording = { id: 'recording-1', title: 'Lesson', startedAt: 1_790_000_000_000, durationMs: 60_000, visible: true };
  const course = async () => {
    const { session } = await signIn(tool, platform);
    const found = await tool.identity.classes.find(session['classId'] as ClassRecord['id']);
    if (!found) throw new Error('the class of the launch is not there');
    return found;
  };
  const answer = (status: number, body: string) => {
    const bodies: { type: string | undefined; body: string }[] = [];
    platform.answers.set('/materials', (req, res) => {
      let body_ = '';
      req.on('data', (part) => (body_ += part));
      req.on('end', () => {
        bodies.push({ type: req.headers['content-type'], body: body_ });
        res.writeHead(status).end(body);
      });
    });
    return bodies;
  };

  it('[CM1] are signed by the tool’s key for that platform, live a minute, and name course, activity and teacher', async () => {
    const bodies = answer(200, '{"moduleId":"77","url":"http://lms/mod/77"}');
    const [home, send] = [await course(), tool.identity.courseMaterials.send];
    expect(await send(home, 'teacher-9', 'publish', recording)).toEqual({ type: 'published', moduleId: '77', url: 'http://lms/mod/77' });
    await send(home, 'teacher-9', 'unpublish', recording);
    expect(bodies[0]?.type).toBe('application/jwt');
    const keys = createLocalJWKSet((await (await fetch(`${tool.url}/lti/keys`)).json()) as JSONWebKeySet);
    const messages = await Promise.all(
      bodies.map(async ({ body }) => CourseMaterialMessage.parse((await jwtVerify(body, keys, { algorithms: ['RS256'] })).payload)),
    );
    expect(decodeProtectedHeader(bodies[0]?.body ?? '').kid).toBeTypeOf('string');
    expect(messages[0]).toMatchObject({
      iss: platform.clientId,
      aud: `${platform.url}/materials`,
      deployment_id: platform.deploymentId,
      context_id: 'course-1',
      resource_link_id: 'link-1',
      user_id: 'teacher-9',
      action: 'publish',
      recording,
    });
    expect(messages[0]!.exp - messages[0]!.iat).toBe(60);
    expect(messages[0]!.jti).not.toBe(messages[1]!.jti);
  });

  const outcomes: [number, string, string][] = [
    [400, '', 'refused'],
    [403, '{}', 'refused'],
    [404, '', 'refused'],
    [408, '', 'unreachable'],
    [429, '', 'unreachable'],
    [500, '', 'unreachable'],
    [503, '', 'unreachable'],
    [302, '', 'unreachable'],
    [200, 'no json', 'unreachable'],
    [200, '{}', 'unreachable'],
  ];
  it.each(outcomes)('[CM2] status %i with %j is %s', async (status, body, type) => {
    answer(status, body);
    expect(await tool.identity.courseMaterials.send(await course(), 'teacher-9', 'update', recording)).toMatchObject({ type });
  });

  it('[CM2] no endpoint is unsupported, and an unreachable one is told without a throw', async () => {
    const own = await new TestPlatform().open();
    const { courseMaterialsUrl: _, ...without } = own.registration();
    await tool.register(without);
    const { session } = await signIn(tool, own, { claims: { [`${LTI}roles`]: [LEARNER] } });
    const home = await tool.identity.classes.find(session['classId'] as ClassRecord['id']);
    expect(await tool.identity.courseMaterials.send(home!, 't', 'publish', recording)).toEqual({ type: 'unsupported' });
    await tool.register(own.registration({ courseMaterialsUrl: 'http://169.254.169.254/publish' }));
    expect(await tool.identity.courseMaterials.send(home!, 't', 'publish', recording)).toEqual({ type: 'unreachable', cause: 'blocked' });
    await own.close();
  });
});
