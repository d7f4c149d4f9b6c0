import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_EDX_RELEASES } from '../../scripts/lib/binaries.mjs';
import { type OpenEdx, startOpenEdx } from '../../scripts/testing/open-edx.mjs';
import { roleOf } from './domain/roles.ts';
import { api, codeOf, openTestTool, type TestTool } from './testing/test-tool.ts';

const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#x27;', "'");
const find = (page: string, pattern: RegExp): string => {
  const found = pattern.exec(page)?.[1];
  if (found === undefined) throw new Error(`${pattern} is not on the page: ${page.slice(0, 2_000)}`);
  return unescaped(found);
};

type Claims = Readonly<Record<string, unknown>>;
type Whose = { readonly issuer: string; readonly clientId: string };
const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';

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
  const claims = JSON.parse(Buffer.from(String(value('id_token').split('.')[1]), 'base64url').toString()) as Claims;
  const redeemed = await api(tool, '/api/session/redeem', { body: { code: codeOf(launched).code } });
  const { token, session } = (await redeemed.json()) as { token: string; session: Record<string, unknown> };
  return { claims, token, session };
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

  /** Where the services of a block are, as the launch of a student says. */
  async function services(block: string) {
    const { claims } = await launchOf(edx, tool, 'sam', block);
    const grades = claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'] as { lineitem?: string; lineitems: string };
    const roster = claims['https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice'] as { context_memberships_url: string };
    return {
      whose: { issuer: edx.origin, clientId: String(claims['aud']) },
      sub: String(claims['sub']),
      nrps: roster.context_memberships_url,
      lineItem: grades.lineitem ?? '',
      lineItems: grades.lineitems,
      linkId: (claims[`${LTI}resource_link`] as { id: string }).id,
    };
  }

  it('[EX1] a student is a student, staff and instructors teach, by the role URIs of either generation', async () => {
    const sam = await launchOf(edx, tool, 'sam');
    expect(sam.session).toMatchObject({ role: 'student', place: 'lobby', courseTitle: 'Biology 101 - OpenHouse', name: '' });
    const roles = sam.claims[`${LTI}roles`] as readonly string[];
    // What makes this test worth its time: the old generation names no role within the course at all.
    expect(roles.some((role) => role.includes('membership#'))).toBe(release.startsWith('11.'));
    for (const teacher of ['stan', 'ivy']) {
      const { session } = await launchOf(edx, tool, teacher);
      expect(session).toMatchObject({ role: 'teacher', place: 'lobby', classId: sam.session['classId'] });
    }
  });

  it('[EX1] each block is judged by its own client id, although all have one issuer', async () => {
    const [live, materials] = [await launchOf(edx, tool, 'sam'), await launchOf(edx, tool, 'sam', 'materials')];
    expect(live.claims['iss']).toBe(materials.claims['iss']);
    expect(live.claims['aud']).not.toBe(materials.claims['aud']);
    expect(materials.session['classId']).not.toBe(live.session['classId']);
    expect(materials.session['personId']).toBe(live.session['personId']);
    await edx.addBlock('unregistered', tool.url);
    await expect(launchOf(edx, tool, 'sam', 'unregistered')).rejects.toThrow(/data-authorization/);
  });

  it('[EX3] a title that the author typed into the block’s custom parameters is the class’s, and a shared name is the person’s', async () => {
    const settings = { custom_parameters: ['class_title=Weekly seminar'], ask_to_send_full_name: true };
    await edx.control({ sharesNames: true });
    await tool.register(await edx.addBlock('titled', tool.url, settings));
    const { session } = await launchOf(edx, tool, 'noor', 'titled');
    expect(session).toMatchObject({ title: 'Weekly seminar', name: 'نور الطالبة' });
    await edx.control({ sharesNames: false });
  });

  describe('the roster', () => {
    const SCOPE = ['https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly'];
    const ask = async (url: string, whose: Whose) => {
      const headers = { accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json' };
      const answer = await tool.identity.services.call(whose, SCOPE, url, { headers, timeoutMs: 20_000, maxBytes: 1_000_000 });
      const { members = [] } = JSON.parse(answer.body) as { members?: { user_id: string; roles: string[]; name?: string }[] };
      return { status: answer.status, members, next: /<([^>]+)>; rel="next"/.exec(answer.headers['link'] ?? '')?.[1] };
    };

    it('[EX4] is read to its end: page by page where the consumer has pages, at once where it has none', async () => {
      const { whose, nrps } = await services('live');
      const { people } = await edx.control();
      const pages = [await ask(`${nrps}?limit=10`, whose)];
      for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await ask(next, whose));
      expect(pages.map(({ members }) => members.length)).toEqual(release.startsWith('11.') ? [10, 10, 5] : [25]);
      const members = pages.flatMap((page) => page.members);
      expect(new Set(members.map(({ user_id }) => user_id))).toEqual(new Set(people.map(({ sub }) => sub)));
      const rolesOf = (username: string) =>
        members.find(({ user_id }) => user_id === people.find((one) => one.username === username)?.sub)?.roles;
      expect(['ivy', 'stan', 'sam'].map((username) => roleOf(rolesOf(username) ?? []))).toEqual(['teacher', 'teacher', 'student']);
    });

    it('[EX4] has names only where the course shares them, and says so where the course is too large', async () => {
      const { whose, nrps } = await services('live');
      expect((await ask(nrps, whose)).members.some(({ name }) => name !== undefined)).toBe(false);
      await edx.control({ sharesNames: true });
      expect((await ask(nrps, whose)).members.map(({ name }) => name)).toContain('نور الطالبة');
      await edx.control({ sharesNames: false, memberLimit: 5 });
      expect(await ask(nrps, whose)).toMatchObject({ status: 403, members: [] });
      await edx.control({ memberLimit: null });
    });
  });

  describe('grades', () => {
    const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
    const ITEM = 'application/vnd.ims.lis.v2.lineitem+json';
    const send = (whose: Whose, scope: string, url: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', type: string, body?: object) =>
      tool.identity.services.call(whose, [AGS + scope], url, {
        method,
        headers: { accept: type, ...(body ? { 'content-type': type } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        timeoutMs: 20_000,
        maxBytes: 1_000_000,
      });
    let moment = Date.now();
    const score = (whose: Whose, lineItem: string, userId: string, scoreGiven: number, gradingProgress = 'FullyGraded') => {
      // A score as old as the last one is refused.
      moment += 1_000;
      const timestamp = new Date(moment).toISOString();
      const body = { userId, scoreGiven, scoreMaximum: 100, activityProgress: 'Completed', gradingProgress, timestamp };
      return send(whose, 'score', `${lineItem}/scores`, 'POST', 'application/vnd.ims.lis.v1.score+json', body);
    };
    const gradebookOf = async (block: string) =>
      (await edx.control()).gradebook.filter((grade) => grade.block === block).map(({ value, max_value }) => [value, max_value]);

    it('[EX5] a final score reaches the gradebook by the line item of the launch, scaled to the block; a passing one does not', async () => {
      const { whose, sub, lineItem } = await services('live');
      expect((await score(whose, lineItem, sub, 70)).status).toBe(201);
      expect((await score(whose, lineItem, sub, 90, 'Pending')).status).toBe(201);
      expect(await gradebookOf('live')).toEqual([[7, 10]]);
      moment -= 1_000;
      expect((await score(whose, lineItem, sub, 80)).status).toBe(400);
    });

    it('[EX5] a score of nothing is published by the new generation only', async () => {
      const { whose, sub, lineItem } = await services('materials');
      expect((await score(whose, lineItem, sub, 0)).status).toBe(201);
      expect(await gradebookOf('materials')).toEqual(release.startsWith('11.') ? [[0, 10]] : []);
    });

    it('[EX6] a block that lets tools manage line items wants the exact type, no empty dates and short labels, and deletes nothing', async () => {
      await tool.register(await edx.addBlock('managed', tool.url, { lti_advantage_ags_mode: 'programmatic' }));
      const { whose, sub, lineItem, lineItems, linkId } = await services('managed');
      expect(lineItem).toBe('');
      const wanted = { label: 'Attendance', scoreMaximum: 100, resourceId: 'attendance-1', resourceLinkId: linkId };
      const create = async (body: object, type = ITEM) => (await send(whose, 'lineitem', lineItems, 'POST', type, body)).status;
      // What ltijs sends, which is why line items are made by our own calls.
      expect(await create(wanted, 'application/json')).toBe(406);
      expect(await create({ ...wanted, startDateTime: null })).toBe(400);
      expect(await create({ ...wanted, label: 'x'.repeat(101) })).toBe(400);
      expect(await create({ ...wanted, label: 'x'.repeat(100) })).toBe(201);
      const made = JSON.parse((await send(whose, 'lineitem', lineItems, 'POST', ITEM, wanted)).body) as { id: string };
      const changed = { ...wanted, label: 'Presence' };
      expect((await send(whose, 'lineitem', made.id, 'PUT', ITEM, changed)).status).toBe(200);
      // Its own answer cannot be sent back: it holds empty dates.
      expect((await send(whose, 'lineitem', made.id, 'PUT', ITEM, { ...changed, endDateTime: null })).status).toBe(400);
      expect((await send(whose, 'lineitem', made.id, 'DELETE', ITEM)).status).toBe(403);
      expect((await score(whose, made.id, sub, 40)).status).toBe(201);
      expect(await gradebookOf('managed')).toEqual([[4, 10]]);
    });
  });

  it('[EX7] a student who asks for deep linking is refused by the consumer, and gets no picker', async () => {
    await expect(deepLink(edx, tool, 'sam')).rejects.toThrow(/Unauthorized/);
    const { token, session } = await deepLink(edx, tool, 'ivy');
    expect(session).toMatchObject({ place: 'pick', role: 'teacher' });
    expect(token).toBeTypeOf('string');
  });
});
