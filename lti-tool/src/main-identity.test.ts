import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DL, INSTRUCTOR, LEARNER, LTI, makeKey, TestPlatform } from './testing/test-platform.ts';
import { codeOf, type LaunchChange, launch, openTestTool, postLaunch, signIn, startLogin, type TestTool } from './testing/test-tool.ts';

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

/** Expects a kind page with the status, and no session. */
async function expectRefused(response: Response, status = 401): Promise<void> {
  const page = await response.text();
  expect({ status: response.status, page }).toMatchObject({ status });
  expect(page).toContain('<h1>');
  expect(response.headers.get('location')).toBeNull();
}

const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const base64url = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/';

describe('a launch', () => {
  it('[LA1] opens the lobby of its class with the person, role and course of the token', async () => {
    const { place, session } = await signIn(tool, platform);
    expect(place).toBe('lobby');
    expect(session).toMatchObject({
      name: 'Sam Student',
      role: 'student',
      place: 'lobby',
      title: 'Live class',
      courseTitle: 'Course one',
      locale: 'en',
      returnUrl: `${platform.url}/course?sesskey=x`,
    });
  });
});

describe('the twelve bad payloads of the certification list (6.1.1)', () => {
  const bad: [string, LaunchChange][] = [
    ['No KID sent in JWT header', { header: { kid: undefined } }],
    ['Incorrect KID in JWT header', { header: { kid: 'imstester_66067' } }],
    ['Wrong LTI version', { claims: { [`${LTI}version`]: '11.3' } }],
    ['No LTI version', { claims: { [`${LTI}version`]: undefined } }],
    ['Invalid LTI message', { token: (payload) => platform.sign({ name: 'badltilaunch', nonce: payload['nonce'] }) }],
    ['Missing LTI claims', { token: ({ iss, aud, sub, iat, exp, nonce }) => platform.sign({ iss, aud, sub, iat, exp, nonce }) }],
    ['Timestamps incorrect', { claims: { iat: 11_111, exp: 22_222 } }],
    ['message_type claim missing', { claims: { [`${LTI}message_type`]: undefined } }],
    ['role claim missing', { claims: { [`${LTI}roles`]: undefined } }],
    ['deployment_id claim missing', { claims: { [`${LTI}deployment_id`]: undefined } }],
    ['resource_link_id claim missing', { claims: { [`${LTI}resource_link`]: { title: 'no id' } } }],
    ['user (sub) claim missing', { claims: { sub: undefined } }],
  ];
  it.each(bad)('[LA2] refuses: %s', async (_name, change) => {
    await expectRefused(await launch(tool, platform, change));
  });
});

const MEMBER = `${VOCABULARY}membership`;
function validLaunches(principal: string, short: string): [string, Record<string, unknown>, string][] {
  const [role, roles] = [`${MEMBER}#${principal}`, `${LTI}roles`];
  const is = principal === 'Instructor' ? 'teacher' : 'student';
  const noNames = { name: undefined, given_name: undefined, family_name: undefined };
  return [
    [`${principal}`, { [roles]: [role] }, is],
    [`${principal} with multiple roles`, { [roles]: [role, `${VOCABULARY}institution/person#${principal}`, `${MEMBER}#None`] }, is],
    [`${principal} with a short role`, { [roles]: [short] }, is],
    [`${principal} with an unknown role beside`, { [roles]: [role, 'http://unknown.example/vocab#Helper'] }, is],
    [`${principal} with no role`, { [roles]: [] }, 'student'],
    [`${principal} with e-mail only`, { [roles]: [role], ...noNames }, is],
    [`${principal} with names only`, { [roles]: [role], email: undefined }, is],
    [`${principal} without personal data`, { [roles]: [role], ...noNames, email: undefined }, is],
    [`${principal} with e-mail, without context`, { [roles]: [role], ...noNames, [`${LTI}context`]: undefined }, is],
  ];
}

describe('the valid launches of the certification list (6.1.2, 6.1.3)', () => {
  it.each([...validLaunches('Instructor', 'Instructor'), ...validLaunches('Learner', 'Learner')])(
    '[LA2] accepts: %s',
    async (_name, claims, role) => {
      const { place, session } = await signIn(tool, platform, { claims });
      expect(place).toBe('lobby');
      expect(session['role']).toBe(role);
      expect(session['name']).toBe('name' in claims ? '' : 'Sam Student');
    },
  );
  it('[LA2] accepts a launch whose only role is unknown, as a student', async () => {
    const { session } = await signIn(tool, platform, { claims: { [`${LTI}roles`]: ['http://unknown.example/vocab#Instructor'] } });
    expect(session['role']).toBe('student');
  });
});

describe('what ltijs alone accepts although it should not', () => {
  const [roles, azp] = [`${LTI}roles`, 'azp'];
  const wrong: [string, () => LaunchChange][] = [
    ['iat one year in the future', () => ({ claims: { iat: seconds(31_536_000), exp: seconds(31_536_060) } })],
    ['iat missing', () => ({ claims: { iat: undefined } })],
    ['exp missing', () => ({ claims: { exp: undefined } })],
    ['nonce missing', () => ({ claims: { nonce: undefined } })],
    ['a nonce we never issued', () => ({ claims: { nonce: 'a-nonce-of-somebody-else' } })],
    ['an unknown deployment', () => ({ claims: { [`${LTI}deployment_id`]: 'deployment-9' } })],
    ['a deployment id of 300 characters', () => ({ claims: { [`${LTI}deployment_id`]: 'd'.repeat(300) } })],
    ['a foreign target_link_uri', () => ({ claims: { [`${LTI}target_link_uri`]: 'https://evil.example/launch' } })],
    ['azp of another client with a string aud', () => ({ claims: { [azp]: 'client-of-another' } })],
    ['several audiences without azp', () => ({ claims: { aud: [platform.clientId, 'other'] } })],
    ['several audiences with a foreign azp', () => ({ claims: { aud: [platform.clientId, 'other'], azp: 'other' } })],
    ['roles as a string', () => ({ claims: { [roles]: INSTRUCTOR } })],
    ['roles as an object', () => ({ claims: { [roles]: { 0: INSTRUCTOR } } })],
    ['sub as an object', () => ({ claims: { sub: { $ne: null } } })],
    ['another message type', () => ({ claims: { [`${LTI}message_type`]: 'LtiSubmissionReviewRequest' } })],
  ];
  it.each(wrong)('[LA4] refuses: %s', async (_name, change) => {
    await expectRefused(await launch(tool, platform, change()));
  });
  it('[LA4] accepts several audiences when azp is our client', async () => {
    codeOf(await launch(tool, platform, { claims: { aud: [platform.clientId, 'other'], azp: platform.clientId } }));
  });
});

describe('the clock of a launch', () => {
  // The exact edges are tried on the rule itself, with a clock that stands still; here the machine may be slow.
  const far: [string, () => Record<string, unknown>, boolean][] = [
    ['iat half a minute ahead', () => ({ iat: seconds(30), exp: seconds(90) }), true],
    ['iat two minutes ahead', () => ({ iat: seconds(120), exp: seconds(180) }), false],
    ['iat half a minute behind', () => ({ iat: seconds(-30), exp: seconds(30) }), true],
    ['iat two minutes behind', () => ({ iat: seconds(-120), exp: seconds(60) }), false],
    ['exp twenty seconds ago', () => ({ iat: seconds(-30), exp: seconds(-20) }), true],
    ['exp two minutes ago', () => ({ iat: seconds(-30), exp: seconds(-120) }), false],
    ['nbf half a minute ahead', () => ({ nbf: seconds(30) }), true],
    ['nbf two minutes ahead', () => ({ nbf: seconds(120) }), false],
  ];
  it.each(far)('[LA5] a minute of difference is forgiven and no more: %s', async (_name, claims, accepted) => {
    const response = await launch(tool, platform, { claims: claims() });
    if (accepted) codeOf(response);
    else await expectRefused(response);
  });
});

describe('the signature of a launch', () => {
  const parts = (payload: object, header: object) => `${base64url(header)}.${base64url(payload)}`;
  const kid = () => platform.keys[0]!.kid;
  const publicPem = () => platform.keys[0]!.publicKey.export({ type: 'spki', format: 'pem' });
  const rsa = (algorithm: string, payload: object, header: object) => {
    const text = parts(payload, header);
    return `${text}.${createSign(algorithm).update(text).sign(platform.keys[0]!.privateKey, 'base64url')}`;
  };
  const signed = (payload: string) => {
    const text = `${base64url({ alg: 'RS256', kid: kid() })}.${base64url(payload)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(platform.keys[0]!.privateKey, 'base64url')}`;
  };
  const forged: [string, (payload: Record<string, unknown>) => Promise<string> | string][] = [
    ['alg none', (payload) => `${parts(payload, { alg: 'none', kid: kid() })}.`],
    ['alg None in capitals', (payload) => `${parts(payload, { alg: 'NONE', kid: kid() })}.`],
    [
      'HS256 keyed with the public key',
      (payload) => {
        const text = parts(payload, { alg: 'HS256', kid: kid() });
        return `${text}.${createHmac('sha256', publicPem()).update(text).digest('base64url')}`;
      },
    ],
    ['RS512 by the right key', (payload) => rsa('RSA-SHA512', payload, { alg: 'RS512', kid: kid() })],
    ['RS384 by the right key', (payload) => rsa('RSA-SHA384', payload, { alg: 'RS384', kid: kid() })],
    ['another key under the right kid', (payload) => platform.sign(payload, {}, makeKey(kid()))],
    [
      'a key of its own in the header',
      async (payload) => {
        const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        return platform.sign(payload, { jwk: await exportJWK(publicKey) }, { kid: kid(), publicKey, privateKey });
      },
    ],
    ['a critical header', (payload) => rsa('RSA-SHA256', payload, { alg: 'RS256', kid: kid(), crit: ['x'], x: 1 })],
    ['a payload that is null', () => signed('null')],
    ['a payload that is a list', () => signed('[1,2]')],
    ['a payload that is no JSON', () => signed('{"iss":')],
    [
      'a changed payload',
      async (payload) => {
        const [header, , signature] = (await platform.sign(payload)).split('.');
        return `${header}.${base64url({ ...payload, sub: 'admin' })}.${signature}`;
      },
    ],
    ['no signature', async (payload) => `${(await platform.sign(payload)).split('.').slice(0, 2).join('.')}.`],
    ['no JWT', () => 'not-a-token'],
  ];
  it.each(forged)('[LA6] refuses: %s', async (_name, token) => {
    await expectRefused(await launch(tool, platform, { token }));
  });

  it('[LA6] asks no address out of the header of a token', async () => {
    platform.asked.length = 0;
    const header = { jku: `${platform.url}/evil-jku`, x5u: `${platform.url}/evil-x5u` };
    await launch(tool, platform, { header });
    expect(platform.asked.filter((path) => path.includes('evil'))).toEqual([]);
  });
});

describe('the login that a launch answers', () => {
  const token = async (login: { nonce: string }) => platform.sign(platform.claims(login.nonce, tool.launchUrl));

  it('[LA3] one id_token opens once: the second post is refused, on another replica and ten minutes later too', async () => {
    const login = await startLogin(tool, platform);
    const fields = { id_token: await token(login), state: login.state };
    codeOf(await postLaunch(tool, fields, login.cookie));
    await expectRefused(await postLaunch(tool, fields, login.cookie));
    tool.clock.aheadMs = 600_000;
    await expectRefused(await postLaunch(tool, fields, login.cookie));
    tool.clock.aheadMs = 0;
  });

  it('[LA3] of fifty posts of one id_token at once exactly one opens', async () => {
    const login = await startLogin(tool, platform);
    const fields = { id_token: await token(login), state: login.state };
    const answers = await Promise.all(Array.from({ length: 50 }, () => postLaunch(tool, fields, login.cookie)));
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
  });

  it('[LA7] the state of another browser opens nothing, and does not spoil that browser’s own launch', async () => {
    const [mine, theirs] = [await startLogin(tool, platform), await startLogin(tool, platform)];
    const fields = { id_token: await token(theirs), state: theirs.state };
    await expectRefused(await postLaunch(tool, fields, mine.cookie));
    await expectRefused(await postLaunch(tool, fields, `__Host-st_${theirs.state}=${mine.cookie.split('=')[1]}`));
    await expectRefused(await postLaunch(tool, fields, ''));
    codeOf(await postLaunch(tool, fields, theirs.cookie));
  });

  it('[LA7] a state that is unknown, or older than five minutes, opens nothing', async () => {
    const login = await startLogin(tool, platform);
    await expectRefused(await postLaunch(tool, { id_token: await token(login), state: 'x'.repeat(43) }, `__Host-st_${'x'.repeat(43)}=y`));
    tool.clock.aheadMs = 301_000;
    await expectRefused(await postLaunch(tool, { id_token: await token(login), state: login.state }, login.cookie));
    tool.clock.aheadMs = 0;
  });

  it('[LA7] a token that answers another login of the same browser is refused', async () => {
    const [first, second] = [await startLogin(tool, platform), await startLogin(tool, platform)];
    const fields = { id_token: await token(first), state: second.state };
    await expectRefused(await postLaunch(tool, fields, `${first.cookie}; ${second.cookie}`));
  });

  it('[LA7] the cookie of a login is host-bound, partitioned and out of reach of scripts', async () => {
    const { headers, state } = await startLogin(tool, platform);
    const cookie = headers.getSetCookie()[0] ?? '';
    expect(cookie.startsWith(`__Host-st_${state}=`)).toBe(true);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=None', 'Partitioned', 'Path=/', 'Max-Age=300'])
      expect(cookie).toContain(attribute);
  });

  it('[LA8] sends the platform what it sent us, unchanged, and always to our one launch URL', async () => {
    const hint = '{"cmid":"5","launchid":"a+b&c=\\"d"}';
    const { authorization } = await startLogin(tool, platform, {
      lti_message_hint: hint,
      target_link_uri: `${tool.launchUrl}?from=course`,
    });
    expect(authorization.origin).toBe(platform.url);
    expect(Object.fromEntries(authorization.searchParams)).toMatchObject({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: platform.clientId,
      login_hint: 'user-1',
      lti_message_hint: hint,
      redirect_uri: tool.launchUrl,
    });
    expect(authorization.searchParams.has('repost')).toBe(false);
  });

  const foreign = [
    'https://evil.example/lti/launch',
    '//evil.example/lti/launch',
    'javascript:alert(1)',
    '/lti/launch',
    'http://localhost@evil.example/lti/launch',
    'LAUNCH\r\nSet-Cookie: a=b',
    'LAUNCH/../../../evil',
    'ORIGIN/lti/launch/more',
    'ORIGIN\\@evil.example/lti/launch',
    'ORIGIN.evil.example/lti/launch',
  ];
  it.each(foreign)('[LA8] refuses a login towards %j', async (target) => {
    const uri = target.replace('LAUNCH', tool.launchUrl).replace('ORIGIN', tool.url);
    await expect(startLogin(tool, platform, { target_link_uri: uri })).rejects.toThrow(/refused with 401/);
  });

  it('[LA8] refuses the login of an unknown platform and of an unknown client', async () => {
    await expect(startLogin(tool, platform, { iss: 'https://lms.example' })).rejects.toThrow(/refused with 401/);
    await expect(startLogin(tool, platform, { client_id: 'client-unknown' })).rejects.toThrow(/refused with 401/);
  });

  it('[LA8] takes a login without client_id where the issuer has one client, and refuses to guess among several', async () => {
    const lonely = await new TestPlatform().open();
    await tool.register(lonely.registration());
    expect((await startLogin(tool, lonely, { client_id: undefined })).authorization.searchParams.get('client_id')).toBe(lonely.clientId);
    await tool.register(lonely.registration({ clientId: 'second-client' }));
    await expect(startLogin(tool, lonely, { client_id: undefined })).rejects.toThrow(/refused with 401/);
    await lonely.close();
  });

  it('[LA6] a token of one registration does not open a login of another, of the same platform or of a second one', async () => {
    const other = await new TestPlatform().open();
    await tool.register(other.registration());
    const login = await startLogin(tool, platform);
    const claims = other.claims(login.nonce, tool.launchUrl);
    await expectRefused(await postLaunch(tool, { id_token: await other.sign(claims), state: login.state }, login.cookie));
    const again = await startLogin(tool, platform);
    const mixed = platform.claims(again.nonce, tool.launchUrl, { aud: other.clientId });
    await expectRefused(await postLaunch(tool, { id_token: await platform.sign(mixed), state: again.state }, again.cookie));
    await other.close();
  });
});

describe('registrations', () => {
  it('[LA9] a registration without deployments takes the first one that launches, and no other afterwards', async () => {
    const own = await new TestPlatform().open();
    await tool.register(own.registration({ deploymentIds: [] }));
    const first = { [`${LTI}deployment_id`]: 'first' };
    codeOf(await launch(tool, own, { claims: first }));
    await expectRefused(await launch(tool, own, { claims: { [`${LTI}deployment_id`]: 'second' } }));
    codeOf(await launch(tool, own, { claims: first }));
    await own.close();
  });

  it('[LA9] of two first deployments at once one is bound', async () => {
    const own = await new TestPlatform().open();
    await tool.register(own.registration({ deploymentIds: [] }));
    const ids = Array.from({ length: 8 }, (_, index) => `deployment-${index}`);
    const answers = await Promise.all(ids.map((id) => launch(tool, own, { claims: { [`${LTI}deployment_id`]: id } })));
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
    await own.close();
  });

  it('[LA9] a platform that was switched off can neither begin nor finish a launch', async () => {
    const own = await new TestPlatform().open();
    await tool.register(own.registration());
    const login = await startLogin(tool, own);
    await tool.connection.collection('platforms').updateOne({ issuer: own.url }, { $set: { state: 'paused' } });
    const idToken = await own.sign(own.claims(login.nonce, tool.launchUrl));
    await expectRefused(await postLaunch(tool, { id_token: idToken, state: login.state }, login.cookie));
    await expect(startLogin(tool, own)).rejects.toThrow(/refused with 403/);
    await own.close();
  });
});

describe('who a launch says a person is', () => {
  const roles: [string, string[], string][] = [
    ['membership#Instructor', [INSTRUCTOR], 'teacher'],
    ['membership#Learner', [LEARNER], 'student'],
    ['a teaching assistant as a sub-role', [`${MEMBER}/Instructor#TeachingAssistant`], 'teacher'],
    ['a learner’s sub-role named Instructor', [`${MEMBER}/Learner#Instructor`], 'student'],
    ['a content developer', [`${MEMBER}#ContentDeveloper`], 'teacher'],
    ['Open edX 9.14 staff (institution role alone)', [`${VOCABULARY}institution/person#Instructor`], 'teacher'],
    ['Open edX 9.14 student', [`${VOCABULARY}institution/person#Student`], 'student'],
    ['Open edX 9.14 global staff', [`${VOCABULARY}system/person#Administrator`], 'teacher'],
    ['a site administrator enrolled as a student', [LEARNER, `${VOCABULARY}system/person#Administrator`], 'student'],
    ['a name that only ends like a role', ['http://evil.example/membership#Instructor'], 'student'],
    ['a role with text around it', [` ${INSTRUCTOR}`, `${INSTRUCTOR} `], 'student'],
  ];
  it.each(roles)('[LA10] %s', async (_name, given, role) => {
    const { session } = await signIn(tool, platform, { claims: { [`${LTI}roles`]: given } });
    expect(session['role']).toBe(role);
  });

  it('[LA11] names and titles are shown as text: cut, without marks that turn or hide a line', async () => {
    const name = `\u202e<img src=x onerror=alert(1)>\u0000\u200f${'n'.repeat(500)}`;
    const { session } = await signIn(tool, platform, {
      claims: { name, [`${LTI}resource_link`]: { id: 'link-x', title: `<script>\u2028${'t'.repeat(5000)}` } },
    });
    expect(session['name']).toMatch(/^<img src=x onerror=alert\(1\)> n+$/);
    expect(String(session['name']).length).toBe(120);
    expect(String(session['title'])).toMatch(/^<script> t+$/);
    expect(String(session['title']).length).toBe(200);
  });

  it('[LA11] a name of the wrong type, an unreadable language and a foreign way back are left out', async () => {
    const presentation = { locale: 'not a language!', return_url: 'https://evil.example/back' };
    const claims = {
      sub: 'user-odd',
      name: { first: 'x' },
      given_name: 5,
      family_name: undefined,
      [`${LTI}launch_presentation`]: presentation,
    };
    const { session } = await signIn(tool, platform, { claims });
    expect(session['name']).toBe('');
    expect(session).not.toHaveProperty('locale');
    expect(session).not.toHaveProperty('returnUrl');
  });

  it('[LA11] thousands of custom parameters and deep nesting harm nobody', async () => {
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`p${index}`, 'v']));
    codeOf(await launch(tool, platform, { claims: { [`${LTI}custom`]: many } }));
    const token = (payload: Record<string, unknown>) => {
      // Written by hand: a library would fail at such a depth before the tool sees it.
      const deep = JSON.stringify({ ...payload, deep: 0 }).replace('"deep":0', `"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}`);
      const text = `${base64url({ alg: 'RS256', kid: platform.keys[0]!.kid })}.${base64url(deep)}`;
      return `${text}.${createSign('RSA-SHA256').update(text).sign(platform.keys[0]!.privateKey, 'base64url')}`;
    };
    expect([303, 401]).toContain((await launch(tool, platform, { token })).status);
    codeOf(await launch(tool, platform));
  });

  it('[LA11] a launch without custom parameters, or with null, opens the lobby', async () => {
    for (const custom of [undefined, null, 'text']) codeOf(await launch(tool, platform, { claims: { [`${LTI}custom`]: custom } }));
  });

  it('[LA12] one person and one class for one (issuer, sub) and link, even when twenty first launches arrive at once', async () => {
    const claims = { sub: 'user-race', [`${LTI}resource_link`]: { id: 'link-race', title: 'Race' } };
    const sessions = await Promise.all(Array.from({ length: 20 }, () => signIn(tool, platform, { claims })));
    expect(new Set(sessions.map(({ session }) => session['personId'])).size).toBe(1);
    expect(new Set(sessions.map(({ session }) => session['classId'])).size).toBe(1);
  });

  it('[LA12] another link, course or deployment is another class', async () => {
    const own = await new TestPlatform().open();
    await tool.register(own.registration({ deploymentIds: ['deployment-1', 'deployment-2'] }));
    const changes = [
      {},
      { [`${LTI}resource_link`]: { id: 'link-2' } },
      { [`${LTI}context`]: { id: 'course-2' } },
      { [`${LTI}deployment_id`]: 'deployment-2' },
    ];
    const ids = await Promise.all(changes.map(async (claims) => (await signIn(tool, own, { claims })).session['classId']));
    expect(new Set(ids).size).toBe(4);
    await own.close();
  });
});

describe('deep-linking requests', () => {
  const settings = { deep_link_return_url: '', accept_types: ['ltiResourceLink'], accept_presentation_document_targets: ['iframe'] };
  const request = (role: string, returnUrl: string) => ({
    [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
    [`${LTI}resource_link`]: undefined,
    [`${LTI}roles`]: [role],
    [`${DL}deep_linking_settings`]: { ...settings, deep_link_return_url: returnUrl },
  });

  it('[LD1] opens the picker for a teacher', async () => {
    const { place, session } = await signIn(tool, platform, { claims: request(INSTRUCTOR, `${platform.url}/return`) });
    expect([place, session['place'], session['role']]).toEqual(['pick', 'pick', 'teacher']);
  });
  it('[LD1] is refused to a student', async () => {
    await expectRefused(await launch(tool, platform, { claims: request(LEARNER, `${platform.url}/return`) }), 403);
  });
  it.each(['https://evil.example/return', 'javascript:alert(1)', 'ftp://x/y', ''])(
    '[LD2] is refused when its answer would go to %j',
    async (url) => {
      await expectRefused(await launch(tool, platform, { claims: request(INSTRUCTOR, url) }));
    },
  );
});
