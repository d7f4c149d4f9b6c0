import type { RequestListener, Server } from 'node:http';
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
import { endWithParent, openPort, StartProblem } from './process.ts';
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

interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly scope: Scope;
  readonly onFenced: () => void;
}

async function start(ground: Ground): Promise<void> {
  const { config, log } = ground;
  logMediasoup(log.child({ part: 'mediasoup' }));
  const { signalling, control } = config;
  const servers = {
    browsers: await openPort('GATEWAY_PORT', signalling.host, signalling.port),
    tools: await openPort('GATEWAY_CONTROL_PORT', control.host, control.port),
  };
  const core = await startCore(ground);
  serve(ground, core, servers);
  log.info({ epoch: core.heartbeat.epoch, ...portsOf(config), workers: config.media.workers }, 'the gateway is ready');
}

/** Rooms and recordings, and their entry in the list of gateways. */
async function startCore({ config, log, scope, onFenced }: Ground) {
  const client = await connectDatabase(config);
  scope.own(() => client.close());
  const pool = await startWorkers(config, log);
  scope.own(() => pool.close());
  const { node, ffmpegPath, recordingsDir: folder } = config;
  const rooms = new GatewayRooms({ pool, limits: LIMITS, plainPorts: config.media.plainPorts, clock, log });
  const recorder = await createRecorder({ taps: rooms, clock, log: log.child({ part: 'recorder' }), node, folder, ffmpegPath });
  const heartbeat = await Heartbeat.start({
    ...{ db: client.db(), node, rooms, log, everyMs: HEARTBEAT_MS, onFenced },
    signallingUrl: config.signalling.url,
    controlUrl: config.control.url,
  });
  scope.own(() => heartbeat.end());
  return { pool, rooms, recorder, heartbeat };
}

type Core = Awaited<ReturnType<typeof startCore>>;

/** What browsers, tools and operators reach. */
function serve({ config, log, scope }: Ground, core: Core, servers: { readonly browsers: Server; readonly tools: Server }): void {
  const { pool, rooms, recorder, heartbeat } = core;
  const { node, secret } = config;
  const checks: Check[] = [
    { name: 'workers', isGood: () => pool.slots().every((worker) => worker?.isAlive) },
    { name: 'database', isGood: () => heartbeat.isFresh },
    { name: 'signalling', isGood: () => signalling.isListening },
    { name: 'accepting', isGood: () => !rooms.isDraining },
  ];
  const common = { node, secret, rooms, limits: LIMITS, clock, log };
  const { allowedOrigins } = config.signalling;
  const signalling = new SignallingServer({ ...common, server: servers.browsers, allowedOrigins, http: healthOnly(checks) });
  const workers = () => pool.slots().map((worker, index) => ({ index, isAlive: worker?.isAlive ?? false, cpu: worker?.cpu ?? 0 }));
  const metrics = createMetrics({ rooms, recorder, workers, workerDeaths: () => pool.deaths });
  const control = new ControlServer({ ...common, server: servers.tools, recorder, checks, metrics });
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
}

const portsOf = ({ signalling, control }: Config) => ({ signalling: signalling.port, control: control.port });

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
  start({ config, log, scope, onFenced: () => end('another gateway has this name', 1) }).catch((error: unknown) => {
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
