import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repository } from './repository.mjs';
import { run, tail } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

const NOT_COPIED = new Set(['node_modules', '.git', '.data', 'coverage', 'test-results']);
const OURS = '@liveclass';

/** The patch with its header: "# test: <file>", "# title: <part of the title of the test that must fail>". */
export function readSabotage(path) {
  const text = readFileSync(path, 'utf8');
  const field = (name) => new RegExp(`^# ${name}: *(.+)$`, 'm').exec(text)?.[1]?.trim();
  const test = field('test');
  const title = field('title');
  if (!test || !title)
    throw new SetupProblem(`${basename(path)} must begin with "# test: <file>" and "# title: <part of a test's title>".`);
  return { path, test, title };
}

/**
 * A copy of the tree in a folder of its own that shares the installed packages, except our workspaces:
 * those must be the copy's, or a broken contract would be tested against the sound one.
 */
export async function copyTree({ only } = {}) {
  const copy = mkdtempSync(join(tmpdir(), 'live-class-copy-'));
  for (const entry of readdirSync(repository(), { withFileTypes: true })) {
    if (NOT_COPIED.has(entry.name) || (only && !only.includes(entry.name))) continue;
    cpSync(repository(entry.name), join(copy, entry.name), {
      recursive: true,
      filter: (path) => !NOT_COPIED.has(basename(path)),
    });
  }
  linkPackages(copy);
  return copy;
}

function linkPackages(copy) {
  const packages = join(copy, 'node_modules');
  mkdirSync(join(packages, OURS), { recursive: true });
  for (const name of readdirSync(repository('node_modules'))) {
    // Tools keep caches there, which must not be shared between different sources.
    if (name === OURS || name === '.cache' || name === '.vite') continue;
    symlinkSync(repository('node_modules', name), join(packages, name));
  }
  for (const name of readdirSync(repository('node_modules', OURS))) symlinkSync(join(copy, name), join(packages, OURS, name));
  for (const { name } of readdirSync(copy, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const own = repository(name, 'node_modules');
    if (name !== 'node_modules' && readable(own)) symlinkSync(own, join(copy, name, 'node_modules'));
  }
}

function readable(folder) {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

/** Applies one patch, runs its test, takes the patch back; tells whether the test noticed, and how. */
export async function carryOut(copy, { path, test, title }) {
  const applied = await run('git', ['apply', '--whitespace=nowarn', path], { cwd: copy });
  if (applied.code !== 0) return { noticed: false, how: `the patch no longer fits: ${tail(applied.output, 3)}` };
  try {
    return await outcomeOf(copy, test, title);
  } finally {
    await run('git', ['apply', '--whitespace=nowarn', '--reverse', path], { cwd: copy });
  }
}

async function outcomeOf(copy, test, title) {
  const report = join(copy, 'sabotage-report.json');
  rmSync(report, { force: true });
  // The test is found by its title's literal text, which vitest takes as a pattern.
  const pattern = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const args = ['node_modules/vitest/vitest.mjs', 'run', test, '--testNamePattern', pattern, '--reporter=json', `--outputFile=${report}`];
  const { output } = await run(process.execPath, [join(copy, args[0]), ...args.slice(1)], { cwd: copy, timeoutMs: 600_000 });
  const tests = resultsIn(report).filter((result) => result.fullName.includes(title));
  if (tests.length === 0) return { noticed: false, how: `no test "${title}" ran in ${test}\n${tail(output, 5)}` };
  const failed = tests.find((result) => result.status === 'failed');
  return failed ? { noticed: true, how: failed.title } : { noticed: false, how: `"${tests[0].title}" still passes` };
}

function resultsIn(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap((file) => file.assertionResults);
  } catch {
    return [];
  }
}
