import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { fillFolder, withLock } from './lib/cache.mjs';
import { readableLine } from './lib/log-lines.mjs';
import { arePackagesCurrent } from './lib/npm-packages.mjs';
import { requireFreePorts } from './lib/ports.mjs';
import { readSecrets } from './lib/secrets.mjs';
import { readSettings } from './lib/settings.mjs';
import { tellResults } from './lib/test-report.mjs';

const SCRIPTS = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'live-class-setup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('settings', () => {
  const bad: ReadonlyArray<readonly [Record<string, string>, RegExp]> = [
    [{ PORT: 'eighty' }, /^PORT=eighty is not a whole number/],
    [{ GATEWAY_PORT: '70000' }, /^GATEWAY_PORT=70000 /],
    [{ MEDIA_WORKERS: '0' }, /^MEDIA_WORKERS=0 /],
    [{ PUBLIC_URL: 'class.example.org' }, /^PUBLIC_URL=class.example.org is not an http/],
    [{ TOOL_SECRET: 'short' }, /^TOOL_SECRET must have at least 32/],
    [{ PORT: '8081' }, /^SANDBOX_PORT gives the sandbox LMS the port 8081, which PORT already gives/],
    [{ MEDIA_PORT: '8079', MEDIA_WORKERS: '2' }, /^MEDIA_PORT gives media worker 1 the port 8080/],
    [{ NODE_ENV: 'production' }, /^TOOL_SECRET must be set when NODE_ENV is production/],
  ];
  for (const [env, message] of bad) {
    it(`[HO8] ${JSON.stringify(env)} stops the start with one line that names the variable`, () => {
      expect(() => readSettings(env)).toThrow(expect.objectContaining({ name: 'SetupProblem', message: expect.stringMatching(message) }));
    });
  }
  it('[HO8] a port in use is named with its variable', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    const row = { port, host: '127.0.0.1', name: 'PORT', whose: 'the tool', udp: false };
    await expect(requireFreePorts([row])).rejects.toThrow(new RegExp(`^Port ${port} \\(the tool\\) is already in use:.*set PORT`));
    // Another address of this machine is somebody else's matter: tests and a start live side by side.
    await expect(requireFreePorts([{ ...row, host: '127.0.0.2' }])).resolves.toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePorts([row])).resolves.toBeUndefined();
  });
});

it('[HO14] a production start has no sandbox LMS, where anybody is a teacher', () => {
  const secret = 'x'.repeat(32);
  const production = {
    NODE_ENV: 'production',
    TOOL_SECRET: secret,
    GATEWAY_SECRET: secret,
    MONGODB_URI: 'mongodb://db',
    PUBLIC_URL: 'https://a.org',
  };
  const names = (env: Record<string, string>) => readSettings(env).listeners.map((row: { name: string }) => row.name);
  expect(names({})).toContain('SANDBOX_PORT');
  expect(names(production)).not.toContain('SANDBOX_PORT');
});

it('[HO15] .env.example documents every variable that a process or docker-compose.yml reads', () => {
  const root = dirname(SCRIPTS);
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  const documented = new Set([...text('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]));
  const configs = ['lti-tool/src/config.ts', 'gateway/src/config.ts', 'fixtures/src/sandbox-lms/config.ts'];
  const read = [
    ...configs.flatMap((path) => [...text(path).matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1])),
    ...[...text('docker-compose.yml').matchAll(/(?<!\$)\$\{([A-Z][A-Z0-9_]+)/g)].map((match) => match[1]),
  ];
  expect(read.length).toBeGreaterThan(40);
  expect([...new Set(read)].filter((name) => !documented.has(name))).toEqual([]);
});

it('[HO9] development secrets are made once, kept for their owner only, and yield to the environment', () => {
  const path = join(folder, 'secrets', 'secrets.json');
  const first = readSecrets(path, {});
  expect(first['TOOL_SECRET']?.length).toBeGreaterThanOrEqual(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readSecrets(path, {})).toEqual(first);
  expect(readSecrets(path, { TOOL_SECRET: 'from outside' })).toEqual({ ...first, TOOL_SECRET: 'from outside' });
});

describe('the cache', () => {
  it('[HO10] what is not finished is never seen, and what was there stays when the new one fails', async () => {
    const target = join(folder, 'cache', 'thing');
    await fillFolder(target, async (partial: string) => writeFileSync(join(partial, 'binary'), 'one'));
    await expect(
      fillFolder(target, async (partial: string) => {
        writeFileSync(join(partial, 'binary'), 'half');
        throw new Error('the network went away');
      }),
    ).rejects.toThrow('the network went away');
    expect(readFileSync(join(target, 'binary'), 'utf8')).toBe('one');
    expect(readdirSync(dirname(target))).toEqual(['thing']);
  });
  it('[HO10] two that prepare the same thing follow one another, and a killed one is not waited for', async () => {
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'locks'));
    mkdirSync(join(folder, 'locks', 'live-class'), { recursive: true });
    // A process id beyond the kernel's largest: nobody can be alive under it.
    writeFileSync(join(folder, 'locks', 'live-class', 'thing.lock'), '4194305');
    const order: string[] = [];
    const job = (name: string) => async () => {
      order.push(`${name} begins`);
      await delay(20);
      order.push(`${name} ends`);
    };
    await Promise.all([withLock('thing', job('a')), withLock('thing', job('b'))]);
    expect([order[0]?.[0], order[1]?.[0]]).toEqual([order[1]?.[0], order[0]?.[0]]);
    expect(order[1]).toMatch(/ends$/);
    vi.unstubAllEnvs();
  });
});

describe('the keeper', () => {
  /** A child that leads a group, with a grandchild in it, as a service with a media worker has. */
  const family = (): ChildProcess =>
    spawn('bash', ['-c', 'sleep 300 & echo ready; wait'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const ready = (child: ChildProcess) => new Promise((resolve) => child.stdout?.once('data', resolve));
  const groupLives = (pid: number): boolean => {
    try {
      process.kill(-pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const keeper = (): ChildProcess => spawn(process.execPath, [join(SCRIPTS, 'lib/keeper.mjs')], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

  it('[HO11] a parent that vanishes takes its children and theirs with it', async () => {
    const child = family();
    await ready(child);
    const watching = keeper();
    const gone = ended(watching);
    watching.stdin?.end(`${child.pid}\n`);
    await gone;
    expect(groupLives(Number(child.pid))).toBe(false);
  });
  it('[HO11] after a clean stop nobody is touched', async () => {
    const child = family();
    await ready(child);
    const watching = keeper();
    const gone = ended(watching);
    watching.stdin?.end(`${child.pid}\nforget\n`);
    await gone;
    expect(groupLives(Number(child.pid))).toBe(true);
    const over = ended(child);
    process.kill(-Number(child.pid), 'SIGKILL');
    await over;
  });
});

describe('the last line of the tests', () => {
  const told = (tests: ReadonlyArray<{ status: string; fullName?: string }>, more: Record<string, unknown> = {}) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const failed = tests.some((test) => test.status === 'failed');
    const assertionResults = tests.map((test) => ({ fullName: 'a test', failureMessages: [], ...test }));
    const report = { testResults: [{ name: 'file.test.ts', status: failed ? 'failed' : 'passed', assertionResults }] };
    const code = tellResults({ report, checked: true, code: failed ? 1 : 0, ...more });
    const line = log.mock.calls.at(-1)?.[0];
    log.mockRestore();
    return { code, line };
  };
  const passed = { status: 'passed' };
  it('[HO7] counts what passed and failed, and fails when anything did', () => {
    expect(told([passed, passed])).toEqual({ code: 0, line: '2 passed, 0 failed' });
    expect(told([passed, { status: 'failed' }])).toEqual({ code: 1, line: '1 passed, 1 failed' });
  });
  it('[HO7] allows a skip only for a missing Moodle or missing network namespaces', () => {
    const skip = (fullName: string) => told([passed, { status: 'skipped', fullName }]);
    expect(skip('works in Moodle (needs MOODLE_DIR)')).toEqual({ code: 0, line: '1 passed, 0 failed, 1 skipped' });
    expect(skip('is too slow')).toEqual({ code: 1, line: '1 passed, 1 failed, 1 skipped' });
  });
  it('[HO7] a run without a test, a failed check, a missing report and an error outside tests each fail', () => {
    expect(told([])).toEqual({ code: 1, line: '0 passed, 1 failed' });
    expect(told([passed], { checked: false })).toEqual({ code: 1, line: '1 passed, 1 failed' });
    expect(told([passed], { report: undefined })).toEqual({ code: 1, line: '0 passed, 1 failed' });
    expect(told([passed], { code: 1 })).toEqual({ code: 1, line: '1 passed, 1 failed' });
  });
});

it('[HO12] a package of another version than the lock file says is noticed', () => {
  const write = (path: string, packages: Record<string, unknown>) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify({ packages }));
  };
  const wanted = { '': {}, contract: {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } };
  write('package-lock.json', wanted);
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  expect(arePackagesCurrent(folder)).toBe(true);
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.1' } });
  expect(arePackagesCurrent(folder)).toBe(false);
  write('node_modules/.package-lock.json', {});
  expect(arePackagesCurrent(folder)).toBe(false);
});

it('[HO11] what the children say before they end is readable and complete', () => {
  const line = JSON.stringify({ level: 40, time: 0, pid: 1, hostname: 'h', msg: 'slow', ms: 1200, room: 'a' });
  expect(readableLine(line)).toMatch(/^00:00:00 warn slow ms=1200 room=a$/);
  expect(readableLine('plain text')).toBe('plain text');
  expect(readableLine('{broken')).toBe('{broken');
});
