import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onNpmGone } from './parent-watch.mjs';
import { repository } from './repository.mjs';
import { isExecutable, run, say, tail } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

const NEEDED_NODE = 22;

/** Installs the npm packages when they are missing or are not those of package-lock.json. */
export async function ensurePackages() {
  const missing = !existsSync(repository('node_modules/.package-lock.json'));
  if (!missing && arePackagesCurrent()) return;
  say(missing ? 'installing the npm packages' : 'updating the npm packages to package-lock.json');
  // Not `npm ci`: it wants an entry for the optional packages of every platform, which the lock file has only where all of
  // them could be asked for when it was written. This installs the same locked versions and writes nothing.
  const { code, output } = await run(npmCommand(), ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: repository() });
  if (code !== 0)
    throw new SetupProblem(
      `${tail(output, 30)}\nnpm could not install the packages; run "npm install --no-save" in this folder to see why.`,
    );
}

const npmCommand = () => (process.platform === 'win32' ? 'npm.cmd' : 'npm');

/** npm leaves a record of what it installed; every package it should hold must be there in its version. */
export function arePackagesCurrent(folder = repository()) {
  const wanted = readLock(folder, 'package-lock.json');
  const installed = readLock(folder, 'node_modules/.package-lock.json');
  return Object.entries(wanted).every(([path, { version, link, optional, peer }]) => {
    if (!path.startsWith('node_modules/') || link) return true;
    const found = installed[path];
    // Optional packages of other platforms are in the lock file but not on this disk.
    return found ? found.version === version : Boolean(optional || peer);
  });
}

function readLock(folder, path) {
  try {
    return JSON.parse(readFileSync(join(folder, path), 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * Runs the same script again on the Node that came with the packages when this one is too old.
 * @returns {Promise<number | undefined>} the other run's exit code, or undefined when this Node will do
 */
export async function ensureNode(scriptAndArguments) {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_NODE) return undefined;
  const newer = repository('node_modules/.bin/node');
  if (!isExecutable(newer)) {
    throw new SetupProblem(
      `Node ${process.versions.node} is too old and no newer one came with the packages: install Node ${NEEDED_NODE}.`,
    );
  }
  // The channel tells the other run when this one is killed, however that happens.
  const child = spawn(newer, scriptAndArguments, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // A terminal's Ctrl-C reaches both, which the other run takes for one; this one only waits for its end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  onNpmGone(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
