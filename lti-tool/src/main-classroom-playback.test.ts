import { RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TestPerson, until, World } from './testing/classroom-world.ts';

const LINK_MS = 2_500;
let world: World;
let teacher: TestPerson;
let student: TestPerson;
let id: RecordingId;

beforeAll(async () => {
  world = await World.open({ playbackLinkMs: LINK_MS });
  const classId = await world.class();
  teacher = await world.person(classId, 'teacher', 'Tara');
  student = await world.person(classId, 'student', 'Sam');
  const tara = await world.enter(teacher);
  ({ recordingId: id } = await tara.get('recording.start', { sendId: newId() }));
  expect((await world.api(`/api/recordings/${id}/link`, { method: 'POST', token: teacher.token })).status).toBe(409);
  await tara.get('recording.stop', { sendId: newId() });
  await until('composing', async () => (await world.classroom.ports.recordings.findAnywhere(id))?.phase === 'composing');
  world.gateway.tell(RecordingId.parse(id), { phase: 'ready', progress: 1, durationMs: 2_000, bytes: 1_000 });
  await until('ready', async () => (await world.classroom.ports.recordings.findAnywhere(id))?.phase === 'ready');
});
afterAll(() => world.close());

async function link(person: TestPerson): Promise<{ url: string; expiresAt: number }> {
  const answer = await world.api(`/api/recordings/${id}/link`, { method: 'POST', token: person.token });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { url: string; expiresAt: number };
}
const get = (url: string, headers: Record<string, string> = {}, method = 'GET') => world.api(url, { headers, method });
const reason = async (answer: Response) => [answer.status, ((await answer.json()) as { reason: string }).reason];

describe('playing a recording', () => {
  it('[PB1] a link plays whole and in pieces, as a player asks', async () => {
    const { url, expiresAt } = await link(student);
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + LINK_MS);
    const whole = await get(url);
    expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, 1_000]);
    const piece = await get(url, { range: 'bytes=10-19' });
    expect([piece.status, piece.headers.get('content-range'), await piece.text()]).toEqual([206, 'bytes 10-19/1000', '0123456789']);
    const tail = await get(url, { range: 'bytes=995-' });
    expect([tail.status, await tail.text()]).toEqual([206, '56789']);
    const beyond = await get(url, { range: 'bytes=5000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    const head = await get(url, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([200, '1000', 'bytes']);
  });

  it('[PB2] nothing of it is kept in a cache, sniffed, framed as a page or told of the gateway; its name is the title', async () => {
    const title = `"Zellen" & Fäden\r\nX-Evil: 1`.replace(/[\r\n]+/g, ' ');
    await world.api(`/api/recordings/${id}`, { method: 'PATCH', token: teacher.token, body: JSON.stringify({ title }) });
    const { headers } = await get((await link(student)).url);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-type')).toBe('video/mp4');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="recording.mp4"; filename*=UTF-8''%22Zellen%22%20%26%20F%C3%A4den%20X-Evil%3A%201.mp4`,
    );
    expect([headers.get('x-evil'), headers.get('x-secret-path')]).toEqual([null, null]);
  });

  it('[PB3] a link dies on time, also a copied one, while a new one plays on', async () => {
    const { url, expiresAt } = await link(student);
    expect((await get(url)).status).toBe(200);
    await until('the end of the link', async () => Date.now() > expiresAt);
    expect(await reason(await get(url, { range: 'bytes=0-1' }))).toEqual([403, 'link-expired']);
    expect((await get((await link(student)).url, { range: 'bytes=0-1' })).status).toBe(206);
  });

  it('[PB4] each request looks the right up anew: left the course, signed out, hidden, deleted', async () => {
    const { classId } = student;
    const gone = await world.person(classId, 'student');
    const { url } = await link(gone);
    const db = world.connection.getClient().db(world.connection.name);
    await db.collection('memberships').deleteMany({ personId: gone.personId });
    expect(await reason(await get(url))).toEqual([404, 'not-found']);

    const out = await world.person(classId, 'student');
    const theirs = await link(out);
    await world.api('/api/session/end', { method: 'POST', token: out.token });
    expect(await reason(await get(theirs.url))).toEqual([403, 'link-expired']);

    const hidden = await link(student);
    const hide = (value: boolean) =>
      world.api(`/api/recordings/${id}`, { method: 'PATCH', token: teacher.token, body: JSON.stringify({ hidden: value }) });
    await hide(true);
    expect(await reason(await get(hidden.url))).toEqual([404, 'not-found']);
    expect((await get((await link(teacher)).url)).status).toBe(200);
    await hide(false);
    expect((await get((await link(student)).url)).status).toBe(200);
  });

  it('[PB5] nothing else passes for a link: forged, altered, unsigned, or another token of ours', async () => {
    const { url } = await link(student);
    const [, , token = ''] = url.split('/');
    const [header, payload, signature] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const longer = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload!, 'base64url').toString()), until: 9e15 })).toString(
      'base64url',
    );
    const altered = `${header}.${longer}.${signature}`;
    for (const bad of [unsigned, altered, `${token}x`, 'x', student.token, '..%2f..'])
      expect(await reason(await get(`/playback/${bad}/recording.mp4`))).toEqual([403, 'link-expired']);
  });

  it('[PB6] a gateway that is away is a clear refusal, and the next request plays again', async () => {
    const { url } = await link(student);
    const { find } = world.classroom.ports.gateways;
    const db = world.connection.getClient().db(world.connection.name);
    const gateways = db.collection<{ _id: string; controlUrl: string }>('gateways');
    await world.gateway.stop();
    expect(await reason(await get(url))).toEqual([502, 'gateway-failed']);
    await world.gateway.start();
    expect(await find(world.gateway.node)).toBeDefined();
    expect(await gateways.countDocuments()).toBe(1);
    expect((await get((await link(student)).url)).status).toBe(200);
  });
});
