import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';

const WORKSPACES = ['contract', 'lti-tool', 'gateway', 'frontend', 'fixtures', 'scenarios'];
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.data', 'coverage', 'test-results']);

/** Files that are written for or by tests: exempt from the rules about length and chance. */
export const isTest = (path) => /\.(test|contract)\.tsx?$|\/testing\/|^scenarios\//.test(path);

/** The TypeScript of the workspaces, as paths relative to the folder. */
export function sources(folder) {
  return walk(folder, WORKSPACES).filter((path) => /\.(ts|tsx)$/.test(path) && !path.endsWith('.d.ts'));
}

/** Every file that is or could be committed: what git knows, else everything that is not made by a tool. */
export async function committed(folder) {
  const { code, output } = await run('git', ['ls-files', '-co', '--exclude-standard'], { cwd: folder });
  const isRepository = code === 0 && output.includes('package.json');
  return isRepository ? output.split('\n').filter((path) => path && isFile(join(folder, path))) : walk(folder, ['.']);
}

/** A file's text. */
export const textOf = (folder, path) => readFileSync(join(folder, path), 'utf8');

/** Source text without its comments, roughly: strings that hold `//` are cut too, which no rule here minds. */
export const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');

function walk(folder, roots) {
  return roots.flatMap((root) => entriesOf(join(folder, root)).flatMap((entry) => visit(folder, root === '.' ? '' : root, entry)));
}

function visit(folder, parent, entry) {
  const path = join(parent, entry.name);
  if (SKIPPED.has(entry.name) || entry.isSymbolicLink()) return [];
  if (!entry.isDirectory()) return [path];
  return entriesOf(join(folder, path)).flatMap((child) => visit(folder, path, child));
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name));
  } catch {
    return [];
  }
}

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
