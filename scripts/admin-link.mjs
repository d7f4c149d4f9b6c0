// `npm run admin-link`: prints a fresh one-time link to the admin desk of the tool that `npm start` runs (or of the database that
// .env names). It is for whoever has the machine.
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { repository } from './lib/repository.mjs';
import { run } from './lib/run.mjs';
import { readSecrets } from './lib/secrets.mjs';
import { readSettings } from './lib/settings.mjs';
import { runScript } from './lib/setup-problem.mjs';

await runScript(async () => {
  await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  const { ports, mongoUri, mongoPort, isProduction } = readSettings();
  const env = {
    PUBLIC_URL: `http://localhost:${ports.PORT}`,
    MONGODB_URI: mongoUri ?? `mongodb://127.0.0.1:${mongoPort}/liveclass?replicaSet=rs0`,
    ...Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
    ...(isProduction ? {} : readSecrets()),
  };
  const { code, output } = await run(process.execPath, [repository('lti-tool/src/main-admin-link.ts')], { env });
  console.log(output.trim());
  return code;
});
