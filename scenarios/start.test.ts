import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from './lib/child.ts';
import { buildOnce } from './lib/frontend.ts';
import { freePort, mediaPorts } from './lib/ports.ts';
import { commandOf, descendantsOf, isAlive } from './lib/processes.ts';
import { until } from './lib/until.ts';

// A copy, so that its `.data` is its own and a running `npm start` of this folder is left alone.
let copy: string;
let env: Record<string, string>;
let running: ChildProcess | undefined;
let said = '';

beforeAll(async () => {
  await buildOnce();
  copy = mkdtempSync(join(tmpdir(), 'live-class-start-'));
  for (const part of [
    'contract',
    'lti-tool',
    'gateway',
    'frontend',
    'fixtures',
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true, filter: (path) => !['node_modules', '.data'].includes(basename(path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const part of readdirSync(ROOT))
    if (existsSync(join(ROOT, part, 'node_modules')) && existsSync(join(copy, part)))
      symlinkSync(join(ROOT, part, 'node_modules'), join(copy, part, 'node_modules'));
  const { media, plainMin, plainMax } = await mediaPorts(1);
  const [tool, sandbox, control, signalling, mongo] = await Promise.all(Array.from({ length: 5 }, freePort));
  env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    ...Object.fromEntries(
      ['MEDIASOUP_WORKER_BIN', 'FFMPEG_PATH', 'MONGOMS_SYSTEM_BINARY', 'XDG_CACHE_HOME'].flatMap((name) =>
        process.env[name] ? [[name, process.env[name]]] : [],
      ),
    ),
    PORT: String(tool),
    SANDBOX_PORT: String(sandbox),
    GATEWAY_CONTROL_PORT: String(control),
    GATEWAY_PORT: String(signalling),
    MONGODB_PORT: String(mongo),
    MEDIA_PORT: String(media),
    MEDIA_WORKERS: '1',
    PLAIN_PORT_MIN: String(plainMin),
    PLAIN_PORT_MAX: String(plainMax),
    FRONTEND_DIR: join(ROOT, 'frontend', 'dist'),
  };
});

afterAll(async () => {
  if (running && isAlive(Number(running.pid))) {
    running.kill('SIGINT');
    await until('the start to end', () => running?.exitCode !== null);
  }
  rmSync(copy, { recursive: true, force: true });
});

/** `npm start`, until it says where to click. */
async function start(): Promise<number> {
  said = '';
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said += piece;
    });
  await until(
    'the start to say that it runs',
    () => {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${said}`);
      if (!said.includes('Live Class is running.')) throw new Error(said.slice(-1500));
      return true;
    },
    { timeoutMs: 120_000 },
  );
  return Number(child.pid);
}

const keys = async () => (await fetch(`http://127.0.0.1:${env['SANDBOX_PORT']}/lti/jwks`)).text();

async function withDatabase<T>(use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${env['MONGODB_PORT']}/?replicaSet=rs0`);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

let keysBefore: string;

it('[ST30] a killed start leaves no process behind', async () => {
  const pid = await start();
  for (const port of ['PORT', 'SANDBOX_PORT', 'GATEWAY_PORT']) {
    const path = port === 'SANDBOX_PORT' ? '/courses' : '/healthz';
    expect((await fetch(`http://localhost:${env[port]}${path}`)).status).toBe(200);
  }
  keysBefore = await keys();
  await withDatabase((client) =>
    client
      .db('story')
      .collection('kept')
      .insertOne({ kept: true }, { writeConcern: { w: 'majority', j: true } }),
  );
  const family = descendantsOf(pid);
  // At least the database, three servers, a media worker and the keeper.
  expect(family.length).toBeGreaterThanOrEqual(6);
  process.kill(pid, 'SIGKILL');
  await until(
    'every process of the start to be gone',
    () => {
      const left = family.filter(isAlive);
      if (left.length > 0) throw new Error(`left: ${left.map((one) => commandOf(one)).join('; ')}`);
      return true;
    },
    { timeoutMs: 30_000 },
  );
});

it('[ST30] the next start works, keeps what was there, and Ctrl-C ends it cleanly', async () => {
  const pid = await start();
  expect(await keys()).toBe(keysBefore);
  expect(await withDatabase((client) => client.db('story').collection('kept').countDocuments())).toBe(1);
  const family = descendantsOf(pid);
  process.kill(pid, 'SIGINT');
  await until('the start to end', () => running?.exitCode !== null);
  expect(running?.exitCode).toBe(0);
  await until('every process of the start to be gone', () => family.every((one) => !isAlive(one)));
});
