import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { LIMITS } from '@liveclass/contract';
import express, { type Express, type Router } from 'express';
import { type Logger, pino } from 'pino';
import { answerRefusal } from './adapters/http/errors.ts';
import { type PrometheusMeters, prometheusMeters } from './adapters/http/meters.ts';
import { opsRoutes } from './adapters/http/ops.ts';
import { pageRoutes } from './adapters/http/pages.ts';
import { type Connection, connectMongo } from './adapters/mongo/connection.ts';
import { isWritable, whyUnusable } from './adapters/mongo/readiness.ts';
import { BadConfig, type Config, readConfig } from './config.ts';
import { type Attendance, createAttendance } from './main-attendance.ts';
import { createCalendar } from './main-calendar.ts';
import { type Classroom, createClassroom, recordingDirectory } from './main-classroom.ts';
import { createDesk, type Desk } from './main-desk.ts';
import { createFeedback } from './main-feedback.ts';
import { type ClassFiles, createFiles } from './main-files.ts';
import { createGuests } from './main-guests.ts';
import { createIdentity, type Identity } from './main-identity.ts';
import { createPolls } from './main-polls.ts';
import { createRoster, type Roster } from './main-roster.ts';
import type { Clock, Ids } from './ports/identity.ts';

const clock: Clock = { now: () => Date.now() };
const ids: Ids = { id: () => randomBytes(16).toString('base64url'), secret: () => randomBytes(32).toString('base64url') };
/** Ending takes no longer than this, whatever hangs. */
const END_WITHIN_MS = 9_000;

/** Opens the port or says in one line why not. */
function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code ?? error.message})`;
      reject(new BadConfig(`PORT ${port} ${why}.`));
    });
    server.listen({ port, ...(host && { host }) }, resolve);
  });
}

async function connect({ mongodbUri }: Config): Promise<Connection> {
  const connection = await connectMongo(mongodbUri).catch((error: Error) => {
    throw new BadConfig(`MONGODB_URI cannot be reached (${error.name}).`);
  });
  const unusable = await whyUnusable(connection);
  if (unusable) throw new BadConfig(unusable);
  return connection;
}

interface Parts {
  readonly app: Express;
  readonly config: Config;
  readonly connection: Connection;
  readonly log: Logger;
  readonly meters: PrometheusMeters;
}

interface Mounted {
  readonly identity: Identity;
  readonly classroom: Classroom;
  readonly desk: Desk;
  readonly roster: Roster;
  readonly attendance: Attendance;
  readonly polls: Router;
  readonly feedback: Router;
  readonly files: ClassFiles;
}

function mount({ app, config, connection, log, meters }: Parts, mounted: Mounted, isStarted: () => boolean): void {
  const { classroom, desk, roster, attendance, polls, feedback, files } = mounted;
  app.disable('x-powered-by');
  app.locals['log'] = log;
  app.use(mounted.identity.router);
  app.use(
    opsRoutes({
      checks: async () => ({ started: isStarted(), mongo: await isWritable(connection) }),
      meters,
      metricsToken: config.metricsToken,
    }),
  );
  app.use(classroom.router, desk.router, roster.router, attendance.router, polls, feedback, files.router);
  app.use(pageRoutes(config.frontendDir));
  app.use(answerRefusal);
}

async function start(config: Config): Promise<void> {
  const log = pino({ name: 'tool', level: config.logLevel });
  const endings: Endings = [];
  endBySignal(config, log, endings);
  const connection = await connect(config);
  endings.push(() => connection.close());
  const app = express();
  // Large files over slow lines; every other body is small, and read or refused at once.
  const server = createServer({ requestTimeout: LIMITS.uploadMs }, app);
  const meters = prometheusMeters();
  const recordings = recordingDirectory(connection);
  const identity = await createIdentity({ connection, config, clock, ids, log, recordings, onLaunch: meters.launch });
  endings.push(() => identity.close());
  const tool = randomBytes(9).toString('hex');
  const classroom = await createClassroom({ connection, server, config, identity, clock, ids, log, meters, tool });
  const roster = await createRoster({ connection, identity, classroom, ids, log, tool });
  const attendance = await createAttendance({ connection, identity, clock, ids, log, tool });
  const calendar = await createCalendar({ connection, identity, clock, log });
  const { router: feedback } = await createFeedback({ connection, identity, classroom });
  const files = await createFiles({ connection, config, identity, classroom });
  const tended = [attendance, calendar, files];
  endings.push(
    ...tended.map((one) => () => one.end()),
    () => server.closeAllConnections(),
    () => classroom.end(),
    () => roster.end(),
    () => void server.close(),
  );
  const polls = createPolls({ connection, identity, classroom }).use(await createGuests({ connection, identity, config, clock, ids }));
  let isStarted = false;
  const { leaveCourse, returnToCourse, announce, arrangeRooms } = classroom;
  const told = { leaveCourse, returnToCourse, announce, arrangeRooms };
  const desk = await createDesk({ connection, config, identity, ...told, clock, ids, log });
  mount(
    { app, config, connection, log, meters },
    { identity, classroom, desk, roster, attendance, polls, feedback, files },
    () => isStarted,
  );
  await listen(server, config);
  await classroom.start();
  for (const one of [roster, ...tended]) one.start();
  // Before it is ready: who is told that it is may end it at once, and a link half made would turn that into a failed start.
  await tellFirstAdmin(desk);
  isStarted = true;
  log.info({ port: config.port, url: config.publicUrl.origin, tool }, 'the tool listens');
}

/** On the standard output and not in the log: the link is for whoever watches the start, and logs are kept. */
async function tellFirstAdmin(desk: Desk): Promise<void> {
  const link = await desk.firstAdminLink();
  if (link) process.stdout.write(`There is no admin yet. Whoever opens this link first, within an hour, becomes it:\n${link}\n`);
}

/** What there is to end by now; the last begun ends first. */
type Endings = (() => unknown)[];

/** Ends once, in order, and in time, from the first moment on. A closed terminal or a broken pipe ends nothing. */
function endBySignal(config: Config, log: Logger, endings: Endings): void {
  let isEnding = false;
  const finish = (why: string): void => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why }, 'the tool ends');
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    void endAll(endings, log).then((code) => process.exit(code));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => finish(signal));
  for (const signal of ['SIGHUP', 'SIGPIPE'] as const) process.on(signal, () => undefined);
  if (!config.exitWithParent) return;
  process.on('disconnect', () => finish('parent'));
  if (!process.connected) process.stdin.resume().once('end', () => finish('parent'));
}

async function endAll(endings: Endings, log: Logger): Promise<number> {
  let code = 0;
  for (const ending of endings.splice(0).reverse()) {
    await Promise.resolve()
      .then(ending)
      .catch((error: unknown) => {
        log.error({ err: error }, 'the end went wrong');
        code = 1;
      });
  }
  return code;
}

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

start(readConfigOrEnd()).catch(end);
