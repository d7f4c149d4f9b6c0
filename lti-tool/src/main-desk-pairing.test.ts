import { LIMITS, ToolAbout } from '@liveclass/contract';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeKey, TestPlatform } from './testing/test-platform.ts';
import { pairingCode, TestPlugin } from './testing/test-plugin.ts';
import { codeOf, launch, openTestTool, signIn, startLogin, type TestTool } from './testing/test-tool.ts';

let tool: TestTool;
let platform: TestPlatform;
let plugin: TestPlugin;

beforeEach(async () => {
  platform = await new TestPlatform().open();
  tool = await openTestTool();
  plugin = new TestPlugin(tool.url, platform);
});
afterEach(async () => {
  await tool.close();
  await platform.close();
});

const told = async (answer: Response): Promise<[number, unknown]> => [answer.status, ((await answer.json()) as { reason?: string }).reason];
const state = async () => (await tool.identity.platforms.known(platform.url, platform.clientId))?.state;

describe('what the tool says of itself', () => {
  it('[AD1] names its version, its clock and the addresses to register, and its icon may stand in pages of other sites', async () => {
    const answer = await fetch(`${tool.url}/lti/about`);
    const about = ToolAbout.parse(await answer.json());
    expect(about).toMatchObject({
      product: 'live-class',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      launchUrl: tool.launchUrl,
      loginUrl: `${tool.url}/lti/login`,
      keysUrl: `${tool.url}/lti/keys`,
    });
    expect(Math.abs(about.now - tool.clock.now())).toBeLessThan(60_000);
    const icon = await fetch(about.iconUrl);
    expect([icon.status, icon.headers.get('content-type'), icon.headers.get('cross-origin-resource-policy')]).toEqual([
      200,
      expect.stringContaining('image/svg+xml'),
      'cross-origin',
    ]);
    expect((await fetch(`${tool.url}/lti/static/page.css`)).headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});

describe('pairing', () => {
  it('[AD2] a plugin with a code registers and activates its platform, and the first launch works', async () => {
    const answer = await plugin.pair(plugin.pairing(await pairingCode(tool)));
    expect(answer.status).toBe(200);
    expect(ToolAbout.parse(((await answer.json()) as { about: unknown }).about).launchUrl).toBe(tool.launchUrl);
    expect(await tool.identity.platforms.known(platform.url, platform.clientId)).toMatchObject({
      state: 'active',
      plugin: plugin.about,
      registration: { deploymentIds: [platform.deploymentId], courseMaterialsUrl: `${platform.url}/materials` },
    });
    const { keys } = (await (await fetch(`${tool.url}/lti/keys`)).json()) as { keys: unknown[] };
    expect(keys).toHaveLength(1);
    codeOf(await launch(tool, platform));
  });

  it('[AD2] pairing again renews the registration and wakes a paused platform', async () => {
    await plugin.pair(plugin.pairing(await pairingCode(tool)));
    await plugin.say(plugin.message('unpair'));
    const again = plugin.pairing(await pairingCode(tool), {}, { deploymentIds: ['2'] });
    expect((await plugin.pair(again)).status).toBe(200);
    expect(await tool.identity.platforms.known(platform.url, platform.clientId)).toMatchObject({
      state: 'active',
      registration: { deploymentIds: ['2'] },
    });
  });

  it('[AD3] of fifty plugins that use one code at once exactly one is paired', async () => {
    const code = await pairingCode(tool);
    await plugin.pair(plugin.pairing('x'.repeat(43)));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => plugin.pair(plugin.pairing(code, {}, { clientId: `client-${index}` }))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expect(await told(answer)).toEqual([403, 'link-expired']);
    expect(await tool.connection.collection('platforms').countDocuments()).toBe(1);
  });

  it('[AD3] a code stands in the database as a hash only, ends in time, and pairs nothing it was not made for', async () => {
    const code = await pairingCode(tool);
    expect(JSON.stringify(await tool.connection.collection('invitations').find().toArray())).not.toContain(code);
    const other = 'r'.repeat(43);
    await tool.desk.invitations.create(other, 'registration', tool.clock.now() + 60_000);
    expect(await told(await plugin.pair(plugin.pairing(other)))).toEqual([403, 'link-expired']);
    const short = await pairingCode(tool, -1);
    expect(await told(await plugin.pair(plugin.pairing(short)))).toEqual([403, 'link-expired']);
    expect((await plugin.pair(plugin.pairing(code))).status).toBe(200);
    expect(await told(await plugin.pair(plugin.pairing(code)))).toEqual([403, 'link-expired']);
  });

  it('[AD4] without a code that stands no address of the message is asked for anything', async () => {
    expect(await told(await plugin.pair(plugin.pairing('n'.repeat(43))))).toEqual([403, 'link-expired']);
    expect(platform.asked).toEqual([]);
  });

  const elsewhere: [string, (own: string) => Record<string, unknown>][] = [
    ['a key set of another host', () => ({ jwksUrl: 'https://evil.example/jwks' })],
    ['a key set of another port', (own) => ({ jwksUrl: `${own.replace(/:\d+$/, ':1')}/jwks` })],
    ['a token endpoint of another host', () => ({ tokenUrl: 'https://evil.example/token' })],
    ['a login page of another host', () => ({ authorizationUrl: 'https://evil.example/auth' })],
    ['a materials endpoint of another host', () => ({ courseMaterialsUrl: 'https://evil.example/m' })],
    ['a frame of another host', () => ({ frameOrigins: ['https://evil.example'] })],
    ['credentials in an address', (own) => ({ tokenUrl: own.replace('//', '//user:pass@') })],
    ['an issuer that is not the sender', () => ({ issuer: 'https://evil.example' })],
    ['an address that is none', () => ({ jwksUrl: 'javascript:alert(1)' })],
  ];
  it.each(elsewhere)('[AD4] %s is refused before it is asked for anything, and leaves the code', async (_name, change) => {
    const code = await pairingCode(tool);
    const message = plugin.pairing(code, {}, change(platform.url));
    expect(await told(await plugin.pair(message))).toEqual([400, 'bad-request']);
    expect(platform.asked).toEqual([]);
    expect((await plugin.pair(plugin.pairing(code))).status).toBe(200);
  });

  it('[AD4] in production plain http is no address of a platform', async () => {
    const strict = await openTestTool({ config: { production: true } });
    const code = await pairingCode(strict);
    const from = new TestPlugin(strict.url, platform);
    expect(await told(await from.pair(from.pairing(code)))).toEqual([400, 'bad-request']);
    expect(platform.asked).toEqual([]);
    await strict.close();
  });

  it('[AD4] an inner address is not reached, and the code stands', async () => {
    const strict = await openTestTool({ config: { production: true } });
    const code = await pairingCode(strict);
    const url = platform.url.replace('http:', 'https:');
    const from = new TestPlugin(strict.url, platform);
    const registration = {
      issuer: url,
      authorizationUrl: `${url}/a`,
      tokenUrl: `${url}/t`,
      jwksUrl: `${url}/jwks`,
      courseMaterialsUrl: `${url}/m`,
    };
    expect(await told(await from.pair(from.pairing(code, { iss: url }, registration)))).toEqual([502, 'lms-unreachable']);
    expect(platform.asked).toEqual([]);
    expect(await strict.desk.invitations.stands(code, 'pairing', strict.clock.now())).toBe(true);
    await strict.close();
  });

  it('[AD5] a signature of a key that is not in the registration’s own key set pairs nothing and leaves the code', async () => {
    const code = await pairingCode(tool);
    const message = plugin.pairing(code);
    const foreign = makeKey('key-1');
    expect(await told(await plugin.post('/lti/pair', await platform.sign(message, {}, foreign)))).toEqual([401, 'launch-refused']);
    expect(await told(await plugin.post('/lti/pair', await platform.sign(message, { kid: undefined })))).toEqual([401, 'launch-refused']);
    const [header, payload] = (await platform.sign(message)).split('.');
    expect((await plugin.post('/lti/pair', `${header}.${payload}.`)).status).toBe(401);
    expect(await state()).toBeUndefined();
    expect((await plugin.pair(plugin.pairing(code))).status).toBe(200);
  });

  it('[AD5] a message works once, for a minute, and at this address only', async () => {
    const now = Math.floor(Date.now() / 1000);
    const wrong: Record<string, unknown>[] = [
      { aud: `${tool.url}/lti/messages` },
      { exp: now + 61 },
      { iat: now + 120, exp: now + 150 },
      { iat: now - 200, exp: now - 150 },
      { exp: now },
    ];
    for (const change of wrong) {
      const answer = await plugin.pair(plugin.pairing(await pairingCode(tool), { iat: now, ...change }));
      expect(await told(answer), JSON.stringify(change)).toEqual([401, 'launch-refused']);
    }
    const jti = 'a-message-that-comes-twice';
    expect((await plugin.pair(plugin.pairing(await pairingCode(tool), { jti }))).status).toBe(200);
    expect(await told(await plugin.pair(plugin.pairing(await pairingCode(tool), { jti })))).toEqual([401, 'launch-refused']);
  });

  it('[AD6] what is no message, too large, or of another type is refused and harms nobody', async () => {
    const edge = 'x'.repeat(LIMITS.pluginMessageBytes);
    expect(await told(await plugin.post('/lti/pair', edge))).toEqual([400, 'bad-request']);
    expect(await told(await plugin.post('/lti/pair', `${edge}x`))).toEqual([413, 'too-large']);
    for (const body of ['', 'x', 'a.b.c', '{"code":1}', `${'e30.'.repeat(3)}`])
      expect((await plugin.post('/lti/pair', body)).status, body).toBe(400);
    const good = await platform.sign(plugin.pairing(await pairingCode(tool)));
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded'])
      expect((await plugin.post('/lti/pair', good, type)).status, type).toBe(400);
    for (const change of [{ code: 5 }, { code: { $ne: '' } }, { registration: null }, { surprise: true }, { jti: 'short' }])
      expect(await told(await plugin.pair(plugin.pairing(await pairingCode(tool), change)))).toEqual([400, 'bad-request']);
    expect(await state()).toBeUndefined();
  });

  it('[AD6] somebody who hammers is slowed', async () => {
    const answers = await Promise.all(Array.from({ length: 130 }, () => plugin.post('/lti/pair', 'x')));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    expect((await fetch(`${tool.url}/lti/about`)).status).toBe(200);
  });
});

describe('what a paired plugin says', () => {
  beforeEach(async () => {
    expect((await plugin.pair(plugin.pairing(await pairingCode(tool)))).status).toBe(200);
  });

  it('[AD7] a ping is answered with the tool’s clock and signature, and its version is kept', async () => {
    const ping = plugin.message('ping', { plugin: { ...plugin.about, version: '2' } });
    const { proof, ...reply } = (await (await plugin.say(ping)).json()) as { proof: string };
    expect(reply).toEqual({ ok: true, now: expect.any(Number) });
    // The answer to exactly this ping, for exactly this platform, by a key that the tool publishes.
    const { payload } = await jwtVerify(proof, createRemoteJWKSet(new URL(`${tool.url}/lti/keys`)), { algorithms: ['RS256'] });
    expect(payload).toMatchObject({ iss: platform.clientId, aud: platform.url, jti: ping['jti'], exp: Number(payload.iat) + 60 });
    expect((await tool.identity.platforms.known(platform.url, platform.clientId))?.plugin?.version).toBe('2');
  });

  it('[AD7] nothing is believed that the platform’s own key did not sign, for this endpoint, now, once', async () => {
    const now = Math.floor(Date.now() / 1000);
    const ping = (change: Record<string, unknown> = {}) => plugin.message('ping', { plugin: plugin.about, ...change });
    const forged = await platform.sign(ping(), {}, makeKey('key-1'));
    expect(await told(await plugin.post('/lti/messages', forged))).toEqual([401, 'launch-refused']);
    for (const change of [
      { sub: 'somebody' },
      { iss: 'https://other.example' },
      { aud: `${tool.url}/lti/pair` },
      { iat: now, exp: now + 61 },
    ])
      expect(await told(await plugin.say(ping(change)))).toEqual([401, 'launch-refused']);
    expect((await plugin.say(ping({ iat: now, exp: now + 60 }))).status).toBe(200);
    const once = await platform.sign(ping());
    const answers = await Promise.all(Array.from({ length: 20 }, () => plugin.post('/lti/messages', once)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await plugin.say(plugin.message('surprise'))).status).toBe(400);
  });

  it('[AD6] each address is counted by itself, also behind a proxy, and each platform over all of its addresses', async () => {
    const ping = async () => platform.sign(plugin.message('ping', { plugin: plugin.about }));
    const from = async (address: string) => plugin.post('/lti/messages', await ping(), undefined, { 'x-forwarded-for': address });
    // The time stands still, so that the platform gains nothing however slow the machine is.
    tool.clock.stopped = Date.now();
    const answers = await Promise.all(Array.from({ length: 120 }, (_, index) => from(`10.1.0.${index % 4}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it('[AD8] unpairing pauses the platform, twice does no harm, and a person is told kindly', async () => {
    await startLogin(tool, platform);
    for (let time = 0; time < 2; time += 1) expect((await plugin.say(plugin.message('unpair'))).status).toBe(200);
    expect(await state()).toBe('paused');
    expect(await told(await plugin.say(plugin.message('ping', { plugin: plugin.about })))).toEqual([403, 'platform-paused']);
    const query = new URLSearchParams({
      iss: platform.url,
      client_id: platform.clientId,
      login_hint: 'x',
      target_link_uri: tool.launchUrl,
    });
    const page = await fetch(`${tool.url}/lti/login?${query}`);
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('Paused for now');
  });

  it('[AD9] erased people leave no name, membership, session or code behind, here and for those people only', async () => {
    const sam = await signIn(tool, platform, { claims: { sub: 'sam', name: 'Sam Student' } });
    const ada = await signIn(tool, platform, { claims: { sub: 'ada', name: 'Ada Okafor' } });
    codeOf(await launch(tool, platform, { claims: { sub: 'sam', name: 'Sam Student' } }));
    const api = (token: string) => fetch(`${tool.url}/api/session`, { headers: { authorization: `Bearer ${token}` } });
    expect((await api(sam.token)).status).toBe(200);
    for (let time = 0; time < 2; time += 1)
      expect((await plugin.say(plugin.message('erase-people', { user_ids: ['sam', 'nobody'] }))).status).toBe(200);
    expect((await api(sam.token)).status).toBe(401);
    expect((await api(ada.token)).status).toBe(200);
    const collections = await tool.connection.listCollections();
    const everything = await Promise.all(collections.map(({ name }) => tool.connection.collection(name).find().toArray()));
    expect(JSON.stringify(everything)).not.toMatch(/Sam Student|"sam"/);
    expect(JSON.stringify(everything)).toContain('Ada Okafor');
  });

  it('[AD9] 500 people are erased at once, 501 are too many', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `${index}-${'u'.repeat(100)}`);
    expect((await plugin.say(plugin.message('erase-people', { user_ids: ids.slice(0, 500) }))).status).toBe(200);
    expect((await plugin.say(plugin.message('erase-people', { user_ids: ids }))).status).toBe(400);
  });
});
