import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { NodeId } from '@liveclass/contract';
import { z } from 'zod';

/** A bad value in the environment: `message` is the one line that says which and why. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
}

const port = z.coerce.number().int().min(0).max(65_535);
const list = z
  .string()
  .transform((value) => value.split(',').map((item) => item.trim()))
  .pipe(z.array(z.url()));

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  GATEWAY_NODE: NodeId.default(NodeId.parse('gateway-1')),
  GATEWAY_HOST: z.string().min(1).default('127.0.0.1'),
  GATEWAY_PORT: port.default(8083),
  GATEWAY_CONTROL_HOST: z.string().min(1).default('127.0.0.1'),
  GATEWAY_CONTROL_PORT: port.default(8082),
  GATEWAY_SIGNALLING_URL: z.url().optional(),
  GATEWAY_CONTROL_URL: z.url().optional(),
  GATEWAY_SECRET: z.string({ error: 'is missing (32 characters or more, the same for tool and gateways)' }).min(32),
  ALLOWED_ORIGINS: list.optional(),
  MEDIA_PORT: port.min(1).default(30_000),
  MEDIA_WORKERS: z.coerce.number().int().min(1).max(64).default(availableParallelism()),
  MEDIA_LISTEN_IP: z.union([z.ipv4(), z.ipv6()]).optional(),
  ANNOUNCED_ADDRESS: z.string().min(1).optional(),
  PLAIN_PORT_MIN: port.min(1).default(31_000),
  PLAIN_PORT_MAX: port.min(1).default(31_999),
  MEDIASOUP_WORKER_BIN: z.string().min(1).optional(),
  FFMPEG_PATH: z.string().min(1).default('ffmpeg'),
  RECORDINGS_DIR: z.string().min(1).default('.data/recordings'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'is no MongoDB address')
    .optional(),
  EXIT_WITH_PARENT: z.enum(['0', '1', 'false', 'true']).default('0'),
});

export interface Config {
  readonly node: NodeId;
  readonly isProduction: boolean;
  readonly logLevel: string;
  readonly signalling: {
    readonly host: string;
    readonly port: number;
    readonly url: string;
    readonly allowedOrigins: readonly string[] | undefined;
  };
  readonly control: { readonly host: string; readonly port: number; readonly url: string };
  readonly secret: string;
  readonly media: {
    readonly port: number;
    readonly workers: number;
    readonly listenIp: string;
    readonly announcedAddress: string | undefined;
    readonly plainPorts: { readonly min: number; readonly max: number };
    readonly workerBin: string | undefined;
  };
  readonly ffmpegPath: string;
  readonly recordingsDir: string;
  readonly mongodbUri: string;
  readonly exitWithParent: boolean;
}

/** The environment as one frozen object. Throws a ConfigProblem that names the first bad value. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  // An empty value means "not set": compose files and shells pass them for what nobody filled in.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = Environment.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new ConfigProblem(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'is not valid'}`);
  }
  const value = read.data;
  const isProduction = value.NODE_ENV === 'production';
  checkAddresses(value, isProduction);
  return freeze(value, isProduction);
}

type Values = z.infer<typeof Environment>;

function checkAddresses(value: Values, isProduction: boolean): void {
  if (isProduction && !value.MONGODB_URI) throw new ConfigProblem('MONGODB_URI: is missing (needed in production)');
  if (value.PLAIN_PORT_MIN >= value.PLAIN_PORT_MAX) throw new ConfigProblem('PLAIN_PORT_MAX: must be above PLAIN_PORT_MIN');
  const lastMediaPort = value.MEDIA_PORT + value.MEDIA_WORKERS - 1;
  if (lastMediaPort > 65_535) throw new ConfigProblem('MEDIA_PORT: leaves no port for each of MEDIA_WORKERS');
  if (value.MEDIA_PORT <= value.PLAIN_PORT_MAX && lastMediaPort >= value.PLAIN_PORT_MIN)
    throw new ConfigProblem(`MEDIA_PORT: ports ${value.MEDIA_PORT} to ${lastMediaPort} run into PLAIN_PORT_MIN to PLAIN_PORT_MAX`);
  const isWildcard = listenIp(value, isProduction) === '0.0.0.0' || listenIp(value, isProduction) === '::';
  if (isWildcard && !value.ANNOUNCED_ADDRESS)
    throw new ConfigProblem(
      'ANNOUNCED_ADDRESS: is missing (the address that browsers send media to, needed when MEDIA_LISTEN_IP is a wildcard)',
    );
}

const listenIp = (value: Values, isProduction: boolean): string => value.MEDIA_LISTEN_IP ?? (isProduction ? '0.0.0.0' : '127.0.0.1');

function freeze(value: Values, isProduction: boolean): Config {
  return Object.freeze({
    node: value.GATEWAY_NODE,
    isProduction,
    logLevel: value.LOG_LEVEL,
    signalling: Object.freeze({
      host: value.GATEWAY_HOST,
      port: value.GATEWAY_PORT,
      url: value.GATEWAY_SIGNALLING_URL ?? `http://127.0.0.1:${value.GATEWAY_PORT}`,
      allowedOrigins: value.ALLOWED_ORIGINS,
    }),
    control: Object.freeze({
      host: value.GATEWAY_CONTROL_HOST,
      port: value.GATEWAY_CONTROL_PORT,
      url: value.GATEWAY_CONTROL_URL ?? `http://127.0.0.1:${value.GATEWAY_CONTROL_PORT}`,
    }),
    secret: value.GATEWAY_SECRET,
    media: Object.freeze({
      port: value.MEDIA_PORT,
      workers: value.MEDIA_WORKERS,
      listenIp: listenIp(value, isProduction),
      announcedAddress: value.ANNOUNCED_ADDRESS,
      plainPorts: Object.freeze({ min: value.PLAIN_PORT_MIN, max: value.PLAIN_PORT_MAX }),
      workerBin: value.MEDIASOUP_WORKER_BIN,
    }),
    ffmpegPath: value.FFMPEG_PATH,
    recordingsDir: resolve(value.RECORDINGS_DIR),
    mongodbUri: value.MONGODB_URI ?? 'mongodb://127.0.0.1:27117/liveclass?replicaSet=rs0',
    exitWithParent: ['1', 'true'].includes(value.EXIT_WITH_PARENT),
  });
}
