import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClassId, LIMITS, type Limits } from '@liveclass/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClassRecord } from '../../domain/identity.ts';
import { RosterFailure } from '../../ports/roster.ts';
import { TestPlatform } from '../../testing/test-platform.ts';
import { openTestTool, type TestTool } from '../../testing/test-tool.ts';
import { createRosterSource } from './nrps.ts';

let tool: TestTool;
let platform: TestPlatform;
let elsewhere: TestPlatform;
beforeAll(async () => {
  [platform, elsewhere] = await Promise.all([new TestPlatform().open(), new TestPlatform().open()]);
  tool = await openTestTool();
  await tool.register(platform.registration());
});
afterAll(async () => {
  await tool?.close();
  await Promise.all([platform?.close(), elsewhere?.close()]);
});

type Entry = Record<string, unknown>;
interface Page {
  readonly members: readonly unknown[];
  readonly link?: string | readonly string[];
}
/** What was asked of the list, in order. */
let asked: URL[];
/** Answers the n-th request for the list. */
let answer: (url: URL, nth: number, res: ServerResponse, req: IncomingMessage) => void;

beforeEach(() => {
  asked = [];
  platform.answers.set('/token', (_req, res) => {
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ access_token: 'a-token', token_type: 'Bearer', expires_in: 3_600 }));
  });
  platform.answers.set('/members', (req, res) => {
    const url = new URL(req.url ?? '', platform.url);
    asked.push(url);
    answer(url, asked.length - 1, res, req);
  });
});
afterEach(() => platform.answers.clear());

const person = (id: string, part: Entry = {}): Entry => ({
  user_id: id,
  status: 'Active',
  roles: ['Learner'],
  name: `Name ${id}`,
  ...part,
});
const give = (res: ServerResponse, { members, link }: Page): void => {
  if (link) res.setHeader('Link', link);
  res.writeHead(200, { 'content-type': 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json' }).end(JSON.stringify({ members }));
};
/** The list in pages, joined by `next`. */
const pages = (...all: readonly (readonly unknown[])[]): void => {
  answer = (url, _nth, res) => {
    const at = Number(url.searchParams.get('page') ?? 0);
    const next = at + 1 < all.length ? { link: `<${platform.url}/members?page=${at + 1}>; rel="next"` } : {};
    give(res, { members: all[at] ?? [], ...next });
  };
};

const course = (part: Partial<ClassRecord> = {}): ClassRecord => ({
  id: ClassId.parse('class-0001'),
  issuer: platform.url,
  clientId: platform.clientId,
  deploymentId: platform.deploymentId,
  contextId: 'course-1',
  resourceLinkId: 'link 1',
  title: '',
  courseTitle: '',
  membershipsUrl: `${platform.url}/members`,
  ...part,
});
const source = (limits: Partial<Limits> = {}) =>
  createRosterSource({
    services: tool.identity.services,
    log: { debug() {}, info() {}, warn() {}, error() {}, child: () => expect.fail() },
    limits: { ...LIMITS, ...limits },
    restsMs: [1, 2, 3],
  });
const read = (limits?: Partial<Limits>) => source(limits).read(course(), async () => undefined);
const members = async (limits?: Partial<Limits>) => (await read(limits)).members;
const reasonOf = (limits?: Partial<Limits>) =>
  read(limits).then(
    () => 'read',
    (error: unknown) => (error instanceof RosterFailure ? error.reason : error),
  );
const only = async (part: Entry) => {
  pages([person('one', part)]);
  return (await members())[0];
};

describe('the pages of the list', () => {
  it('[RO1] join to the whole, each person once, and tell how far they are', async () => {
    pages([person('1'), person('2')], [person('2'), person('3')], [person('4')]);
    const told: number[] = [];
    const { members: found, isWhole } = await source().read(course(), async (count) => void told.push(count));
    expect(found.map(({ sub }) => sub)).toEqual(['1', '2', '3', '4']);
    expect([isWhole, told]).toEqual([true, [2, 3, 4]]);
    expect(asked[0]?.searchParams.get('limit')).toBe(String(LIMITS.rosterPagePeople));
  });

  it('[RO1] are found in any form that a Link header takes, also beside others, repeated, or relative', async () => {
    const forms: (string | string[])[] = [
      '</members?page=1>; rel=next',
      `<${platform.url}/members?page=1&x=1,2>; title="a, b"; rel="next"`,
      [`<${platform.url}/members?diff=1>; rel="differences"`, `<${platform.url}/members?page=1>; rel="next"`],
      `<${platform.url}/members>; rel="first", <${platform.url}/members?page=1>; rel="next"`,
    ];
    for (const link of forms) {
      answer = (url, _nth, res) =>
        give(res, url.searchParams.has('page') ? { members: [person('2')] } : { members: [person('1')], link: link as string });
      expect([link, (await members()).length]).toEqual([link, 2]);
    }
  });

  it('[RO1] count active people only, and a person who is active anywhere is', async () => {
    pages([person('gone', { status: 'Inactive' }), person('deleted', { status: 'Deleted' }), person('plain', { status: undefined })]);
    expect((await members()).map(({ sub }) => sub)).toEqual(['plain']);
    pages([person('both', { status: 'Inactive' })], [person('both')]);
    expect((await members()).map(({ sub }) => sub)).toEqual(['both']);
  });

  it('[RO2] that repeat, never end, or lead to another server end the reading', async () => {
    answer = (_url, _nth, res) => give(res, { members: [person('1')], link: `<${platform.url}/members?page=1>; rel="next"` });
    expect(await reasonOf()).toBe('astray');
    expect(asked).toHaveLength(2);
    answer = (_url, nth, res) =>
      give(res, { members: [person(String(nth))], link: `<${platform.url}/members?page=${nth + 1}>; rel="next"` });
    expect(await reasonOf({ rosterPages: 5 })).toBe('astray');
    expect(await reasonOf({ rosterReadMs: -1 })).toBe('unreachable');
    elsewhere.asked.length = 0;
    answer = (_url, _nth, res) => give(res, { members: [person('1')], link: `<${elsewhere.url}/members>; rel="next"` });
    expect(await reasonOf()).toBe('astray');
    expect(elsewhere.asked).toEqual([]);
  });

  it('[RO2] a Link header that cannot be read does not pass for the last page', async () => {
    for (const link of ['<broken; rel=next', 'next', '<http://>; rel=next']) {
      answer = (_url, _nth, res) => give(res, { members: [person('1')], link });
      expect([link, await reasonOf()]).toEqual([link, 'unreadable']);
    }
  });

  it('[RO6] are those of the activity, and of the course where the platform knows no lists of activities', async () => {
    pages([person('1')]);
    await members();
    expect(asked[0]?.searchParams.get('rlid')).toBe('link 1');
    for (const status of [400, 404]) {
      asked = [];
      answer = (url, _nth, res) => (url.searchParams.has('rlid') ? res.writeHead(status).end() : give(res, { members: [person('2')] }));
      expect((await members()).map(({ sub }) => sub)).toEqual(['2']);
    }
  });
});

describe('a platform in trouble', () => {
  it.each([500, 502, 503, 408, 429])('[RO3] status %i is tried again', async (status) => {
    answer = (_url, nth, res) => (nth < 3 ? res.writeHead(status).end() : give(res, { members: [person('1')] }));
    expect(await members()).toHaveLength(1);
    asked = [];
    answer = (_url, _nth, res) => res.writeHead(status).end();
    expect(await reasonOf()).toBe('unreachable');
    expect(asked).toHaveLength(4);
  });

  it('[RO3] a page that does not come in time, or breaks off, is tried again', async () => {
    answer = (_url, nth, res, req) => {
      if (nth === 0) return void setTimeout(() => undefined, 0);
      if (nth === 1) return void req.socket.destroy();
      give(res, { members: [person('1')] });
    };
    expect(await members({ rosterPageMs: 1_000 })).toHaveLength(1);
  });

  it('[RO3] it is left alone for as long as it wishes', async () => {
    const at: number[] = [];
    answer = (_url, nth, res) => {
      at.push(performance.now());
      if (nth === 0) res.writeHead(429, { 'retry-after': '1' }).end();
      else give(res, { members: [person('1')] });
    };
    expect(await members()).toHaveLength(1);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(900);
  });

  it.each([401, 403, 404, 410, 422])('[RO3] status %i is a no and is not asked again', async (status) => {
    answer = (_url, _nth, res) => res.writeHead(status).end('{"error":"above_response_limit"}');
    expect(await reasonOf()).toBe('refused');
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('[RO3] without a token it is tried again, and then it does not answer', async () => {
    pages([person('1')]);
    let tokens = 0;
    platform.answers.set('/token', (_req, res) => {
      tokens += 1;
      res.writeHead(503).end();
    });
    const other = { ...course(), clientId: 'unknown-client' };
    await expect(source().read(other, async () => undefined)).rejects.toMatchObject({ reason: 'refused' });
    // The token of the tests before is still good for this client; a new registration has none.
    await tool.register(platform.registration({ clientId: 'fresh-client' }));
    await expect(source().read({ ...course(), clientId: 'fresh-client' }, async () => undefined)).rejects.toMatchObject({
      reason: 'unreachable',
    });
    expect(tokens).toBe(4);
  });

  it('[RO3] a redirect is not followed', async () => {
    answer = (_url, _nth, res) => res.writeHead(302, { location: `${elsewhere.url}/members` }).end();
    expect(await reasonOf()).toBe('astray');
  });
});

describe('the limits of the list', () => {
  it('[RO4] as many people as are taken pass, one more does not', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => person(String(index)));
    pages(many(20));
    expect(await members({ rosterPeople: 20 })).toHaveLength(20);
    pages(many(10), [...many(10), person('10'), person('11')]);
    expect(await reasonOf({ rosterPeople: 12 })).toBe('read');
    expect(await reasonOf({ rosterPeople: 11 })).toBe('too-large');
  });

  it('[RO4] a page of as many bytes as are taken passes, one more does not', async () => {
    const body = JSON.stringify({ members: [person('1')] });
    pages([person('1')]);
    expect(await reasonOf({ rosterPageBytes: body.length })).toBe('read');
    expect(await reasonOf({ rosterPageBytes: body.length - 1 })).toBe('too-large');
  });

  it('[RO4] as many pages as are taken pass, one more does not', async () => {
    pages([person('1')], [person('2')], [person('3')]);
    expect(await reasonOf({ rosterPages: 3 })).toBe('read');
    expect(await reasonOf({ rosterPages: 2 })).toBe('astray');
  });

  it('[RO4] what is no list is not taken', async () => {
    for (const body of ['', 'null', '[]', '{}', '{"members":{}}', '<html>', '{"members":[']) {
      answer = (_url, _nth, res) => res.writeHead(200).end(body);
      expect([body, await reasonOf()]).toEqual([body, 'unreadable']);
    }
    const { membershipsUrl: _, ...none } = course();
    await expect(source().read(none, async () => undefined)).rejects.toMatchObject({ reason: 'refused' });
  });

  it('[RO12] a last page that holds as many as were asked for is told, as there may be more behind it', async () => {
    pages([person('1'), person('2')]);
    expect((await read({ rosterPagePeople: 2 })).endsFull).toBe(true);
    expect((await read({ rosterPagePeople: 3 })).endsFull).toBe(false);
    pages([person('1'), person('2')], [person('3')]);
    expect((await read()).endsFull).toBe(false);
    // Open edX has a size of its own for pages.
    pages([person('1'), person('2')], [person('3'), person('4')]);
    expect((await read()).endsFull).toBe(true);
  });

  it('[RO7] an entry that names nobody makes the list incomplete, and the others count', async () => {
    for (const odd of [null, 5, {}, { user_id: '' }, { user_id: {} }, { user_id: 'x'.repeat(256) }, person('x', { status: {} })]) {
      pages([person('1'), odd, person('2')]);
      const { members: found, isWhole } = await read();
      expect([found.length, isWhole]).toEqual([2, false]);
    }
  });
});

describe('a person of the list', () => {
  const V = 'http://purl.imsglobal.org/vocab/lis/v2/';
  const roles: [string, unknown, string][] = [
    ['short Instructor', ['Instructor'], 'teacher'],
    ['short Learner', ['Learner'], 'student'],
    ['a long Instructor', [`${V}membership#Instructor`], 'teacher'],
    ['a teaching assistant', [`${V}membership/Instructor#TeachingAssistant`], 'teacher'],
    ['a learner who administrates the site (Moodle)', ['Learner', `${V}person#Administrator`], 'student'],
    ['an institution role alone (old Open edX)', [`${V}institution/person#Instructor`], 'teacher'],
    ['a single role that is no list', 'Instructor', 'teacher'],
    ['no roles', [], 'student'],
    ['roles of a wrong shape', { 0: 'Instructor' }, 'student'],
    ['no such field', undefined, 'student'],
  ];
  it.each(roles)('[RO5] has a role by the one mapping: %s', async (_name, given, role) => {
    expect((await only({ roles: given }))?.role).toBe(role);
  });

  it('[RO5] who stands there as student and as teacher is a teacher', async () => {
    pages([person('1', { roles: ['Learner'] })], [person('1', { roles: ['Instructor'], name: 'Later' })]);
    expect(await members()).toEqual([{ sub: '1', name: 'Name 1', role: 'teacher' }]);
  });

  it('[RO5] is named in any script, cleaned as in a launch, and may have no name', async () => {
    const names: [Entry, string][] = [
      [{ name: 'ليلى حداد' }, 'ليلى حداد'],
      [{ name: '梅 陈' }, '梅 陈'],
      [{ name: 'Ju\u0308rgen\u202e\u0000 Weiß' }, 'Jürgen Weiß'],
      [{ name: undefined, given_name: 'Ada', family_name: 'Okafor' }, 'Ada Okafor'],
      [{ name: undefined }, ''],
      [{ name: 5 }, ''],
      [{ name: 'x'.repeat(20_000) }, ''],
      [{ name: 'x'.repeat(500) }, 'x'.repeat(LIMITS.personNameChars)],
    ];
    for (const [given, name] of names) expect((await only(given))?.name).toBe(name);
  });

  it('[RO5] has an id as launches have it, also where the platform writes a number', async () => {
    pages([person('1', { user_id: 17 })]);
    expect((await members())[0]?.sub).toBe('17');
  });
});
