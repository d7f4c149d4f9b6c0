import { SeatId, type SessionId } from '@liveclass/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/gateway.ts';
import { claimsOf, signToken, Tab } from '../testing/tab.ts';
import { until } from '../testing/until.ts';

let gateway: TestGateway;
let session: SessionId;
let count = 0;
const SEAT = SeatId.parse('seat-0001');
const GRACE_MS = 300;

beforeAll(async () => {
  gateway = await TestGateway.start({ limits: { mediaGraceMs: GRACE_MS } });
});
afterAll(() => gateway.end());
beforeEach(async () => {
  session = await gateway.openRoom(`session-${(count += 1)}`);
});
afterEach(async () => {
  await gateway.rooms.close(session);
  expect(gateway.log.errors).toEqual([]);
});

/** What a tab was told, without what comes with media only. */
const news = (tab: Tab) => tab.facts.map(({ name }) => name).filter((name) => name !== 'speakers' && name !== 'consumer.score');
const inGrace = () => until('the link is lost', async () => JSON.stringify(await gateway.rooms.dump()).includes('"isInGrace":true'));
/** The answer comes after everything that the room told before. */
const settled = (...tabs: Tab[]) =>
  Promise.all(tabs.map((tab) => tab.get('media.capabilities', { rtpCapabilities: tab.room.routerRtpCapabilities })));

/** A tab that sends sound and a picture, and two that receive both. */
async function scene() {
  const [tab, first, second] = [
    await Tab.join(gateway, session, SEAT),
    await Tab.join(gateway, session, 'seat-0002'),
    await Tab.join(gateway, session, 'seat-0003'),
  ];
  const [audio, video] = [await tab.microphone(), await tab.camera(3)];
  for (const viewer of [first, second]) for (const producerId of [audio, video]) await viewer.get('consume', { producerId });
  await settled(first, second);
  for (const one of [tab, first, second]) one.facts.length = 0;
  return { tab, first, second, audio, video };
}

const gone = { rooms: 1, seats: 2, producers: 0, consumers: 0 };
const goneFor = ['consumer.closed', 'consumer.closed', 'producer.closed', 'producer.closed'];

/** All of it and nothing else; what a worker says of its own accord may come after the answer to a later wish. */
async function expectNews(expected: readonly string[], ...viewers: Tab[]): Promise<void> {
  const all = () => JSON.stringify(viewers.map((viewer) => news(viewer).sort()));
  await until('all is told', () => all() === JSON.stringify(viewers.map(() => expected)) || Promise.reject(new Error(all())));
  await settled(...viewers);
  for (const viewer of viewers) expect(news(viewer).sort()).toEqual(expected);
}

async function expectGone(...viewers: Tab[]): Promise<void> {
  await until('everything of the seat is closed', () => JSON.stringify(gateway.rooms.census()) === JSON.stringify(gone));
  await expectNews(goneFor, ...viewers);
}

describe('what a tab ends itself', () => {
  it('[GW7] C1: closing a consumer closes that consumer and tells nobody', async () => {
    const { tab, first, second, audio } = await scene();
    const { consumerId } = await first.get('consume', { producerId: audio });
    await first.get('consumer.close', { consumerId });
    expect(gateway.rooms.census()).toMatchObject({ producers: 2, consumers: 3 });
    await settled(tab, first, second);
    expect([tab, first, second].flatMap(news)).toEqual([]);
  });

  it('[GW7] C2: closing a producer closes the consumers of it and tells everybody else', async () => {
    const { tab, first, second, video } = await scene();
    await tab.get('producer.close', { producerId: video });
    await first.untilTold('producer.closed', (fact) => fact.producerId === video && fact.source === 'camera');
    await expectNews(['consumer.closed', 'producer.closed'], first, second);
    await settled(tab);
    expect(news(tab)).toEqual([]);
    expect(gateway.rooms.census()).toMatchObject({ producers: 1, consumers: 2 });
  });

  it('[GW7] C3: pausing a producer closes nothing and tells the others', async () => {
    const { tab, first, audio } = await scene();
    await tab.get('producer.pause', { producerId: audio });
    await tab.get('producer.pause', { producerId: audio });
    await tab.get('producer.resume', { producerId: audio });
    await settled(first);
    expect(first.told('producer.changed').map(({ paused, by }) => [paused, by])).toEqual([
      [true, 'self'],
      [false, 'self'],
    ]);
    expect(gateway.rooms.census()).toMatchObject({ producers: 2, consumers: 4 });
  });

  it('[GW6] C4: leaving closes everything of the seat, and the tab may join again on its link', async () => {
    const { tab, first, second, audio } = await scene();
    await tab.get('media.leave', {});
    await expectGone(first, second);
    expect(await tab.reason('producer.pause', { producerId: audio })).toBe('wrong-phase');
    expect(await tab.enter(1)).toMatchObject({ generation: 1, resumed: false });
    await tab.microphone();
  });
});

describe('a link that is lost', () => {
  it('[ML5] C5 C7: it closes nothing, and the same tab resumes with the same transports', async () => {
    const { tab, first, audio } = await scene();
    const { consumerId } = await tab.get('consume', { producerId: await first.microphone() });
    tab.cut();
    await inGrace();
    expect(gateway.rooms.census()).toMatchObject({ seats: 3, producers: 3, consumers: 5 });
    const back = await Tab.connect(gateway, await signToken(claimsOf(session, SEAT)));
    const room = await back.enter(tab.room.generation);
    expect(room).toMatchObject({ resumed: true, send: { id: tab.room.send.id }, receive: { id: tab.room.receive.id } });
    expect(room.producers.map(({ source }) => source)).toEqual(['microphone']);
    for (const wish of ['producer.pause', 'producer.resume'] as const) expect(await back.reason(wish, { producerId: audio })).toBe('ok');
    expect(await back.reason('consumer.resume', { consumerId })).toBe('ok');
    const { iceParameters } = await back.get('transport.restart-ice', { transportId: room.send.id });
    expect(iceParameters['usernameFragment']).not.toBe(room.send.iceParameters['usernameFragment']);
  });

  it('[GW6] C6: when its grace ends everything of the seat closes', async () => {
    const { tab, first, second } = await scene();
    tab.cut();
    await expectGone(first, second);
    const back = await Tab.connect(gateway, await signToken(claimsOf(session, SEAT)));
    expect(await back.enter(1)).toMatchObject({ resumed: false });
  });

  it('[ML5] C6: a seat that came back in time is not touched when the first grace would end', async () => {
    const { tab, first } = await scene();
    for (let round = 0; round < 3; round += 1) {
      const startedAt = Date.now();
      tab.cut();
      await inGrace();
      const back = await Tab.connect(gateway, await signToken(claimsOf(session, SEAT)));
      expect(await back.enter(1)).toMatchObject({ resumed: true });
      await until('the first grace would be over', () => Date.now() - startedAt > GRACE_MS + 50);
      tab.socket.close();
      tab.cut = () => back.cut();
    }
    expect(gateway.rooms.census()).toMatchObject({ seats: 3, producers: 2 });
    expect(news(first)).toEqual([]);
  });

  it('[ML5] C7: a second link of the same tab takes over from one that only seems to live', async () => {
    const { tab, first } = await scene();
    const back = await Tab.connect(gateway, await signToken(claimsOf(session, SEAT)));
    expect(await back.enter(1)).toMatchObject({ resumed: true, send: { id: tab.room.send.id } });
    await until('the older link ends', () => !tab.socket.connected);
    expect(news(tab)).toEqual([]);
    expect(gateway.rooms.census()).toMatchObject({ seats: 3, producers: 2 });
    await settled(back, first);
    expect(news(first)).toEqual([]);
  });

  it('[GW6] C8: a tab that was reloaded starts again, and what it had closes', async () => {
    const { tab, first, second } = await scene();
    tab.cut();
    const back = await Tab.join(gateway, session, SEAT);
    expect(back.room.resumed).toBe(false);
    expect(back.room.send.id).not.toBe(tab.room.send.id);
    await expectNews(goneFor, first, second);
    await until('all is closed', () => gateway.rooms.census().consumers === 0);
    expect(gateway.rooms.census()).toEqual({ rooms: 1, seats: 3, producers: 0, consumers: 0 });
  });
});

describe('a seat that another takes or the tool takes away', () => {
  it('[ML7] C9: a tab with a higher turn takes the seat, and the former is told and cut', async () => {
    const { tab, first, second } = await scene();
    const later = await Tab.join(gateway, session, SEAT, { turn: 1, tab: 'another-tab-0123456' });
    expect(await tab.untilTold('ejected')).toEqual({ reason: 'superseded' });
    await until('the former link ends', () => !tab.socket.connected);
    await expectNews(goneFor, first, second);
    expect(later.room.resumed).toBe(false);
    await expect(Tab.join(gateway, session, SEAT)).rejects.toThrow('superseded');
    await later.microphone();
  });

  it('[ML7] two tabs with the same turn: the first keeps the seat', async () => {
    const { tab } = await scene();
    await expect(Tab.join(gateway, session, SEAT, { tab: 'another-tab-0123456' })).rejects.toThrow('superseded');
    expect(tab.socket.connected).toBe(true);
    await tab.get('media.leave', {});
    await Tab.join(gateway, session, SEAT, { tab: 'another-tab-0123456' });
  });

  it('[ML8] what a superseded link wishes in the same moment has no effect', async () => {
    const { tab, audio } = await scene();
    const later = Tab.connect(gateway, await signToken(claimsOf(session, SEAT, { turn: 1, tab: 'another-tab-0123456' })));
    const taken = (await later).enter();
    const wishes = Array.from({ length: 50 }, () => tab.reason('producer.resume', { producerId: audio }).catch(() => 'cut'));
    await taken;
    const reasons = new Set(await Promise.all(wishes));
    for (const reason of reasons) expect(['ok', 'superseded', 'wrong-phase', 'cut', 'not-found', 'too-fast']).toContain(reason);
    expect(gateway.rooms.census()).toMatchObject({ seats: 3, producers: 0 });
  });

  it('[ML10] ten tabs that join one seat at once leave one holder and one pair of transports', async () => {
    const tabs = await Promise.all(
      Array.from({ length: 10 }, async (_, turn) =>
        Tab.connect(gateway, await signToken(claimsOf(session, SEAT, { turn, tab: `racing-tab-${turn}-0123` }))),
      ),
    );
    await Promise.allSettled(tabs.map((tab) => tab.enter()));
    await until('one holder is left', () => tabs.filter((tab) => tab.socket.connected).length >= 1 && gateway.rooms.census().seats === 1);
    const dump = JSON.parse(JSON.stringify(await gateway.rooms.dump())) as {
      rooms: { media: { router: { transportIds: string[] } }; seats: unknown[] }[];
    };
    expect(dump.rooms.at(-1)!.media.router.transportIds).toHaveLength(2);
    expect(dump.rooms.at(-1)!.seats).toMatchObject([{ turn: 9, isSeated: true, isLinked: true }]);
  });

  it('[GW6] C10: an ejected seat is told why, everything of it closes, and its link ends', async () => {
    const { tab, first, second } = await scene();
    await gateway.rooms.eject(session, SEAT, 'removed');
    expect(await tab.untilTold('ejected')).toEqual({ reason: 'removed' });
    await until('the link ends', () => !tab.socket.connected);
    await expectGone(first, second);
    await gateway.rooms.eject(session, SEAT, 'removed');
  });

  it('[GW11] C10: tokens from before a removal are worthless, one from after it is not', async () => {
    const { tab } = await scene();
    const before = await signToken(claimsOf(session, SEAT, { turn: 7, iat: Math.floor(Date.now() / 1000) - 3 }));
    await gateway.rooms.eject(session, SEAT, 'removed');
    await until('the link ends', () => !tab.socket.connected);
    await expect(Tab.connect(gateway, before)).rejects.toThrow('superseded');
    await expect(Tab.join(gateway, session, SEAT)).rejects.toThrow('superseded');
    await Tab.join(gateway, session, SEAT, { iat: Math.floor(Date.now() / 1000) + 2 });
  });

  it('[GW11] a person who was removed before they ever joined does not get in either', async () => {
    const token = await signToken(claimsOf(session, 'seat-0009'));
    const admitted = await Tab.connect(gateway, token);
    await gateway.rooms.eject(session, SeatId.parse('seat-0009'), 'removed');
    expect(await admitted.reason('media.join', {})).toBe('superseded');
    await expect(
      Tab.connect(gateway, await signToken(claimsOf(session, 'seat-0009', { iat: Math.floor(Date.now() / 1000) - 1 }))),
    ).rejects.toThrow('superseded');
  });

  it('[ML7] C11: a late call that ejects an earlier turn does not reach the tab that took over', async () => {
    await scene();
    const later = await Tab.join(gateway, session, SEAT, { turn: 1, tab: 'another-tab-0123456' });
    await gateway.rooms.eject(session, SEAT, 'superseded', 0);
    await later.microphone();
    expect(news(later)).toEqual([]);
  });

  it('[GW9] C12 C13: a teacher pauses a microphone and closes a camera, and nothing else', async () => {
    const { tab, first, audio, video } = await scene();
    await gateway.rooms.mute(session, SEAT, 'microphone');
    await gateway.rooms.mute(session, SEAT, 'camera');
    await tab.untilTold('producer.changed', ({ producerId, by }) => producerId === audio && by === 'teacher');
    await tab.untilTold('producer.closed', ({ producerId }) => producerId === video);
    await expectNews(['consumer.closed', 'producer.changed', 'producer.closed'], first);
    expect(gateway.rooms.census()).toMatchObject({ producers: 1, consumers: 2 });
  });

  it('[GW8] C14: rights that are taken away close what they allowed and nothing else', async () => {
    const { tab, first, video } = await scene();
    await gateway.rooms.setRights(session, SEAT, { produce: ['microphone'], consume: true });
    await tab.untilTold('producer.closed', ({ producerId }) => producerId === video);
    await tab.untilTold('rights.changed');
    await until('its consumers are gone', () => gateway.rooms.census().consumers === 2);
    expect(gateway.rooms.census()).toMatchObject({ producers: 1 });
    await gateway.rooms.setRights(session, SeatId.parse('seat-0002'), { produce: [], consume: false });
    await first.untilTold('consumer.closed');
    await first.untilTold('rights.changed', ({ consume }) => !consume);
    expect(gateway.rooms.census()).toMatchObject({ producers: 1, consumers: 1 });
  });

  it('[GW6] C15: closing the room tells everybody that the session ended, and nothing else', async () => {
    const { tab, first, second } = await scene();
    const heard: string[] = [];
    gateway.rooms.find(session)!.onEvent(({ type }) => type !== 'dominant.changed' && heard.push(type));
    await gateway.rooms.close(session);
    for (const one of [tab, first, second]) {
      await until('the link ends', () => !one.socket.connected);
      expect(one.facts.filter(({ name }) => name === 'ejected')).toEqual([{ name: 'ejected', fact: { reason: 'session-ended' } }]);
      expect(news(one)).toEqual(['ejected']);
    }
    expect(heard).toEqual(['producer.closed', 'producer.closed', 'room.closed']);
    expect(gateway.rooms.census()).toEqual({ rooms: 0, seats: 0, producers: 0, consumers: 0 });
  });
});

describe('C16 and C17 are in worker-death.test.ts', () => {
  it('[GW6] C18: a gateway that ends tells every tab', async () => {
    const ending = await TestGateway.start();
    const id = await ending.openRoom('session-ending');
    const tab = await Tab.join(ending, id, SEAT);
    const workers = ending.pool.slots().map((worker) => worker!.pid);
    await ending.end();
    expect(await tab.untilTold('ejected')).toEqual({ reason: 'draining' });
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow();
  });
});
