import { LIMITS, MEDIA_LINK_PATH, type MediaWishes, mediaWishes, REASONS } from '@liveclass/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/gateway.ts';
import { dtls, opus } from '../testing/rtp.ts';
import { claimsOf, signToken, Tab } from '../testing/tab.ts';
import { until } from '../testing/until.ts';

let gateway: TestGateway;
let session: string;
let count = 0;

beforeAll(async () => {
  // Time stands still for the rates unless a test moves it, so that limits are met exactly.
  gateway = await TestGateway.start({ clock: { now: () => clock } });
});
afterAll(() => gateway.end());
beforeEach(async () => {
  session = `session-${(count += 1)}`;
  await gateway.openRoom(session);
});
let clock = Date.now();

type Body = Record<string, unknown>;

/** A good body of every wish, which the mutations start from. */
function goodBodies(tab: Tab, producerId: string, consumerId: string): Record<keyof MediaWishes, Body> {
  const transportId = tab.room.send.id;
  return {
    'media.join': { generation: 1 },
    'media.capabilities': { rtpCapabilities: tab.room.routerRtpCapabilities },
    'transport.connect': { transportId, dtlsParameters: dtls() },
    'transport.restart-ice': { transportId },
    produce: { transportId, kind: 'audio', rtpParameters: opus(), source: 'microphone', paused: false },
    'producer.pause': { producerId },
    'producer.resume': { producerId },
    'producer.close': { producerId },
    consume: { producerId },
    'consumer.resume': { consumerId },
    'consumer.pause': { consumerId },
    'consumer.close': { consumerId },
    'consumer.prefer': { consumerId, spatialLayer: 1 },
    'media.leave': {},
  };
}

const ODD: unknown[] = [
  ...[
    undefined,
    null,
    true,
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    1e308,
    Number.NaN,
    '',
    ' ',
    'x',
    'x'.repeat(65),
    '\u0000',
    '\u202Ereversed',
    '\uD800',
  ],
  ...[
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '<img src=x onerror=alert(1)>',
    [],
    [[]],
    {},
    { toString: 1 },
    { $gt: '' },
    { length: 5 },
  ],
  ...[
    { codecs: null },
    { codecs: [{}] },
    { codecs: [], encodings: [{ ssrc: -1 }] },
    { fingerprints: [] },
    { fingerprints: [{ algorithm: 'md5', value: 'x' }] },
  ],
];

function* mutations(good: Body): Generator<unknown> {
  yield* [undefined, null, 0, 'text', true, [], [good]];
  yield JSON.parse('{"__proto__":{"admin":true}}');
  for (const extra of ['personId', 'classId', 'role', 'constructor', 'toString']) yield { ...good, [extra]: 'teacher' };
  for (const key of Object.keys(good)) {
    const { [key]: _left, ...rest } = good;
    yield rest;
    for (const odd of ODD) yield { ...good, [key]: odd };
    yield* deepMutations(good, key);
  }
}

/** One value deep inside replaced: what the table leaves to mediasoup and to the stricter shapes before it. */
function* deepMutations(good: Body, key: string): Generator<unknown> {
  const places: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]) => {
    if (typeof value !== 'object' || value === null || path.length > 5) return;
    for (const [name, inner] of Object.entries(value)) {
      places.push([...path, name]);
      walk(inner, [...path, name]);
    }
  };
  walk(good[key], []);
  for (const [index, path] of places.entries()) {
    const copy = structuredClone(good);
    let at = copy[key] as Record<string, unknown>;
    for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>;
    at[path.at(-1)!] = ODD[index % ODD.length];
    yield copy;
  }
}

describe('whatever a tab sends', () => {
  it.each(Object.keys(mediaWishes) as (keyof MediaWishes)[])(
    '[ML3] mutations of %s are answered with a reason and disturb nobody',
    async (name) => {
      const peer = await Tab.join(gateway, session, 'seat-peer');
      const heard = await peer.microphone();
      const workers = gateway.pool.deaths;
      const hostile = await Tab.join(gateway, session, 'seat-hostile');
      const producerId = await hostile.microphone();
      const { consumerId } = await hostile.get('consume', { producerId: heard });
      const good = goodBodies(hostile, name === 'consume' ? heard : producerId, consumerId)[name];
      let answered = 0;
      for (const body of mutations(good)) {
        clock += 60_000;
        const answer = await hostile.wish(name as 'media.join', body as never);
        if (!answer.ok) expect([...REASONS.filter((reason) => reason !== 'unavailable')]).toContain(answer.reason);
        answered += 1;
      }
      expect(answered).toBeGreaterThanOrEqual(name === 'media.leave' ? 13 : 40);
      expect(gateway.log.errors).toEqual([]);
      expect(gateway.pool.deaths).toBe(workers);
      expect(await peer.reason('producer.pause', { producerId: heard })).toBe('ok');
    },
  );

  it('[ML3] wishes that no table has are refused, and so are bodies in odd places', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const odd = [
      '',
      'x',
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      'media.join ',
      'MEDIA.JOIN',
      'room.close',
      'x'.repeat(10_000),
    ];
    for (const name of odd) expect(await tab.socket.timeout(5000).emitWithAck(name, {})).toEqual({ ok: false, reason: 'bad-request' });
    for (const args of [[], [1, 2, 3], [{}, {}], [Buffer.alloc(10)], [[Buffer.alloc(3)]]])
      expect(await tab.socket.timeout(5000).emitWithAck('producer.pause', ...args)).toEqual({ ok: false, reason: 'bad-request' });
    // Without an ack nobody is answered, and nothing breaks.
    tab.socket.emit('producer.pause', { producerId: 5 });
    tab.socket.emit('media.join');
    expect(await tab.reason('media.leave', {})).toBe('ok');
    expect(gateway.log.errors).toEqual([]);
  });

  it('[ML3] frames that are no socket.io at all end only the link that sent them', async () => {
    const peer = await Tab.join(gateway, session, 'seat-peer');
    const frames = [
      '',
      'x',
      '4',
      '42',
      '42[',
      '42{}',
      '42[]',
      '42[1]',
      '42["disconnect"]',
      '42["connect",{}]',
      '43',
      '43[]',
      '430[]',
      '44',
      '45',
      '451-["x",{"_placeholder":true,"num":0}]',
      '40',
      '41',
      '4999999999999999["x"]',
      '1',
      '6',
      '5',
      '7',
      `42["${'['.repeat(5000)}"]`,
      `42${'['.repeat(20_000)}`,
    ];
    for (const frame of [...frames, Buffer.from([0, 1, 2, 3])]) {
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${MEDIA_LINK_PATH}/?EIO=4&transport=websocket`);
      await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
      socket.send(`40${JSON.stringify({ token: await signToken(claimsOf(session, 'seat-0001')) })}`);
      socket.send(frame);
      socket.send('42["media.join",{}]');
      socket.close();
      await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    }
    expect(peer.socket.connected).toBe(true);
    expect(await peer.reason('media.leave', {})).toBe('ok');
    expect(gateway.log.errors).toEqual([]);
  });

  it('[ML6] a frame on the limit is taken and one above it ends the link', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const overhead = '42100["media.leave",{"x":""}]'.length;
    const body = (size: number) => ({ x: 'x'.repeat(size) });
    expect(await tab.socket.timeout(5000).emitWithAck('media.leave', body(LIMITS.linkMessageBytes - overhead - 100))).toEqual({
      ok: false,
      reason: 'bad-request',
    });
    tab.socket.emit('media.leave', body(LIMITS.linkMessageBytes + 1));
    await until('the link ends', () => !tab.socket.connected);
  });

  it('[ML4] wishes within the rate are heard, the next is too fast, and later ones are heard again', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const { burst } = mediaWishes['transport.restart-ice'].rate;
    const ask = () => tab.reason('transport.restart-ice', { transportId: tab.room.send.id });
    const reasons = [];
    for (let index = 0; index <= burst; index += 1) reasons.push(await ask());
    expect(reasons).toEqual([...Array.from({ length: burst }, () => 'ok'), 'too-fast']);
    clock += 1000;
    expect([await ask(), await ask()]).toEqual(['ok', 'too-fast']);
    // Another wish has a rate of its own.
    expect(await tab.reason('producer.pause', { producerId: 'producer-0001' })).toBe('not-found');
  });

  it('[ML4] two links that flood are cut, and a peer does not notice', async () => {
    const peer = await Tab.join(gateway, session, 'seat-peer');
    const floods = [await Tab.join(gateway, session, 'seat-0001'), await Tab.join(gateway, session, 'seat-0002')];
    for (let index = 0; index < 3000; index += 1)
      for (const tab of floods) tab.socket.emit(['consumer.pause', 'nonsense', 'produce'][index % 3]!, { consumerId: `consumer-${index}` });
    await until('the links are cut', () => floods.every((tab) => !tab.socket.connected));
    expect(peer.socket.connected).toBe(true);
    await peer.microphone();
    expect(gateway.log.errors).toEqual([]);
  });

  it('[ML9] a wish that takes too long is answered within its budget, and the link goes on', async () => {
    const slow = await TestGateway.start({ limits: { wishTimeoutMs: 150 }, hangMs: 20_000 });
    try {
      await slow.openRoom(session);
      const tab = await Tab.join(slow, session, 'seat-0001');
      const { pid } = slow.pool.slots()[0]!;
      process.kill(pid, 'SIGSTOP');
      expect(await tab.reason('transport.restart-ice', { transportId: tab.room.send.id })).toBe('unavailable');
      process.kill(pid, 'SIGCONT');
      await until(
        'the link works again',
        async () => (await tab.reason('producer.close', { producerId: 'producer-0001' })) === 'not-found',
      );
    } finally {
      await slow.end();
    }
  });
});
