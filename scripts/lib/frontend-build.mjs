import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.mjs';
import { run, say, tail } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

/** Builds the frontend when its sources, the contract or the packages changed since the last build. */
export async function buildFrontend() {
  const stamp = repository('frontend/dist/.sources');
  const hash = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('building the frontend');
  // The bundler would take React's slow development half where NODE_ENV says anything else, as the tests' runner makes it say.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, output } = await run(process.execPath, [viteCommand(), 'build'], { cwd: repository('frontend'), env });
  if (code !== 0) throw new SetupProblem(`${tail(output, 40)}\nThe frontend could not be built.`);
  writeFileSync(stamp, hash);
}

/** The bundler's script, to be run by the same Node as everything else. */
export const viteCommand = () => repository('node_modules/vite/bin/vite.js');

function hashOfSources() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'scripts/lib/frontend-build.mjs', ...sourcesIn('frontend'), ...sourcesIn('contract/src')]) {
    hash.update(file).update(readFileSync(repository(file)));
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  return readdirSync(repository(folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesIn(path);
      return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
    })
    .sort();
}
