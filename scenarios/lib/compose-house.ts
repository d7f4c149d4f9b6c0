import { randomInt } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { ensureMongod, ensureNginx } from '../../scripts/lib/binaries.mjs';
import { type ComposeFile, REPOSITORY, readComposeFile, SAMPLE_VARIABLES, type Service } from './compose-file.ts';
import { Children } from './compose-processes.ts';
import { giveToProxy, makeCertificate, proxyUser, renderProxyTemplate } from './nginx.ts';
import { until } from './until.ts';

/**
 * The services of docker-compose.yml as plain processes: the commands and the environment are those of the file. What
 * containers would give is stood in for: each service has a loopback address of its own (so ports stay as written), its
 * volumes are folders, and the published ports of the proxy are forwarded from 127.0.0.1.
 */
export interface ComposeHouse {
  readonly url: string;
  readonly certificate: string;
  readonly file: ComposeFile;
  /** Where the tools look for their platforms. */
  readonly platformsFile: string;
  readonly mongodbUri: string;
  /** A folder for what belongs to this run; gone at the end. */
  readonly folder: string;
  /** To reach a service past the edge. */
  address(service: string): string;
  /** Starts what the file says that `services` need, and them; answers when all are ready. */
  start(...services: string[]): Promise<void>;
  /** Runs a job once more and gives its exit code. */
  rerun(job: string, environment?: Readonly<Record<string, string>>): Promise<number>;
  kill(service: string): Promise<void>;
  /** The lines of the proxy's log. */
  accessLog(): Promise<string[]>;
  /** The last lines of everybody, for a failure. */
  logs(): string;
  end(): Promise<void>;
}

const PUBLISHED_AT = '127.0.0.1';
/** A file, because this process reads it; in the container it is the standard output. */
const ACCESS_LOG = '/tmp/access.log';
const READY_WITHIN_MS = 90_000;

/** A port that nobody listens on, on any address. */
export function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export async function openComposeHouse(more: Readonly<Record<string, string>> = {}): Promise<ComposeHouse> {
  const [https, http, tool, signalling, control] = await Promise.all(Array.from({ length: 5 }, () => unusedPort()));
  const url = `https://localhost:${https}`;
  const file = await readComposeFile({
    ...SAMPLE_VARIABLES,
    PUBLIC_URL: url,
    HTTPS_PORT: String(https),
    HTTP_PORT: String(http),
    PORT: String(tool),
    GATEWAY_PORT: String(signalling),
    GATEWAY_CONTROL_PORT: String(control),
    ...more,
  });
  const folder = await mkdtemp(join(tmpdir(), 'live-class-house-'));
  await giveToProxy(folder);
  const { certificate } = await makeCertificate(join(folder, 'tls'));
  // A copy of its own, as an image has one, so that a build in the meantime changes nothing here.
  await cp(join(REPOSITORY, 'frontend/dist'), join(folder, 'frontend'), { recursive: true });
  return new House(file, folder, url, certificate);
}

class House implements ComposeHouse {
  readonly url: string;
  readonly certificate: string;
  readonly file: ComposeFile;
  readonly platformsFile: string;
  readonly folder: string;
  readonly #children = new Children();
  readonly #publishers: Server[] = [];
  readonly #started = new Map<string, Promise<void>>();
  readonly #net = `127.${randomInt(1, 255)}.${randomInt(0, 255)}`;
  readonly #order: readonly string[];

  constructor(file: ComposeFile, folder: string, url: string, certificate: string) {
    this.file = file;
    this.url = url;
    this.certificate = certificate;
    this.platformsFile = join(folder, 'platforms', 'platforms.json');
    this.folder = folder;
    this.#order = Object.keys(file.services).sort();
  }

  get mongodbUri(): string {
    return this.#here('tool-1', this.#service('tool-1').environment['MONGODB_URI'] ?? '');
  }

  address(service: string): string {
    // A service in another's network has that one's address.
    const shared = /^service:(.+)$/.exec(this.#service(service).network_mode ?? '')?.[1];
    return shared ? this.address(shared) : `${this.#net}.${this.#order.indexOf(service) + 11}`;
  }

  async start(...services: string[]): Promise<void> {
    await Promise.all(services.map((name) => this.#ensure(name)));
  }

  async rerun(job: string, environment: Readonly<Record<string, string>> = {}): Promise<number> {
    const { command, args, options } = await this.#process(job);
    return this.#children.run(job, command, args, { ...options, env: { ...options.env, ...environment } });
  }

  async kill(service: string): Promise<void> {
    this.#started.delete(service);
    await this.#children.end(service, 'SIGKILL');
  }

  async accessLog(): Promise<string[]> {
    return (await readFile(this.#here('proxy', ACCESS_LOG), 'utf8')).trim().split('\n');
  }

  logs(): string {
    return this.#children.logs();
  }

  async end(): Promise<void> {
    for (const server of this.#publishers) server.close();
    await this.#children.endAll((name) => (name === 'proxy' ? 'SIGQUIT' : 'SIGTERM'));
    await rm(this.folder, { recursive: true, force: true });
  }

  #service(name: string): Service {
    const service = this.file.services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  }

  #ensure(name: string): Promise<void> {
    let started = this.#started.get(name);
    if (!started) this.#started.set(name, (started = this.#startOne(name)));
    return started;
  }

  async #startOne(name: string): Promise<void> {
    const service = this.#service(name);
    await Promise.all(Object.keys(service.depends_on).map((needed) => this.#ensure(needed)));
    const { command, args, options } = await this.#process(name);
    if (service.healthcheck === undefined) {
      const code = await this.#children.run(name, command, args, options);
      if (code !== 0) throw new Error(`${name} ended with ${code}\n${this.logs()}`);
      return;
    }
    this.#children.start(name, command, args, options);
    if (name === 'proxy') await this.#publish(name);
    const isHealthy = async () => {
      if (!this.#children.isRunning(name)) throw new Error(`${name} has ended\n${this.logs()}`);
      return this.#isHealthy(name);
    };
    await until(`${name} to be healthy`, isHealthy, { timeoutMs: READY_WITHIN_MS });
  }

  /** The command of a service with everything that a container would give it. */
  async #process(name: string) {
    const service = this.#service(name);
    const here = (text: string) => this.#here(name, text);
    for (const target of this.#targets(name).values()) await mkdir(target, { recursive: true });
    const declared = Object.fromEntries(Object.entries(service.environment).map(([key, value]) => [key, here(value)]));
    const [program = '', ...args] = [...service.entrypoint, ...service.command].map(here);
    const mongod = await ensureMongod();
    const image = {
      // What the images bring, and nothing else of this process's environment: the file must say the rest.
      PATH: `${dirname(mongod)}:/usr/local/bin:/usr/bin:/bin`,
      MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'],
      FFMPEG_PATH: process.env['FFMPEG_PATH'],
      FRONTEND_DIR: join(this.folder, 'frontend'),
    };
    const options = { cwd: REPOSITORY, env: { ...image, ...declared } };
    if (program === 'node') return { command: process.execPath, args, options };
    if (program !== 'nginx') return { command: program, args, options };
    // As in the container: rendered from the file's environment first, then read for this machine, once.
    const template = await renderProxyTemplate({ ...service.environment, ACCESS_LOG });
    const state = here('/tmp');
    await writeFile(join(state, 'nginx.conf'), here(template));
    await giveToProxy(state, join(state, 'nginx.conf'));
    // The packaged program would first look for the log of the machine's own service.
    return { command: await ensureNginx(), args: ['-p', state, '-e', 'stderr', ...args], options: { ...options, ...proxyUser() } };
  }

  /** Paths inside the container -> folders of this run. */
  #targets(name: string): Map<string, string> {
    const service = this.#service(name);
    const own = service.tmpfs.map((target) => [target, join(this.folder, name, target)] as const);
    const mounted = service.volumes
      .filter(({ target }) => !target.endsWith('.template'))
      .map(({ source, target }) => [target, join(this.folder, isAbsolute(source) ? target : join('volumes', source))] as const);
    return new Map([...own, ...mounted]);
  }

  /** A text of the file as it must read for a process on this machine, in one pass so that nothing is replaced twice. */
  #here(name: string, text: string): string {
    const names = this.#order.join('|');
    const targets = this.#targets(name);
    const paths = [...targets.keys()].join('|') || '(?!)';
    const announced = this.#service(name).environment['ANNOUNCED_ADDRESS']?.replaceAll('.', '\\.') ?? '(?!)';
    const own = `0\\.0\\.0\\.0|127\\.0\\.0\\.1|${announced}`;
    const pattern = new RegExp(
      `(?<![\\w.-])(?:(?<own>${own})(?![\\w./])|(?<other>${names})(?=:\\d))|(?<![\\w./-])(?<path>${paths})(?=/|\\b)`,
      'g',
    );
    return text.replaceAll(pattern, (whole, ...rest) => {
      const found = rest.at(-1) as { own?: string; other?: string; path?: string };
      if (found.own) return this.address(name);
      return found.other ? this.address(found.other) : (targets.get(whole) ?? whole);
    });
  }

  async #isHealthy(name: string): Promise<boolean> {
    const [, program = '', ...args] = (this.#service(name).healthcheck?.test ?? []).map((word) => this.#here(name, word));
    if (program === 'node') return (await this.#children.probe(process.execPath, args)) === 0;
    // The other images bring programs that this machine need not have: what they would ask is asked from here.
    if (program === 'mongosh') return answersHello(`${this.address(name)}:27017`);
    return accepts(this.address(name), this.#service(name).ports[0]?.target ?? 0);
  }

  async #publish(name: string): Promise<void> {
    for (const { published, target } of this.#service(name).ports) {
      const server = createServer((visitor) => {
        const inner = connect(target, this.address(name));
        visitor.pipe(inner).pipe(visitor);
        for (const [one, other] of [
          [visitor, inner],
          [inner, visitor],
        ] as const)
          one.on('error', () => other.destroy()).on('close', () => other.destroy());
      });
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(published, PUBLISHED_AT, resolve));
      this.#publishers.push(server);
    }
  }
}

async function answersHello(host: string): Promise<boolean> {
  const client = new MongoClient(`mongodb://${host}/`, { directConnection: true, serverSelectionTimeoutMS: 1_000 });
  try {
    return (await client.db('admin').command({ hello: 1 }))['ok'] === 1;
  } finally {
    await client.close();
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', reject);
  });
}
