import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlatformRegistration } from '@liveclass/contract';
import { z } from 'zod';
import { until } from './classroom-world.ts';

const MAIN = fileURLToPath(new URL('../../../fixtures/src/sandbox-lms/main.ts', import.meta.url));

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close((error) => (error ? reject(error) : resolve(port)));
    });
  });

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The fields of the form that a page posts by itself, and where it posts them. */
function formOf(page: string): { action: string; fields: Record<string, string> } {
  const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1] ?? '';
  const inputs = [...page.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)];
  return { action: unescaped(action), fields: Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescaped(value)])) };
}

/** The real sandbox LMS as a process of its own, and what a browser does between it and the tool. */
export class Sandbox {
  readonly url: string;
  readonly registration: PlatformRegistration;
  readonly #toolUrl: string;
  readonly #child: ChildProcess;
  readonly #dir: string;

  private constructor(url: string, toolUrl: string, child: ChildProcess, dir: string, registration: PlatformRegistration) {
    this.url = url;
    this.#toolUrl = toolUrl;
    this.#child = child;
    this.#dir = dir;
    this.registration = registration;
  }

  static async start(toolUrl: string): Promise<Sandbox> {
    const dir = mkdtempSync(join(tmpdir(), 'live-class-sandbox-'));
    const port = await freePort();
    const file = join(dir, 'platforms.json');
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'],
        SANDBOX_PORT: String(port),
        SANDBOX_DIR: dir,
        SANDBOX_PLATFORM_FILE: file,
        TOOL_URL: toolUrl,
        EXIT_WITH_PARENT: '1',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const url = `http://127.0.0.1:${port}`;
    await until('the sandbox LMS', async () => (await fetch(`${url}/healthz`)).ok);
    const [registration] = z.array(PlatformRegistration).parse(JSON.parse(readFileSync(file, 'utf8')));
    if (!registration) throw new Error('the sandbox LMS wrote no registration');
    return new Sandbox(url, toolUrl, child, dir, registration);
  }

  async control(path: string, body: unknown): Promise<void> {
    const headers = { 'x-sandbox-control': '1', 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/_sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${answer.status} ${await answer.text()}`);
  }

  enrol(person: string, standing: 'teacher' | 'assistant' | 'student' | 'out', course = 'bio'): Promise<void> {
    return this.control('enrol', { course, person, standing });
  }

  /** One whole launch, as a browser makes it; answers the bearer and who it is. */
  async launch(person: string, activity = 'bio-live', course = 'bio'): Promise<{ token: string; session: Record<string, string> }> {
    const signedIn = await fetch(`${this.url}/sign-in`, { method: 'POST', body: new URLSearchParams({ person }), redirect: 'manual' });
    const lms = { cookie: String(signedIn.headers.get('set-cookie')).split(';')[0] ?? '' };
    const click = await fetch(`${this.url}/courses/${course}/activities/${activity}/launch`, { headers: lms, redirect: 'manual' });
    if (click.status !== 302) throw new Error(`the click was answered with ${click.status}: ${await click.text()}`);
    const login = await fetch(String(click.headers.get('location')));
    const tool = { cookie: (login.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
    const authorization = unescaped(/data-authorization="([^"]+)"/.exec(await login.text())?.[1] ?? '');
    const { action, fields } = formOf(await (await fetch(authorization, { headers: lms })).text());
    const launched = await fetch(action, { method: 'POST', body: new URLSearchParams(fields), headers: tool, redirect: 'manual' });
    const code = /#code=([\w-]+)$/.exec(launched.headers.get('location') ?? '')?.[1];
    if (!code) throw new Error(`the launch was answered with ${launched.status}`);
    const redeemed = await fetch(`${this.#toolUrl}/api/session/redeem`, {
      method: 'POST',
      headers: { origin: this.#toolUrl, 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    return (await redeemed.json()) as Awaited<ReturnType<Sandbox['launch']>>;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
