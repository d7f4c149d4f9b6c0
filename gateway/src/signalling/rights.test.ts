import { SeatId } from '@liveclass/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/gateway.ts';
import { opus, vp8 } from '../testing/rtp.ts';
import { claimsOf, signToken, Tab } from '../testing/tab.ts';

let gateway: TestGateway;
let session: string;
let count = 0;

beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.end());
beforeEach(async () => {
  session = `session-${(count += 1)}`;
  await gateway.openRoom(session);
});
afterEach(async () => {
  for (const id of gateway.rooms.ids()) await gateway.rooms.close(id);
});

const only = (produce: string[], consume = true) => ({ rights: { produce, consume } });

describe('what a seat may send', () => {
  it('[GW2] a source without the right is refused, and one with it is not', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001', only(['microphone']));
    const order = { transportId: tab.room.send.id, paused: false };
    expect(await tab.reason('produce', { ...order, kind: 'video', source: 'camera', rtpParameters: vp8() })).toBe('forbidden');
    expect(await tab.reason('produce', { ...order, kind: 'video', source: 'screen', rtpParameters: vp8() })).toBe('forbidden');
    expect(await tab.reason('produce', { ...order, kind: 'audio', source: 'microphone', rtpParameters: opus() })).toBe('ok');
  });

  it('[GW2] a kind that is not the kind of the source is refused', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const order = { transportId: tab.room.send.id, paused: false };
    expect(await tab.reason('produce', { ...order, kind: 'audio', source: 'camera', rtpParameters: opus() })).toBe('bad-request');
    expect(await tab.reason('produce', { ...order, kind: 'video', source: 'microphone', rtpParameters: vp8() })).toBe('bad-request');
    // The kind fits the source, but what is sent is of the other kind.
    expect(await tab.reason('produce', { ...order, kind: 'video', source: 'camera', rtpParameters: opus() })).toBe('bad-request');
  });

  it('[GW2] only the own sending transport takes media', async () => {
    const [tab, other] = [await Tab.join(gateway, session, 'seat-0001'), await Tab.join(gateway, session, 'seat-0002')];
    const order = { paused: false, kind: 'audio', source: 'microphone' } as const;
    for (const transportId of [tab.room.receive.id, other.room.send.id, 'no-such-transport'])
      expect(await tab.reason('produce', { ...order, transportId, rtpParameters: opus() })).toBe('unknown-transport');
  });

  it('[GW3] four sources at once are taken, three layers are taken, four layers are refused', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const order = { transportId: tab.room.send.id, paused: false };
    expect(await tab.reason('produce', { ...order, kind: 'audio', source: 'microphone', rtpParameters: opus() })).toBe('ok');
    expect(await tab.reason('produce', { ...order, kind: 'audio', source: 'screen-audio', rtpParameters: opus() })).toBe('ok');
    expect(await tab.reason('produce', { ...order, kind: 'video', source: 'screen', rtpParameters: vp8() })).toBe('ok');
    expect(await tab.reason('produce', { ...order, kind: 'video', source: 'camera', rtpParameters: vp8(4) })).toBe('bad-request');
    expect(await tab.reason('produce', { ...order, kind: 'video', source: 'camera', rtpParameters: vp8(3) })).toBe('ok');
    expect(gateway.rooms.census().producers).toBe(4);
  });

  it('[GW3] a hundred encodings and parameters of 40 KiB are refused', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const order = { transportId: tab.room.send.id, kind: 'video', source: 'camera', paused: false } as const;
    expect(await tab.reason('produce', { ...order, rtpParameters: vp8(100) })).toBe('bad-request');
    expect(await tab.reason('produce', { ...order, rtpParameters: { ...vp8(), msid: 'x'.repeat(40_000) } })).toBe('bad-request');
  });

  it('[GW10] a second producer of one source replaces the first', async () => {
    const [tab, other] = [await Tab.join(gateway, session, 'seat-0001'), await Tab.join(gateway, session, 'seat-0002')];
    const first = await tab.microphone();
    const second = await tab.microphone();
    await other.untilTold('producer.closed', ({ producerId }) => producerId === first);
    await other.untilTold('producer.opened', ({ producerId }) => producerId === second);
    expect(await tab.reason('producer.pause', { producerId: first })).toBe('not-found');
    expect(await tab.reason('producer.pause', { producerId: second })).toBe('ok');
  });

  it('[GW2] nobody touches the producers of another seat', async () => {
    const [tab, other] = [await Tab.join(gateway, session, 'seat-0001'), await Tab.join(gateway, session, 'seat-0002')];
    const producerId = await tab.microphone();
    for (const wish of ['producer.pause', 'producer.resume', 'producer.close'] as const)
      expect(await other.reason(wish, { producerId })).toBe('not-found');
    expect(await tab.reason('producer.pause', { producerId })).toBe('ok');
  });
});

describe('what a seat may receive', () => {
  it('[GW4] nothing without the right: neither told nor consumed', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const before = await tab.microphone();
    const deaf = await Tab.join(gateway, session, 'seat-0002', only([], false));
    expect(deaf.room.producers).toEqual([]);
    const producerId = await tab.camera();
    expect(await deaf.reason('consume', { producerId })).toBe('forbidden');
    expect(await deaf.reason('consume', { producerId: before })).toBe('forbidden');
    expect(deaf.told('producer.opened')).toEqual([]);
  });

  it('[GW4] not its own media, and not that of another room', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const own = await tab.microphone();
    await gateway.openRoom(`${session}-other`);
    const stranger = await Tab.join(gateway, `${session}-other`, 'seat-0001');
    expect(await tab.reason('consume', { producerId: own })).toBe('not-found');
    expect(await stranger.reason('consume', { producerId: own })).toBe('not-found');
    expect(stranger.room.producers).toEqual([]);
    expect(stranger.facts).toEqual([]);
  });

  it('[GW4] not before it said what it can receive, and not what it cannot', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const [audio, video] = [await tab.microphone(), await tab.camera()];
    const other = await Tab.join(gateway, session, 'seat-0002');
    await other.get('media.capabilities', { rtpCapabilities: { codecs: [], headerExtensions: [] } });
    expect(await other.reason('consume', { producerId: video })).toBe('cannot-consume');
    const codecs = (other.room.routerRtpCapabilities['codecs'] as { kind: string }[]).filter(({ kind }) => kind === 'audio');
    await other.get('media.capabilities', { rtpCapabilities: { codecs, headerExtensions: [] } });
    expect(await other.reason('consume', { producerId: video })).toBe('cannot-consume');
    expect(await other.reason('consume', { producerId: audio })).toBe('ok');
  });

  it('[GW5] a consumer is made paused and flows when its tab says so', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const other = await Tab.join(gateway, session, 'seat-0002');
    const { consumerId } = await other.get('consume', { producerId: await tab.microphone() });
    const consumers = async () =>
      JSON.stringify(await gateway.rooms.dump()).match(new RegExp(`"id":"${consumerId}"[^}]*"paused":(true|false)`))?.[1];
    expect(await consumers()).toBe('true');
    await other.get('consumer.resume', { consumerId });
    expect(await consumers()).toBe('false');
    await other.get('consumer.pause', { consumerId });
    expect(await consumers()).toBe('true');
  });

  it('[GW10] consuming a producer again replaces the consumer, and consumers are not counted twice', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const other = await Tab.join(gateway, session, 'seat-0002');
    const producerId = await tab.camera(3);
    const before = gateway.rooms.census().consumers;
    const first = await other.get('consume', { producerId });
    const second = await other.get('consume', { producerId });
    expect(gateway.rooms.census().consumers - before).toBe(1);
    expect(await other.reason('consumer.resume', first)).toBe('bad-request');
    expect(await other.reason('consumer.resume', { consumerId: first.consumerId })).toBe('not-found');
    expect(await other.reason('consumer.resume', { consumerId: second.consumerId })).toBe('ok');
    expect(await other.reason('consumer.prefer', { consumerId: second.consumerId, spatialLayer: 0 })).toBe('ok');
    expect(await tab.reason('consumer.resume', { consumerId: second.consumerId })).toBe('not-found');
  });

  it('[GW15] nobody is told the address of another person', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const other = await Tab.join(gateway, session, 'seat-0002');
    await tab.microphone();
    await other.untilTold('producer.opened');
    expect(JSON.stringify([other.room.producers, other.facts])).not.toMatch(/\d+\.\d+\.\d+\.\d+|localhost/);
  });
});

describe('rights that change', () => {
  it('[GW8] rights that are taken away close what they allowed, and the tab is told', async () => {
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const other = await Tab.join(gateway, session, 'seat-0002');
    const [audio, video] = [await tab.microphone(), await tab.camera()];
    const { consumerId } = await tab.get('consume', { producerId: await other.microphone() });
    const rights = { produce: ['microphone' as const], consume: false };
    await gateway.rooms.setRights(await gateway.openRoom(session), SeatId.parse('seat-0001'), rights);
    expect(await tab.untilTold('rights.changed')).toEqual(rights);
    await tab.untilTold('producer.closed', ({ producerId }) => producerId === video);
    await tab.untilTold('consumer.closed', (fact) => fact.consumerId === consumerId);
    await other.untilTold('producer.closed', ({ producerId }) => producerId === video);
    expect(await tab.reason('producer.pause', { producerId: audio })).toBe('ok');
    expect(
      await tab.reason('produce', { transportId: tab.room.send.id, kind: 'video', source: 'camera', paused: false, rtpParameters: vp8() }),
    ).toBe('forbidden');
  });

  it('[GW8] a token from before the change does not bring the old rights back', async () => {
    const id = await gateway.openRoom(session);
    await gateway.rooms.setRights(id, SeatId.parse('seat-0001'), { produce: [], consume: true });
    const tab = await Tab.join(gateway, session, 'seat-0001', { iat: Math.floor(Date.now() / 1000) - 5 });
    expect(tab.room.rights).toEqual({ produce: [], consume: true });
    const later = await Tab.join(gateway, session, 'seat-0001', {
      iat: Math.floor(Date.now() / 1000) + 2,
      turn: 1,
      tab: 'another-tab-0123456',
    });
    expect(later.room.rights.produce).toHaveLength(4);
  });

  it('[GW9] a teacher mutes a microphone by pausing it, and its owner may start it again', async () => {
    const id = await gateway.openRoom(session);
    const [tab, other] = [await Tab.join(gateway, session, 'seat-0001'), await Tab.join(gateway, session, 'seat-0002')];
    const producerId = await tab.microphone();
    await gateway.rooms.mute(id, SeatId.parse('seat-0001'), 'microphone');
    for (const told of [tab, other])
      expect(await told.untilTold('producer.changed')).toEqual({
        producerId,
        seatId: 'seat-0001',
        source: 'microphone',
        paused: true,
        by: 'teacher',
      });
    await tab.get('producer.resume', { producerId });
    await other.untilTold('producer.changed', ({ paused, by }) => !paused && by === 'self');
    // Its own doing is no news to the tab.
    expect(tab.told('producer.changed')).toHaveLength(1);
  });

  it('[GW9] who was away while a teacher muted the microphone and stopped the camera is told on return', async () => {
    const id = await gateway.openRoom(session);
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const [microphone] = [await tab.microphone(), await tab.camera()];
    tab.cut();
    for (const source of ['microphone', 'camera'] as const) await gateway.rooms.mute(id, SeatId.parse('seat-0001'), source);
    const back = await Tab.connect(gateway, await signToken(claimsOf(session, 'seat-0001')));
    const room = await back.enter(1);
    expect(room).toMatchObject({ resumed: true, own: [{ producerId: microphone, isMutedByTeacher: true }] });
    await back.get('producer.resume', { producerId: microphone });
    expect((await back.enter(1)).own).toEqual([{ producerId: microphone, isMutedByTeacher: false }]);
  });

  it('[GW9] a teacher stops a camera or a screen by closing it, and the owner is told', async () => {
    const id = await gateway.openRoom(session);
    const [tab, other] = [await Tab.join(gateway, session, 'seat-0001'), await Tab.join(gateway, session, 'seat-0002')];
    const producerId = await tab.camera();
    await gateway.rooms.mute(id, SeatId.parse('seat-0001'), 'camera');
    for (const told of [tab, other]) expect(await told.untilTold('producer.closed')).toMatchObject({ producerId, source: 'camera' });
    await gateway.rooms.mute(id, SeatId.parse('seat-0001'), 'camera');
    await gateway.rooms.mute(id, SeatId.parse('nobody-here'), 'camera');
    expect(await tab.camera()).not.toBe(producerId);
  });
});

describe('muting everybody', () => {
  it('[GW17] means all seats but those that are spared, by name or because they share a screen', async () => {
    const id = await gateway.openRoom(session);
    const tabs = await Promise.all(['seat-0001', 'seat-0002', 'seat-0003'].map((seat) => Tab.join(gateway, session, seat)));
    const [teacher, presenter, student] = tabs as [Tab, Tab, Tab];
    for (const tab of tabs) await tab.microphone();
    const share = { transportId: presenter.room.send.id, kind: 'video', source: 'screen', paused: false } as const;
    await presenter.get('produce', { ...share, rtpParameters: vp8() });
    const order = { source: 'microphone' as const, except: [SeatId.parse('seat-0001')] };
    await gateway.rooms.muteAll(id, { ...order, sparesPresenters: true });
    expect((await student.untilTold('producer.changed')).by).toBe('teacher');
    expect([teacher, presenter].flatMap((tab) => tab.told('producer.changed').map(({ seatId }) => seatId))).toEqual([
      'seat-0003',
      'seat-0003',
    ]);
    await gateway.rooms.muteAll(id, { ...order, sparesPresenters: false });
    await presenter.untilTold('producer.changed', ({ seatId }) => seatId === 'seat-0002');
    expect(teacher.told('producer.changed').map(({ seatId }) => seatId)).not.toContain('seat-0001');
  });
});

describe("other people's cameras", () => {
  const few = { rights: { produce: ['microphone', 'camera'], consume: true, cameras: 'teachers' } };

  it('[GW18] are not told of, and not to be had by their ids, by who may see only those of teachers', async () => {
    const [teacher, other] = [
      await Tab.join(gateway, session, 'seat-0001', { role: 'teacher' }),
      await Tab.join(gateway, session, 'seat-0002'),
    ];
    const [theirs, hidden, sound] = [await teacher.camera(), await other.camera(), await other.microphone()];
    const tab = await Tab.join(gateway, session, 'seat-0003', few);
    expect(tab.room.producers.map(({ producerId }) => producerId).sort()).toEqual([theirs, sound].sort());
    expect(await tab.reason('consume', { producerId: hidden })).toBe('forbidden');
    expect(await tab.reason('consume', { producerId: theirs })).toBe('ok');
    expect(await tab.reason('consume', { producerId: sound })).toBe('ok');
    const later = await other.camera();
    await teacher.untilTold('producer.opened', ({ producerId }) => producerId === later);
    expect(tab.told('producer.opened').map(({ producerId }) => producerId)).not.toContain(later);
    expect(await tab.reason('consume', { producerId: later })).toBe('forbidden');
  });

  it('[GW18] close for who may see them no more, and are told of again when they may', async () => {
    const id = await gateway.openRoom(session);
    const [tab, other] = [await Tab.join(gateway, session, 'seat-0001'), await Tab.join(gateway, session, 'seat-0002')];
    const [camera, microphone] = [await other.camera(), await other.microphone()];
    const { consumerId } = await tab.get('consume', { producerId: camera });
    await tab.get('consume', { producerId: microphone });
    const all = { produce: ['microphone' as const], consume: true };
    await gateway.rooms.setRights(id, SeatId.parse('seat-0001'), { ...all, cameras: 'teachers' });
    await tab.untilTold('consumer.closed', (fact) => fact.consumerId === consumerId);
    await tab.untilTold('producer.closed', ({ producerId }) => producerId === camera);
    expect(await tab.reason('consumer.resume', { consumerId })).toBe('not-found');
    expect(tab.told('producer.closed').map(({ producerId }) => producerId)).toEqual([camera]);
    const before = tab.told('producer.opened').length;
    await gateway.rooms.setRights(id, SeatId.parse('seat-0001'), all);
    await tab.untilTold('rights.changed', (rights) => rights.cameras === undefined);
    expect(
      tab
        .told('producer.opened')
        .slice(before)
        .map(({ producerId }) => producerId),
    ).toEqual([camera]);
    expect(await tab.reason('consume', { producerId: camera })).toBe('ok');
  });
});

describe('the end of it', () => {
  it('[GW13] a seat beyond the limit is refused, and one on it is not', async () => {
    const small = await TestGateway.start({ limits: { seatsPerSession: 2 } });
    try {
      await small.openRoom(session);
      const tabs = [await Tab.join(small, session, 'seat-0001'), await Tab.join(small, session, 'seat-0002')];
      await expect(Tab.join(small, session, 'seat-0003')).rejects.toThrow('class-full');
      await tabs[0]!.get('media.leave', {});
      await Tab.join(small, session, 'seat-0003');
    } finally {
      await small.end();
    }
  });

  it('[GW1] a seat is admitted only to a room that was opened, and never to one that was closed', async () => {
    await expect(Tab.join(gateway, 'never-opened', 'seat-0001')).rejects.toThrow('not-found');
    const tab = await Tab.join(gateway, session, 'seat-0001');
    const id = await gateway.openRoom(session);
    await gateway.rooms.close(id);
    await tab.untilTold('ejected', ({ reason }) => reason === 'session-ended');
    await expect(Tab.join(gateway, session, 'seat-0001')).rejects.toThrow('class-ended');
    await expect(gateway.openRoom(session)).rejects.toThrow('class-ended');
    // A repeated close changes nothing.
    await gateway.rooms.close(id);
    expect(gateway.rooms.census()).toEqual({ rooms: 0, seats: 0, producers: 0, consumers: 0 });
  });

  it('[GW1] nothing of all this was a bug', () => {
    expect(gateway.log.errors).toEqual([]);
  });
});
