import { createServer, type Server } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { answerRefusal } from './adapters/http/errors.ts';
import { connectMongo } from './adapters/mongo/connection.ts';
import { isWritable, whyUnusable } from './adapters/mongo/readiness.ts';
import { BadConfig, type Config, readConfig } from './config.ts';

/** Opens the port or says in one line why not. */
function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? `is in use (PORT=${port})` : `cannot be opened (${error.code ?? error.message})`;
      reject(new BadConfig(`Port ${port} ${why}.`));
    });
    server.listen({ port, host }, resolve);
  });
}

async function start(config: Config): Promise<void> {
  const log = pino({ name: 'tool', level: config.logLevel });
  const connection = await connectMongo(config.mongodbUri).catch((error: Error) => {
    throw new BadConfig(`MONGODB_URI cannot be reached (${error.name}).`);
  });
  const unusable = await whyUnusable(connection);
  if (unusable) throw new BadConfig(unusable);
  const app = express();
  app.disable('x-powered-by');
  app.locals['log'] = log;
  app.get('/healthz', async (_req, res) => {
    const mongo = await isWritable(connection);
    res.status(mongo ? 200 : 503).json({ ok: mongo, mongo });
  });
  app.use(answerRefusal);
  await listen(createServer(app), config);
  log.info({ port: config.port, url: config.publicUrl.origin }, 'the tool listens');
}

start(readConfigOrEnd()).catch(end);

function readConfigOrEnd(): Config {
  try {
    return readConfig();
  } catch (error) {
    return end(error);
  }
}

/** A start that fails says one line; a bug says its stack. */
function end(error: unknown): never {
  process.stderr.write(`${error instanceof BadConfig ? `The tool cannot start: ${error.message}` : (error as Error).stack}\n`);
  process.exit(1);
}
