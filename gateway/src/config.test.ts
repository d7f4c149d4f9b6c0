import { describe, expect, it } from 'vitest';
import { ConfigProblem, readConfig } from './config.ts';

const good = { GATEWAY_SECRET: 's'.repeat(32) };

describe('the environment', () => {
  it('[OP3] with a secret alone gives what the documentation says', () => {
    const config = readConfig(good);
    expect(config).toMatchObject({
      node: 'gateway-1',
      signalling: { host: '127.0.0.1', port: 8083, url: 'http://127.0.0.1:8083' },
      control: { host: '127.0.0.1', port: 8082, url: 'http://127.0.0.1:8082' },
      media: { port: 30_000, listenIp: '127.0.0.1', plainPorts: { min: 31_000, max: 31_999 } },
      exitWithParent: false,
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.media)).toBe(true);
  });

  it('[OP3] takes an empty value for none', () => {
    expect(readConfig({ ...good, ANNOUNCED_ADDRESS: '', GATEWAY_PORT: '' }).signalling.port).toBe(8083);
  });

  it.each([
    ['GATEWAY_SECRET', { GATEWAY_SECRET: undefined }],
    ['GATEWAY_SECRET', { GATEWAY_SECRET: 's'.repeat(31) }],
    ['GATEWAY_NODE', { GATEWAY_NODE: 'Gateway 1' }],
    ['GATEWAY_PORT', { GATEWAY_PORT: '70000' }],
    ['GATEWAY_PORT', { GATEWAY_PORT: '80.5' }],
    ['GATEWAY_CONTROL_URL', { GATEWAY_CONTROL_URL: 'here' }],
    ['ALLOWED_ORIGINS.0', { ALLOWED_ORIGINS: 'somewhere' }],
    ['MEDIA_WORKERS', { MEDIA_WORKERS: '0' }],
    ['MEDIA_LISTEN_IP', { MEDIA_LISTEN_IP: 'localhost' }],
    ['MEDIA_PORT', { MEDIA_PORT: '65535', MEDIA_WORKERS: '2' }],
    ['MEDIA_PORT', { MEDIA_PORT: '30999', MEDIA_WORKERS: '2' }],
    ['PLAIN_PORT_MAX', { PLAIN_PORT_MIN: '31000', PLAIN_PORT_MAX: '31000' }],
    ['ANNOUNCED_ADDRESS', { MEDIA_LISTEN_IP: '0.0.0.0' }],
    ['MONGODB_URI', { MONGODB_URI: 'postgres://127.0.0.1' }],
    ['MONGODB_URI', { NODE_ENV: 'production', ANNOUNCED_ADDRESS: '192.0.2.1' }],
    ['ANNOUNCED_ADDRESS', { NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/liveclass' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['EXIT_WITH_PARENT', { EXIT_WITH_PARENT: 'maybe' }],
  ])('[OP3] a bad value is refused in one line that names %s', (variable, env) => {
    const read = () => readConfig({ ...good, ...env });
    expect(read).toThrow(ConfigProblem);
    expect(read).toThrow(new RegExp(`^${variable}: [^\\n]+$`));
  });
});
