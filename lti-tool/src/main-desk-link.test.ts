import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { testUri, until } from './testing/classroom-world.ts';
import { codeOfLink, redeemAdmin } from './testing/test-admin.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(file: string, env: Record<string, string>): { said: () => string; ended: Promise<number | null>; child: ChildProcess } {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path], { env: { PATH: String(process.env['PATH']), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let text = '';
  child.stdout.on('data', (part) => (text += part));
  child.stderr.on('data', (part) => (text += part));
  return { said: () => text, child, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const linkIn = (text: string) => /http:\/\/\S+\/admin#code=\S+/.exec(text)?.[0];

it('[AD27] a start without an admin prints a link, a later one does not, and whoever has the machine makes another', async () => {
  const port = await freePort();
  const env = { PORT: String(port), MONGODB_URI: testUri('link') };
  const url = `http://localhost:${port}`;
  const first = run('./main.ts', env);
  const link = await until(`the link (${first.said()})`, () => linkIn(first.said()), 30_000);
  await until('the tool', async () => (await fetch(`${url}/healthz`)).ok);
  // It is not in the log, whose lines are JSON and kept.
  for (const line of first
    .said()
    .split('\n')
    .filter((one) => one.startsWith('{')))
    expect(line).not.toContain('#code=');
  expect((await redeemAdmin({ url }, codeOfLink(link))).status).toBe(200);
  first.child.kill('SIGTERM');
  await first.ended;
  const second = run('./main.ts', env);
  await until('the tool again', async () => (await fetch(`${url}/healthz`)).ok, 30_000);
  expect(linkIn(second.said())).toBeUndefined();
  const maker = run('./main-admin-link.ts', env);
  expect(await maker.ended).toBe(0);
  expect((await redeemAdmin({ url }, codeOfLink(linkIn(maker.said())))).status).toBe(200);
  const nowhere = run('./main-admin-link.ts', { ...env, MONGODB_URI: 'mongodb://127.0.0.1:1/x' });
  expect([await nowhere.ended, nowhere.said()]).toEqual([1, expect.stringContaining('MONGODB_URI cannot be reached')]);
}, 180_000);
