import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@liveclass/contract';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectMongo } from './adapters/mongo/connection.ts';
import { openPlatformKeys } from './adapters/mongo/keys.ts';
import { DL, INSTRUCTOR, LTI, makeKey, TestPlatform } from './testing/test-platform.ts';
import { api, codeOf, launch, openTestTool, signIn, startLogin, type TestTool, testDatabase, testIds } from './testing/test-tool.ts';

let tool: TestTool;
let platform: TestPlatform;

beforeEach(async () => {
  platform = await new TestPlatform().open();
  tool = await openTestTool();
  await tool.register(platform.registration());
});
afterEach(async () => {
  await tool.close();
  await platform.close();
});

const fetches = () => platform.asked.filter((path) => path === '/jwks').length;
const after = (ms: number) => {
  tool.clock.aheadMs += ms;
};
/** A launch whose token carries the tool's moved clock. */
const launchNow = (change: { claims?: Record<string, unknown>; kid?: string } = {}) => {
  const now = Math.floor(tool.clock.now() / 1000);
  // ltijs has the machine's clock, so the machine's minute is used while the tool's own checks are moved along.
  return launch(tool, platform, {
    claims: { iat: now, exp: now + 60, ...change.claims },
    ...(change.kid ? { header: { kid: change.kid } } : {}),
  });
};

describe('the key set of a platform', () => {
  it('[LK1] is fetched once for many launches, also when they arrive at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => launch(tool, platform)));
    for (const answer of answers) codeOf(answer);
    codeOf(await launch(tool, platform));
    expect(fetches()).toBe(1);
  });

  it('[LK1] is fetched again after ten minutes', async () => {
    codeOf(await launchNow());
    after(LIMITS.jwksFreshMs + 1_000);
    codeOf(await launchNow());
    expect(fetches()).toBe(2);
  });

  it('[LK2] known keys serve for a day while the platform is down, and no longer', async () => {
    codeOf(await launchNow());
    platform.answers.set('/jwks', (_req, res) => void res.writeHead(503).end());
    after(23 * 3_600_000);
    codeOf(await launchNow());
    after(2 * 3_600_000);
    expect((await launchNow()).status).toBe(502);
  });

  it('[LK2] without any key the person is told that the course site does not answer, and the next launch works once it does', async () => {
    platform.answers.set('/jwks', (_req, res) => void res.writeHead(500).end());
    const refused = await launch(tool, platform);
    expect(refused.status).toBe(502);
    expect(await refused.text()).toContain('The course site does not answer');
    platform.answers.delete('/jwks');
    after(6_000);
    codeOf(await launch(tool, platform));
  });

  it('[LK3] a new key is found at its first launch', async () => {
    codeOf(await launch(tool, platform));
    platform.keys = [makeKey('key-2'), ...platform.keys];
    codeOf(await launch(tool, platform));
    expect(fetches()).toBe(2);
  });

  it('[LK3] hundreds of invented key ids cause one request a minute at most', async () => {
    codeOf(await launch(tool, platform));
    // A slow machine must not make a minute of it.
    tool.clock.stopped = Date.now();
    for (let round = 0; round < 6; round++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => launch(tool, platform, { header: { kid: `kid-${round}-${index}` } })),
      );
      expect(answers.every(({ status }) => status === 401)).toBe(true);
    }
    expect(fetches()).toBe(2);
    after(LIMITS.jwksRefreshEveryMs + 1_000);
    await launchNow({ kid: 'kid-later' });
    expect(fetches()).toBe(3);
  });

  const troubles: [string, (platform: TestPlatform) => void][] = [
    [
      'five megabytes',
      ({ answers }) => answers.set('/jwks', (_req, res) => void res.end(JSON.stringify({ keys: ['x'.repeat(5_000_000)] }))),
    ],
    ['a redirect', ({ answers, url }) => answers.set('/jwks', (_req, res) => void res.writeHead(302, { location: `${url}/inside` }).end())],
    ['no JSON', ({ answers }) => answers.set('/jwks', (_req, res) => void res.end('<html>'))],
    ['no list', ({ answers }) => answers.set('/jwks', (_req, res) => void res.end('{"keys":{"a":1}}'))],
    ['null', ({ answers }) => answers.set('/jwks', (_req, res) => void res.end('null'))],
    ['a closed connection', ({ answers }) => answers.set('/jwks', (_req, res) => void res.destroy())],
  ];
  it.each(troubles)('[LK4] %s is not taken for a key set', async (_name, cause) => {
    cause(platform);
    expect((await launch(tool, platform)).status).toBe(502);
    expect(platform.asked).not.toContain('/inside');
  });

  it('[LK4] a platform that drips its key set is given up in time', async () => {
    platform.answers.set('/jwks', (_req, res) => {
      res.write('{');
      const drip = setInterval(() => res.write(' '), 200);
      res.on('close', () => clearInterval(drip));
    });
    expect((await launch(tool, platform)).status).toBe(502);
    expect(tool.lines.find(({ message }) => message.includes('key set'))?.facts).toMatchObject({
      cause: expect.stringContaining('timeout'),
    });
  });

  it('[LK4] keys that are short, or meant for something else, are left out', async () => {
    const [key] = platform.keys;
    const jwk = { kty: 'RSA', n: 'x'.repeat(171), e: 'AQAB', kid: key!.kid };
    for (const odd of [
      jwk,
      { ...jwk, n: 'x'.repeat(342), use: 'enc' },
      { ...jwk, n: 'x'.repeat(342), alg: 'RS512' },
      { kty: 'oct', k: 'x', kid: key!.kid },
    ]) {
      platform.answers.set('/jwks', (_req, res) => void res.end(JSON.stringify({ keys: [odd] })));
      after(LIMITS.jwksFreshMs + 1_000);
      expect((await launchNow()).status).toBe(401);
    }
  });
});

describe('the tool’s own keys', () => {
  const keySet = async () => (await (await fetch(`${tool.url}/lti/keys`)).json()) as JSONWebKeySet;
  const who = () => ({ issuer: platform.url, clientId: platform.clientId });

  it('[LK6] two processes that start at once agree on one pair, and publish its public half only', async () => {
    const uri = testDatabase();
    const connections = await Promise.all([connectMongo(uri), connectMongo(uri)]);
    const stores = await Promise.all(connections.map((connection) => openPlatformKeys(connection, 's'.repeat(32), testIds)));
    const pairs = await Promise.all(stores.flatMap((store) => [store.ensure(who()), store.ensure(who())]));
    expect(new Set(pairs.map(({ kid }) => kid)).size).toBe(1);
    await connections[0]?.dropDatabase();
    await Promise.all(connections.map((connection) => connection.close()));
  });

  it('[LK6] private halves are sealed in the database, and another secret or a swapped row opens none', async () => {
    await tool.identity.signer.sign(who(), { x: 1 });
    const rows = await tool.connection.collection('platform-keys').find().toArray();
    expect(JSON.stringify(rows)).not.toMatch(/PRIVATE|"d"/);
    expect(Buffer.from(rows[0]!['sealed'].buffer).includes('PRIVATE')).toBe(false);
    const elsewhere = await connectMongo(testDatabase());
    const other = await openPlatformKeys(elsewhere, 'another secret of more than thirty-two characters', testIds);
    await elsewhere.collection('platform-keys').insertOne(rows[0]!);
    await expect(other.ensure(who())).rejects.toThrow();
    await elsewhere.dropDatabase();
    await elsewhere.close();
  });

  it('[LK6] /lti/keys proves what the tool signs and tells no private part', async () => {
    const token = await tool.identity.signer.sign(who(), { iss: 'tool', aud: 'x' });
    const keys = await keySet();
    expect(keys.keys.flatMap((key) => Object.keys(key)).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    await jwtVerify(token, createLocalJWKSet(keys), { algorithms: ['RS256'], audience: 'x' });
    const [header, payload, signature] = token.split('.');
    const publicKey = createPublicKey({ key: keys.keys[0] as never, format: 'jwk' });
    expect(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature!, 'base64url'))).toBe(true);
  });
});

describe('PLATFORMS_FILE', () => {
  it('[LK8] registers at start and follows changes; a broken file changes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'platforms-'));
    const file = join(folder, 'platforms.json');
    const write = async (text: string) => {
      await writeFile(file, text);
      // A later time by force: two writes may fall into one tick of the file system's clock.
      tool.clock.aheadMs += 5_000;
      await utimes(file, new Date(), new Date(Date.now() + tool.clock.aheadMs));
    };
    const second = await openTestTool({ config: { platformsFile: file } });
    await expect(startLogin(second, platform)).rejects.toThrow(/refused/);
    await write(JSON.stringify([platform.registration()]));
    second.clock.aheadMs += 2_000;
    await startLogin(second, platform);
    expect(((await (await fetch(`${second.url}/lti/keys`)).json()) as JSONWebKeySet).keys).toHaveLength(1);
    await write('[{"issuer": 5');
    second.clock.aheadMs += 2_000;
    await startLogin(second, platform);
    expect(second.lines.some(({ level, message }) => level === 'error' && message.includes('PLATFORMS_FILE'))).toBe(true);
    await write(JSON.stringify([platform.registration({ authorizationUrl: `${platform.url}/other-auth` })]));
    second.clock.aheadMs += 2_000;
    expect((await startLogin(second, platform)).authorization.pathname).toBe('/other-auth');
    await second.close();
    await rm(folder, { recursive: true });
  });
});

describe('access tokens', () => {
  const grant = (expiresIn: number) => {
    let given = 0;
    const bodies: URLSearchParams[] = [];
    platform.answers.set('/token', (req, res) => {
      let body = '';
      req.on('data', (part) => (body += part));
      req.on('end', () => {
        bodies.push(new URLSearchParams(body));
        res.end(JSON.stringify({ access_token: `token-${++given}`, token_type: 'Bearer', expires_in: expiresIn, scope: 'a b' }));
      });
    });
    return bodies;
  };
  const seen: string[] = [];
  const serve = (accepted: (authorization: string) => boolean) =>
    platform.answers.set('/service', (req, res) => {
      seen.push(req.headers.authorization ?? '');
      res.writeHead(accepted(req.headers.authorization ?? '') ? 200 : 401).end('{}');
    });
  const call = (scopes: string[]) =>
    tool.identity.services.call({ issuer: platform.url, clientId: platform.clientId }, scopes, `${platform.url}/service`, {
      timeoutMs: 5_000,
      maxBytes: 1_000,
    });

  it('[LK7] are asked for by an assertion that the tool’s key set proves, once for calls at once, and kept', async () => {
    const bodies = grant(3_600);
    serve(() => true);
    await Promise.all([call(['b', 'a']), call(['a', 'b']), call(['a', 'b'])]);
    await call(['a', 'b']);
    expect(bodies).toHaveLength(1);
    expect(Object.fromEntries(bodies[0]!)).toMatchObject({ grant_type: 'client_credentials', scope: 'a b' });
    const keys = createLocalJWKSet((await (await fetch(`${tool.url}/lti/keys`)).json()) as JSONWebKeySet);
    const { payload } = await jwtVerify(bodies[0]!.get('client_assertion') ?? '', keys, {
      audience: `${platform.url}/token`,
      issuer: platform.clientId,
    });
    expect(payload.sub).toBe(platform.clientId);
    await call(['other']);
    expect(bodies).toHaveLength(2);
  });

  it('[LK7] are renewed before their end, and once when the platform refuses one', async () => {
    const bodies = grant(60);
    serve(() => true);
    await call(['a']);
    after(31_000);
    await call(['a']);
    expect(bodies).toHaveLength(2);
    serve((authorization) => authorization === 'Bearer token-3');
    expect((await call(['a'])).status).toBe(200);
    expect(bodies).toHaveLength(3);
    serve(() => false);
    expect((await call(['a'])).status).toBe(401);
    expect(bodies).toHaveLength(4);
  });

  it('[LK7] a token endpoint that refuses or answers nonsense is told as an unreachable LMS', async () => {
    for (const answer of ['{"error":"invalid_client"}', 'nonsense', '{"access_token":"x","token_type":"mac"}']) {
      platform.answers.set('/token', (_req, res) => void res.writeHead(answer.includes('error') ? 400 : 200).end(answer));
      await expect(call(['a'])).rejects.toMatchObject({ reason: 'lms-unreachable' });
    }
  });
});

describe('the deep-linking answer', () => {
  const request = (settings: object) => ({
    claims: {
      [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
      [`${LTI}resource_link`]: undefined,
      [`${LTI}roles`]: [INSTRUCTOR],
      [`${DL}deep_linking_settings`]: { deep_link_return_url: `${platform.url}/return`, accept_types: ['ltiResourceLink'], ...settings },
    },
  });
  const pick = async (settings: object, items: object[]) => {
    const { token } = await signIn(tool, platform, request(settings));
    return api(tool, '/api/deep-linking', { token, body: { items } });
  };
  const klass = (title: string) => ({ kind: 'new-class', title });

  it('[LD3] is signed, lives a minute, echoes the data, and holds resource links without address', async () => {
    const reply = (await (await pick({ data: 'opaque "data"', accept_multiple: true }, [klass('One'), klass('Two')])).json()) as {
      action: string;
      jwt: string;
    };
    expect(reply.action).toBe(`${platform.url}/return`);
    const keys = createLocalJWKSet((await (await fetch(`${tool.url}/lti/keys`)).json()) as JSONWebKeySet);
    const { payload } = await jwtVerify(reply.jwt, keys, { issuer: platform.clientId, audience: platform.url });
    expect(payload).toMatchObject({
      [`${LTI}message_type`]: 'LtiDeepLinkingResponse',
      [`${LTI}version`]: '1.3.0',
      [`${LTI}deployment_id`]: platform.deploymentId,
      [`${DL}data`]: 'opaque "data"',
      [`${DL}content_items`]: [
        { type: 'ltiResourceLink', title: 'One' },
        { type: 'ltiResourceLink', title: 'Two' },
      ],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    expect(payload['nonce']).toBeTypeOf('string');
  });

  it('[LD3] no items is a cancelled pick', async () => {
    const { jwt } = (await (await pick({}, [])).json()) as { jwt: string };
    expect(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())[`${DL}content_items`]).toEqual([]);
  });

  it('[LD4] several items where one is wanted, and kinds that are not named, are refused', async () => {
    expect((await pick({ accept_multiple: false }, [klass('One'), klass('Two')])).status).toBe(400);
    expect((await pick({}, [klass('One'), klass('Two')])).status).toBe(400);
    expect((await pick({ accept_types: ['link', 'html'] }, [klass('One')])).status).toBe(400);
    expect((await pick({ accept_types: ['link'] }, [])).status).toBe(200);
  });

  it('[LD4] a session that is no picker, and an item of an unknown kind, get no signature', async () => {
    const { token } = await signIn(tool, platform, { claims: { [`${LTI}roles`]: [INSTRUCTOR] } });
    expect((await api(tool, '/api/deep-linking', { token, body: { items: [klass('One')] } })).status).toBe(403);
    expect((await pick({}, [{ kind: 'link', url: 'https://evil.example' }])).status).toBe(400);
    expect((await pick({}, [{ ...klass('x'), url: 'https://evil.example' }])).status).toBe(400);
  });
});
