import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { ensureDockerCompose } from '../../scripts/lib/binaries.mjs';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Every variable that docker-compose.yml demands, with values that could stand in a real .env. */
export const SAMPLE_VARIABLES: Readonly<Record<string, string>> = Object.freeze({
  PUBLIC_URL: 'https://live.school.example',
  ANNOUNCED_ADDRESS: '203.0.113.10',
  TOOL_SECRET: '1'.repeat(64),
  GATEWAY_SECRET: '2'.repeat(64),
  MONGO_KEY: '3'.repeat(64),
  MONGO_PASSWORD: '4'.repeat(64),
});

const words = z.union([z.array(z.string()), z.string().transform((text) => [text]), z.null().transform(() => [])]).default([]);
const Port = z.object({
  published: z.coerce.number().int(),
  target: z.number().int(),
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
});
/** Older versions of the program print `source:target:mode`, newer ones an object. */
const Volume = z.union([
  z.object({ source: z.string(), target: z.string() }),
  z.string().transform((text) => {
    const [source = '', target = ''] = text.split(':');
    return { source, target };
  }),
]);
const Service = z.object({
  entrypoint: words,
  command: words,
  environment: z.record(z.string(), z.coerce.string()).default({}),
  ports: z.array(Port).default([]),
  volumes: z.array(Volume).default([]),
  tmpfs: words,
  networks: z.record(z.string(), z.unknown()).default({}),
  network_mode: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string().optional(),
  read_only: z.boolean().default(false),
  user: z.string().optional(),
  image: z.string(),
  cap_drop: words,
  security_opt: words,
  stop_grace_period: z.string().optional(),
});
export type Service = z.infer<typeof Service>;

const ComposeFile = z.object({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) }).loose()),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

/**
 * docker-compose.yml as the program itself understands it with these variables and no others.
 * Rejects with what the program said when it refuses the file.
 */
export async function readComposeFile(variables: Readonly<Record<string, string>>, file = join(REPOSITORY, 'docker-compose.yml')) {
  const program = await ensureDockerCompose();
  const folder = await mkdtemp(join(tmpdir(), 'live-class-compose-'));
  try {
    // A file of our own, because the program would else read a .env that happens to lie in the repository.
    const envFile = join(folder, 'variables');
    await writeFile(
      envFile,
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const args = ['--file', file, '--project-directory', REPOSITORY, '--env-file', envFile, 'config'];
    const { stdout } = await promisify(execFile)(program, args, { env: { PATH: process.env['PATH'], HOME: folder }, maxBuffer: 8_000_000 });
    // The program doubles dollar signs in its output so that the output is a compose file again.
    return ComposeFile.parse(unescaped(parse(stdout)));
  } catch (error) {
    const said = (error as { stderr?: string }).stderr;
    throw said ? new Error(said.trim()) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(unescaped);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unescaped(inner)]));
}

/** Every port of the host that this file opens, like "30000/udp to gateway-1:30000". */
export function publishedPorts({ services }: ComposeFile): string[] {
  return Object.entries(services)
    .flatMap(([name, service]) => service.ports.map((port) => `${port.published}/${port.protocol} to ${name}:${port.target}`))
    .sort();
}
