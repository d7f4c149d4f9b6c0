import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PlatformRegistration, Refusal } from '@liveclass/contract';
import express from 'express';
import { answerRefusal } from '../adapters/http/errors.ts';
import { connectMongo } from '../adapters/mongo/connection.ts';
import { openPlatforms } from '../adapters/mongo/platforms.ts';
import { createDesk, type Desk } from '../main-desk.ts';
import { createIdentity, type Identity, type IdentityParts } from '../main-identity.ts';
import type { Clock, Ids } from '../ports/identity.ts';
import type { Log } from '../ports/log.ts';
import type { TestPlatform } from './test-platform.ts';

/** A clock that the test may move; it starts at the real time, because ltijs and the database have their own. */
export class TestClock implements Clock {
  aheadMs = 0;
  /** Set to let the time stand still. */
  stopped: number | undefined;
  now(): number {
    return (this.stopped ?? Date.now()) + this.aheadMs;
  }
}

export const testIds: Ids = { id: () => randomBytes(16).toString('base64url'), secret: () => randomBytes(32).toString('base64url') };

export interface LogLine {
  readonly level: string;
  readonly facts: object;
  readonly message: string;
}

export interface TestTool {
  readonly url: string;
  readonly launchUrl: string;
  readonly identity: Identity;
  readonly desk: Desk;
  readonly clock: TestClock;
  readonly lines: LogLine[];
  readonly connection: IdentityParts['connection'];
  register(registration: PlatformRegistration): Promise<void>;
  close(): Promise<void>;
}

/** A database of its own on the run's MongoDB; named, so that two tools of one test can share it. */
export const testDatabase = (name = `lti_${randomBytes(6).toString('hex')}`): string => {
  const uri = new URL(String(process.env['TEST_MONGODB_URI']));
  uri.pathname = `/${name}`;
  return uri.href;
};

export interface TestToolOptions {
  readonly mongodbUri?: string;
  readonly config?: Partial<IdentityParts['config']>;
  readonly recordings?: IdentityParts['recordings'];
}

/** The identity half of the tool on a real port and a real database, as main composes it. */
export async function openTestTool({ mongodbUri = testDatabase(), config = {}, recordings }: TestToolOptions = {}): Promise<TestTool> {
  const connection = await connectMongo(mongodbUri);
  const app = express();
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A browser and the launch URL know the tool as localhost, the platform is 127.0.0.1: two sites.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const lines: LogLine[] = [];
  const line = (level: string) => (facts: object, message: string) => void lines.push({ level, facts, message });
  const log: Log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error'), child: () => log };
  const clock = new TestClock();
  const all = {
    publicUrl: new URL(url),
    production: false,
    secret: 'a secret of the tests, longer than thirty-two characters',
    platformsFile: undefined,
    lmsAllowedNetworks: [],
    ...config,
  };
  const parts = { connection, config: all, clock, ids: testIds, log };
  const identity = await createIdentity({ ...parts, recordings: recordings ?? { find: async () => null } });
  // Recordings are the classroom's; World has both.
  const elsewhere = async () => {
    throw new Refusal('not-found');
  };
  const told = { leaveCourse: elsewhere, returnToCourse: elsewhere, arrangeRooms: elsewhere, announce: () => undefined };
  const desk = await createDesk({ ...parts, identity, ...told });
  app.locals['log'] = log;
  app.use(identity.router, desk.router);
  app.get(
    ['/lobby', '/room', '/recording', '/pick', '/admin'],
    (_req, res) => void res.type('html').send('<!doctype html><title>page</title>'),
  );
  app.use(() => {
    throw new Refusal('not-found');
  });
  app.use(answerRefusal);
  return {
    url,
    launchUrl: `${url}/lti/launch`,
    identity,
    desk,
    clock,
    lines,
    connection,
    async register(registration) {
      const { models } = connection;
      if (!models['Platform']) await openPlatforms(connection);
      const { issuer, clientId } = registration;
      await connection
        .collection('platforms')
        .updateOne({ issuer, clientId }, { $set: { registration, state: 'active' } }, { upsert: true });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await identity.close();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** What a browser holds after the login page. */
export interface StartedLogin {
  readonly state: string;
  readonly nonce: string;
  readonly cookie: string;
  readonly authorization: URL;
  readonly page: string;
  readonly headers: Headers;
}

const unescaped = (text: string) =>
  text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<');

export async function startLogin(
  tool: Pick<TestTool, 'url' | 'launchUrl'>,
  platform: TestPlatform,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<StartedLogin> {
  const all: Record<string, string | undefined> = {
    iss: platform.url,
    client_id: platform.clientId,
    login_hint: 'user-1',
    target_link_uri: tool.launchUrl,
    lti_message_hint: '{"cmid":5,"launchid":"x"}',
    lti_deployment_id: platform.deploymentId,
    ...change,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`${tool.url}/lti/login?${new URLSearchParams(given)}`);
  const page = await response.text();
  const found = /data-authorization="([^"]+)"/.exec(page)?.[1];
  if (!found) throw new Error(`the login was refused with ${response.status}: ${page.slice(0, 500)}`);
  const authorization = new URL(unescaped(found));
  return {
    state: authorization.searchParams.get('state') ?? '',
    nonce: authorization.searchParams.get('nonce') ?? '',
    cookie: (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '',
    authorization,
    page,
    headers: response.headers,
  };
}

export function postLaunch(
  tool: Pick<TestTool, 'launchUrl'>,
  fields: Readonly<Record<string, string>>,
  cookie: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(tool.launchUrl, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie ? { cookie } : {}), ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

export interface LaunchChange {
  /** Claims to set, or to leave out with undefined. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Makes the whole token by itself. */
  readonly token?: (payload: Record<string, unknown>) => Promise<string> | string;
}

/** One whole launch, as platform and browser do it together; answers the response to the launch POST. */
export async function launch(tool: TestTool, platform: TestPlatform, { claims, header, token }: LaunchChange = {}): Promise<Response> {
  const login = await startLogin(tool, platform);
  const payload = platform.claims(login.nonce, tool.launchUrl, claims);
  const idToken = await (token ? token(payload) : platform.sign(payload, header));
  return postLaunch(tool, { id_token: idToken, state: login.state }, login.cookie);
}

/** The place and the one-time code of an accepted launch. */
export function codeOf(response: Response): { place: string; code: string } {
  const found = /^\/(\w+)#code=([A-Za-z0-9_-]+)$/.exec(response.headers.get('location') ?? '');
  if (response.status !== 303 || !found) throw new Error(`the launch was not accepted: ${response.status}`);
  return { place: found[1] ?? '', code: found[2] ?? '' };
}

export function api(
  tool: Pick<TestTool, 'url'>,
  path: string,
  init: { token?: string; body?: unknown; cookie?: string; method?: string; origin?: string | null } = {},
): Promise<Response> {
  const { token, body, cookie, method = 'POST', origin = tool.url } = init;
  return fetch(tool.url + path, {
    method,
    headers: {
      ...(origin === null ? {} : { origin }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** A launch and the session it opens. */
export async function signIn(tool: TestTool, platform: TestPlatform, change: LaunchChange = {}) {
  const response = await launch(tool, platform, change);
  const { place, code } = codeOf(response);
  const redeemed = await api(tool, '/api/session/redeem', { body: { code } });
  const { token, session } = (await redeemed.json()) as { token: string; session: Record<string, unknown> };
  return { place, code, token, session, cookies: redeemed.headers.getSetCookie() };
}
