// `npm start`: everything a newcomer needs, from a fresh clone to a page to click on. Plain JavaScript
// that runs on Node 20, because it is what brings the newer Node.
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { runScript } from './lib/setup-problem.mjs';

await runScript(async () => {
  await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  const { serve } = await import('./lib/serve.mjs');
  // Explicitly, because a preparation that was interrupted may still hold the process.
  process.exit(await serve({ dev: process.argv.includes('--dev') }));
});
