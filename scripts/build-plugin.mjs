// `npm run build:plugin`: dist/local_liveclass.zip, which a Moodle admin uploads.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { repository } from './lib/repository.mjs';
import { runScript } from './lib/setup-problem.mjs';

await runScript(async () => {
  await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  // Its library is only there once the packages are.
  const { pluginZip } = await import('./lib/plugin-zip.mjs');
  const target = repository('dist', 'local_liveclass.zip');
  const zip = pluginZip();
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, zip);
  console.log(`${relative(process.cwd(), target)} (${Math.ceil(zip.length / 1024)} kB)`);
  return 0;
});
