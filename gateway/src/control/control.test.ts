import { ControlEvent, RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/gateway.ts';
import { signToken, Tab } from '../testing/tab.ts';
import { call, type Forgery, request } from '../testing/tool.ts';
import { until } from '../testing/until.ts';

let gateway: TestGateway;
let base: string;
beforeAll(async () => {
  gateway = await TestGateway.start();
  base = gateway.controlUrl;
});
afterAll(() => gateway.end());

const room = { classId: 'class-0001', sessionId: 'session-0001' };
const now = () => Math.floor(Date.now() / 1000);
const ok = { ok: true, value: {} };

describe('who may command', () => {
  const open = (forgery: Forgery) =>
    request(base, 'POST', '/control/rooms.open', JSON.stringify({ ...room, sessionId: 'session-evil' }), forgery);

  it.each<[string, Forgery | (() => Forgery), number]>([
    ['another secret', { secret: 'another secret of the same length!!!' }, 401],
    ['another node', { claims: { aud: 'gateway-2' } }, 401],
    ['another issuer', { claims: { iss: 'somebody' } }, 401],
    ['another purpose', { claims: { purpose: 'media' } }, 401],
    ['another algorithm', { alg: 'HS512' }, 401],
    ['no id', { claims: { jti: undefined } }, 401],
    ['a short id', { claims: { jti: 'short' } }, 401],
    ['no time', { claims: { iat: undefined } }, 401],
    ['no end', { claims: { exp: undefined } }, 401],
    ['an age of 62 s', () => ({ claims: { iat: now() - 62 } }), 403],
    ['a time 63 s ahead', () => ({ claims: { iat: now() + 63, exp: now() + 90 } }), 403],
    ['an end that passed', { claims: { iat: now() - 300, exp: now() - 100 } }, 401],
    ['another path', { sent: { path: '/control/rooms.close' } }, 403],
    ['an added query', { sent: { path: '/control/rooms.open?x=1' } }, 403],
    ['another method', { claims: { method: 'GET' } }, 403],
    ['another body', { sent: { body: JSON.stringify({ ...room, sessionId: 'session-ev1l' }) } }, 403],
    ['no token', { headers: { authorization: '' } }, 401],
    ['a token without a signature', { headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' } }, 401],
    ['basic credentials', { headers: { authorization: 'Basic dG9vbDp0b29s' } }, 401],
  ])('[CT1] a request with %s is refused and does nothing', async (_what, forgery, status) => {
    // Times are read now: on a busy machine the list above is old.
    const answer = await open(typeof forgery === 'function' ? forgery() : forgery);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ ok: false, reason: status === 401 ? 'not-signed-in' : 'forbidden' });
    expect(gateway.rooms.ids()).not.toContain('session-evil');
  });

  it('[CT1] a request that is just young enough is believed', async () => {
    for (const iat of [now() - 50, now() + 55]) {
      const answer = await request(base, 'POST', '/control/rooms.close', JSON.stringify({ sessionId: 'session-none' }), {
        claims: { iat, exp: iat + 60 },
      });
      expect(answer.status).toBe(200);
    }
  });

  it('[CT1] of fifty copies of one request at once exactly one is believed', async () => {
    const forgery = { claims: { jti: 'once-and-never-again' } };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        request(base, 'POST', '/control/rooms.close', JSON.stringify({ sessionId: 'session-none' }), forgery),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 49 }, () => 403)]);
  });

  it('[CT1] a media token opens nothing here', async () => {
    const token = await signToken({ iss: 'liveclass-tool', aud: 'gateway-test', purpose: 'media', iat: now(), exp: now() + 60 });
    const answer = await fetch(`${base}/control/events`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);
  });

  it('[CT5] unknown calls, other shapes and large bodies are refused', async () => {
    const bodies: [string, string, number][] = [
      ['rooms.explode', '{}', 404],
      ['constructor', '{}', 404],
      ['__proto__', '{}', 404],
      ['rooms.open', '', 400],
      ['rooms.open', '{', 400],
      ['rooms.open', '[]', 400],
      ['rooms.open', 'null', 400],
      ['rooms.open', JSON.stringify({ ...room, extra: 1 }), 400],
      ['rooms.open', JSON.stringify({ classId: '../../etc', sessionId: 'session-0001' }), 400],
      ['rooms.open', JSON.stringify({ ...room, classId: 'x'.repeat(70_000) }), 413],
    ];
    for (const [name, body, status] of bodies)
      expect((await request(base, 'POST', `/control/${name}`, body)).status, `${name} ${body.slice(0, 40)}`).toBe(status);
    expect((await request(base, 'GET', '/control/rooms.open')).status).toBe(404);
    expect((await fetch(`${base}/elsewhere`)).status).toBe(404);
    expect(gateway.log.errors).toEqual([]);
  });
});

describe('what is commanded', () => {
  it('[CT2] rooms and seats: every call may be repeated', async () => {
    const twice = async (name: Parameters<typeof call>[1], body: object) => [
      await call(base, name, body as never),
      await call(base, name, body as never),
    ];
    expect(await twice('rooms.open', room)).toEqual([ok, ok]);
    const tab = await Tab.join(gateway, room.sessionId, 'seat-0001');
    await tab.microphone();
    const seat = { sessionId: room.sessionId, seatId: 'seat-0001' };
    expect(await twice('seats.mute', { ...seat, source: 'microphone' })).toEqual([ok, ok]);
    expect(await twice('seats.rights', { ...seat, rights: { produce: [], consume: true } })).toEqual([ok, ok]);
    expect(await twice('seats.eject', { ...seat, reason: 'removed' })).toEqual([ok, ok]);
    await tab.untilTold('ejected');
    expect(await call(base, 'node.dump', {})).toMatchObject({ ok: true, value: { rooms: [{ sessionId: room.sessionId }] } });
    expect(await twice('rooms.close', { sessionId: room.sessionId })).toEqual([ok, ok]);
    expect(await call(base, 'rooms.open', room)).toEqual({ ok: false, reason: 'class-ended' });
    expect(await call(base, 'seats.mute', { ...seat, source: 'microphone' })).toEqual(ok);
  });

  it('[CT2] recordings go to the recorder, and its refusals come back', async () => {
    const recordingId = 'recording-0001';
    const unknown = { ok: false, reason: 'not-found' };
    expect(await call(base, 'recordings.status', { recordingId })).toEqual(unknown);
    const started = await call(base, 'recordings.start', { recordingId, sessionId: room.sessionId, seats: ['seat-0001'] });
    expect(started).toMatchObject({ ok: true, value: { phase: 'recording' } });
    expect(await call(base, 'recordings.admit', { recordingId, seatId: 'seat-0002' })).toEqual(ok);
    expect(gateway.recorder.asked).toEqual([
      { recordingId, sessionId: room.sessionId, seats: ['seat-0001'] },
      { recordingId, seatId: 'seat-0002' },
    ]);
    for (const [name, phase] of [
      ['pause', 'paused'],
      ['resume', 'recording'],
      ['stop', 'stopped'],
      ['compose', 'composing'],
    ] as const)
      expect(await call(base, `recordings.${name}`, { recordingId })).toMatchObject({ ok: true, value: { phase } });
    expect(await call(base, 'recordings.delete', { recordingId })).toEqual(ok);
    expect(await call(base, 'recordings.status', { recordingId })).toEqual(unknown);
  });

  it('[CT4] a recording is served whole, in ranges and as a head', async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
    gateway.recorder.files.set(RecordingId.parse('recording-file'), bytes);
    const path = '/control/recordings/recording-file/file';
    const get = async (range?: string, method = 'GET') => {
      const answer = await request(base, method, path, '', range ? { headers: { range } } : {});
      return {
        status: answer.status,
        range: answer.headers.get('content-range'),
        length: answer.headers.get('content-length'),
        body: Buffer.from(await answer.arrayBuffer()),
      };
    };
    expect(await get()).toEqual({ status: 200, range: null, length: '1000', body: bytes });
    expect(await get('bytes=10-19')).toEqual({ status: 206, range: 'bytes 10-19/1000', length: '10', body: bytes.subarray(10, 20) });
    expect(await get('bytes=990-')).toMatchObject({ status: 206, range: 'bytes 990-999/1000', body: bytes.subarray(990) });
    expect(await get('bytes=-5')).toMatchObject({ status: 206, body: bytes.subarray(995) });
    expect(await get('bytes=990-5000')).toMatchObject({ status: 206, range: 'bytes 990-999/1000' });
    expect(await get('bytes=1000-')).toMatchObject({ status: 416, range: 'bytes */1000' });
    for (const odd of ['bytes=0-1,5-6', 'lines=1-2', 'nonsense']) expect(await get(odd)).toMatchObject({ status: 200, length: '1000' });
    expect(await get('bytes=10-19', 'HEAD')).toMatchObject({ status: 206, length: '10', body: Buffer.alloc(0) });
    expect(await get(undefined, 'HEAD')).toMatchObject({ status: 200, length: '1000', body: Buffer.alloc(0) });
    expect((await request(base, 'GET', '/control/recordings/recording-none/file')).status).toBe(404);
    expect((await request(base, 'GET', '/control/recordings/..%2F..%2Fetc/file')).status).toBe(404);
    expect((await fetch(base + path)).status).toBe(401);
  });
});

describe('what is told', () => {
  it('[CT3] the first line says all that is there, the next what changes, and an empty one that it lives', async () => {
    const session = await gateway.openRoom('session-told');
    const recordingId = 'recording-told';
    await call(base, 'recordings.start', { recordingId, sessionId: session, seats: [] });
    const answer = await request(base, 'GET', '/control/events');
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    let text = '';
    const reader = answer.body!.getReader();
    const reading = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) text += Buffer.from(part.value).toString('utf8');
    })();
    const events = () =>
      text
        .split('\n')
        .slice(0, -1)
        .filter(Boolean)
        .map((line) => ControlEvent.parse(JSON.parse(line)));
    await until('hello', () => events().length === 1);
    expect(events()[0]).toMatchObject({ type: 'hello', node: 'gateway-test', recordings: [{ recordingId, phase: 'recording' }] });
    expect((events()[0] as { rooms: string[] }).rooms).toContain(session);
    await call(base, 'recordings.stop', { recordingId });
    await until('the change', () => events().some((event) => event.type === 'recording.status' && event.status.phase === 'stopped'));
    process.kill(gateway.pool.slots()[0]!.pid, 'SIGKILL');
    await until('the move', () =>
      events().some((event) => event.type === 'room.moved' && event.sessionId === session && event.generation === 2),
    );
    await until('a sign of life', () => text.endsWith('\n\n'));
    await reader.cancel();
    await reading;
  });
});

describe('health and metrics', () => {
  it('[OP1] the health check is bad while a worker is gone and good again when it is replaced', async () => {
    const health = async (url: string) => (await fetch(`${url}/healthz`)).status;
    const { pid } = gateway.pool.slots()[0]!;
    expect([await health(base), await health(gateway.url)]).toEqual([200, 200]);
    process.kill(pid, 'SIGKILL');
    await until('bad health', async () => (await health(base)) === 503);
    await until('good health', async () => (await health(base)) === 200);
  });

  it('[OP2] the metrics tell counts and loads, and nothing of any person', async () => {
    await gateway.openRoom('session-figures');
    const tab = await Tab.join(gateway, 'session-figures', 'seat-figures');
    await tab.microphone();
    const text = await (await fetch(`${base}/metrics`)).text();
    for (const line of [
      /^liveclass_gateway_rooms \d+$/m,
      /^liveclass_gateway_seats 1$/m,
      /^liveclass_gateway_producers 1$/m,
      /^liveclass_gateway_consumers 0$/m,
      /^liveclass_gateway_worker_up\{worker="0"\} 1$/m,
      /^liveclass_gateway_worker_cpu\{worker="0"\} [\d.e-]+$/m,
      /^liveclass_gateway_worker_deaths_total [1-9]/m,
      /^liveclass_gateway_recordings\{phase="stopped"\} 1$/m,
      /^nodejs_eventloop_lag_seconds /m,
    ])
      expect(text).toMatch(line);
    expect(text).not.toMatch(/seat-figures|session-figures|127\.0\.0\.1/);
  });

  it('[CT2] a drained gateway opens no new room and keeps those it has', async () => {
    expect(await call(base, 'node.drain', {})).toEqual(ok);
    expect(await call(base, 'rooms.open', { classId: 'class-0002', sessionId: 'session-late' })).toEqual({
      ok: false,
      reason: 'no-gateway',
    });
    expect(await call(base, 'rooms.open', { classId: 'session-figures-class', sessionId: 'session-figures' })).toEqual(ok);
    await Tab.join(gateway, 'session-figures', 'seat-late');
  });
});
