import { randomBytes } from 'node:crypto';
import type { PlatformRegistration } from '@liveclass/contract';
import type { TestPlatform } from './test-platform.ts';
import { type TestTool, testIds } from './test-tool.ts';

/** What a plugin in the LMS of a test says to the tool: signed with the platform's own key, as Moodle signs. */
export class TestPlugin {
  readonly about = { component: 'local_liveclass', version: '2026112400', platform: 'Moodle 4.5.6 (Build: 20250811)' };
  readonly #platform: TestPlatform;
  readonly #url: string;

  constructor(url: string, platform: TestPlatform) {
    this.#url = url;
    this.#platform = platform;
  }

  /** A pairing message; what a test wants otherwise in `change`. */
  pairing(code: string, change: Readonly<Record<string, unknown>> = {}, registration: Partial<PlatformRegistration> = {}) {
    const own = { code, registration: this.#platform.registration(registration), plugin: this.about };
    return { ...this.#claims('/lti/pair'), ...own, ...change };
  }

  message(action: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return { ...this.#claims('/lti/messages'), sub: this.#platform.clientId, action, ...change };
  }

  #claims(path: string): Record<string, unknown> {
    const now = Math.floor(Date.now() / 1000);
    const { url: iss } = this.#platform;
    return { iss, aud: `${this.#url}${path}`, iat: now, exp: now + 60, jti: randomBytes(16).toString('base64url') };
  }

  async pair(message: Record<string, unknown>): Promise<Response> {
    return this.post('/lti/pair', await this.#platform.sign(message));
  }

  async say(message: Record<string, unknown>): Promise<Response> {
    return this.post('/lti/messages', await this.#platform.sign(message));
  }

  post(path: string, body: string, type = 'application/jwt', headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
  }
}

/** A pairing code as the admin's desk makes one. */
export async function pairingCode(tool: TestTool, livesMs = 3_600_000): Promise<string> {
  const code = testIds.secret();
  await tool.desk.invitations.create(code, 'pairing', tool.clock.now() + livesMs);
  return code;
}
