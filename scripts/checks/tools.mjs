import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository } from '../lib/repository.mjs';
import { run } from '../lib/run.mjs';

const WORKSPACES = ['contract', 'lti-tool', 'gateway', 'frontend', 'fixtures', 'scenarios'];

/** Types of the servers, tests and scripts, and of the frontend, which has the browser's own. */
export async function types(folder) {
  const projects = ['tsconfig.json', 'frontend/tsconfig.json'].filter((path) => existsSync(join(folder, path)));
  const results = await Promise.all(
    projects.map((project) => tool(folder, 'typescript/bin/tsc', ['--project', project, '--pretty', 'false'])),
  );
  return results.flatMap((result) => complaints(result));
}

/** Formatting and the rules of biome.json. */
export async function lint(folder) {
  const options = ['check', '--max-diagnostics=200', '--reporter=github', '--error-on-warnings', '--no-errors-on-unmatched'];
  const result = await tool(folder, '@biomejs/biome/bin/biome', [...options, '.']);
  return complaints(result)
    .map((line) => /^::(?:error|warning) title=([^,]+),file=([^,]+),line=(\d+).*?::(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, rule, file, line, text]) => `${rule.split('/').at(-1)}: ${relative(folder, file)}:${line} ${text}`)
    .concat(result.code !== 0 && !result.output.includes('::') ? complaints(result) : []);
}

/** Who may import whom: .dependency-cruiser.mjs. */
export async function layers(folder) {
  const folders = WORKSPACES.filter((name) => existsSync(join(folder, name)));
  const options = ['--config', join(folder, '.dependency-cruiser.mjs'), '--output-type', 'err'];
  return complaints(await tool(folder, 'dependency-cruiser/bin/dependency-cruiser.mjs', [...options, ...folders]));
}

/** Files, exports and packages that nobody uses: knip.json. */
export async function deadCode(folder) {
  return complaints(await tool(folder, 'knip/bin/knip.js', ['--no-progress', '--no-config-hints']));
}

function tool(folder, script, args) {
  return run(process.execPath, [repository('node_modules', script), ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
}

function complaints({ code, output }) {
  if (code === 0) return [];
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.length > 0 ? lines : [`it ended with code ${code} and said nothing`];
}
