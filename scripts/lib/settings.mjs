import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { loadEnvFile } from 'node:process';
import { repository } from './repository.mjs';
import { SetupProblem } from './setup-problem.mjs';

const MONGO_PORT = 27117;
const SHORTEST_SECRET = 32;

/** The ports of `npm start` with the variable that moves each; .env.example documents them. */
const PORTS = {
  PORT: [8080, 'the tool', 'HOST'],
  SANDBOX_PORT: [8081, 'the sandbox LMS'],
  GATEWAY_CONTROL_PORT: [8082, "the gateway's control", 'GATEWAY_CONTROL_HOST'],
  GATEWAY_PORT: [8083, "the gateway's signalling", 'GATEWAY_HOST'],
};
const LOOPBACK = '127.0.0.1';

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
    hosts: hostsOf(env, isProduction),
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

/**
 * Where each listens. The tool keeps to this machine until somebody gives it an address that others can
 * use: the sandbox LMS lets anybody in as a teacher, so nobody else should reach it by accident.
 */
function hostsOf(env, isProduction) {
  return {
    HOST: env.HOST || (env.PUBLIC_URL ? undefined : LOOPBACK),
    GATEWAY_HOST: env.GATEWAY_HOST || LOOPBACK,
    GATEWAY_CONTROL_HOST: env.GATEWAY_CONTROL_HOST || LOOPBACK,
    MEDIA_LISTEN_IP: env.MEDIA_LISTEN_IP || (isProduction ? '0.0.0.0' : LOOPBACK),
  };
}

/** Every port this start will listen on, for the check that it is free. */
function listenersOf({ ports, hosts, mediaPort, workers, mongoUri, mongoPort, isProduction }) {
  const names = Object.entries(PORTS).filter(([name]) => !isProduction || name !== 'SANDBOX_PORT');
  const rows = names.map(([name, [, whose, host]]) => {
    return { port: ports[name], host: host ? hosts[host] : LOOPBACK, name, whose, udp: false };
  });
  for (let index = 0; index < workers; index += 1) {
    rows.push({ port: mediaPort + index, host: hosts.MEDIA_LISTEN_IP, name: 'MEDIA_PORT', whose: `media worker ${index}`, udp: true });
  }
  if (!mongoUri) rows.push({ port: mongoPort, host: LOOPBACK, name: 'MONGODB_URI', whose: 'the embedded MongoDB', udp: false });
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
