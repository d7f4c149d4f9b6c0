import type { RequestListener } from 'node:http';
import { LIMITS } from '@liveclass/contract';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { type Config, ConfigProblem, readConfig } from './config.ts';
import type { Check } from './control/health.ts';
import { healthHandler } from './control/health.ts';
import { createMetrics } from './control/metrics.ts';
import { ControlServer } from './control/server.ts';
import { Scope } from './domain/scope.ts';
import { logMediasoup } from './media/library-log.ts';
import { GatewayRooms } from './media/rooms.ts';
import { WorkerPool } from './media/worker-pool.ts';
import type { Clock, Log } from './ports.ts';
import { endWithParent, StartProblem, whenPortIsBusy } from './process.ts';
import { createRecorder } from './recording/recorder.ts';
import { Heartbeat } from './registry/heartbeat.ts';
import { SignallingServer } from './signalling/server.ts';

const HANG_MS = 5000;
const ASK_EVERY_MS = 1000;
const HEARTBEAT_MS = 1000;
const DATABASE_PATIENCE_MS = 10_000;
/** A stop that takes longer than this is cut short: whoever stops us kills us soon after. */
const STOP_PATIENCE_MS = 9000;

const clock: Clock = { now: () => Date.now() };

async function start(config: Config, log: Log, scope: Scope, onFenced: () => void): Promise<void> {
  logMediasoup(log.child({ part: 'mediasoup' }));
  const { node, secret } = config;
  const client = await connectDatabase(config);
  scope.own(() => client.close());
  const pool = await startWorkers(config, log);
  scope.own(() => pool.close());
  const rooms = new GatewayRooms({ pool, limits: LIMITS, plainPorts: config.media.plainPorts, clock, log });
  const recorder = await createRecorder({
    ...config,
    folder: config.recordingsDir,
    taps: rooms,
    clock,
    log: log.child({ part: 'recorder' }),
  });
  const heartbeat = await Heartbeat.start({
    ...{ db: client.db(), node, rooms, log, everyMs: HEARTBEAT_MS, onFenced },
    signallingUrl: config.signalling.url,
    controlUrl: config.control.url,
  });
  scope.own(() => heartbeat.end());
  const checks: Check[] = [
    { name: 'workers', isGood: () => pool.slots().every((worker) => worker?.isAlive) },
    { name: 'database', isGood: () => heartbeat.isFresh },
    { name: 'signalling', isGood: () => signalling.isListening },
    { name: 'accepting', isGood: () => !rooms.isDraining },
  ];
  const signalling = new SignallingServer({
    ...config.signalling,
    node,
    secret,
    rooms,
    limits: LIMITS,
    clock,
    log,
    http: healthOnly(checks),
  });
  const workers = () => pool.slots().map((worker, index) => ({ index, isAlive: worker?.isAlive ?? false, cpu: worker?.cpu ?? 0 }));
  const metrics = createMetrics({ rooms, recorder, workers, workerDeaths: () => pool.deaths });
  const control = new ControlServer({ ...config.control, node, secret, rooms, recorder, limits: LIMITS, clock, log, checks, metrics });
  scope.own(() => control.close());
  scope.own(() => signalling.close());
  // Recordings end before their media does, and everybody is told before the connections close.
  scope.own(() => rooms.end());
  scope.own(() => recorder.end());
  scope.own(async () => {
    pool.beginEnd();
    rooms.drain();
    await heartbeat.beat();
  });
  await whenPortIsBusy('GATEWAY_PORT', config.signalling.port, signalling.listen());
  await whenPortIsBusy('GATEWAY_CONTROL_PORT', config.control.port, control.listen());
  log.info(
    { epoch: heartbeat.epoch, signalling: signalling.port, control: control.port, workers: config.media.workers },
    'the gateway is ready',
  );
}

/** The health check stands on the browsers' port too, for a reverse proxy that sees only that one. */
function healthOnly(checks: readonly Check[]): RequestListener {
  const answer = healthHandler(checks);
  return (request, response) => {
    if (request.method === 'GET' && request.url === '/healthz') answer(response);
    else response.writeHead(404).end();
  };
}

async function connectDatabase(config: Config): Promise<MongoClient> {
  const client = new MongoClient(config.mongodbUri, { serverSelectionTimeoutMS: DATABASE_PATIENCE_MS, appName: config.node });
  try {
    return await client.connect();
  } catch (error) {
    await client.close();
    throw new StartProblem(`MONGODB_URI: the database does not answer (${error instanceof Error ? error.name : 'unknown'})`);
  }
}

async function startWorkers({ media }: Config, log: Log): Promise<WorkerPool> {
  const timing = { hangMs: HANG_MS, askEveryMs: ASK_EVERY_MS };
  try {
    return await WorkerPool.start({ ...media, ...timing, log });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartProblem(`MEDIA_PORT ${media.port} or MEDIASOUP_WORKER_BIN: the media workers cannot start (${why})`);
  }
}

/** Everything that ends this process ends it here, once, in order and in time. */
function createEnd(log: Log, scope: Scope): (why: string, code: number) => void {
  let isEnding = false;
  return (why, code) => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why }, 'the gateway ends');
    setTimeout(() => process.exit(code || 1), STOP_PATIENCE_MS).unref();
    void scope.end().then(() => process.exit(code));
  };
}

function run(): void {
  const config = readConfigOrExit();
  const log = pino({ level: config.logLevel, base: { node: config.node } });
  const scope = new Scope((error) => log.error({ err: error }, 'something could not be ended'));
  const end = createEnd(log, scope);
  process.on('SIGTERM', () => end('SIGTERM', 0));
  process.on('SIGINT', () => end('SIGINT', 0));
  // A terminal or a pipe that goes away is no reason to end classes.
  for (const signal of ['SIGHUP', 'SIGPIPE'] as const) process.on(signal, () => {});
  // A rejection that nobody waited for is a bug in one wish, and other classes go on.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection was not handled'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an exception was not caught');
    end('an exception was not caught', 1);
  });
  if (config.exitWithParent) endWithParent((why) => end(why, 0));
  start(config, log, scope, () => end('another gateway has this name', 1)).catch((error: unknown) => {
    if (error instanceof StartProblem) process.stderr.write(`The gateway cannot start: ${error.message}\n`);
    else log.fatal({ err: error }, 'the gateway cannot start');
    end('it cannot start', 1);
  });
}

function readConfigOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    process.stderr.write(`The gateway cannot start: ${error.message}\n`);
    process.exit(1);
  }
}

run();
