// `npm run bench -- NAME`: measures one thing on the real servers and prints it with machine and date; scenarios/bench/NAME.ts.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureFfmpeg, ensureMongod, ensureWorker } from './lib/binaries.mjs';
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { repository } from './lib/repository.mjs';
import { runScript, SetupProblem } from './lib/setup-problem.mjs';

await runScript(async () => {
  await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  const names = readdirSync(repository('scenarios/bench')).map((file) => file.replace(/\.ts$/, ''));
  const name = process.argv[2] ?? '';
  if (!names.includes(name)) throw new SetupProblem(`Which bench? npm run bench -- NAME, with NAME one of ${names.join(', ')}.`);
  return withMongo(async (env) => {
    env.MEDIASOUP_WORKER_BIN = await ensureWorker();
    env.FFMPEG_PATH = await ensureFfmpeg();
    const child = spawn(process.execPath, [repository('scenarios/bench', `${name}.ts`)], { cwd: repository(), stdio: 'inherit', env });
    return new Promise((resolve) => {
      child.once('exit', (code) => resolve(code ?? 1));
    });
  });
});

/** A MongoDB of its own, a replica set of one as in the tests, for as long as the work takes. */
async function withMongo(work) {
  const binary = await ensureMongod();
  // The library would otherwise warn that this is not the version it would have downloaded.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const { MongoMemoryReplSet } = await import('mongodb-memory-server-core');
  const folder = mkdtempSync(join(tmpdir(), 'live-class-bench-'));
  const mongo = await MongoMemoryReplSet.create({
    binary: { systemBinary: binary, checkMD5: false },
    replSet: { count: 1, name: 'rs0', ip: '127.0.0.1', storageEngine: 'wiredTiger' },
    instanceOpts: [{ dbPath: folder, storageEngine: 'wiredTiger' }],
  });
  try {
    return await work({ ...process.env, TEST_MONGODB_URI: mongo.getUri() });
  } finally {
    await mongo.stop({ doCleanup: false, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}
