import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_EDX_RELEASES } from '../../scripts/lib/binaries.mjs';
import { type OpenEdx, startOpenEdx } from '../../scripts/testing/open-edx.mjs';
import { api, codeOf, openTestTool, type TestTool } from './testing/test-tool.ts';

const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#x27;', "'");
const find = (page: string, pattern: RegExp): string => {
  const found = pattern.exec(page)?.[1];
  if (found === undefined) throw new Error(`${pattern} is not on the page: ${page.slice(0, 2_000)}`);
  return unescaped(found);
};

/** Follows a launch from the consumer's own page to ours, as a browser does. */
async function launchAs(edx: OpenEdx, tool: TestTool, username: string, page: string, target: RegExp) {
  const signedIn = await fetch(`${edx.origin}/sign-in/${username}`, { redirect: 'manual' });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const login = find(await (await fetch(edx.origin + page, { headers: { cookie } })).text(), target);
  const ours = await fetch(login);
  const authorization = find(await ours.text(), /data-authorization="([^"]+)"/);
  const form = await (await fetch(authorization)).text();
  const value = (name: string) => find(form, new RegExp(`name="${name}" value="([^"]*)"`));
  const launched = await fetch(find(form, /action="([^"]+)"/), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: ours.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ id_token: value('id_token'), state: value('state') }),
  });
  const claims = JSON.parse(Buffer.from(String(value('id_token').split('.')[1]), 'base64url').toString()) as Record<string, never>;
  if (launched.status !== 303) return { status: launched.status, claims, log: tool.lines.slice(-3) };
  const redeemed = await api(tool, '/api/session/redeem', { body: { code: codeOf(launched).code } });
  const { token, session } = (await redeemed.json()) as { token: string; session: Record<string, unknown> };
  return { status: 303, claims, token, session, cookie };
}
const launchOf = (edx: OpenEdx, tool: TestTool, username: string, block = 'live') =>
  launchAs(edx, tool, username, `/unit/${block}`, /data-target="([^"]+)"/);
const deepLink = (edx: OpenEdx, tool: TestTool, username: string, block = 'live') =>
  launchAs(edx, tool, username, `/studio/${block}`, /<a href="([^"]+)" target="_blank"/);

describe.each(OPEN_EDX_RELEASES)('the Open edX consumer %s', (release) => {
  let edx: OpenEdx;
  let tool: TestTool;
  beforeAll(async () => {
    [edx, tool] = await Promise.all([startOpenEdx(release), openTestTool()]);
    for (const name of ['live', 'materials']) await tool.register(await edx.addBlock(name, tool.url));
  });
  afterAll(async () => {
    await Promise.all([edx?.stop(), tool?.close()]);
  });

  it('explore', async () => {
    for (const who of ['sam', 'stan', 'ivy']) console.log(JSON.stringify(await launchOf(edx, tool, who), null, 1));
    for (const who of ['sam', 'stan', 'ivy']) console.log(JSON.stringify(await deepLink(edx, tool, who).catch((e) => String(e)), null, 1));
    console.log(edx.log());
  });
});
