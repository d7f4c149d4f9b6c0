import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { type Child, startChild } from './child.ts';
import { controlClient } from './control.ts';
import { freePort, mediaPorts } from './ports.ts';
import { until } from './until.ts';

export interface HouseOptions {
  /** Added to the environment of that server. */
  readonly env?: {
    readonly gateway?: Record<string, string>;
    readonly tool?: Record<string, string>;
    readonly sandbox?: Record<string, string>;
  };
  readonly workers?: number;
}

const GATEWAY_NODE = 'gateway-1';

async function addresses(workers: number) {
  const [tool, sandbox, control, signalling] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  return { tool, sandbox, control, signalling, ...(await mediaPorts(workers)) };
}

const isReady = (child: Child, url: string) => async (): Promise<boolean> => {
  if (child.hasEnded()) throw new Error(`${child.name} has ended:\n${child.log()}`);
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return true;
};

function environments(options: HouseOptions, dir: string, uri: string, ports: Awaited<ReturnType<typeof addresses>>) {
  const gatewaySecret = randomBytes(32).toString('hex');
  const toolUrl = `http://localhost:${ports.tool}`;
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  const platforms = join(dir, 'platforms.json');
  const binaries = Object.fromEntries(
    (['MEDIASOUP_WORKER_BIN', 'FFMPEG_PATH'] as const).flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const gateway: Record<string, string> = {
    ...binaries,
    GATEWAY_NODE,
    GATEWAY_PORT: String(ports.signalling),
    GATEWAY_CONTROL_PORT: String(ports.control),
    GATEWAY_SECRET: gatewaySecret,
    MEDIA_PORT: String(ports.media),
    MEDIA_WORKERS: String(options.workers ?? 1),
    PLAIN_PORT_MIN: String(ports.plainMin),
    PLAIN_PORT_MAX: String(ports.plainMax),
    RECORDINGS_DIR: join(dir, 'recordings'),
    MONGODB_URI: uri,
    ...options.env?.gateway,
  };
  const tool: Record<string, string> = {
    PORT: String(ports.tool),
    PUBLIC_URL: toolUrl,
    MONGODB_URI: uri,
    TOOL_SECRET: randomBytes(32).toString('hex'),
    GATEWAY_SECRET: gatewaySecret,
    PLATFORMS_FILE: platforms,
    FILES_DIR: join(dir, 'files'),
    ...options.env?.tool,
  };
  const sandbox: Record<string, string> = {
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_URL: sandboxUrl,
    TOOL_URL: toolUrl,
    SANDBOX_DIR: join(dir, 'sandbox-lms'),
    SANDBOX_PLATFORM_FILE: platforms,
    ...options.env?.sandbox,
  };
  // A story may put something between browsers and the tool; browsers then know only that.
  return { gateway, tool, sandbox, toolUrl: String(tool['PUBLIC_URL']), sandboxUrl, gatewaySecret };
}

/** Everything `npm start` starts, on free ports and a database of its own: real processes from their own main files. */
export class House {
  readonly toolUrl: string;
  readonly sandboxUrl: string;
  readonly recordingsDir: string;
  readonly filesDir: string;
  /** Signed calls of the gateway's control API, as the tool makes them. */
  readonly control: ReturnType<typeof controlClient>;
  readonly mongoUri: string;
  readonly #dir: string;
  readonly #env: ReturnType<typeof environments>;
  readonly #children = new Map<'gateway' | 'tool' | 'sandbox' | 'replica', Child>();

  private constructor(dir: string, mongoUri: string, env: ReturnType<typeof environments>) {
    this.#dir = dir;
    this.#env = env;
    this.mongoUri = mongoUri;
    this.toolUrl = env.toolUrl;
    this.sandboxUrl = env.sandboxUrl;
    this.recordingsDir = String(env.gateway['RECORDINGS_DIR']);
    this.filesDir = String(env.tool['FILES_DIR']);
    this.control = controlClient(`http://127.0.0.1:${env.gateway['GATEWAY_CONTROL_PORT']}`, GATEWAY_NODE, env.gatewaySecret);
  }

  static async start(options: HouseOptions = {}): Promise<House> {
    const dir = mkdtempSync(join(tmpdir(), 'live-class-house-'));
    const base = process.env['TEST_MONGODB_URI'];
    if (!base) throw new Error('TEST_MONGODB_URI is not set; the stories run through npm test.');
    const uri = new URL(base);
    uri.pathname = `/story_${randomBytes(6).toString('hex')}`;
    const env = environments(options, dir, uri.href, await addresses(options.workers ?? 1));
    const house = new House(dir, uri.href, env);
    try {
      await Promise.all([house.run('gateway'), house.run('sandbox')]);
      await house.run('tool');
    } catch (error) {
      await house.stop();
      throw error;
    }
    return house;
  }

  /** Starts that server (again) and waits until it is ready. */
  async run(name: 'gateway' | 'tool' | 'sandbox'): Promise<void> {
    const main = { gateway: 'gateway/src/main.ts', tool: 'lti-tool/src/main.ts', sandbox: 'fixtures/src/sandbox-lms/main.ts' }[name];
    const origin = {
      gateway: `http://127.0.0.1:${this.#env.gateway['GATEWAY_CONTROL_PORT']}`,
      tool: `http://localhost:${this.#env.tool['PORT']}`,
      sandbox: this.sandboxUrl,
    }[name];
    const child = startChild(name, main, this.#env[name]);
    this.#children.set(name, child);
    await until(`${name} to be ready`, isReady(child, `${origin}/healthz`));
  }

  /** A second tool beside the first, as replicas are; answers its origin. Browsers, and what pages say they come from, keep to the first. */
  async runReplica(): Promise<string> {
    const port = await freePort();
    const child = startChild('replica', 'lti-tool/src/main.ts', { ...this.#env.tool, PORT: String(port) });
    this.#children.set('replica', child);
    const origin = `http://localhost:${port}`;
    await until('the second tool to be ready', isReady(child, `${origin}/healthz`));
    return origin;
  }

  child(name: 'gateway' | 'tool' | 'sandbox'): Child {
    const child = this.#children.get(name);
    if (!child) throw new Error(`${name} was never started.`);
    return child;
  }

  /** What the sandbox LMS has: activities, materials, line items. */
  async lms(): Promise<{
    materials: { recordingId: string; title: string; visible: boolean; durationMs: number; id: string }[];
    lineItems: { id: string; resourceId?: string }[];
  }> {
    const answer = await fetch(`${this.sandboxUrl}/_sandbox/state`, { headers: { 'x-sandbox-control': '1' } });
    return (await answer.json()) as Awaited<ReturnType<House['lms']>>;
  }

  logs(): string {
    return [...this.#children.values()].map((child) => `----- ${child.name} -----\n${child.log().slice(-6_000)}`).join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.stop()));
    const client = await MongoClient.connect(this.mongoUri);
    await client.db().dropDatabase();
    await client.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
