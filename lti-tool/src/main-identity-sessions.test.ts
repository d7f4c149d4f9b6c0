import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTRUCTOR, LEARNER, LTI, TestPlatform } from './testing/test-platform.ts';
import { api, codeOf, launch, openTestTool, signIn, type TestTool } from './testing/test-tool.ts';

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

const reasonOf = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });
const pairOf = (cookie: string | undefined) => (cookie ?? '').split(';')[0] ?? '';
const teacher = (sub: string, role = INSTRUCTOR) => ({ claims: { sub, [`${LTI}roles`]: [role] } });

describe('one-time codes', () => {
  it('[LS1] a code opens one session, of ten who redeem it at once exactly one', async () => {
    const { code } = codeOf(await launch(tool, platform));
    const answers = await Promise.all(Array.from({ length: 10 }, () => api(tool, '/api/session/redeem', { body: { code } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(403)]);
    expect(await reasonOf(await api(tool, '/api/session/redeem', { body: { code } }))).toEqual({ status: 403, reason: 'link-expired' });
  });

  it('[LS1] a code is over after a minute, and no invented or malformed one opens anything', async () => {
    const { code } = codeOf(await launch(tool, platform));
    tool.clock.aheadMs = 61_000;
    expect(await reasonOf(await api(tool, '/api/session/redeem', { body: { code } }))).toMatchObject({ reason: 'link-expired' });
    tool.clock.aheadMs = 0;
    expect((await api(tool, '/api/session/redeem', { body: { code: 'x'.repeat(43) } })).status).toBe(403);
    for (const body of [{}, { code: '' }, { code: { $ne: null } }, { code: ['x'] }, { code: 'x'.repeat(43), role: 'teacher' }, [], 5]) {
      expect((await api(tool, '/api/session/redeem', { body })).status, JSON.stringify(body)).toBe(400);
    }
  });

  it('[LS1] neither code nor token ever stands in the query or path of an address', async () => {
    const response = await launch(tool, platform);
    const address = new URL(response.headers.get('location') ?? '', tool.url);
    expect([address.search, address.pathname]).toEqual(['', '/lobby']);
    const { token } = await signIn(tool, platform);
    const handed = (await (await api(tool, '/api/handoff', { token, body: { place: 'room' } })).json()) as { url: string };
    expect([new URL(handed.url).search, new URL(handed.url).pathname]).toEqual(['', '/room']);
    expect((await api(tool, `/api/session?token=${token}`, { method: 'GET' })).status).toBe(401);
  });
});

describe('a session', () => {
  it('[LS2] answers who I am by its bearer, and nobody by another', async () => {
    const { token, session } = await signIn(tool, platform);
    const mine = await api(tool, '/api/session', { method: 'GET', token });
    expect(await mine.json()).toEqual(session);
    expect(mine.headers.get('cache-control')).toBe('no-store');
    for (const other of ['', 'y'.repeat(43), `${token}x`, 'undefined']) {
      expect((await api(tool, '/api/session', { method: 'GET', token: other })).status).toBe(401);
    }
  });

  it('[LS2] a teacher whom the course makes a student is one at the next request, in every open tab', async () => {
    const before = await signIn(tool, platform, teacher('user-demoted'));
    expect(before.session['role']).toBe('teacher');
    await signIn(tool, platform, teacher('user-demoted', LEARNER));
    const now = (await (await api(tool, '/api/session', { method: 'GET', token: before.token })).json()) as { role: string };
    expect(now.role).toBe('student');
    expect((await tool.identity.authenticate(before.token)).role).toBe('student');
  });

  it('[LS2] a person who is no longer of the class is refused', async () => {
    const { token, session } = await signIn(tool, platform, teacher('user-gone'));
    await tool.connection.collection('memberships').deleteOne({ personId: session['personId'] as string });
    expect(await reasonOf(await api(tool, '/api/session', { method: 'GET', token }))).toEqual({ status: 403, reason: 'forbidden' });
  });

  it('[LS3] a reload in a frame brings it back by a partitioned cookie out of reach of scripts', async () => {
    const { cookies, session } = await signIn(tool, platform);
    expect(cookies).toHaveLength(1);
    for (const part of ['__Host-sid=', 'HttpOnly', 'Secure', 'SameSite=None', 'Partitioned', 'Path=/']) expect(cookies[0]).toContain(part);
    const restored = await api(tool, '/api/session/restore', { cookie: pairOf(cookies[0]) });
    const { token, session: again } = (await restored.json()) as { token: string; session: Record<string, unknown> };
    expect(again).toEqual(session);
    expect((await api(tool, '/api/session', { method: 'GET', token })).status).toBe(200);
  });

  it('[LS3] restoring moves no end: after twelve hours the cookie opens nothing, however often it was used', async () => {
    const { cookies } = await signIn(tool, platform);
    const cookie = pairOf(cookies[0]);
    for (let hours = 1.5; hours < 12; hours += 1.5) {
      tool.clock.aheadMs = hours * 3_600_000;
      expect((await api(tool, '/api/session/restore', { cookie })).status).toBe(200);
    }
    tool.clock.aheadMs = 12 * 3_600_000 + 1_000;
    expect(await reasonOf(await api(tool, '/api/session/restore', { cookie }))).toEqual({ status: 401, reason: 'session-expired' });
    tool.clock.aheadMs = 0;
  });

  it('[LS3] a cookie is no bearer, a bearer is no cookie, and without one nothing is restored', async () => {
    const { cookies, token } = await signIn(tool, platform);
    const secret = pairOf(cookies[0]).split('=')[1] ?? '';
    expect((await api(tool, '/api/session', { method: 'GET', token: secret })).status).toBe(401);
    expect((await api(tool, '/api/session', { method: 'GET', token: `cookie:${secret}` })).status).toBe(401);
    expect((await api(tool, '/api/session/restore', { cookie: `__Host-sid=${token}` })).status).toBe(401);
    expect(await reasonOf(await api(tool, '/api/session/restore'))).toEqual({ status: 401, reason: 'not-signed-in' });
  });

  it('[LS7] ends after two idle hours, and use keeps it', async () => {
    const [used, idle] = [await signIn(tool, platform), await signIn(tool, platform)];
    const ask = async (token: string) => (await api(tool, '/api/session', { method: 'GET', token })).status;
    tool.clock.aheadMs = 1.9 * 3_600_000;
    expect(await ask(used.token)).toBe(200);
    tool.clock.aheadMs = 2.1 * 3_600_000;
    expect([await ask(used.token), await ask(idle.token)]).toEqual([200, 401]);
    tool.clock.aheadMs = 0;
  });

  it('[LS7] ended is ended: bearer and cookie open nothing any more, and other tabs are left alone', async () => {
    const [one, other] = [await signIn(tool, platform), await signIn(tool, platform)];
    const cookie = pairOf(one.cookies[0]);
    expect((await api(tool, '/api/session/end', { token: one.token, cookie })).status).toBe(204);
    expect((await api(tool, '/api/session', { method: 'GET', token: one.token })).status).toBe(401);
    expect((await api(tool, '/api/session/restore', { cookie })).status).toBe(401);
    expect((await api(tool, '/api/session', { method: 'GET', token: other.token })).status).toBe(200);
  });

  it('[LS8] the database holds no token, code or state that was given out', async () => {
    const { code: unused } = codeOf(await launch(tool, platform));
    const { token, cookies, code } = await signIn(tool, platform);
    const db = tool.connection.db!;
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    const everything = JSON.stringify(await Promise.all(names.map((name) => db.collection(name).find().toArray())));
    expect(everything).toContain('Sam Student');
    for (const secret of [unused, token, code, pairOf(cookies[0]).split('=')[1] ?? '?']) expect(everything).not.toContain(secret);
    expect(everything).not.toContain('sam@example.org');
  });
});

describe('the hand-off to a tab of its own', () => {
  const handOff = async (token: string, body: object) =>
    (await (await api(tool, '/api/handoff', { token, body })).json()) as { url: string };
  const redeem = async (url: string) => {
    const answer = await api(tool, '/api/session/redeem', { body: { code: url.split('#code=')[1] } });
    return { cookies: answer.headers.getSetCookie(), ...((await answer.json()) as { token: string; session: Record<string, unknown> }) };
  };

  it('[LS4] opens the room for the same person and class, with a first-party cookie of that tab', async () => {
    const from = await signIn(tool, platform, teacher('user-handoff'));
    const { url } = await handOff(from.token, { place: 'room' });
    const room = await redeem(url);
    expect(room.session).toEqual({ ...from.session, place: 'room' });
    expect(room.cookies[0]).toContain('__Host-tab=');
    expect(room.cookies[0]).toContain('SameSite=Lax');
    expect(room.cookies[0]).not.toContain('Partitioned');
    const restored = await api(tool, '/api/session/restore', { cookie: `${pairOf(from.cookies[0])}; ${pairOf(room.cookies[0])}` });
    expect(((await restored.json()) as { session: { place: string } }).session.place).toBe('room');
  });

  it('[LS4] opens a recording by its id, and refuses places and ids that are none', async () => {
    const { token } = await signIn(tool, platform);
    const recording = await redeem((await handOff(token, { place: 'recording', recordingId: 'recording-1' })).url);
    expect(recording.session).toMatchObject({ place: 'recording', recordingId: 'recording-1' });
    for (const body of [{ place: 'lobby' }, { place: 'pick' }, { place: 'recording' }, { place: 'recording', recordingId: '../x' }, {}]) {
      expect((await api(tool, '/api/handoff', { token, body })).status, JSON.stringify(body)).toBe(400);
    }
    expect((await api(tool, '/api/handoff', { body: { place: 'room' } })).status).toBe(401);
  });

  it('[LS4] lasts no longer than the session it came from', async () => {
    const from = await signIn(tool, platform);
    tool.clock.aheadMs = 1.5 * 3_600_000;
    const room = await redeem((await handOff(from.token, { place: 'room' })).url);
    expect(room.session['expiresAt']).toBe(from.session['expiresAt']);
    tool.clock.aheadMs = 0;
  });
});

describe('foreign pages', () => {
  const routes = ['/api/session/redeem', '/api/session/restore', '/api/session/end', '/api/handoff', '/api/deep-linking', '/api/anything'];

  it.each(routes)('[LS5] %s changes nothing for another origin, not even with cookie and bearer', async (path) => {
    const { token, cookies } = await signIn(tool, platform);
    for (const origin of ['https://evil.example', platform.url, 'null', tool.url.replace('http:', 'https:')]) {
      const answer = await api(tool, path, { token, cookie: pairOf(cookies[0]), origin, body: { place: 'room' } });
      expect(await reasonOf(answer)).toEqual({ status: 403, reason: 'forbidden' });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await api(tool, '/api/session', { method: 'GET', token })).status).toBe(200);
  });

  it('[LS5] a request without Origin needs a bearer; a cookie alone speaks for nobody', async () => {
    const { cookies } = await signIn(tool, platform);
    expect((await api(tool, '/api/session/restore', { cookie: pairOf(cookies[0]), origin: null })).status).toBe(403);
  });

  it('[LS5] no preflight is answered', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await fetch(`${tool.url}/api/handoff`, { method: 'OPTIONS', headers });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('headers', () => {
  const policyOf = async (path: string) => {
    const { headers } = await fetch(tool.url + path);
    const entries = (headers.get('content-security-policy') ?? '')
      .split('; ')
      .map((entry) => [entry.split(' ')[0], entry.split(' ').slice(1).join(' ')]);
    return { headers, policy: Object.fromEntries(entries) as Record<string, string> };
  };

  it.each(['/lobby', '/recording', '/pick'])('[LS6] %s may be framed by registered platforms', async (path) => {
    tool.clock.aheadMs += 6_000;
    const { policy } = await policyOf(path);
    expect(policy['frame-ancestors']).toBe(`'self' ${platform.url}`);
  });

  it.each(['/room', '/', '/api/session', '/nowhere', '/lobbyx'])('[LS6] %s may be framed by nobody', async (path) => {
    expect((await policyOf(path)).policy['frame-ancestors']).toBe("'none'");
  });

  it('[LS6] nothing inline runs, no Referer leaves, nothing is sniffed, and forms go to the platform from the picker alone', async () => {
    const { headers, policy } = await policyOf('/room');
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'self'",
    });
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect((await policyOf('/pick')).policy['form-action']).toBe(`'self' ${platform.url}`);
    expect((await policyOf('/lobby')).policy['form-action']).toBe("'self'");
  });
});
