import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureMongod } from './binaries.mjs';
import { isExecutable, run, say } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

/**
 * MongoDB as a replica set of one whose data outlives the process.
 * @returns {Promise<{uri: string, pid: number | undefined, stop: () => Promise<void>}>}
 */
export async function startEmbeddedMongo({ folder, port }) {
  const dbPath = join(folder, 'data');
  mkdirSync(dbPath, { recursive: true });
  const binary = await binaryFor(folder);
  // The library would otherwise warn that this is not the version it would have downloaded.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const { MongoMemoryReplSet } = await import('mongodb-memory-server-core');
  const mongo = await MongoMemoryReplSet.create({
    binary: { systemBinary: binary },
    // In a group of its own a terminal's Ctrl-C does not reach it: it must outlive those who write to it.
    replSet: { count: 1, name: 'rs0', ip: '127.0.0.1', storageEngine: 'wiredTiger', spawn: { detached: true } },
    instanceOpts: [{ port, dbPath, storageEngine: 'wiredTiger', launchTimeout: 60_000 }],
  });
  const uri = `mongodb://127.0.0.1:${port}/liveclass?replicaSet=rs0`;
  const pid = mongo.servers[0]?.instanceInfo?.instance.mongodProcess?.pid;
  const taken = mongo.servers[0]?.instanceInfo?.port;
  if (taken !== port) {
    await mongo.stop({ doCleanup: false });
    throw new SetupProblem(`Port ${port} (the embedded MongoDB) is already in use: end what uses it, or set MONGODB_URI.`);
  }
  return { uri, pid, stop: () => mongo.stop({ doCleanup: false }).then(() => undefined) };
}

/**
 * The binary for this data. MongoDB refuses data files of a version more than one step away, so the
 * binary that wrote them is preferred while it still exists, whatever setup would choose today.
 */
async function binaryFor(folder) {
  const record = join(folder, 'server.json');
  const previous = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : undefined;
  if (previous && !process.env.MONGOMS_SYSTEM_BINARY && isExecutable(previous.binary)) return previous.binary;
  const binary = await ensureMongod();
  const version = /v(\d+\.\d+)/.exec((await run(binary, ['--version'])).output)?.[1];
  if (previous && previous.version !== version) {
    say(
      `the data in ${folder} was written by MongoDB ${previous.version}, this is ${version}; should it refuse them, move that folder away`,
    );
  }
  writeFileSync(record, JSON.stringify({ version, binary }));
  return binary;
}
