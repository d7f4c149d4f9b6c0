import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { loadEnvFile } from 'node:process';
import { repository } from './repository.mjs';
import { SetupProblem } from './setup-problem.mjs';

const MONGO_PORT = 27117;
const SHORTEST_SECRET = 32;

/** The ports of `npm start` with the variable that moves each; .env.example documents them. */
const PORTS = {
  PORT: [8080, 'the tool'],
  SANDBOX_PORT: [8081, 'the sandbox LMS'],
  GATEWAY_CONTROL_PORT: [8082, "the gateway's control"],
  GATEWAY_PORT: [8083, "the gateway's signalling"],
};

/**
 * Reads what the start needs from the environment (and from a .env file, which never overrides it).
 * A bad value stops with one line that names the variable.
 */
export function readSettings(env = process.env) {
  if (env === process.env && existsSync(repository('.env'))) loadEnvFile(repository('.env'));
  const ports = Object.fromEntries(Object.entries(PORTS).map(([name, [usual]]) => [name, port(env, name, usual)]));
  const mediaPort = port(env, 'MEDIA_PORT', 30000);
  const workers = wholeNumber(env, 'MEDIA_WORKERS', availableParallelism(), 1, 256);
  const isProduction = env.NODE_ENV === 'production';
  if (isProduction) requireForProduction(env);
  for (const name of ['TOOL_SECRET', 'GATEWAY_SECRET']) {
    if (env[name] && env[name].length < SHORTEST_SECRET)
      throw new SetupProblem(`${name} must have at least ${SHORTEST_SECRET} characters.`);
  }
  for (const name of ['PUBLIC_URL', 'SANDBOX_URL', 'TOOL_URL']) url(env, name);
  const settings = {
    ports,
    mediaPort,
    workers,
    mongoUri: env.MONGODB_URI || undefined,
    mongoPort: port(env, 'MONGODB_PORT', MONGO_PORT),
    isProduction,
  };
  return { ...settings, listeners: listenersOf(settings) };
}

function requireForProduction(env) {
  for (const name of ['TOOL_SECRET', 'GATEWAY_SECRET', 'MONGODB_URI', 'PUBLIC_URL']) {
    if (!env[name]) throw new SetupProblem(`${name} must be set when NODE_ENV is production (see .env.example).`);
  }
}

/** Every port this start will listen on, for the check that it is free: [port, variable, whose, protocols]. */
function listenersOf({ ports, mediaPort, workers, mongoUri, mongoPort }) {
  const rows = Object.entries(PORTS).map(([name, [, whose]]) => ({ port: ports[name], name, whose, udp: false }));
  for (let index = 0; index < workers; index += 1) {
    rows.push({ port: mediaPort + index, name: 'MEDIA_PORT', whose: `media worker ${index}`, udp: true });
  }
  if (!mongoUri) rows.push({ port: mongoPort, name: 'MONGODB_URI', whose: 'the embedded MongoDB', udp: false });
  const seen = new Map();
  for (const row of rows) {
    const other = seen.get(row.port);
    if (other)
      throw new SetupProblem(`${row.name} gives ${row.whose} the port ${row.port}, which ${other.name} already gives ${other.whose}.`);
    seen.set(row.port, row);
  }
  return rows;
}

const port = (env, name, usual) => wholeNumber(env, name, usual, 1, 65_535);

function wholeNumber(env, name, usual, least, most) {
  const text = env[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new SetupProblem(`${name}=${text} is not a whole number from ${least} to ${most}.`);
}

function url(env, name) {
  if (!env[name]) return;
  const value = URL.canParse(env[name]) ? new URL(env[name]) : undefined;
  if (value?.protocol !== 'http:' && value?.protocol !== 'https:')
    throw new SetupProblem(`${name}=${env[name]} is not an http(s) address.`);
}
