import { createServer } from 'node:http';
import { GATEWAY_STALE_MS, NodeId, RecordingId, SessionId } from '@liveclass/contract';
import { decodeJwt } from 'jose';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseGateway, type GatewayNode } from './domain/session.ts';
import { newId, newTab, until, World } from './testing/classroom-world.ts';
import { ScriptedGateway } from './testing/scripted-gateway.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

type Snapshot = { session: { sessionId: string }; media: { path: string; token: string } };
const snapshotOf = (link: { snapshot: unknown }) => link.snapshot as Snapshot;
const enter = async () => {
  const classId = await world.class();
  const teacher = await world.person(classId, 'teacher');
  return { classId, teacher, tara: await world.enter(teacher) };
};

describe('gateways', () => {
  it('[GC1] a new room goes to the living, undrained gateway with the fewest seats', () => {
    const node = (name: string, change: Partial<GatewayNode>): GatewayNode => ({
      node: NodeId.parse(name),
      epoch: 1,
      signallingUrl: '',
      controlUrl: '',
      draining: false,
      seats: 0,
      isAlive: true,
      ...change,
    });
    const nodes = [
      node('a', { seats: 9 }),
      node('b', { draining: true }),
      node('c', { isAlive: false }),
      node('e', { seats: 3 }),
      node('d', { seats: 3 }),
    ];
    expect(chooseGateway(nodes)?.node).toBe('d');
    expect(chooseGateway(nodes.slice(1, 3))).toBeUndefined();
  });

  it('[GC2] every order is signed for that node, that body and one use', async () => {
    // The scripted gateway refuses whatever is not; another secret, and nothing gets through.
    const { classId } = await enter();
    const stranger = new ScriptedGateway(world.connection, 'another secret, longer than thirty-two characters', 'gateway-x');
    await stranger.start();
    const order = world.classroom.ports.control.call(stranger.node, 'rooms.open', { classId, sessionId: SessionId.parse(newId()) });
    await expect(order).rejects.toMatchObject({ reason: 'forbidden' });
    expect(stranger.rooms.size).toBe(0);
    await stranger.die();
  });

  it('[GC3] an order is repeated while its outcome is unknown, and given up within the time of a wish', async () => {
    const { classId } = await enter();
    const sessionId = SessionId.parse(newId());
    world.gateway.plan('rooms.open', 'drop', 'lose');
    await world.classroom.ports.control.call(world.gateway.node, 'rooms.open', { classId, sessionId });
    expect(world.gateway.called('rooms.open').filter((call) => call.body['sessionId'] === sessionId)).toHaveLength(3);
    world.gateway.plan('rooms.open', 'drop', 'drop', 'drop', 'drop');
    const lost = world.classroom.ports.control.call(world.gateway.node, 'rooms.open', { classId, sessionId });
    await expect(lost).rejects.toMatchObject({ reason: 'gateway-failed' });
  });

  it('[GC4] a media pass names the seat, its rights and its turn, for one node and one minute', async () => {
    const { tara } = await enter();
    const { token } = snapshotOf(tara).media;
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({
      iss: 'liveclass-tool',
      aud: 'gateway-1',
      purpose: 'media',
      role: 'teacher',
      turn: 0,
      ses: snapshotOf(tara).session.sessionId,
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(60);
    expect(Object.keys(claims).sort()).toEqual([
      'aud',
      'cls',
      'exp',
      'iat',
      'iss',
      'purpose',
      'rights',
      'role',
      'seat',
      'ses',
      'tab',
      'turn',
    ]);
  });

  it('[GC5] no gateway: entering is refused with that reason, and works as soon as one is there', async () => {
    const classId = await world.class();
    const link = await world.link(await world.person(classId, 'teacher'));
    await world.gateway.die();
    expect(await link.reason('room.enter', { tab: newTab() })).toBe('no-gateway');
    await world.gateway.start();
    expect(await link.reason('room.enter', { tab: newTab() })).toBe('ok');
  });

  it('[GC6] a gateway that restarted is told its rooms again, and one that knows rooms of ended sessions closes them', async () => {
    const { tara } = await enter();
    const { sessionId } = snapshotOf(tara).session;
    const orphan = SessionId.parse(newId());
    world.gateway.rooms.clear();
    world.gateway.rooms.add(orphan);
    world.gateway.epoch += 1;
    await world.gateway.beat();
    await until('the room', () => world.gateway.rooms.has(sessionId));
    await until('the orphan to go', () => !world.gateway.rooms.has(orphan));
    expect(await tara.reason('media.pass')).toBe('ok');
  });

  it('[GC7] when its gateway is gone the class moves to another at the next pass; its recording stops and says so', async () => {
    const second = new ScriptedGateway(world.connection, world.gateway.secret, 'gateway-2');
    const { tara, classId } = await enter();
    const { recordingId } = await tara.get('recording.start', { sendId: newId() });
    await second.start();
    await world.gateway.die();
    const pass = await tara.get('media.pass');
    expect(pass.path).toBe('/gateway/gateway-2/media-link');
    expect(second.rooms).toContain(snapshotOf(tara).session.sessionId);
    await tara.fact('recording.trouble');
    const stored = () => world.classroom.ports.recordings.find(classId, RecordingId.parse(recordingId));
    expect(await stored()).toMatchObject({ phase: 'stopped', reason: 'gateway-failed' });
    expect((await tara.get('media.pass')).path).toBe(pass.path);
    // Back again, it composes what it has.
    await world.gateway.start();
    await until('composing', async () => (await stored())?.phase === 'composing', 40_000);
    await second.die();
    expect(GATEWAY_STALE_MS).toBeLessThanOrEqual(5_000);
  });

  it('[GC8] a recording that nobody asked for is removed; one that stopped long ago is left alone', async () => {
    const status = { sessionId: SessionId.parse(newId()), startedAt: 1, recordedMs: 1, progress: 0, bytes: 1 };
    const running = { ...status, recordingId: RecordingId.parse(newId()), phase: 'recording' as const };
    const stopped = { ...status, recordingId: RecordingId.parse(newId()), phase: 'ready' as const };
    world.gateway.recordings.set(running.recordingId, running);
    world.gateway.recordings.set(stopped.recordingId, stopped);
    await until('a listener', () => world.gateway.listeners > 0);
    world.gateway.say({
      type: 'hello',
      node: world.gateway.node,
      rooms: [...world.gateway.rooms] as SessionId[],
      recordings: [running, stopped],
    });
    await until('the removal', () => !world.gateway.recordings.has(running.recordingId));
    expect(world.gateway.recordings.has(stopped.recordingId)).toBe(true);
  });

  it('[GC9] words of a gateway that make no sense, or are about a recording of another, change nothing', async () => {
    const { tara, classId } = await enter();
    const { recordingId } = await tara.get('recording.start', { sendId: newId() });
    const other = NodeId.parse('gateway-9');
    const { hearGateway } = await import('./usecases/hear-gateway.ts');
    const status = { ...world.gateway.recordings.get(recordingId)!, phase: 'ready' as const };
    await hearGateway(world.classroom.ports, other, { type: 'recording.status', status });
    world.gateway.say({ type: 'nonsense' } as never);
    world.gateway.say('{' as never);
    expect((await world.classroom.ports.recordings.find(classId, RecordingId.parse(recordingId)))?.phase).toBe('recording');
    await tara.get('recording.stop', { sendId: newId() });
    await until(
      'composing',
      async () => (await world.classroom.ports.recordings.find(classId, RecordingId.parse(recordingId)))?.phase === 'composing',
    );
  });
});

describe('the way to the media link', () => {
  it('[GC10] it leads to that node by that path only; the control port cannot be reached through it', async () => {
    const { tara } = await enter();
    const seen: string[] = [];
    const http = createServer((req, res) => {
      seen.push(`request ${req.url}`);
      res.end();
    });
    const media = new Server(http, { path: '/media-link', transports: ['websocket'] });
    media.on('connection', (socket) => {
      seen.push(`link ${String(socket.handshake.auth['token']).length > 100}`);
      socket.on('echo', (body, ack) => ack(body));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as { port: number };
    const beat = setInterval(() => void world.gateway.beat({ signallingUrl: `http://127.0.0.1:${port}` }), 100);
    try {
      const { path, token } = snapshotOf(tara).media;
      await until('the new address', async () =>
        (await world.classroom.ports.gateways.find(world.gateway.node))?.signallingUrl.endsWith(String(port)),
      );
      const open = (way: string) => {
        const socket = io(world.url, {
          path: way,
          transports: ['websocket'],
          auth: { token },
          reconnection: false,
          extraHeaders: { origin: world.url },
        });
        return new Promise<string>((resolve) => {
          socket.on('connect', () => void socket.emit('echo', 'hello', resolve));
          socket.on('connect_error', () => resolve('refused'));
          setTimeout(() => resolve('silence'), 6_000).unref();
        }).finally(() => socket.close());
      };
      await until('an echo through the proxy', async () => (await open(path)) === 'hello');
      for (const way of [
        '/gateway/unknown/media-link',
        '/gateway/gateway-1/control',
        '/gateway/gateway-1/../control',
        '/gateway/gateway-1/media-link/../control',
        '/gateway//media-link',
        '/elsewhere',
      ])
        expect([way, await open(way)]).toEqual([way, 'refused']);
      const plain = await fetch(`${world.url}${path}/`);
      expect(plain.status).toBe(404);
      expect(seen.every((line) => line === 'link true')).toBe(true);
    } finally {
      clearInterval(beat);
      await media.close();
      await world.gateway.beat();
    }
  });
});
