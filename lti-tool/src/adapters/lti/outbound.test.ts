import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutboundFailure } from '../../ports/identity.ts';
import { addressJudge, openOutbound } from './outbound.ts';

const bounds = { timeoutMs: 2_000, maxBytes: 1_000 };
const closed = { production: true, allowedNetworks: [] };

let server: Server;
let port: number;
const reached: string[] = [];

beforeAll(async () => {
  server = createServer((req, res) => {
    reached.push(req.url ?? '');
    if (req.url === '/redirect') return void res.writeHead(307, { location: 'http://169.254.169.254/latest' }).end();
    if (req.url === '/large') return void res.end('x'.repeat(1_001));
    if (req.url === '/edge') return void res.end('x'.repeat(1_000));
    if (req.url === '/silent') return;
    res.writeHead(418, { 'x-answer': 'yes' }).end(`${req.method} ${req.headers['content-type'] ?? ''}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const faultOf = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => 'an answer',
    (failure: unknown) => failure,
  );
  return error instanceof OutboundFailure ? error.fault : error;
};

describe('the way out to platforms', () => {
  const inside = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
    '',
  ];
  it.each(inside)('[LK5] %j is no public address', (address) => {
    expect(addressJudge(closed)(address, true)).toBe(false);
  });

  it('[LK5] public addresses are reached by https; plain http only in development or towards an allowed network', () => {
    for (const address of ['93.184.216.34', '2606:2800:220:1::1']) {
      expect(addressJudge(closed)(address, true)).toBe(true);
      expect(addressJudge(closed)(address, false)).toBe(false);
      expect(addressJudge({ production: false, allowedNetworks: [] })(address, false)).toBe(true);
    }
  });

  it('[LK5] an allowed network is reached to its last address and not one further; loopback in development only', () => {
    const judge = addressJudge({ production: true, allowedNetworks: ['10.8.0.0/16', 'fd12::/32'] });
    expect(['10.8.0.0', '10.8.255.255', '::ffff:10.8.1.1', 'fd12::5'].map((address) => judge(address, false))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['10.7.255.255', '10.9.0.0', 'fd13::1', '127.0.0.1'].map((address) => judge(address, true))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(addressJudge({ production: false, allowedNetworks: [] })('127.0.0.1', false)).toBe(true);
    expect(addressJudge({ production: false, allowedNetworks: [] })('10.0.0.1', true)).toBe(false);
  });

  it('[LK5] no packet leaves towards an inner address, by number in any notation, by name, or in IPv6', async () => {
    const { outbound, close } = openOutbound(closed);
    reached.length = 0;
    for (const host of ['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.1', 'localhost', '[::ffff:127.0.0.1]', '[::1]']) {
      expect(await faultOf(outbound(`http://${host}:${port}/`, bounds)), host).toBe('blocked');
    }
    expect(reached).toEqual([]);
    await close();
  });

  it('[LK5] the connected socket decides: a name that leads inside is given up before a byte is sent', async () => {
    const lying =
      () => (_name: string, _options: unknown, callback: (error: null, addresses: { address: string; family: number }[]) => void) =>
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const { outbound, close } = openOutbound(closed, lying as never);
    reached.length = 0;
    expect(await faultOf(outbound(`http://lms.example:${port}/`, bounds))).toBe('blocked');
    expect(reached).toEqual([]);
    await close();
  });

  it('[LK5] other schemes and credentials in the address are refused', async () => {
    const { outbound, close } = openOutbound({ production: false, allowedNetworks: [] });
    for (const url of ['file:///etc/passwd', 'gopher://127.0.0.1/', 'data:,x', 'not a url', '', `http://user:pass@127.0.0.1:${port}/`]) {
      expect(await faultOf(outbound(url, bounds)), url).toBe('blocked');
    }
    await close();
  });

  it('[LK5] an allowed platform answers whatever its status; redirects, too much and silence are faults', async () => {
    const { outbound, close } = openOutbound({ production: false, allowedNetworks: [] });
    const ask = (path: string, more = {}) => outbound(`http://127.0.0.1:${port}${path}`, { ...bounds, ...more });
    expect(await ask('/', { method: 'POST', body: '{}', headers: { 'content-type': 'application/jwt' } })).toMatchObject({
      status: 418,
      headers: { 'x-answer': 'yes' },
      body: 'POST application/jwt',
    });
    expect(await faultOf(ask('/redirect'))).toBe('redirect');
    expect(await faultOf(ask('/large'))).toBe('too-large');
    expect((await ask('/edge')).body).toHaveLength(1_000);
    expect(await faultOf(ask('/silent', { timeoutMs: 200 }))).toBe('timeout');
    expect(await faultOf(outbound('http://127.0.0.1:9/', bounds))).toBe('failed');
    await close();
  });
});
