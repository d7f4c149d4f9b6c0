// `npm test`: brings what the tests need, runs the check and every test, and ends with one line that a
// machine can read: "N passed, N failed" (", N skipped" when some were).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureChromium,
  ensureDockerCompose,
  ensureFfmpeg,
  ensureFirefox,
  ensureMongod,
  ensureNginx,
  ensureOpenEdx,
  ensurePhp,
  ensureWorker,
  OPEN_EDX_RELEASES,
} from './lib/binaries.mjs';
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { repository } from './lib/repository.mjs';
import { say } from './lib/run.mjs';
import { runScript } from './lib/setup-problem.mjs';
import { reportOf, tellResults } from './lib/test-report.mjs';

await runScript(async () => {
  await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  // One after the other: two installations at once would fight for the package manager's lock.
  for (const ensure of [
    ensureMongod,
    ensureWorker,
    ensureFfmpeg,
    ensureChromium,
    ensureFirefox,
    ensureNginx,
    ensureDockerCompose,
    ensurePhp,
  ])
    await ensure();
  for (const release of OPEN_EDX_RELEASES) await ensureOpenEdx(release);
  const filters = process.argv.slice(2);
  if (filters.length === 0) say('checking types, lint, layers, words and dead code');
  const checked = filters.length > 0 || (await node(['scripts/check.mjs'])) === 0;
  const folder = mkdtempSync(join(tmpdir(), 'live-class-report-'));
  try {
    const file = join(folder, 'report.json');
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await node([...vitest, ...filters]);
    return tellResults({ report: reportOf(() => readFileSync(file, 'utf8')), checked, code });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function node(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: repository(), stdio: ['ignore', 'inherit', 'inherit'] });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
