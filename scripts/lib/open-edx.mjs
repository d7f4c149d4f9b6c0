import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, fillFolder, withLock } from './cache.mjs';
import { installPackages } from './packages.mjs';
import { repository } from './repository.mjs';
import { isExecutable, onPath, run, say, tail } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

/** The releases of lti-consumer-xblock that the tests run: the last with the old role URIs, and a present one. */
export const OPEN_EDX_RELEASES = ['9.14.3', '11.4.4'];

/** The oldest Python with wheels of everything that is pinned. */
const OLDEST_MINOR = 11;
const COMMANDS = ['python3', 'python3.11', 'python3.12', 'python3.13'];

const requirementsOf = (release) => repository('fixtures/open-edx', `requirements-${release}.txt`);

/**
 * The Python of an environment that holds that release of the Open edX consumer and nothing newer or older than what is pinned;
 * made once and kept beside the other binaries. PYTHON_PATH names the interpreter to make it with.
 */
export async function ensureOpenEdx(release) {
  const wanted = createHash('sha256')
    .update(readFileSync(requirementsOf(release)))
    .digest('hex')
    .slice(0, 12);
  const folder = cacheFolder('open-edx', `${release}-${wanted}`);
  const python = join(folder, 'bin', 'python');
  if (await isReady(python, release)) return python;
  return withLock('open-edx', async () => {
    if (await isReady(python, release)) return python;
    const base = await findPython();
    say(`installing the Open edX consumer ${release} for the tests (about 30 MB, once)`);
    await fillFolder(folder, (partial) => fill(partial, base, release));
    if (!(await isReady(python, release))) throw new SetupProblem(`The Open edX consumer ${release} was installed but does not run.`);
    return python;
  });
}

/** Whether it runs at all: an environment outlives neither the removal of its interpreter nor a half-done copy of itself. */
async function isReady(python, release) {
  if (!isExecutable(python)) return false;
  const program = "import importlib.metadata, django, xblock; print(importlib.metadata.version('lti-consumer-xblock'))";
  const { code, output } = await run(python, ['-c', program], { timeoutMs: 60_000 });
  return code === 0 && output.trim().endsWith(release);
}

async function fill(folder, base, release) {
  await ask(base, ['-m', 'venv', folder], 'python3 could not make an environment');
  // Wheels alone and no resolver: what is pinned is what is installed, and nothing is compiled or run while it is.
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  await ask(
    join(folder, 'bin', 'python'),
    [...pip, '-r', requirementsOf(release)],
    `the Open edX consumer ${release} could not be installed`,
  );
}

async function ask(command, args, problem) {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new SetupProblem(`${tail(output)}\n${problem}: see above; pip must reach a package index.`);
}

const PROBE = 'import sys, venv, ensurepip; print(sys.version_info[1])';

/** A Python that is new enough and can make environments; Debian's cannot before python3-venv is installed. */
async function findPython() {
  const given = process.env.PYTHON_PATH;
  const candidates = given ? [given] : COMMANDS.map((name) => onPath(name)).filter(Boolean);
  let tooOld;
  let withoutVenv;
  for (const python of candidates) {
    const { code, output } = await run(python, ['-c', 'import sys; print(sys.version_info[1])'], { timeoutMs: 30_000 });
    if (code !== 0) continue;
    if (Number(output) < OLDEST_MINOR) tooOld ??= `3.${output.trim()}`;
    else if ((await run(python, ['-c', PROBE], { timeoutMs: 30_000 })).code === 0) return python;
    else withoutVenv ??= python;
  }
  if (withoutVenv && existsSync('/etc/debian_version')) {
    await installPackages(['python3-venv'], 'python3-venv (for the tests with Open edX)');
    if ((await run(withoutVenv, ['-c', PROBE], { timeoutMs: 30_000 })).code === 0) return withoutVenv;
  }
  throw new SetupProblem(
    tooOld && !withoutVenv
      ? `Python ${tooOld} is too old for the tests with Open edX: install Python 3.${OLDEST_MINOR} or newer, or set PYTHON_PATH to one.`
      : `The tests with Open edX need Python 3.${OLDEST_MINOR} or newer with its venv module: install python3 and python3-venv, or set PYTHON_PATH.`,
  );
}
