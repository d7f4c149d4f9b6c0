import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@liveclass/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ComposeFile, publishedPorts, REPOSITORY, readComposeFile, SAMPLE_VARIABLES, type Service } from './lib/compose-file.ts';
import { checkProxyConfiguration, giveToProxy, makeCertificate, renderProxyTemplate } from './lib/nginx.ts';

let file: ComposeFile;
let services: [string, Service][];

beforeAll(async () => {
  file = await readComposeFile(SAMPLE_VARIABLES);
  services = Object.entries(file.services);
});

const service = (name: string): Service => file.services[name]!;
const networksOf = (name: string) => Object.keys(service(name).networks).sort();

/** Which containers a container can open a connection to: `outside` lets nobody in it talk to another. */
function neighbours(name: string): string[] {
  const shared = networksOf(name).filter((network) => network !== 'outside');
  return services
    .filter(([other]) => other !== name && networksOf(other).some((network) => shared.includes(network)))
    .map(([other]) => other);
}

describe('docker-compose.yml', () => {
  it('[OC1] publishes the edge and one port a media worker, and nothing else', () => {
    const media = (node: string, first: number) =>
      ['tcp', 'udp'].flatMap((protocol) => [0, 1, 2, 3].map((n) => `${first + n}/${protocol} to ${node}:${first + n}`));
    expect(publishedPorts(file)).toEqual(
      ['443/tcp to proxy:9443', '80/tcp to proxy:9080', ...media('gateway-1', 30_000), ...media('gateway-2', 30_100)].sort(),
    );
  });

  it('[OC1] publishes exactly the ports that the workers of each gateway listen on', () => {
    for (const name of ['gateway-1', 'gateway-2']) {
      const { MEDIA_PORT, MEDIA_WORKERS } = service(name).environment;
      const listening = Array.from({ length: Number(MEDIA_WORKERS) }, (_, worker) => Number(MEDIA_PORT) + worker);
      for (const protocol of ['udp', 'tcp'])
        expect(
          service(name)
            .ports.filter((port) => port.protocol === protocol)
            .map((port) => port.target),
        ).toEqual(listening);
    }
  });

  it.each(Object.keys(SAMPLE_VARIABLES))('[OC2] does not start without %s and names it', async (name) => {
    const { [name]: _missing, ...others } = SAMPLE_VARIABLES;
    await expect(readComposeFile(others)).rejects.toThrow(`set ${name} in .env`);
    await expect(readComposeFile({ ...others, [name]: '' })).rejects.toThrow(`set ${name} in .env`);
  });

  it('[OC2] documents every variable that the file reads in .env.example', () => {
    const read = (name: string) => readFileSync(join(REPOSITORY, name), 'utf8');
    const wanted = new Set([...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const documented = new Set([...read('.env.example').matchAll(/^#?(\w+)=/gm)].map(([, name]) => name));
    expect([...wanted].filter((name) => !documented.has(name))).toEqual([]);
  });

  it('[OC11] builds images from what is in the repository, and each runs the command of its service', () => {
    const dockerfile = readFileSync(join(REPOSITORY, 'deploy/Dockerfile'), 'utf8');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));
    expect(copied.length).toBeGreaterThan(10);
    expect(copied.filter((source) => !existsSync(join(REPOSITORY, source)))).toEqual([]);
    const commands = [...dockerfile.matchAll(/^CMD (\[.+\])$/gm)].map(([, command = '']) => JSON.parse(command));
    expect(commands).toEqual([service('tool-1').command, service('gateway-1').command]);
    for (const [, { command }] of services.filter(([, { image }]) => image.startsWith('live-class-')))
      expect([command[1], existsSync(join(REPOSITORY, String(command[1])))]).toEqual([command[1], true]);
  });

  it('[OC3] keeps MongoDB in an internal network that the proxy is not in', () => {
    expect(file.networks['data']!.internal).toBe(true);
    expect(file.networks['inner']!.internal).toBe(true);
    for (const mongo of ['mongo-1', 'mongo-2', 'mongo-3']) {
      expect(networksOf(mongo)).toEqual(['data']);
      expect(neighbours(mongo).filter((name) => !name.startsWith('mongo'))).toEqual(['gateway-1', 'gateway-2', 'tool-1', 'tool-2']);
      expect(service(mongo).command.join(' ')).toContain('--keyFile');
    }
    expect(neighbours('proxy').filter((name) => name.startsWith('mongo'))).toEqual([]);
    expect(file.networks['outside']!['driver_opts']).toEqual({ 'com.docker.network.bridge.enable_icc': 'false' });
  });

  it('[OC4] brings every service back, watches it, and gives it no more than it needs', () => {
    for (const [name, { restart, healthcheck, read_only, user, image, cap_drop, security_opt, stop_grace_period }] of services) {
      const isJob = name === 'mongo-init';
      expect({ name, restart }).toEqual({ name, restart: isJob ? 'on-failure' : 'unless-stopped' });
      expect({ name, isWatched: healthcheck !== undefined }).toEqual({ name, isWatched: !isJob });
      expect({ name, read_only, cap_drop, security_opt }).toEqual({
        name,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      // The proxy's image has its own unprivileged user; each other image is told.
      if (name !== 'proxy') expect({ name, user }).toEqual({ name, user: expect.stringMatching(/^(node|999:999)$/) });
      else expect(image).toMatch(/^nginxinc\/nginx-unprivileged:/);
      if (!isJob) expect(Number.parseInt(stop_grace_period ?? '0', 10)).toBeGreaterThanOrEqual(15);
    }
  });

  it('[OC4] starts nobody before the one it needs is ready', () => {
    for (const name of ['tool-1', 'tool-2', 'gateway-1', 'gateway-2'])
      expect(service(name).depends_on).toEqual({ 'mongo-init': { condition: 'service_completed_successfully' } });
    expect(Object.values(service('proxy').depends_on).map(({ condition }) => condition)).toEqual(Array(4).fill('service_healthy'));
  });
});

describe('the proxy', () => {
  it('[OC5] is accepted by nginx as rendered from its environment, and leads to no control port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'live-class-proxy-'));
    try {
      await giveToProxy(folder);
      await makeCertificate(join(folder, 'tls'));
      const environment = {
        ...service('proxy').environment,
        TLS_DIR: join(folder, 'tls'),
        STATE_DIR: folder,
        ACCESS_LOG: join(folder, 'access.log'),
        LISTEN: '127.0.0.1',
      };
      // Only inside the network of compose do the services have names.
      const rendered = (await renderProxyTemplate(environment)).replaceAll(/\b(tool|gateway)-[12](?=:)/g, '127.0.0.1');
      expect(rendered).not.toMatch(/\$\{\w/);
      expect(await checkProxyConfiguration(folder, rendered)).toContain('test is successful');
      const controlPort = service('gateway-1').environment['GATEWAY_CONTROL_PORT'];
      expect(rendered).not.toMatch(new RegExp(`[: ]${controlPort}\\b`));
      expect(rendered).toMatch(/location = \/metrics \{\s*return 404;/);
      // The largest file that the tool takes passes the edge at the one address that takes files, and nothing much larger does.
      const most = Number(/location = \/api\/files \{\s*client_max_body_size (\d+)m;\s*proxy_request_buffering off;/.exec(rendered)?.[1]);
      expect(most * 1024 ** 2).toBeGreaterThan(LIMITS.fileBytes);
      expect((most - 2) * 1024 ** 2).toBeLessThan(LIMITS.fileBytes);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
