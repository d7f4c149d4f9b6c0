import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformRegistration } from '@liveclass/contract';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from './lib/child.ts';
import { freePort } from './lib/ports.ts';
import { until } from './lib/until.ts';

const ROUNDS = process.env['SCALE'] === 'full' ? 200 : 4;
const POSTS = 50;
const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const CLIENT = 'race-client';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

let platform: Server;
let issuer: string;
let launchUrl: string;
let origins: string[];
let tools: Child[] = [];
let uri: URL;
const folder = mkdtempSync(join(tmpdir(), 'live-class-race-'));

beforeAll(async () => {
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'race', alg: 'RS256', use: 'sig' };
  platform = createServer((_req, res) => void res.end(JSON.stringify({ keys: [key] })));
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
  const registration: PlatformRegistration = {
    name: 'Race',
    issuer,
    clientId: CLIENT,
    deploymentIds: ['1'],
    authorizationUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    jwksUrl: `${issuer}/jwks`,
  };
  const platforms = join(folder, 'platforms.json');
  writeFileSync(platforms, JSON.stringify([registration]));
  uri = new URL(String(process.env['TEST_MONGODB_URI']));
  uri.pathname = `/race_${randomBytes(6).toString('hex')}`;
  const ports = [await freePort(), await freePort()];
  origins = ports.map((port) => `http://localhost:${port}`);
  launchUrl = `${origins[0]}/lti/launch`;
  const shared = {
    // Both stand behind one address, as replicas do; the posts go to either.
    PUBLIC_URL: String(origins[0]),
    MONGODB_URI: uri.href,
    TOOL_SECRET: randomBytes(32).toString('hex'),
    GATEWAY_SECRET: randomBytes(32).toString('hex'),
    PLATFORMS_FILE: platforms,
    TOOL_REPLICAS: '2',
    LOG_LEVEL: 'error',
  };
  tools = ports.map((port, index) => startChild(`tool-${index}`, 'lti-tool/src/main.ts', { ...shared, PORT: String(port) }));
  await Promise.all(
    tools.map((tool, index) =>
      until(
        `${tool.name} to be ready`,
        async () => {
          if (tool.hasEnded()) throw new Error(`it has ended:\n${tool.log()}`);
          return (await fetch(`${origins[index]}/healthz`)).ok;
        },
        { timeoutMs: 120_000 },
      ),
    ),
  );
});
afterAll(async () => {
  await Promise.all(tools.map((tool) => tool.stop()));
  platform?.close();
  const client = await MongoClient.connect(uri.href);
  await client.db().dropDatabase();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

function tokenFor(nonce: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: CLIENT,
    sub: 'racer',
    iat: now,
    exp: now + 60,
    nonce,
    [`${LTI}message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}deployment_id`]: '1',
    [`${LTI}target_link_uri`]: launchUrl,
    [`${LTI}roles`]: [],
    [`${LTI}resource_link`]: { id: 'race' },
  };
  const text = `${base64url({ alg: 'RS256', kid: 'race' })}.${base64url(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

/** A login at one of the tools, and the launch that a browser would post afterwards. */
async function prepare(round: number) {
  const query = new URLSearchParams({ iss: issuer, client_id: CLIENT, login_hint: 'racer', target_link_uri: launchUrl });
  const login = await fetch(`${origins[round % 2]}/lti/login?${query}`);
  const page = await login.text();
  const authorization = new URL((/data-authorization="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&'));
  const [state, nonce] = [authorization.searchParams.get('state') ?? '', authorization.searchParams.get('nonce') ?? ''];
  const cookie = (login.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const body = new URLSearchParams({ id_token: tokenFor(nonce), state }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
  return (index: number) => fetch(`${origins[index % 2]}/lti/launch`, { method: 'POST', redirect: 'manual', headers, body });
}

describe('one id_token at two tool processes', () => {
  it(`[LA3] ${ROUNDS} rounds of ${POSTS} simultaneous posts: exactly one of each round wins`, { timeout: 600_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const post = await prepare(round);
      const answers = await Promise.all(Array.from({ length: POSTS }, (_, index) => post(index)));
      await Promise.all(answers.map((answer) => answer.arrayBuffer()));
      const statuses = answers.map(({ status }) => status);
      expect(
        statuses.filter((status) => status === 303),
        `round ${round}: ${statuses.join(' ')}`,
      ).toHaveLength(1);
      expect(statuses.filter((status) => status === 401)).toHaveLength(POSTS - 1);
      expect((await post(round + 1)).status, 'posted once more afterwards').toBe(401);
    }
  });

  it('[LA13] input that ends ltijs alone ends neither process', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const origin of origins) {
      const send = (headers: Record<string, string>, body: string) => fetch(`${origin}/lti/launch`, { method: 'POST', headers, body });
      expect((await send(form, 'id_token=x&state=a%20b')).status).toBe(400);
      expect((await send(form, 'state=a%3Bb')).status).toBe(400);
      expect((await send({ 'content-type': 'application/json' }, '{"state":{"$ne":null},"id_token":{"a":1}}')).status).toBe(415);
      expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    }
    expect(tools.map((tool) => tool.hasEnded())).toEqual([false, false]);
  });

  it('[LA13] ltijs does not end the process on SIGINT by itself: main ends it in order', async () => {
    const [, second] = tools;
    await second?.stop('SIGINT');
    expect(second?.hasEnded()).toBe(true);
    expect((await fetch(`${origins[0]}/healthz`)).status).toBe(200);
  });
});
