import { InvitationReply, LIMITS, type PlatformView } from '@liveclass/contract';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOfLink, cookieOf, redeemAdmin, TestAdmin } from './testing/test-admin.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';
import { codeOf, launch, openTestTool, signIn, startLogin, type TestTool } from './testing/test-tool.ts';

let tool: TestTool;
let platform: TestPlatform;

beforeEach(async () => {
  platform = await new TestPlatform().open();
  tool = await openTestTool();
});
afterEach(async () => {
  await tool.close();
  await platform.close();
});

const after = (ms: number) => {
  tool.clock.aheadMs += ms;
};
const reasonOf = async (answer: Response) => [answer.status, ((await answer.json()) as { reason?: string }).reason];

describe('the first admin', () => {
  it('[AD20] a link is there only while nobody is admin; its code stands behind the #, works once, and is kept as a hash', async () => {
    const link = new URL(String(await tool.desk.firstAdminLink()));
    expect([link.origin, link.pathname, link.search]).toEqual([tool.url, '/admin', '']);
    const code = codeOfLink(link.href);
    expect(JSON.stringify(await tool.connection.collection('invitations').find().toArray())).not.toContain(code);
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeemAdmin(tool, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await tool.desk.firstAdminLink()).toBeUndefined();
    expect(await reasonOf(await redeemAdmin(tool, code))).toEqual([403, 'link-expired']);
  });

  it('[AD20] the links of earlier starts are void once somebody is admin, and each ends in an hour', async () => {
    const [old, first, late] = [await tool.desk.firstAdminLink(), await tool.desk.firstAdminLink(), await tool.desk.firstAdminLink()];
    after(LIMITS.adminLinkMs + 1);
    expect((await redeemAdmin(tool, codeOfLink(old))).status).toBe(403);
    after(-60_000);
    expect((await redeemAdmin(tool, codeOfLink(first))).status).toBe(200);
    expect((await redeemAdmin(tool, codeOfLink(late))).status).toBe(403);
  });
});

describe('an admin’s session', () => {
  it('[AD21] stands in a strict first-party cookie that scripts cannot read, and as a hash in the database', async () => {
    const answer = await redeemAdmin(tool, codeOfLink(await tool.desk.firstAdminLink()));
    const cookie = answer.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/^__Host-admin=[A-Za-z0-9_-]{43}; /);
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(cookie).toContain(attribute);
    const secret = cookieOf(answer).split('=')[1] ?? '';
    expect(JSON.stringify(await tool.connection.collection('admin-sessions').find().toArray())).not.toContain(secret);
    expect(await answer.text()).not.toContain(secret);
  });

  it('[AD21] ends after an idle hour, after twelve hours, and by signing out', async () => {
    const idle = await TestAdmin.open(tool);
    after(LIMITS.adminSessionIdleMs - 1_000);
    expect((await idle.ask('GET', 'session')).status).toBe(200);
    after(LIMITS.adminSessionIdleMs + 1_000);
    expect(await reasonOf(await idle.ask('GET', 'session'))).toEqual([401, 'session-expired']);
    const link = async () => {
      const code = 'c'.repeat(40) + Math.floor(tool.clock.now() / 1000).toString(36);
      await tool.desk.invitations.create(code, 'admin', tool.clock.now() + 1_000);
      return new TestAdmin(tool.url, cookieOf(await redeemAdmin(tool, code)));
    };
    const long = await link();
    for (let hour = 0; hour < 13; hour += 1) {
      after(LIMITS.adminSessionIdleMs - 60_000);
      const { status } = await long.ask('GET', 'session');
      expect(status, `hour ${hour}`).toBe((hour + 1) * (LIMITS.adminSessionIdleMs - 60_000) < LIMITS.adminSessionMs ? 200 : 401);
    }
    const leaving = await link();
    expect((await leaving.ask('DELETE', 'session')).status).toBe(204);
    expect((await leaving.ask('GET', 'platforms')).status).toBe(401);
  });

  it('[AD22] nobody else reaches the desk: no session, a class’s session, another site’s page', async () => {
    const admin = await TestAdmin.open(tool);
    await tool.register(platform.registration());
    const teacher = await signIn(tool, platform);
    const doors: [string, string, unknown?][] = [
      ['GET', 'session'],
      ['GET', 'platforms'],
      ['POST', 'platforms', {}],
      ['PATCH', 'platforms/0', { state: 'active' }],
      ['DELETE', 'platforms/0'],
      ['POST', 'platforms/0/keys'],
      ['POST', 'invitations', { kind: 'pairing' }],
    ];
    const [, tab = ''] = teacher.cookies.map((cookie) => cookie.split(';')[0]);
    const strangers = [
      new TestAdmin(tool.url, ''),
      new TestAdmin(tool.url, `__Host-admin=${teacher.token}`),
      new TestAdmin(tool.url, `__Host-admin=${'x'.repeat(43)}; ${tab}`),
    ];
    for (const [method, path, body] of doors) {
      for (const stranger of strangers)
        expect((await stranger.ask(method, path, body, { authorization: `Bearer ${teacher.token}` })).status, `${method} ${path}`).toBe(
          401,
        );
      if (method === 'GET') continue;
      for (const origin of ['https://evil.example', 'null', platform.url])
        expect(await reasonOf(await admin.ask(method, path, body, { origin })), `${method} ${path}`).toEqual([403, 'forbidden']);
    }
    const bare = await fetch(`${tool.url}/api/admin/invitations`, {
      method: 'POST',
      headers: { cookie: admin.cookie, authorization: 'Bearer x', 'content-type': 'application/json' },
      body: '{"kind":"pairing"}',
    });
    expect(bare.status).toBe(403);
    expect((await fetch(`${tool.url}/admin`)).headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});

describe('the platforms of the desk', () => {
  const byHand = () => ({
    name: 'Block one',
    issuer: platform.url,
    clientId: platform.clientId,
    deploymentId: platform.deploymentId,
    authorizationUrl: `${platform.url}/auth`,
    tokenUrl: `${platform.url}/token`,
    jwksUrl: `${platform.url}/jwks`,
  });
  let admin: TestAdmin;
  beforeEach(async () => {
    admin = await TestAdmin.open(tool);
  });
  const list = async () => (await admin.get<{ platforms: PlatformView[] }>('GET', 'platforms')).platforms;

  it('[AD23] a block of Open edX is typed in, launches at once, and shows when it last did', async () => {
    expect(await list()).toEqual([]);
    const added = await admin.get<PlatformView>('POST', 'platforms', byHand());
    expect(added).toMatchObject({ name: 'Block one', state: 'active', deploymentIds: [platform.deploymentId], takesRecordings: false });
    codeOf(await launch(tool, platform));
    expect(await list()).toMatchObject([{ id: added.id, lastLaunchAt: expect.any(Number) }]);
  });

  it('[AD23] what was mistyped is refused with its reason, and the same block twice as well', async () => {
    const tries: [Record<string, unknown>, [number, string]][] = [
      [{ name: ' ' }, [400, 'bad-request']],
      [{ clientId: '' }, [400, 'bad-request']],
      [{ deploymentId: 'd'.repeat(256) }, [400, 'bad-request']],
      [{ jwksUrl: 'keys' }, [400, 'bad-request']],
      [{ tokenUrl: 'javascript:1' }, [400, 'bad-request']],
      [{ issuer: `https://user:pass@${'a'.repeat(10)}.example` }, [400, 'bad-request']],
      [{ jwksUrl: `${platform.url}/nothing` }, [502, 'lms-unreachable']],
      [{ surprise: 1 }, [400, 'bad-request']],
    ];
    for (const [change, refusal] of tries)
      expect(await reasonOf(await admin.ask('POST', 'platforms', { ...byHand(), ...change })), JSON.stringify(change)).toEqual(refusal);
    expect(await list()).toEqual([]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => admin.ask('POST', 'platforms', byHand())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  it('[AD24] a paused platform opens nothing until it is resumed; a name is changed; only what launches nothing is removed', async () => {
    const { id } = await admin.get<PlatformView>('POST', 'platforms', byHand());
    expect(await admin.get('PATCH', `platforms/${id}`, { name: 'The school' })).toMatchObject({ name: 'The school', state: 'active' });
    expect(await reasonOf(await admin.ask('DELETE', `platforms/${id}`))).toEqual([409, 'wrong-phase']);
    expect(await admin.get('PATCH', `platforms/${id}`, { state: 'paused' })).toMatchObject({ state: 'paused' });
    await expect(startLogin(tool, platform)).rejects.toThrow(/refused with 403/);
    await admin.get('PATCH', `platforms/${id}`, { state: 'active' });
    codeOf(await launch(tool, platform));
    await admin.get('PATCH', `platforms/${id}`, { state: 'paused' });
    expect((await admin.ask('DELETE', `platforms/${id}`)).status).toBe(204);
    expect(await list()).toEqual([]);
    expect(((await (await fetch(`${tool.url}/lti/keys`)).json()) as JSONWebKeySet).keys).toEqual([]);
    await expect(startLogin(tool, platform)).rejects.toThrow(/refused with 401/);
    for (const gone of [id, 'nothing', '0'.repeat(24)]) expect((await admin.ask('DELETE', `platforms/${gone}`)).status).toBe(404);
    expect((await admin.ask('PATCH', `platforms/${id}`, { state: 'active' })).status).toBe(404);
    expect((await admin.ask('PATCH', `platforms/${id}`, { state: 'pending' })).status).toBe(400);
  });

  it('[AD24] people who were signed in when their platform was paused reach nothing within seconds, and go on when it is resumed', async () => {
    const { id } = await admin.get<PlatformView>('POST', 'platforms', byHand());
    const other = await new TestPlatform().open();
    await tool.register(other.registration());
    const [here, elsewhere] = [await signIn(tool, platform), await signIn(tool, other)];
    const ask = async ({ token }: { token: string }) => {
      after(5_001);
      return (await fetch(`${tool.url}/api/session`, { headers: { authorization: `Bearer ${token}` } })).status;
    };
    expect([await ask(here), await ask(elsewhere)]).toEqual([200, 200]);
    await admin.get('PATCH', `platforms/${id}`, { state: 'paused' });
    expect([await ask(here), await ask(elsewhere)]).toEqual([403, 200]);
    await admin.get('PATCH', `platforms/${id}`, { state: 'active' });
    expect([await ask(here), await ask(elsewhere)]).toEqual([200, 200]);
    await other.close();
  });

  it('[AD24] a platform that waits opens nothing, kindly, until it is approved; it cannot be paused', async () => {
    const known = await tool.identity.desk.registry.add(platform.registration(), 'pending');
    const query = new URLSearchParams({
      iss: platform.url,
      client_id: platform.clientId,
      login_hint: 'x',
      target_link_uri: tool.launchUrl,
    });
    const page = await fetch(`${tool.url}/lti/login?${query}`, { headers: { 'accept-language': 'ar' } });
    expect([page.status, page.headers.get('content-language')]).toEqual([403, 'ar']);
    expect(await page.text()).toMatch(/dir="rtl"[\s\S]*data-reason="platform-pending"/);
    expect((await admin.ask('PATCH', `platforms/${known?.id}`, { state: 'paused' })).status).toBe(409);
    await admin.get('PATCH', `platforms/${known?.id}`, { state: 'active' });
    codeOf(await launch(tool, platform));
  });

  it('[AD25] a pairing code of the desk pairs, and an invitation carries its code in the address to register at', async () => {
    const pairing = InvitationReply.parse(await admin.get('POST', 'invitations', { kind: 'pairing' }));
    const plugin = new TestPlugin(tool.url, platform);
    expect((await plugin.pair(plugin.pairing(pairing.code))).status).toBe(200);
    expect(await list()).toMatchObject([{ state: 'active', plugin: plugin.about, takesRecordings: true }]);
    const invitation = InvitationReply.parse(await admin.get('POST', 'invitations', { kind: 'registration' }));
    expect(invitation.url).toBe(`${tool.url}/lti/register?invitation=${invitation.code}`);
    expect(invitation.expiresAt - tool.clock.now()).toBeLessThanOrEqual(LIMITS.invitationMs);
  });
});

describe('changing the tool’s keys', () => {
  const keys = async () => createLocalJWKSet((await (await fetch(`${tool.url}/lti/keys`)).json()) as JSONWebKeySet);
  const who = () => ({ issuer: platform.url, clientId: platform.clientId });
  const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string;

  it('[AD26] the new pair is published before it signs, and the old one for a day after; every signature can be checked', async () => {
    const admin = await TestAdmin.open(tool);
    const known = await tool.identity.desk.registry.add(platform.registration(), 'active');
    const first = await tool.identity.signer.sign(who(), { x: 1 });
    const rotate = () => admin.ask('POST', `platforms/${known?.id}/keys`);
    const answers = await Promise.all([rotate(), rotate(), rotate()]);
    expect(answers.some(({ status }) => status === 204)).toBe(true);
    expect((await rotate()).status).toBe(409);
    const cached = await keys();
    const between = await tool.identity.signer.sign(who(), { x: 2 });
    expect(kidOf(between)).toBe(kidOf(first));
    after(LIMITS.keyAheadMs + 1);
    const second = await tool.identity.signer.sign(who(), { x: 3 });
    expect(kidOf(second)).not.toBe(kidOf(first));
    // A platform that still has the key set of the moment of the change checks it all the same.
    for (const token of [first, between, second]) await jwtVerify(token, cached);
    after(LIMITS.keyBehindMs - 60_000);
    await jwtVerify(first, await keys());
    after(120_000);
    await expect(jwtVerify(first, await keys())).rejects.toThrow();
    await jwtVerify(second, await keys());
  });
});
