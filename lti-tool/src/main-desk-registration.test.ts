import type { IncomingMessage } from 'node:http';
import { LIMITS } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestPlatform } from './testing/test-platform.ts';
import { codeOf, launch, openTestTool, type TestTool, testIds } from './testing/test-tool.ts';

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

let tool: TestTool;
let platform: TestPlatform;
/** What the LMS was told at its registration endpoint. */
let posted: { body: Record<string, unknown>; authorization: string | undefined }[];

async function bodyOf(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of req) body += part;
  return body;
}

const configuration = (change: Record<string, unknown> = {}) => ({
  issuer: platform.url,
  authorization_endpoint: `${platform.url}/auth`,
  token_endpoint: `${platform.url}/token`,
  jwks_uri: `${platform.url}/jwks`,
  registration_endpoint: `${platform.url}/registration`,
  scopes_supported: [
    'openid',
    'https://purl.imsglobal.org/spec/lti-ags/scope/score',
    'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
    'https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting',
  ],
  claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
  'https://purl.imsglobal.org/spec/lti-platform-configuration': {
    product_family_code: 'test',
    messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest' }, { type: 'LtiStartProctoring' }],
  },
  ...change,
});

const answering = (value: unknown, status = 200) =>
  platform.answers.set(
    '/configuration',
    (_req, res) => void res.writeHead(status).end(typeof value === 'string' ? value : JSON.stringify(value)),
  );
const registering = (value: unknown, status = 201) =>
  platform.answers.set('/registration', async (req, res) => {
    posted.push({ body: JSON.parse(await bodyOf(req)), authorization: req.headers.authorization });
    res.writeHead(status).end(typeof value === 'string' ? value : JSON.stringify(value));
  });

beforeEach(async () => {
  platform = await new TestPlatform().open();
  tool = await openTestTool();
  posted = [];
  answering(configuration());
  registering({ client_id: platform.clientId, [TOOL]: { deployment_id: platform.deploymentId } });
});
afterEach(async () => {
  await tool.close();
  await platform.close();
});

async function invitation(of: TestTool = tool): Promise<string> {
  const code = testIds.secret();
  await of.desk.invitations.create(code, 'registration', of.clock.now() + LIMITS.invitationMs);
  return code;
}
const register = (code: string, change: Record<string, string> = {}, of: TestTool = tool) => {
  const query = { openid_configuration: `${platform.url}/configuration`, registration_token: 'a.b.c', invitation: code, ...change };
  return fetch(`${of.url}/lti/register?${new URLSearchParams(query)}`);
};
const all = () => tool.identity.desk.registry.all();
const stands = (code: string, of: TestTool = tool) => of.desk.invitations.stands(code, 'registration', of.clock.now());

describe('dynamic registration', () => {
  it('[AD30] an invited LMS registers the tool, waits for approval, and launches after it', async () => {
    const page = await register(await invitation());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(`data-origin="${platform.url}"`);
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${platform.url}`);
    const [known] = await all();
    expect(known).toMatchObject({
      state: 'pending',
      registration: { clientId: platform.clientId, deploymentIds: [platform.deploymentId] },
    });
    await tool.identity.desk.registry.change(String(known?.id), undefined, { state: 'active' });
    codeOf(await launch(tool, platform));
  });

  it('[AD31] says no more of itself than it uses: four scopes at most, names without e-mail, two messages', async () => {
    await register(await invitation());
    expect(posted).toHaveLength(1);
    expect(posted[0]?.authorization).toBe('Bearer a.b.c');
    expect(posted[0]?.body).toMatchObject({
      application_type: 'web',
      response_types: ['id_token'],
      grant_types: ['implicit', 'client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      initiate_login_uri: `${tool.url}/lti/login`,
      redirect_uris: [tool.launchUrl],
      jwks_uri: `${tool.url}/lti/keys`,
      logo_uri: `${tool.url}/lti/static/icon.svg`,
      scope:
        'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly https://purl.imsglobal.org/spec/lti-ags/scope/score',
    });
    expect(posted[0]?.body[TOOL]).toMatchObject({
      domain: new URL(tool.url).host,
      target_link_uri: tool.launchUrl,
      claims: ['iss', 'sub', 'name', 'given_name', 'family_name'],
      messages: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest' }],
    });
  });

  it('[AD32] without an invitation that stands no address is asked for anything; one works once, also twenty times at once', async () => {
    const pairing = testIds.secret();
    await tool.desk.invitations.create(pairing, 'pairing', tool.clock.now() + 60_000);
    for (const code of ['n'.repeat(43), pairing]) expect((await register(code)).status).toBe(403);
    expect((await register('short')).status).toBe(400);
    expect(platform.asked).toEqual([]);
    const code = await invitation();
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(posted).toHaveLength(1);
    expect(await all()).toHaveLength(1);
  });

  const configurations: [string, () => unknown][] = [
    ['an issuer of another host', () => configuration({ issuer: 'https://evil.example' })],
    ['a key set of another host', () => configuration({ jwks_uri: 'https://evil.example/jwks' })],
    ['a registration endpoint of another host', () => configuration({ registration_endpoint: 'http://127.0.0.1:1/inside' })],
    ['a token endpoint with credentials', () => configuration({ token_endpoint: platform.url.replace('//', '//a:b@') })],
    ['no address at all', () => configuration({ authorization_endpoint: 'javascript:alert(1)' })],
    ['no JSON', () => '<html>'],
    ['null', () => 'null'],
  ];
  it.each(configurations)('[AD33] a configuration with %s is told nothing, and leaves the invitation', async (_name, value) => {
    answering(value());
    const code = await invitation();
    const page = await register(code);
    expect(page.status).toBe(502);
    expect(await page.text()).toContain('data-reason="registration-refused"');
    expect(posted).toEqual([]);
    expect(await stands(code)).toBe(true);
    expect(await all()).toEqual([]);
  });

  it('[AD33] in production plain http and inner addresses are not asked', async () => {
    const strict = await openTestTool({ config: { production: true } });
    const code = await invitation(strict);
    expect((await register(code, {}, strict)).status).toBe(400);
    const secure = `${platform.url.replace('http:', 'https:')}/configuration`;
    expect((await register(code, { openid_configuration: secure }, strict)).status).toBe(502);
    expect(platform.asked).toEqual([]);
    expect(await stands(code, strict)).toBe(true);
    await strict.close();
  });

  it('[AD33] sizes are bounded: an answer at the limit is read, one above it is not', async () => {
    const text = JSON.stringify(configuration({ padding: '' }));
    const padded = (size: number) => text.replace('"padding":""', `"padding":"${'x'.repeat(size - text.length)}"`);
    answering(padded(LIMITS.registrationBytes + 1));
    expect((await register(await invitation())).status).toBe(502);
    answering(padded(LIMITS.registrationBytes));
    expect((await register(await invitation())).status).toBe(200);
  });

  it('[AD33] an LMS that does not answer is given up in time, and the invitation stands', async () => {
    platform.answers.set('/configuration', () => undefined);
    const code = await invitation();
    const page = await register(code);
    expect(page.status).toBe(502);
    expect(await page.text()).toContain('data-reason="lms-unreachable"');
    expect(await stands(code)).toBe(true);
  });

  const refusals: [string, unknown, number, number][] = [
    ['says no', { error: 'invalid_token' }, 400, 502],
    ['has a fault', 'oops', 500, 502],
    ['gives no client', { registered: true }, 201, 502],
    ['gives something else', 'null', 201, 502],
  ];
  it.each(refusals)('[AD34] an LMS that %s is not kept, and the invitation may be used again', async (_name, value, status, told) => {
    registering(value, status);
    const code = await invitation();
    expect((await register(code)).status).toBe(told);
    expect(await all()).toEqual([]);
    registering({ client_id: platform.clientId });
    expect((await register(code)).status).toBe(200);
    // It named no deployment: the first one that launches is bound.
    const [known] = await all();
    expect(known?.registration.deploymentIds).toEqual([]);
  });

  it('[AD34] an LMS that is registered already stays exactly as it is', async () => {
    await tool.identity.desk.registry.add(platform.registration({ name: 'The school' }), 'paused');
    expect((await register(await invitation())).status).toBe(200);
    expect(await all()).toMatchObject([
      { state: 'paused', registration: { name: 'The school', courseMaterialsUrl: `${platform.url}/materials` } },
    ]);
  });

  const odd: [string, string][] = [
    ['no parameters', ''],
    ['a list of addresses', '?openid_configuration=http://a.example&openid_configuration=http://b.example&invitation='],
    ['a script as address', '?openid_configuration=javascript:alert(1)&invitation='],
    ['a header in the token', '?registration_token=a%0d%0ax:y&openid_configuration=http://127.0.0.1:1/&invitation='],
    ['a quote in the address', '?openid_configuration=http://127.0.0.1:1/%22%3E%3Cscript%3E&invitation='],
  ];
  it.each(odd)('[AD34] %s gets a kind page and no request', async (_name, query) => {
    const page = await fetch(`${tool.url}/lti/register${query}${query && (await invitation())}`);
    expect([400, 502]).toContain(page.status);
    expect(page.headers.get('content-type')).toContain('text/html');
    const text = await page.text();
    expect(text).toContain('<h1>');
    expect(text).not.toContain('<script>');
    expect((await fetch(`${tool.url}/lti/register`, { method: 'POST' })).status).toBe(400);
    expect(platform.asked).toEqual([]);
  });
});
