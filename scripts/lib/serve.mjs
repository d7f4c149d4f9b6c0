import { ensureFfmpeg, ensureWorker } from './binaries.mjs';
import { startEmbeddedMongo } from './embedded-mongo.mjs';
import { buildFrontend, viteCommand } from './frontend-build.mjs';
import { onNpmGone } from './parent-watch.mjs';
import { requireFreePorts } from './ports.mjs';
import { repository } from './repository.mjs';
import { say } from './run.mjs';
import { readSecrets } from './secrets.mjs';
import { Services, untilReady } from './services.mjs';
import { readSettings } from './settings.mjs';

/**
 * Starts the whole product on this machine and runs until it is told to stop.
 * @returns {Promise<number>} the exit code
 */
export async function serve({ dev }) {
  const settings = readSettings();
  await requireFreePorts(settings.listeners);
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  const services = new Services((problem) => {
    console.error(`\n${problem.message}`);
    finish(1);
  });
  onStopRequest(() => finish(0));
  try {
    // Whatever ends it first, a signal during the start or a failed start, everything is taken down again.
    await Promise.race([startAll(services, settings, dev), finished]);
    return await finished;
  } finally {
    say('stopping');
    await services.stop();
  }
}

async function startAll(services, settings, dev) {
  const binaries = { MEDIASOUP_WORKER_BIN: await ensureWorker(), FFMPEG_PATH: await ensureFfmpeg() };
  const mongoUri = settings.mongoUri ?? (await embeddedMongo(services, settings));
  if (!process.env.FRONTEND_DIR) await buildFrontend();
  const env = { ...environmentFor(settings), ...binaries, MONGODB_URI: mongoUri };
  const node = (name, file) => services.start({ name, command: process.execPath, args: [...(dev ? ['--watch'] : []), file], env });
  const { PORT, GATEWAY_CONTROL_PORT } = settings.ports;
  const gateway = node('gateway', 'gateway/src/main.ts');
  // The sandbox LMS lets anybody in as a teacher, so it is no part of a production start. It goes before
  // the tool, which reads the registration that it writes.
  if (!settings.isProduction)
    await untilReady(node('sandbox', 'fixtures/src/sandbox-lms/main.ts'), `http://127.0.0.1:${settings.ports.SANDBOX_PORT}/healthz`);
  const tool = node('tool', 'lti-tool/src/main.ts');
  await Promise.all([
    untilReady(gateway, `http://${reachable(env.GATEWAY_CONTROL_HOST)}:${GATEWAY_CONTROL_PORT}/healthz`),
    untilReady(tool, `http://${reachable(env.HOST)}:${PORT}/healthz`),
  ]);
  if (dev) {
    const args = [viteCommand(), 'build', '--watch', '--emptyOutDir=false'];
    services.start({ name: 'frontend', command: process.execPath, args, env, cwd: repository('frontend') });
  }
  welcome(env, settings.isProduction);
}

/** An address to ask for a server that listens on this one: a wildcard answers on the loopback too. */
const reachable = (host) => (!host || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

async function embeddedMongo(services, settings) {
  const mongo = await startEmbeddedMongo({ folder: repository('.data/mongo'), port: settings.mongoPort });
  services.adopt(mongo);
  return mongo.uri;
}

/** One environment for all: each process reads only its own names, and agreeing addresses come from one place. */
function environmentFor({ ports, hosts, mediaPort, workers, isProduction }) {
  const { PORT, SANDBOX_PORT, GATEWAY_CONTROL_PORT, GATEWAY_PORT } = ports;
  const registration = repository('.data/sandbox-lms/registration.json');
  const defaults = {
    NODE_ENV: 'development',
    PUBLIC_URL: `http://localhost:${PORT}`,
    TOOL_URL: process.env.PUBLIC_URL || `http://localhost:${PORT}`,
    SANDBOX_URL: `http://127.0.0.1:${SANDBOX_PORT}`,
    SANDBOX_DIR: repository('.data/sandbox-lms'),
    ...(isProduction ? {} : { SANDBOX_PLATFORM_FILE: registration, PLATFORMS_FILE: registration }),
    FRONTEND_DIR: repository('frontend/dist'),
    RECORDINGS_DIR: repository('.data/recordings'),
    GATEWAY_CONTROL_URL: `http://127.0.0.1:${GATEWAY_CONTROL_PORT}`,
    GATEWAY_SIGNALLING_URL: `http://127.0.0.1:${GATEWAY_PORT}`,
    MEDIA_PORT: String(mediaPort),
    MEDIA_WORKERS: String(workers),
    ...Object.fromEntries(Object.entries(hosts).filter(([, host]) => host !== undefined)),
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
  };
  // An empty variable in .env means "the default", not an empty value.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  return { ...defaults, ...given, ...(isProduction ? {} : readSecrets()) };
}

function onStopRequest(stop) {
  let asked = 0;
  const request = () => {
    // One Ctrl-C arrives several times: from the terminal, from npm, from the older Node that started this one.
    const isEcho = Date.now() - asked < 1000;
    // Somebody who asks again later means it; the keeper then ends the children.
    if (asked > 0 && !isEcho) process.exit(1);
    asked ||= Date.now();
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, request);
  if (process.channel) {
    process.channel.unref();
    process.on('disconnect', request);
  }
  onNpmGone(request);
}

function welcome({ PUBLIC_URL, SANDBOX_URL }, isProduction) {
  const tryIt = `  Try it:    ${SANDBOX_URL}   the sandbox LMS: choose a teacher or a student, click the live class\n`;
  console.log(`
Live Class is running.

${isProduction ? '' : tryIt}  The tool:  ${PUBLIC_URL}   what an LMS is connected to

Ctrl-C ends everything; what was recorded and written stays in .data/.
`);
}
