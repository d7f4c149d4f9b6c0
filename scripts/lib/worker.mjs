import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, availableParallelism, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder, fillFolder, isReachable, sha256OfFile, withLock } from './cache.mjs';
import { installPackages } from './packages.mjs';
import { repository } from './repository.mjs';
import { isExecutable, onPath, run, say, tail } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

const BUILD_FOLDER = repository('gateway/worker');
const BUILD_PACKAGES = [
  'cmake',
  'ninja-build',
  'g++',
  'libuv1-dev',
  'libsrtp2-dev',
  'libssl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
];
const BINARY = 'mediasoup-worker';

/**
 * The mediasoup worker of the installed mediasoup version: MEDIASOUP_WORKER_BIN, else the cached one,
 * else the official prebuilt one, else built from the sources inside the npm package.
 */
export async function ensureWorker() {
  const given = process.env.MEDIASOUP_WORKER_BIN;
  if (given) {
    if (!isExecutable(given)) throw new SetupProblem(`MEDIASOUP_WORKER_BIN=${given} is not an executable file.`);
    return given;
  }
  const mediasoup = installedMediasoup();
  const folder = cacheFolder(BINARY, `${mediasoup.version}-${buildHash()}-${platform()}-${arch()}`);
  const binary = join(folder, BINARY);
  if (await runsHere(binary)) return binary;
  return withLock(BINARY, async () => {
    if (await runsHere(binary)) return binary;
    await fillFolder(folder, async (partial) => {
      if (!(await downloadPrebuilt(mediasoup, partial))) await build(mediasoup, partial);
    });
    return binary;
  });
}

function installedMediasoup() {
  // Asked from the gateway, the workspace that depends on it: npm may not have hoisted it.
  const require = createRequire(repository('gateway/package.json'));
  const entry = require.resolve('mediasoup');
  let folder = dirname(entry);
  while (!folder.endsWith('mediasoup')) folder = dirname(folder);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { folder, version: manifest.version, source: manifest.repository?.url ?? '' };
}

function buildHash() {
  const hash = createHash('sha256');
  const files = readdirSync(BUILD_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/**
 * mediasoup's own way of asking a binary whether it can run on this host: without the version in its
 * environment a worker ends with 41. A missing library or another CPU gives any other answer, also for a
 * cached binary after the distribution replaced a library.
 */
async function runsHere(binary) {
  if (!isExecutable(binary)) return false;
  const { MEDIASOUP_VERSION: _unset, ...env } = process.env;
  return (await run(binary, [], { env, timeoutMs: 5000 })).code === 41;
}

async function downloadPrebuilt({ version, source }, folder) {
  const match = /([\w.-]+)\/([\w.-]+)\/([\w.-]+?)(?:\.git)?$/.exec(source);
  if (!match) return false;
  const [, host, owner, name] = match;
  const listing = `https://api.${host}/repos/${owner}/${name}/releases/tags/${version}`;
  if (!(await isReachable(listing, 'GET'))) return false;
  try {
    const release = await (await fetch(listing, { signal: AbortSignal.timeout(10_000) })).json();
    const asset = release.assets?.find(
      (one) => one.name.startsWith(`${BINARY}-${version}-${platform()}-${arch()}`) && one.name.endsWith('.tgz'),
    );
    const expected = /^sha256:([0-9a-f]{64})$/.exec(asset?.digest ?? '')?.[1];
    // Without a published checksum there is nothing to verify against, so the build is the safer way.
    if (!expected) return false;
    return await fetchPrebuilt(asset.browser_download_url, expected, folder);
  } catch (error) {
    say(`the prebuilt mediasoup worker could not be fetched (${error.message}); building it instead`);
    return false;
  }
}

async function fetchPrebuilt(url, expected, folder) {
  say('downloading the prebuilt mediasoup worker');
  const archive = join(folder, 'worker.tgz');
  const answer = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  await writeFile(archive, Buffer.from(await answer.arrayBuffer()));
  if ((await sha256OfFile(archive)) !== expected) throw new Error('its checksum does not match');
  const unpacked = await run('tar', ['-xzf', archive, '-C', folder]);
  rmSync(archive);
  const found = readdirSync(folder, { recursive: true }).find((entry) => String(entry).endsWith(BINARY));
  if (unpacked.code !== 0 || !found) throw new Error('the archive holds no worker');
  if (found !== BINARY) renameSync(join(folder, found), join(folder, BINARY));
  chmodSync(join(folder, BINARY), 0o755);
  return runsHere(join(folder, BINARY));
}

async function build(mediasoup, folder) {
  await ensureBuildTools();
  say(`building the mediasoup worker ${mediasoup.version} once (about three minutes on two cores)`);
  const work = join(folder, 'build');
  mkdirSync(work);
  const options = ['-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', `-DMEDIASOUP_WORKER=${join(mediasoup.folder, 'worker')}`];
  await step('configuring', 'cmake', [...options, '-S', BUILD_FOLDER, '-B', work]);
  await step('compiling', 'ninja', ['-C', work, '-j', String(availableParallelism())], progressPrinter());
  copyFileSync(join(work, BINARY), join(folder, BINARY));
  rmSync(work, { recursive: true });
  if (!(await runsHere(join(folder, BINARY)))) throw new SetupProblem('The mediasoup worker was built but does not run on this machine.');
}

async function step(what, command, args, onLine) {
  const { code, output } = await run(command, args, { onLine });
  if (code !== 0)
    throw new SetupProblem(
      `${tail(output, 40)}\n${what} the mediasoup worker failed; set MEDIASOUP_WORKER_BIN to a worker of the same version.`,
    );
}

async function ensureBuildTools() {
  const commands = ['cmake', 'ninja', 'g++', 'flatc'].every((command) => onPath(command));
  const headers = ['uv.h', 'srtp2/srtp.h', 'openssl/ssl.h', 'flatbuffers/flatbuffers.h'];
  const include = headers.map((header) => `#include <${header}>`).join('\n');
  // The compiler is asked, because headers may live anywhere on its search path.
  const found = commands && (await run('bash', ['-c', 'printf "%s" "$0" | g++ -fsyntax-only -x c++ -', include])).code === 0;
  if (!found) await installPackages(BUILD_PACKAGES, 'What the mediasoup worker is built with');
}

function progressPrinter() {
  let shown = 0;
  return (line) => {
    const [, done, total] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? [];
    if (!total) return;
    const percent = Math.floor((Number(done) / Number(total)) * 10) * 10;
    if (percent <= shown) return;
    shown = percent;
    say(`mediasoup worker: ${percent} %`);
  };
}
