import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlatformRegistration } from '@liveclass/contract';
import { exportJWK, SignJWT } from 'jose';

export const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
export const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/';
export const INSTRUCTOR = `${VOCABULARY}membership#Instructor`;
export const LEARNER = `${VOCABULARY}membership#Learner`;

export interface TestKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Real keys, made in the test process; the tool itself never makes them on the event loop. */
export const makeKey = (kid: string): TestKey => ({ kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });

type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** A platform in the test's own process: it signs what the test wants signed, and its endpoints answer what the test says. */
export class TestPlatform {
  readonly clientId = `client-${randomBytes(4).toString('hex')}`;
  readonly deploymentId = 'deployment-1';
  keys: TestKey[] = [makeKey('key-1')];
  /** Set to make an endpoint behave otherwise, by path. */
  readonly answers = new Map<string, Answer>();
  /** Paths asked for, in order. */
  readonly asked: string[] = [];
  readonly #server: Server;
  url = '';

  constructor() {
    this.#server = createServer((req, res) => void this.#answer(req, res));
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = new URL(req.url ?? '/', 'http://x').pathname;
    this.asked.push(path);
    const own = this.answers.get(path);
    if (own) return own(req, res);
    if (path !== '/jwks') return void res.writeHead(404).end();
    const keys = await Promise.all(
      this.keys.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' })),
    );
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  }

  registration(change: Partial<PlatformRegistration> = {}): PlatformRegistration {
    return {
      name: 'Test platform',
      issuer: this.url,
      clientId: this.clientId,
      deploymentIds: [this.deploymentId],
      authorizationUrl: `${this.url}/auth`,
      tokenUrl: `${this.url}/token`,
      jwksUrl: `${this.url}/jwks`,
      courseMaterialsUrl: `${this.url}/materials`,
      ...change,
    };
  }

  /** The payload of a usual launch of a student; undefined in `change` leaves a claim out. */
  claims(nonce: string, launchUrl: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const now = Math.floor(Date.now() / 1000);
    const all: Record<string, unknown> = {
      iss: this.url,
      aud: this.clientId,
      sub: 'user-1',
      iat: now,
      exp: now + 60,
      nonce,
      name: 'Sam Student',
      given_name: 'Sam',
      family_name: 'Student',
      email: 'sam@example.org',
      [`${LTI}message_type`]: 'LtiResourceLinkRequest',
      [`${LTI}version`]: '1.3.0',
      [`${LTI}deployment_id`]: this.deploymentId,
      [`${LTI}target_link_uri`]: launchUrl,
      [`${LTI}roles`]: [LEARNER],
      [`${LTI}resource_link`]: { id: 'link-1', title: 'Live class' },
      [`${LTI}context`]: { id: 'course-1', label: 'C1', title: 'Course one', type: ['CourseSection'] },
      [`${LTI}launch_presentation`]: { locale: 'en', document_target: 'iframe', return_url: `${this.url}/course?sesskey=x` },
      ...change,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  sign(payload: Record<string, unknown>, header: Readonly<Record<string, unknown>> = {}, key = this.keys[0]): Promise<string> {
    if (!key) throw new Error('the platform has no key');
    const all = { alg: 'RS256', typ: 'JWT', kid: key.kid, ...header };
    const protectedHeader = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as { alg: string };
    return new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key.privateKey);
  }
}
