import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CourseMaterialMessage, PairMessage, PluginMessage, type ToolAbout } from '@liveclass/contract';
import { type CryptoKey, createRemoteJWKSet, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose';

interface KeyPair {
  readonly kid: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

const newKeys = async (): Promise<KeyPair> => ({
  kid: randomBytes(8).toString('hex'),
  ...(await generateKeyPair('RS256', { extractable: true })),
});

/**
 * A tool that a story holds in its hand: it speaks real HTTP and signs with real keys, and does wrong what the story wants done wrong,
 * which the real tool never would. What a plugin says to it is checked as the contract says, with the plugin's own key set.
 */
export class StandInTool {
  /** What plugins said, oldest first. */
  readonly heard: PluginMessage[] = [];
  readonly pairings: PairMessage[] = [];
  /** How often the key set was asked for. */
  keysAsked = 0;
  /** 'refuse': answers with a refusal; 'away': closes each connection. */
  temper: 'kind' | 'refuse' | 'away' = 'kind';
  readonly code = randomBytes(24).toString('base64url');
  readonly #server: Server;
  #keys: KeyPair;

  private constructor(keys: KeyPair) {
    this.#keys = keys;
    this.#server = createServer((req, res) => {
      this.#answer(req, res).catch((error: unknown) => this.#json(res, 401, { reason: 'launch-refused', cause: String(error) }));
    });
  }

  static async open(): Promise<StandInTool> {
    const tool = new StandInTool(await newKeys());
    await new Promise<void>((resolve) => tool.#server.listen(0, '127.0.0.1', resolve));
    return tool;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** The registration that the last pairing brought. */
  get registration(): PairMessage['registration'] {
    const last = this.pairings.at(-1);
    if (!last) throw new Error('Nobody has paired.');
    return last.registration;
  }

  async rotateKeys(): Promise<void> {
    this.#keys = await newKeys();
  }

  /** Signed by the tool, unless a story wants another's signature. */
  async sign(claims: JWTPayload, keys: KeyPair = this.#keys): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: keys.kid, typ: 'JWT' }).sign(keys.privateKey);
  }

  /** Somebody else's signature under the tool's key id. */
  async forge(claims: JWTPayload): Promise<string> {
    return this.sign(claims, { ...(await newKeys()), kid: this.#keys.kid });
  }

  /** A course-materials message for the paired site. */
  material(place: Pick<CourseMaterialMessage, 'context_id' | 'resource_link_id' | 'user_id'>, change: JWTPayload = {}): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    const { clientId, courseMaterialsUrl, deploymentIds } = this.registration;
    const recording = { id: 'rec1', title: 'Cells', startedAt: Date.now() - 3_600_000, durationMs: 61_000, visible: true };
    const own = { iss: clientId, aud: String(courseMaterialsUrl), iat: now, exp: now + 60, jti: randomBytes(16).toString('base64url') };
    return { ...own, deployment_id: String(deploymentIds[0]), ...place, action: 'publish', recording, ...change };
  }

  /** Sends that body to the paired site's endpoint for course materials. */
  async post(body: string, type = 'application/jwt'): Promise<Response> {
    return fetch(String(this.registration.courseMaterialsUrl), { method: 'POST', headers: { 'content-type': type }, body });
  }

  /** Sends a course-materials message, signed. */
  async say(place: Parameters<StandInTool['material']>[0], change: JWTPayload = {}): Promise<Response> {
    return this.post(await this.sign(this.material(place, change)));
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (this.temper === 'away') return void req.socket.destroy();
    if (req.url === '/lti/about') return this.#json(res, 200, this.#about());
    if (req.url === '/lti/keys') return this.#json(res, 200, await this.#keySet());
    if (req.url === '/lti/static/icon.svg')
      return void res.setHeader('content-type', 'image/svg+xml').end('<svg xmlns="http://www.w3.org/2000/svg"/>');
    if (req.method !== 'POST' || req.headers['content-type'] !== 'application/jwt') return this.#json(res, 404, { reason: 'not-found' });
    const body = await textOf(req);
    if (this.temper === 'refuse') return this.#json(res, 403, { reason: 'link-expired' });
    if (req.url === '/lti/pair') return this.#pair(res, body);
    await this.#hear(res, body);
  }

  async #pair(res: ServerResponse, body: string): Promise<void> {
    const unproved = PairMessage.parse(JSON.parse(Buffer.from(String(body.split('.')[1]), 'base64url').toString()));
    if (unproved.code !== this.code) return this.#json(res, 403, { reason: 'link-expired' });
    this.pairings.push(PairMessage.parse(await this.#proved(body, unproved.registration.jwksUrl, '/lti/pair')));
    this.#json(res, 200, { about: this.#about() });
  }

  async #hear(res: ServerResponse, body: string): Promise<void> {
    const message = PluginMessage.parse(await this.#proved(body, this.registration.jwksUrl, '/lti/messages'));
    this.heard.push(message);
    const now = Math.floor(Date.now() / 1000);
    const proof = { iss: message.sub, aud: message.iss, iat: now, exp: now + 60, jti: message.jti };
    this.#json(res, 200, { ok: true, now: Date.now(), proof: await this.sign(proof) });
  }

  async #proved(body: string, jwksUrl: string, path: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(body, createRemoteJWKSet(new URL(jwksUrl)), { algorithms: ['RS256'], audience: this.url + path });
    return payload;
  }

  async #keySet(): Promise<unknown> {
    this.keysAsked += 1;
    return { keys: [{ ...(await exportJWK(this.#keys.publicKey)), kid: this.#keys.kid, alg: 'RS256', use: 'sig' }] };
  }

  #about(): ToolAbout {
    const at = (path: string) => this.url + path;
    const addresses = { loginUrl: at('/lti/login'), launchUrl: at('/lti/launch'), keysUrl: at('/lti/keys'), pairUrl: at('/lti/pair') };
    const more = { iconUrl: at('/lti/static/icon.svg'), messagesUrl: at('/lti/messages') };
    return { product: 'live-class', version: '9.9.9', now: Date.now(), ...addresses, ...more };
  }

  #json(res: ServerResponse, status: number, body: unknown): void {
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

/** How a site refused a message: the status, and what was wrong with it. */
export async function refusalOf(answer: Response): Promise<[number, string | undefined]> {
  return [answer.status, ((await answer.json()) as { detail?: string }).detail];
}

async function textOf(req: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}
