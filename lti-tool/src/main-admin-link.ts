// `npm run admin-link`, or `node lti-tool/src/main-admin-link.ts` in the tool's own environment: prints a fresh link that makes
// whoever opens it first an admin. It needs the database, which is what having the machine means.
import { randomBytes } from 'node:crypto';
import { connectMongo } from './adapters/mongo/connection.ts';
import { BadConfig, readConfig } from './config.ts';
import { freshAdminLink } from './main-desk.ts';

async function printLink(): Promise<void> {
  const config = readConfig();
  const connection = await connectMongo(config.mongodbUri).catch((error: Error) => {
    throw new BadConfig(`MONGODB_URI cannot be reached (${error.name}).`);
  });
  try {
    const ids = { id: () => randomBytes(16).toString('base64url'), secret: () => randomBytes(32).toString('base64url') };
    const link = await freshAdminLink({ connection, config, clock: { now: () => Date.now() }, ids });
    process.stdout.write(`Open this within an hour; it works once:\n${link}\n`);
  } finally {
    await connection.close();
  }
}

printLink().catch((error: unknown) => {
  process.stderr.write(`There is no link: ${error instanceof BadConfig ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
});
