import { MEDIA_LINK_PATH } from '@liveclass/contract';
import { UnsecuredJWT } from 'jose';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/gateway.ts';
import { type Claims, claimsOf, signToken, Tab } from '../testing/tab.ts';

let gateway: TestGateway;
const session = 'session-0001';

beforeAll(async () => {
  gateway = await TestGateway.start({ allowedOrigins: ['https://school.example'] });
  await gateway.openRoom(session);
});
afterAll(() => gateway.end());

const origin = (value: string | undefined) => (value === undefined ? {} : { extraHeaders: { origin: value } });
const connect = (token: string, from: string | undefined = 'https://school.example') => Tab.connect(gateway, token, origin(from));
const now = () => Math.floor(Date.now() / 1000);

describe('who is admitted', () => {
  it.each<[string, () => Claims, string]>([
    ['of another node', () => ({ aud: 'gateway-2' }), 'not-signed-in'],
    ['of another purpose', () => ({ purpose: 'control' }), 'not-signed-in'],
    ['of another issuer', () => ({ iss: 'somebody' }), 'not-signed-in'],
    ['that ended', () => ({ exp: now() - 1 }), 'link-expired'],
    ['without an end', () => ({ exp: undefined }), 'not-signed-in'],
    ['without a time', () => ({ iat: undefined }), 'not-signed-in'],
    ['for no seat', () => ({ seat: undefined }), 'not-signed-in'],
    ['for a seat that is no id', () => ({ seat: '../../seat' }), 'not-signed-in'],
    ['with a role that is none', () => ({ role: 'principal' }), 'not-signed-in'],
    ['with rights that are none', () => ({ rights: { produce: ['everything'], consume: true } }), 'not-signed-in'],
    ['with a negative turn', () => ({ turn: -1 }), 'not-signed-in'],
    ['for a session that is not here', () => ({ ses: 'session-9999' }), 'not-found'],
  ])('[ML1] a token %s is refused', async (_what, claims, reason) => {
    await expect(connect(await signToken(claimsOf(session, 'seat-0001', claims())))).rejects.toThrow(reason);
  });

  it('[ML1] a token with another signature, another algorithm or none is refused', async () => {
    const claims = claimsOf(session, 'seat-0001');
    const good = await signToken(claims);
    const [head, body, mac] = good.split('.') as [string, string, string];
    const richer = Buffer.from(JSON.stringify({ ...claims, role: 'teacher' })).toString('base64url');
    const bad = [
      await signToken(claims, 'another secret of the same length!!!'),
      await signToken(claims, undefined, 'HS384'),
      new UnsecuredJWT(claims).encode(),
      `${head}.${body}.`,
      `${head}.${richer}.${mac}`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.${mac}`,
      'x'.repeat(5000),
      '',
    ];
    for (const token of bad) await expect(connect(token)).rejects.toThrow('not-signed-in');
    (await connect(good)).socket.close();
  });

  it('[ML1] a token that is no text, or none at all, is refused', async () => {
    for (const auth of [{}, { token: 5 }, { token: { $gt: '' } }, { token: ['a'] }, { token: null }, { __proto__: { token: 'x' } }]) {
      const socket = io(gateway.url, {
        path: MEDIA_LINK_PATH,
        transports: ['websocket'],
        auth,
        reconnection: false,
        ...origin('https://school.example'),
      });
      const reason = await new Promise((resolve) =>
        socket.once('connect', () => resolve('connected')).once('connect_error', (error) => resolve(error.message)),
      );
      expect(reason).toBe('not-signed-in');
      socket.close();
    }
    expect(gateway.rooms.census().seats).toBe(0);
  });

  it('[ML2] pages of other origins are refused, also with a good token', async () => {
    const token = await signToken(claimsOf(session, 'seat-0001'));
    for (const from of ['https://evil.example', 'https://school.example.evil.example', 'http://school.example', 'null', undefined])
      await expect(Tab.connect(gateway, token, origin(from))).rejects.toThrow();
    (await connect(token)).socket.close();
  });

  it('[ML1] long polling is not there', async () => {
    const answer = await fetch(`${gateway.url}${MEDIA_LINK_PATH}/?EIO=4&transport=polling`, {
      headers: { origin: 'https://school.example' },
    });
    expect(answer.status).toBe(400);
  });

  it('[ML3] a wish before the join is refused', async () => {
    const tab = await connect(await signToken(claimsOf(session, 'seat-0001')));
    expect(await tab.reason('media.leave', {})).toBe('wrong-phase');
    expect(await tab.reason('producer.pause', { producerId: 'producer-0001' })).toBe('wrong-phase');
  });
});
