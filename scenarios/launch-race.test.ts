import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmallPlatform } from './lib/small-platform.ts';
import { startTools, type Tools } from './lib/tools.ts';

const ROUNDS = process.env['SCALE'] === 'full' ? 200 : 4;
const POSTS = 50;

const platform = new SmallPlatform();
let tools: Tools;
let launchUrl: string;

beforeAll(async () => {
  await platform.open();
  tools = await startTools(2, platform.registration());
  launchUrl = `${tools.origins[0]}/lti/launch`;
});
afterAll(async () => {
  await tools?.stop();
  platform.close();
});

/** A login at one of the tools, and the launch that a browser would post afterwards, to either. */
async function prepare(round: number) {
  const query = new URLSearchParams({ iss: platform.issuer, client_id: platform.clientId, login_hint: 'x', target_link_uri: launchUrl });
  const login = await fetch(`${tools.origins[round % 2]}/lti/login?${query}`);
  const page = await login.text();
  const authorization = new URL((/data-authorization="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&'));
  const [state, nonce] = [authorization.searchParams.get('state') ?? '', authorization.searchParams.get('nonce') ?? ''];
  const cookie = (login.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const body = new URLSearchParams({ id_token: platform.token(nonce, launchUrl), state }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
  return (index: number) => fetch(`${tools.origins[index % 2]}/lti/launch`, { method: 'POST', redirect: 'manual', headers, body });
}

describe('one id_token at two tool processes', () => {
  it(`[LA3] ${ROUNDS} rounds of ${POSTS} simultaneous posts: exactly one of each round wins`, { timeout: 900_000 }, async () => {
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
    for (const origin of tools.origins) {
      const send = (headers: Record<string, string>, body: string) => fetch(`${origin}/lti/launch`, { method: 'POST', headers, body });
      expect((await send(form, 'id_token=x&state=a%20b')).status).toBe(400);
      expect((await send(form, 'state=a%3Bb')).status).toBe(400);
      expect((await send({ 'content-type': 'application/json' }, '{"state":{"$ne":null},"id_token":{"a":1}}')).status).toBe(415);
      expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    }
    expect(tools.children.map((tool) => tool.hasEnded())).toEqual([false, false]);
  });

  it('[LA13] ltijs does not end the process on SIGINT by itself: main ends it in order', async () => {
    const [, second] = tools.children;
    await second?.stop('SIGINT');
    expect(second?.hasEnded()).toBe(true);
    expect((await fetch(`${tools.origins[0]}/healthz`)).status).toBe(200);
  });
});
