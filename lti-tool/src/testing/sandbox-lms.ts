import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlatformRegistration } from '@liveclass/contract';
import { until } from './classroom-world.ts';

const MAIN = fileURLToPath(new URL('../../../fixtures/src/sandbox-lms/main.ts', import.meta.url));

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

interface LineItem {
  readonly id: string;
  readonly resourceId?: string;
  readonly scores: readonly { readonly userId: string; readonly scoreGiven: number; readonly timestamp: string }[];
}

/** The sandbox LMS as its own process, which a test can stop and start again; what it knows survives that. */
export class SandboxLms {
  readonly url: string;
  readonly #dir = mkdtempSync(join(tmpdir(), 'live-class-grades-'));
  readonly #toolUrl: string;
  #child: ChildProcess | undefined;

  private constructor(port: number, toolUrl: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.#toolUrl = toolUrl;
  }

  static async open(toolUrl: string): Promise<SandboxLms> {
    const sandbox = new SandboxLms(await freePort(), toolUrl);
    await sandbox.run();
    return sandbox;
  }

  async run(): Promise<void> {
    const env = {
      PATH: String(process.env['PATH']),
      SANDBOX_PORT: new URL(this.url).port,
      TOOL_URL: this.#toolUrl,
      SANDBOX_DIR: this.#dir,
      SANDBOX_PLATFORM_FILE: join(this.#dir, 'platforms.json'),
      EXIT_WITH_PARENT: '1',
    };
    this.#child = spawn(process.execPath, [MAIN], { env, stdio: ['pipe', 'ignore', 'inherit'] });
    await until('the sandbox LMS', async () => (await fetch(`${this.url}/healthz`)).ok, 30_000);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  registration(): PlatformRegistration {
    const [registration] = JSON.parse(readFileSync(join(this.#dir, 'platforms.json'), 'utf8')) as PlatformRegistration[];
    if (!registration) throw new Error('the sandbox LMS registered nothing');
    return registration;
  }

  async lineItems(): Promise<readonly LineItem[]> {
    const answer = await fetch(`${this.url}/_sandbox/state`, { headers: { 'x-sandbox-control': '1' } });
    return ((await answer.json()) as { lineItems: LineItem[] }).lineItems;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
