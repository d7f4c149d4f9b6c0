import { SeatId, type SessionId } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Options, TestGateway } from '../testing/gateway.ts';
import { opus } from '../testing/rtp.ts';
import { Tab } from '../testing/tab.ts';
import { until } from '../testing/until.ts';

let gateway: TestGateway;
let own: SessionId;
let other: SessionId;

async function start(options: Options): Promise<void> {
  gateway = await TestGateway.start(options);
  // Two rooms, which two workers share: a fresh room weighs, so the second goes to the other worker.
  own = await gateway.openRoom('session-own');
  other = await gateway.openRoom('session-other');
}

beforeEach(() => start({ workers: 2, hangMs: 500 }));
afterEach(() => gateway.end());

async function pidOf(session: SessionId): Promise<number> {
  const { rooms } = (await gateway.rooms.dump()) as { rooms: { sessionId: string; media: { pid: number } }[] };
  return rooms.find(({ sessionId }) => sessionId === session)!.media.pid;
}

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('a worker that dies', () => {
  it('[GW12] two rooms are made on two workers', async () => {
    expect(await pidOf(own)).not.toBe(await pidOf(other));
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGSEGV', 'SIGABRT'] as const)(
    '[WD2] after %s the seats of its rooms start again in the next generation',
    async (signal) => {
      const [tab, peer] = [await Tab.join(gateway, own, 'seat-0001'), await Tab.join(gateway, own, 'seat-0002')];
      await tab.microphone();
      const dead = await pidOf(own);
      process.kill(dead, signal);
      for (const one of [tab, peer]) {
        const moved = await one.untilTold('room.moved');
        expect(moved).toMatchObject({ generation: 2, resumed: false, producers: [] });
        expect(moved.send.id).not.toBe(one.room.send.id);
        one.room = moved;
        await one.get('media.capabilities', { rtpCapabilities: moved.routerRtpCapabilities });
      }
      const producerId = await tab.microphone();
      await peer.untilTold('producer.opened', (view) => view.producerId === producerId);
      await peer.get('consume', { producerId });
      expect(await pidOf(own)).not.toBe(dead);
      expect(gateway.log.errors.map(({ message }) => message)).toEqual(['a media worker died; its rooms move']);
    },
  );

  it('[WD1] nobody in another room is told anything, and their media goes on', async () => {
    const tab = await Tab.join(gateway, own, 'seat-0001');
    const [bystander, peer] = [await Tab.join(gateway, other, 'seat-0001'), await Tab.join(gateway, other, 'seat-0002')];
    const producerId = await bystander.microphone();
    await peer.untilTold('producer.opened');
    const heard = [bystander.facts.length, peer.facts.length];
    process.kill(await pidOf(own), 'SIGKILL');
    await tab.untilTold('room.moved');
    expect(await peer.reason('consume', { producerId })).toBe('ok');
    expect(bystander.socket.connected && peer.socket.connected).toBe(true);
    const told = (one: Tab, from: number) => one.facts.slice(from).filter(({ name }) => !['speakers', 'consumer.score'].includes(name));
    expect([told(bystander, heard[0]!), told(peer, heard[1]!)]).toEqual([[], []]);
  });

  it('[WD3] a worker that hangs is killed and its rooms move', async () => {
    const tab = await Tab.join(gateway, own, 'seat-0001');
    const hung = await pidOf(own);
    process.kill(hung, 'SIGSTOP');
    await tab.untilTold('room.moved');
    await until('the hung worker is gone', () => isGone(hung));
  });

  it('[WD4] a seat that was away while its room moved starts again when it comes back', async () => {
    const tab = await Tab.join(gateway, own, 'seat-0001');
    const peer = await Tab.join(gateway, own, 'seat-0002');
    tab.cut();
    await until('the link is lost', async () => JSON.stringify(await gateway.rooms.dump()).includes('"isInGrace":true'));
    process.kill(await pidOf(own), 'SIGKILL');
    await peer.untilTold('room.moved');
    const back = await Tab.join(gateway, own, 'seat-0001');
    expect(back.room).toMatchObject({ generation: 2, resumed: false });
    const again = await back.enter(2);
    expect(again).toMatchObject({ generation: 2, resumed: true });
  });

  it('[WD4] a tab that asks to resume an older generation gets new transports', async () => {
    const tab = await Tab.join(gateway, own, 'seat-0001');
    process.kill(await pidOf(own), 'SIGKILL');
    const moved = await tab.untilTold('room.moved');
    const again = await tab.enter(1);
    expect(again).toMatchObject({ generation: 2, resumed: false });
    expect(again.send.id).not.toBe(moved.send.id);
  });

  it('[WD5] signals that are not meant to end it do not', async () => {
    const tab = await Tab.join(gateway, own, 'seat-0001');
    const producerId = await tab.microphone();
    const pid = await pidOf(own);
    for (const signal of ['SIGPIPE', 'SIGHUP', 'SIGALRM', 'SIGUSR1', 'SIGUSR2'] as const) process.kill(pid, signal);
    const peer = await Tab.join(gateway, own, 'seat-0002');
    expect(await peer.reason('consume', { producerId })).toBe('ok');
    expect(await pidOf(own)).toBe(pid);
  });

  it('[WD6] what a teacher muted while the room moved starts muted', async () => {
    const [tab, peer] = [await Tab.join(gateway, own, 'seat-0001'), await Tab.join(gateway, own, 'seat-0002')];
    await tab.microphone();
    process.kill(await pidOf(own), 'SIGKILL');
    tab.room = await tab.untilTold('room.moved');
    // The tab has not produced again yet.
    await gateway.rooms.mute(own, SeatId.parse('seat-0001'), 'microphone');
    const order = { transportId: tab.room.send.id, kind: 'audio', source: 'microphone', paused: false, rtpParameters: opus() } as const;
    const { producerId } = await tab.get('produce', order);
    expect(await tab.untilTold('producer.changed')).toMatchObject({ producerId, paused: true, by: 'teacher' });
    expect(await peer.untilTold('producer.opened', (view) => view.producerId === producerId)).toMatchObject({ paused: true });
    expect(await tab.reason('producer.resume', { producerId })).toBe('ok');
  });

  it('[WD2] wishes that were under way are refused, and the link lives on', async () => {
    const tab = await Tab.join(gateway, own, 'seat-0001');
    const pid = await pidOf(own);
    process.kill(pid, 'SIGSTOP');
    const under = tab.reason('transport.restart-ice', { transportId: tab.room.send.id });
    process.kill(pid, 'SIGKILL');
    expect(await under).toBe('gateway-failed');
    tab.room = await tab.untilTold('room.moved');
    expect(await tab.reason('transport.restart-ice', { transportId: tab.room.send.id })).toBe('ok');
  });

  it('[WD2] a recorder hears of each producer that went and then of the move', async () => {
    const heard: string[] = [];
    gateway.rooms.find(own)!.onEvent(({ type }) => type !== 'dominant.changed' && heard.push(type));
    const tab = await Tab.join(gateway, own, 'seat-0001');
    await tab.microphone();
    process.kill(await pidOf(own), 'SIGKILL');
    await tab.untilTold('room.moved');
    expect(heard).toEqual(['producer.opened', 'producer.closed', 'room.moved']);
    await gateway.rooms.close(own);
    expect(heard.at(-1)).toBe('room.closed');
  });
});

describe('a host with one worker', () => {
  it('[WD2] waits for its replacement, on the same port', async () => {
    await gateway.end();
    await start({ workers: 1 });
    const tab = await Tab.join(gateway, own, 'seat-0001');
    const port = (tab.room.send.iceCandidates[0] as { port: number }).port;
    for (let generation = 2; generation <= 3; generation += 1) {
      process.kill(await pidOf(own), 'SIGKILL');
      const moved = await tab.untilTold('room.moved', (fact) => fact.generation === generation);
      expect((moved.send.iceCandidates[0] as { port: number }).port).toBe(port);
    }
  });
});

describe('workers that die again and again', () => {
  it('[WD2] a room whose worker dies in the middle of its move still comes back, and every tab with it', async () => {
    const tabs = await Promise.all(Array.from({ length: 8 }, (_, index) => Tab.join(gateway, own, `seat-000${index}`)));
    for (let round = 0; round < 3; round += 1) {
      for (const worker of gateway.pool.slots()) if (worker) process.kill(worker.pid, 'SIGKILL');
      await until('somebody was told', () => tabs.some((tab) => tab.told('room.moved').length > round));
    }
    const last = await until(
      'all of them are in one generation',
      () => {
        const generations = new Set(tabs.map((tab) => tab.told('room.moved').at(-1)?.generation));
        return generations.size === 1 && [...generations][0];
      },
      30_000,
    );
    for (const tab of tabs) {
      tab.room = tab.told('room.moved').findLast(({ generation }) => generation === last)!;
      expect(tab.socket.connected).toBe(true);
      await tab.microphone();
    }
  });

  it('[WD2] a tab that joins while its room moves is let in when the room stands', async () => {
    process.kill(await pidOf(own), 'SIGKILL');
    const tab = await Tab.join(gateway, own, 'seat-0001');
    await tab.microphone();
  });
});
