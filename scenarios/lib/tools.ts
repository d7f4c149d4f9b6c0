import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformRegistration } from '@liveclass/contract';
import { MongoClient } from 'mongodb';
import { type Child, startChild } from './child.ts';
import { freePort } from './ports.ts';
import { until } from './until.ts';

/** Tool processes alone, without gateway and LMS, that share one database as replicas do. */
export interface Tools {
  /** Of each process; the first is the address that browsers and launches know. */
  readonly origins: readonly string[];
  readonly children: readonly Child[];
  stop(): Promise<void>;
}

export async function startTools(count: number, registration: PlatformRegistration): Promise<Tools> {
  const folder = mkdtempSync(join(tmpdir(), 'live-class-tools-'));
  const platforms = join(folder, 'platforms.json');
  writeFileSync(platforms, JSON.stringify([registration]));
  const uri = new URL(String(process.env['TEST_MONGODB_URI']));
  uri.pathname = `/tools_${randomBytes(6).toString('hex')}`;
  const ports = await Promise.all(Array.from({ length: count }, () => freePort()));
  const origins = ports.map((port) => `http://localhost:${port}`);
  const shared = {
    PUBLIC_URL: String(origins[0]),
    MONGODB_URI: uri.href,
    TOOL_SECRET: randomBytes(32).toString('hex'),
    GATEWAY_SECRET: randomBytes(32).toString('hex'),
    PLATFORMS_FILE: platforms,
    TOOL_REPLICAS: String(count),
    LOG_LEVEL: 'warn',
  };
  const children = ports.map((port, index) => startChild(`tool-${index}`, 'lti-tool/src/main.ts', { ...shared, PORT: String(port) }));
  const isReady = (child: Child, origin: string) => async () => {
    if (child.hasEnded()) throw new Error(`it has ended:\n${child.log()}`);
    return (await fetch(`${origin}/healthz`)).ok;
  };
  await Promise.all(
    children.map((child, index) => until(`${child.name} to be ready`, isReady(child, String(origins[index])), { timeoutMs: 120_000 })),
  );
  return {
    origins,
    children,
    async stop() {
      await Promise.all(children.map((child) => child.stop()));
      const client = await MongoClient.connect(uri.href);
      await client.db().dropDatabase();
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
