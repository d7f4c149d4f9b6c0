import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from './testing/ports.ts';
import { until } from './testing/until.ts';

const MAIN = new URL('./main.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'liveclass-gateway-'));
const database = `gateway-main-${process.pid}`;
let client: MongoClient;

beforeAll(async () => {
  client = await MongoClient.connect(process.env['TEST_MONGODB_URI']!);
});
afterAll(async () => {
  await client.db(database).dropDatabase();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

class Running {
  readonly child: ChildProcess;
  readonly env: Record<string, string>;
  output = '';
  exit: { code: number | null; signal: string | null } | undefined;

  constructor(env: Record<string, string>, stdio: ('pipe' | 'ipc' | 'ignore')[]) {
    this.env = env;
    this.child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env }, stdio });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (data: Buffer) => (this.output += data.toString()));
    this.child.once('exit', (code, signal) => (this.exit = { code, signal }));
  }

  async ready(): Promise<this> {
    await until(
      'the gateway is ready',
      async () => (this.exit ? Promise.reject(new Error(this.output)) : (await this.health()) === 200),
      45_000,
    );
    return this;
  }

  async health(): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.env['GATEWAY_CONTROL_PORT']}/healthz`)).status;
  }

  async ended(): Promise<{ code: number | null; signal: string | null } | undefined> {
    return until('the gateway ends', () => this.exit, 30_000);
  }

  workers(): number[] {
    const { pid } = this.child;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  }
}

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) if (!one.exit) one.child.kill('SIGKILL');
});

async function launch(
  env: Record<string, string> = {},
  stdio: ('pipe' | 'ipc' | 'ignore')[] = ['ignore', 'pipe', 'pipe'],
): Promise<Running> {
  const first = await freePorts(30);
  const uri = new URL(process.env['TEST_MONGODB_URI']!);
  uri.pathname = `/${database}`;
  const one = new Running(
    {
      ...{
        GATEWAY_NODE: 'gateway-main',
        GATEWAY_PORT: String(first),
        GATEWAY_CONTROL_PORT: String(first + 1),
        MEDIA_PORT: String(first + 2),
      },
      ...{ MEDIA_WORKERS: '2', PLAIN_PORT_MIN: String(first + 10), PLAIN_PORT_MAX: String(first + 29), RECORDINGS_DIR: folder },
      ...{ MONGODB_URI: uri.href, GATEWAY_SECRET: 's'.repeat(32), NODE_ENV: 'development' },
      ...env,
    },
    stdio,
  );
  running.push(one);
  return one;
}

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for yet is gone as well.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
};
const records = () => client.db(database).collection('gateways').countDocuments();

describe('a start that cannot be', () => {
  it('[OP3] ends with one line that names the value', async () => {
    const one = await launch({ GATEWAY_SECRET: 'short' });
    expect(await one.ended()).toEqual({ code: 1, signal: null });
    expect(one.output.trim().split('\n')).toHaveLength(1);
    expect(one.output).toContain('The gateway cannot start: GATEWAY_SECRET: ');
  });

  it('[OP4] a busy port ends it with one line, and the gateway that runs keeps its name', async () => {
    const first = await (await launch()).ready();
    const { GATEWAY_PORT, GATEWAY_CONTROL_PORT, MEDIA_PORT } = first.env as Record<
      'GATEWAY_PORT' | 'GATEWAY_CONTROL_PORT' | 'MEDIA_PORT',
      string
    >;
    for (const taken of [{ GATEWAY_PORT }, { GATEWAY_CONTROL_PORT }, { MEDIA_PORT }]) {
      const second = await launch({ ...taken, LOG_LEVEL: 'silent' });
      expect(await second.ended()).toEqual({ code: 1, signal: null });
      expect(second.output.trim().split('\n')).toHaveLength(1);
      expect(second.output).toContain(Object.keys(taken)[0]);
    }
    expect(await first.health()).toBe(200);
    expect(first.exit).toBeUndefined();
  });
});

describe('the end of a gateway', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('[OP5] %s ends it and its workers, and takes it off the list', async (signal) => {
    const one = await (await launch()).ready();
    const workers = one.workers();
    expect(workers).toHaveLength(2);
    expect(await records()).toBe(1);
    one.child.kill(signal);
    expect(await one.ended()).toEqual({ code: 0, signal: null });
    await until('the workers are gone', () => workers.every(isGone));
    expect(await records()).toBe(0);
  });

  it('[OP5] SIGHUP and SIGPIPE change nothing', async () => {
    const one = await (await launch()).ready();
    one.child.kill('SIGHUP');
    one.child.kill('SIGPIPE');
    expect(await one.health()).toBe(200);
    expect(one.exit).toBeUndefined();
  });

  it('[OP6] one that is killed leaves no worker behind, and the next start works', async () => {
    const one = await (await launch()).ready();
    const workers = one.workers();
    one.child.kill('SIGKILL');
    await until('the workers are gone', () => workers.every(isGone));
    const again = await (await launch({ ...one.env })).ready();
    expect(again.exit).toBeUndefined();
  });

  it('[OP6] one whose parent closes its standard input ends', async () => {
    const one = await (await launch({ EXIT_WITH_PARENT: '1' }, ['pipe', 'pipe', 'pipe'])).ready();
    one.child.stdin!.end();
    expect(await one.ended()).toEqual({ code: 0, signal: null });
  });

  it('[OP6] one whose parent closes the channel between them ends', async () => {
    const one = await (await launch({ EXIT_WITH_PARENT: '1' }, ['ignore', 'pipe', 'pipe', 'ipc'])).ready();
    one.child.disconnect();
    expect(await one.ended()).toEqual({ code: 0, signal: null });
  });
});
