import { readdirSync } from 'node:fs';
import { ensurePhp } from './binaries.mjs';
import { installPackages } from './packages.mjs';
import { isExecutable, run } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

/** Extensions that Moodle asks for, by PHP's name and the distribution's. */
const EXTENSIONS = {
  pgsql: 'pgsql',
  dom: 'xml',
  mbstring: 'mbstring',
  curl: 'curl',
  zip: 'zip',
  gd: 'gd',
  intl: 'intl',
  soap: 'soap',
};

/**
 * What a Moodle needs beside its source: PHP with its extensions, and PostgreSQL's programs, which Debian keeps off PATH.
 * @returns {Promise<{php: string, initdb: string, postgres: string}>}
 */
export async function ensureMoodleParts() {
  const php = await ensurePhp();
  const missing = await missingExtensions(php);
  if (missing.length > 0) {
    const packages = missing.map((name) => `php-${EXTENSIONS[name]}`);
    await installPackages(packages, 'A Moodle (for the tests)');
    const still = await missingExtensions(php);
    if (still.length > 0) throw new SetupProblem(`${php} does not load the extensions ${still.join(', ')}; install ${packages.join(' ')}.`);
  }
  if (!postgresFolder()) await installPackages(['postgresql'], 'PostgreSQL (for the tests)');
  const folder = postgresFolder();
  if (!folder) throw new SetupProblem('PostgreSQL was installed but its programs were not found under /usr/lib/postgresql.');
  return { php, initdb: `${folder}/initdb`, postgres: `${folder}/postgres` };
}

async function missingExtensions(php) {
  const { output } = await run(php, ['-m']);
  const loaded = new Set(output.toLowerCase().split(/\s+/));
  return Object.keys(EXTENSIONS).filter((name) => !loaded.has(name));
}

/** The newest version's programs. */
function postgresFolder() {
  try {
    return readdirSync('/usr/lib/postgresql')
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => `/usr/lib/postgresql/${version}/bin`)
      .find((folder) => isExecutable(`${folder}/initdb`));
  } catch {
    return undefined;
  }
}
