// `npm run scenario -- NAME`: the stories whose file begins with NAME, at full size (SCALE=full).
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { repository } from './lib/repository.mjs';
import { runScript, SetupProblem } from './lib/setup-problem.mjs';

await runScript(async () => {
  await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  const stories = readdirSync(repository('scenarios')).filter((name) => name.endsWith('.test.ts'));
  const name = process.argv[2] ?? '';
  const chosen = stories.filter((story) => story.startsWith(name));
  if (!name || chosen.length === 0) {
    throw new SetupProblem(
      `Which story? npm run scenario -- NAME, with NAME one of ${stories.map((story) => story.replace('.test.ts', '')).join(', ')}.`,
    );
  }
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'stories', ...chosen.map((story) => `scenarios/${story}`)];
  const child = spawn(process.execPath, args, {
    cwd: repository(),
    stdio: 'inherit',
    env: { ...process.env, SCALE: process.env.SCALE ?? 'full' },
  });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
  });
});
