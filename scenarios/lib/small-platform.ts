import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlatformRegistration } from '@liveclass/contract';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A platform of a few lines: it signs launches, answers its key set, and serves the pages that a story gives it. */
export class SmallPlatform {
  readonly clientId = 'small-client';
  /** Pages by path; each is HTML made from the request's query. */
  readonly pages = new Map<string, (query: URLSearchParams) => string>();
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #server: Server;
  issuer = '';

  constructor() {
    this.#server = createServer((req, res) => {
      const url = new URL(req.url ?? '/', 'http://x');
      const page = this.pages.get(url.pathname);
      if (page) return void res.setHeader('content-type', 'text/html; charset=utf-8').end(page(url.searchParams));
      const key = { ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'small', alg: 'RS256', use: 'sig' };
      if (url.pathname === '/jwks') return void res.end(JSON.stringify({ keys: [key] }));
      res.writeHead(404).end();
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  registration(): PlatformRegistration {
    const { issuer, clientId } = this;
    const [authorizationUrl, tokenUrl, jwksUrl] = [`${issuer}/auth`, `${issuer}/token`, `${issuer}/jwks`];
    return { name: 'Small', issuer, clientId, deploymentIds: ['1'], authorizationUrl, tokenUrl, jwksUrl };
  }

  /** The id_token of one person's launch. */
  token(nonce: string, launchUrl: string): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: this.clientId,
      sub: 'person-1',
      iat: now,
      exp: now + 60,
      nonce,
      [`${LTI}message_type`]: 'LtiResourceLinkRequest',
      [`${LTI}version`]: '1.3.0',
      [`${LTI}deployment_id`]: '1',
      [`${LTI}target_link_uri`]: launchUrl,
      [`${LTI}roles`]: [],
      [`${LTI}resource_link`]: { id: 'link-1' },
    };
    const text = `${base64url({ alg: 'RS256', kid: 'small' })}.${base64url(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(this.#keys.privateKey, 'base64url')}`;
  }
}
