import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { ensureChromium, ensureFfmpeg, ensureMongod, ensureWorker } from '../lib/binaries.mjs';

/**
 * What every test run needs, once per run: a real MongoDB (a replica set of one, because change streams
 * and transactions need one), the mediasoup worker, FFmpeg and Chromium. The forked test processes
 * inherit the environment that is set here:
 *
 * TEST_MONGODB_URI, MEDIASOUP_WORKER_BIN, FFMPEG_PATH, CHROMIUM_PATH, MONGOMS_SYSTEM_BINARY.
 */
const SHARED = Symbol.for('liveclass.test-setup');

// vitest loads this file once per project; all of them share one MongoDB through the global object.
const shared = (globalThis[SHARED] ??= { users: 0, started: undefined });

export async function setup() {
  shared.users += 1;
  shared.started ??= start();
  await shared.started;
}

export async function teardown() {
  shared.users -= 1;
  if (shared.users > 0 || !shared.started) return;
  const { mongo, folder } = await shared.started;
  shared.started = undefined;
  await mongo.stop({ doCleanup: false, force: true });
  rmSync(folder, { recursive: true, force: true });
}

async function start() {
  // One after the other: two installations at once would fight for the package manager's lock.
  const mongod = await ensureMongod();
  process.env.MONGOMS_SYSTEM_BINARY = mongod;
  process.env.MEDIASOUP_WORKER_BIN = await ensureWorker();
  process.env.FFMPEG_PATH = await ensureFfmpeg();
  process.env.CHROMIUM_PATH = await ensureChromium();
  // The library would otherwise warn that this is not the version it would have downloaded.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'live-class-test-mongo-'));
  const mongo = await MongoMemoryReplSet.create({
    binary: { systemBinary: mongod, checkMD5: false },
    replSet: { count: 1, name: 'rs0', ip: '127.0.0.1', storageEngine: 'wiredTiger' },
    instanceOpts: [{ dbPath: folder, storageEngine: 'wiredTiger' }],
  });
  process.env.TEST_MONGODB_URI = mongo.getUri();
  return { mongo, folder };
}
