import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { MongoMemoryServer } from 'mongodb-memory-server-core';
import { afterEach, describe, expect, it } from 'vitest';
import { BadConfig, readConfig } from './config.ts';
import { newId, newTab, TestLink, testUri, until, World } from './testing/classroom-world.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const SECRET = 's'.repeat(32);
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function start(env: Record<string, string>, stdin: 'ignore' | 'pipe' = 'ignore'): Started {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: String(process.env['PATH']), ...env }, stdio: [stdin, 'pipe', 'pipe'] });
  children.push(child);
  let text = '';
  child.stdout?.on('data', (part) => (text += part));
  child.stderr?.on('data', (part) => (text += part));
  return { child, said: () => text, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startReady(env: Record<string, string> = {}, stdin: 'ignore' | 'pipe' = 'ignore') {
  const port = await freePort();
  const tool = start({ PORT: String(port), MONGODB_URI: testUri('main'), GATEWAY_SECRET: SECRET, ...env }, stdin);
  const url = `http://localhost:${port}`;
  await until(`the tool (${tool.said()})`, async () => (await fetch(`${url}/healthz`)).ok, 30_000);
  return { ...tool, url, port };
}

describe('the configuration', () => {
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://class.example',
    MONGODB_URI: 'mongodb://db/x?replicaSet=rs',
    TOOL_SECRET: 'a'.repeat(40),
    GATEWAY_SECRET: 'b'.repeat(40),
  };
  const without = (name: string) => Object.fromEntries(Object.entries(production).filter(([key]) => key !== name));
  const bad: [string, Record<string, string>][] = [
    ['PORT', { PORT: 'abc' }],
    ['PORT', { PORT: '0' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '80.5' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'class.example' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'ftp://class.example' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://class.example/path' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://user:secret@class.example' }],
    ['MONGODB_URI', { MONGODB_URI: 'localhost:27017' }],
    ['NODE_ENV', { NODE_ENV: 'prod' }],
    ['TOOL_SECRET', { TOOL_SECRET: 'short' }],
    ['GATEWAY_SECRET', { GATEWAY_SECRET: 'x'.repeat(31) }],
    ['LMS_ALLOWED_NETWORKS', { LMS_ALLOWED_NETWORKS: '10.0.0.0/8, everywhere' }],
    ['LMS_ALLOWED_NETWORKS', { LMS_ALLOWED_NETWORKS: '10.0.0.1/99' }],
    ['FRONTEND_DIR', { FRONTEND_DIR: '/no/such/folder' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'tiny' }],
    ['PLAYBACK_LINK_MS', { PLAYBACK_LINK_MS: '300001' }],
    ['PLAYBACK_LINK_MS', { PLAYBACK_LINK_MS: '999' }],
    ['TOOL_REPLICAS', { TOOL_REPLICAS: '-1' }],
    ['EXIT_WITH_PARENT', { EXIT_WITH_PARENT: 'yes' }],
    ['PUBLIC_URL', without('PUBLIC_URL')],
    ['MONGODB_URI', without('MONGODB_URI')],
    ['TOOL_SECRET', without('TOOL_SECRET')],
    ['GATEWAY_SECRET', without('GATEWAY_SECRET')],
    ['PUBLIC_URL', { ...production, PUBLIC_URL: 'http://class.example' }],
    ['TOOL_SECRET', { ...production, TOOL_SECRET: 'b'.repeat(40) }],
    ['TOOL_SECRET', { ...production, TOOL_SECRET: readConfig({}).secret }],
  ];
  it.each(bad)('[OT1] a wrong %s stops with one line that names it (%j)', (name, env) => {
    let message = '';
    try {
      readConfig(env);
    } catch (error) {
      expect(error).toBeInstanceOf(BadConfig);
      message = (error as Error).message;
    }
    expect(message).toMatch(new RegExp(`^${name}\\b.*\\.$`));
    for (const value of Object.values(env)) if (value.length > 16) expect(message).not.toContain(value);
  });

  it('[OT1] a whole one is read and frozen; an empty value counts as none', () => {
    expect(readConfig({ ...production, LMS_ALLOWED_NETWORKS: ' 10.0.0.0/8,fd00::/8 ', PORT: '' })).toMatchObject({
      production: true,
      port: 8080,
      lmsAllowedNetworks: ['10.0.0.0/8', 'fd00::/8'],
    });
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});

describe('the process', () => {
  it('[OT2] a bad value, a database that is not there, one without replica set or a busy port end it with one line and code 1', async () => {
    const single = await MongoMemoryServer.create({
      binary: { systemBinary: String(process.env['MONGOMS_SYSTEM_BINARY']), checkMD5: false },
    });
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, resolve));
    const { port } = busy.address() as AddressInfo;
    const cases: [Record<string, string>, RegExp][] = [
      [{ PORT: 'x' }, /PORT is not a whole number/],
      [{ MONGODB_URI: 'mongodb://127.0.0.1:1/x' }, /MONGODB_URI cannot be reached/],
      [{ MONGODB_URI: single.getUri() }, /MONGODB_URI .* replica set/],
      [{ MONGODB_URI: testUri('busy'), PORT: String(port) }, new RegExp(`PORT ${port} is in use`)],
    ];
    for (const [env, line] of cases) {
      const tool = start({ PORT: String(await freePort()), ...env });
      expect([await tool.ended, tool.said()]).toEqual([1, expect.stringMatching(line)]);
      expect(tool.said().trim().split('\n')).toHaveLength(1);
    }
    busy.close();
    await single.stop();
  }, 180_000);

  it('[OT3] it is healthy only while its database can be written, and says in metrics how it goes, to private addresses only', async () => {
    const { url } = await startReady({ METRICS_TOKEN: 'a-token-for-metrics' });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true, started: true, mongo: true });
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await metrics.text()).toMatch(/^liveclass_tool_links 0$/m);
    const outside = (headers: Record<string, string>) => fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '8.8.8.8', ...headers } });
    expect((await outside({})).status).toBe(404);
    expect((await outside({ authorization: 'Bearer wrong' })).status).toBe(404);
    expect((await outside({ authorization: 'Bearer a-token-for-metrics' })).status).toBe(200);
  });

  it('[OT4] unknown addresses are a page for people and a reason for programs; nothing above the frontend is served', async () => {
    const { url } = await startReady();
    expect(await (await fetch(`${url}/api/nothing`)).json()).toEqual({ reason: 'not-found' });
    expect((await fetch(`${url}/nothing`, { headers: { accept: 'text/html' } })).status).toBe(404);
    for (const path of ['/..%2f..%2fpackage.json', '/assets/..%2f..%2f..%2fpackage.json', '/.env', '/%ff']) {
      const answer = await fetch(`${url}${path}`);
      expect([400, 404]).toContain(answer.status);
      expect(await answer.text()).not.toContain('workspaces');
    }
    expect((await fetch(`${url}/api/class`, { headers: { 'x-powered-by': 'x' } })).headers.get('x-powered-by')).toBeNull();
  });

  it('[OT5] it ends in order by SIGTERM and SIGINT, not by a closed terminal, and with its parent where that is wished', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const tool = await startReady();
      tool.child.kill('SIGHUP');
      expect((await fetch(`${tool.url}/healthz`)).ok).toBe(true);
      tool.child.kill(signal);
      expect(await tool.ended).toBe(0);
    }
    const orphan = await startReady({ EXIT_WITH_PARENT: '1' }, 'pipe');
    orphan.child.stdin?.end();
    expect(await orphan.ended).toBe(0);
  }, 180_000);

  it('[OT6] what was acknowledged survives a kill, and people resume on another tool', async () => {
    const world = await World.open();
    try {
      const env = { MONGODB_URI: world.uri, GATEWAY_SECRET: world.gateway.secret, TOOL_REPLICAS: '2' };
      const killed = await startReady(env);
      const classId = await world.class();
      const teacher = await world.person(classId, 'teacher');
      const tab = newTab();
      const link = new TestLink(killed.url, { auth: { token: teacher.token } });
      await link.connected();
      const { me } = await link.get('room.enter', { tab });
      const acknowledged: number[] = [];
      let recording = await link.get('recording.start', { sendId: newId() });
      acknowledged.push(recording.seq);
      for (const wish of ['recording.pause', 'recording.resume', 'recording.pause'])
        acknowledged.push((await link.get(wish, { sendId: newId() })).seq);
      recording = link.ask('recording.resume', { sendId: newId() }).catch(() => undefined);
      killed.child.kill('SIGKILL');
      await recording;
      const back = await world.link(teacher);
      const snapshot = await back.get('room.enter', { tab, resume: true });
      expect(snapshot.me.seatId).toBe(me.seatId);
      const { events } = await back.get('events.since', { seq: 0 });
      const seqs = events.map((event: { seq: number }) => event.seq);
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
      expect(seqs).toEqual(expect.arrayContaining(acknowledged));
    } finally {
      await world.close();
    }
  }, 180_000);

  it('[OT7] seats of a tool that was killed are shown as lost, and two tools tell each other what happens', async () => {
    const world = await World.open({ replicas: 2 });
    try {
      const other = await startReady({ MONGODB_URI: world.uri, GATEWAY_SECRET: world.gateway.secret, TOOL_REPLICAS: '2' });
      const classId = await world.class();
      const tara = await world.enter(await world.person(classId, 'teacher', 'Tara'));
      const sam = await world.person(classId, 'student', 'Sam');
      const link = new TestLink(other.url, { auth: { token: sam.token } });
      await link.connected();
      const { me } = await link.get('room.enter', { tab: newTab() });
      await tara.fact<{ type: string; person: { name: string } }>(
        'event',
        (event) => event.type === 'seat.joined' && event.person.name === 'Sam',
      );
      other.child.kill('SIGKILL');
      await tara.fact<{ seatId: string; connected: boolean }>('seat.connection', (fact) => fact.seatId === me.seatId && !fact.connected);
    } finally {
      await world.close();
    }
  }, 180_000);
});
