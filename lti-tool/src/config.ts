import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LIMITS } from '@liveclass/contract';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** What the process needs to know of its surroundings; read once, never changed. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  /** Absent: every address of the machine. */
  readonly host: string | undefined;
  /** The tool's own origin as browsers see it; no path. */
  readonly publicUrl: URL;
  readonly mongodbUri: string;
  /** At least 32 characters: cookies, links and stored keys hang on it. */
  readonly secret: string;
  /** Shared with the gateways; at least 32 characters. */
  readonly gatewaySecret: string;
  /** JSON file with an array of `PlatformRegistration`; it may appear later than the tool. */
  readonly platformsFile: string | undefined;
  /** CIDR ranges beside the public addresses that may be an LMS. */
  readonly lmsAllowedNetworks: readonly string[];
  readonly frontendDir: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Bearer for /metrics from elsewhere than a private address; absent: private addresses only. */
  readonly metricsToken: string | undefined;
  readonly playbackLinkMs: number;
  /** Where uploaded files are kept; with several tools a folder that all of them see. */
  readonly filesDir: string;
  /** Is given the path of an uploaded file and exits with 0 (clean) or 1 (infected), as clamdscan does; absent: nothing is scanned. */
  readonly scanCommand: readonly string[] | undefined;
  /** How many tool processes share the database; above 1 broadcasts travel through MongoDB. */
  readonly replicas: number;
  /** Ends with the process that started this one. */
  readonly exitWithParent: boolean;
}

/** A start that cannot be: its message is the one line that is shown. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
/** Good for one machine that nobody else reaches; production refuses to start without its own. */
const DEVELOPMENT_SECRET = 'development-only-secret-of-the-live-class-tool';
const DEVELOPMENT_GATEWAY_SECRET = 'development-only-secret-of-the-live-class-gateway';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `is not between ${least} and ${most}`);
const secret = z.string().min(32, 'is shorter than 32 characters').max(1024, 'is longer than 1024 characters');
const flag = z.enum(['0', '1'], 'is neither 0 nor 1').transform((value) => value === '1');
const networks = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  .refine((list) => list.every((entry) => ipaddr.isValidCIDR(entry)), 'is not a list of networks like 10.0.0.0/8,fd00::/8');
const origin = z
  .string()
  .refine((value) => isOrigin(value), 'is not an http(s) address without path, query or credentials')
  .transform((value) => new URL(value));

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
}

const Environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test'], 'is none of production, development, test').default('development'),
  PORT: wholeNumber(1, 65_535).default(8080),
  HOST: z.string().max(255).optional(),
  PUBLIC_URL: origin.optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, 'is not a mongodb:// address')
    .optional(),
  TOOL_SECRET: secret.optional(),
  GATEWAY_SECRET: secret.optional(),
  PLATFORMS_FILE: z.string().max(4096).optional(),
  LMS_ALLOWED_NETWORKS: networks.default([]),
  FRONTEND_DIR: z
    .string()
    .refine((path) => existsSync(path), 'does not exist')
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info'),
  METRICS_TOKEN: z.string().min(16, 'is shorter than 16 characters').optional(),
  PLAYBACK_LINK_MS: wholeNumber(1_000, LIMITS.playbackLinkMs).default(LIMITS.playbackLinkMs),
  FILES_DIR: z.string().max(4096).optional(),
  FILES_SCAN_COMMAND: z
    .string()
    .max(4096)
    .transform((line) => line.trim().split(/\s+/))
    .optional(),
  TOOL_REPLICAS: wholeNumber(1, 100).default(1),
  EXIT_WITH_PARENT: flag.default(false),
});
type Environment = z.infer<typeof Environment>;

/** Reads the environment. Throws `BadConfig` with one line that names the first variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  // An empty variable is how compose files say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = Environment.safeParse(given);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new BadConfig(`${String(issue?.path[0])} ${issue?.message}.`);
  }
  const values = read.data;
  const production = values.NODE_ENV === 'production';
  if (production) requireForProduction(values);
  return Object.freeze({
    production,
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? new URL(`http://localhost:${values.PORT}`),
    mongodbUri: values.MONGODB_URI ?? 'mongodb://127.0.0.1:27117/liveclass?replicaSet=rs0',
    secret: values.TOOL_SECRET ?? DEVELOPMENT_SECRET,
    gatewaySecret: values.GATEWAY_SECRET ?? DEVELOPMENT_GATEWAY_SECRET,
    platformsFile: values.PLATFORMS_FILE,
    lmsAllowedNetworks: Object.freeze(values.LMS_ALLOWED_NETWORKS),
    frontendDir: values.FRONTEND_DIR ?? fileURLToPath(new URL('../../frontend/dist', import.meta.url)),
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN,
    playbackLinkMs: values.PLAYBACK_LINK_MS,
    filesDir: resolve(values.FILES_DIR ?? fileURLToPath(new URL('../../.data/files', import.meta.url))),
    scanCommand: values.FILES_SCAN_COMMAND,
    replicas: values.TOOL_REPLICAS,
    exitWithParent: values.EXIT_WITH_PARENT,
  });
}

function requireForProduction(values: Environment): void {
  for (const name of ['PUBLIC_URL', 'MONGODB_URI', 'TOOL_SECRET', 'GATEWAY_SECRET'] as const) {
    if (values[name] === undefined) throw new BadConfig(`${name} is missing; production needs it.`);
  }
  if (values.PUBLIC_URL?.protocol !== 'https:') throw new BadConfig('PUBLIC_URL is not https; production needs it.');
  const secrets = [values.TOOL_SECRET, values.GATEWAY_SECRET];
  if (secrets.includes(DEVELOPMENT_SECRET) || secrets.includes(DEVELOPMENT_GATEWAY_SECRET) || secrets[0] === secrets[1])
    throw new BadConfig('TOOL_SECRET and GATEWAY_SECRET must be two secrets of their own; the development ones or equal ones are refused.');
}
