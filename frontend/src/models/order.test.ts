import { type DurableEvent, NO_LOCKS, type SeatId } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { Notices } from './notices.ts';
import { Order } from './order.ts';
import { outgoingOf } from './outgoing.ts';

const SEAT = 'seat-sam0' as SeatId;

function anOrder() {
  const asked: unknown[] = [];
  let entries = 0;
  const tool = {
    ask: async (name: string, body: unknown) => {
      asked.push([name, body]);
      return {} as never;
    },
    enterAgain: () => void (entries += 1),
  };
  const order = new Order({ tool: tool as never, notices: new Notices() });
  const tell = (event: object) => order.happened({ seq: 1, at: 1, type: 'locks.changed', ...event } as DurableEvent);
  return { order, asked, tell, entries: () => entries };
}

describe('locks in the room', () => {
  it('[MD1] are as the server says, and a change names only what changes', async () => {
    const { order, tell, asked } = anOrder();
    await order.set({ camera: true });
    expect([asked, order.state.get().locks.camera]).toEqual([[['locks.set', { locks: { camera: true } }]], false]);
    tell({ locks: { ...NO_LOCKS, camera: true }, free: [] });
    expect(order.state.get().locks.camera).toBe(true);
  });

  it('[MD3] are lifted for one person beside what was lifted before', async () => {
    const { order, tell, asked } = anOrder();
    tell({ locks: NO_LOCKS, free: [{ seatId: SEAT, locks: ['camera'] }] });
    await order.setFree(SEAT, 'microphone', true);
    await order.setFree(SEAT, 'camera', false);
    expect(asked).toEqual([
      ['locks.except', { seatId: SEAT, locks: ['camera', 'microphone'] }],
      ['locks.except', { seatId: SEAT, locks: [] }],
    ]);
  });

  it('[MD8] ask for the room anew where they are about who is there, and only there', () => {
    const { tell, entries } = anOrder();
    tell({ locks: { ...NO_LOCKS, camera: true }, free: [] });
    expect(entries()).toBe(0);
    tell({ locks: { ...NO_LOCKS, people: true }, free: [] });
    tell({ locks: NO_LOCKS, free: [] });
    expect(entries()).toBe(2);
  });

  it('[MD12] send nothing of what is locked, and again what is not', () => {
    const track = {} as MediaStreamTrack;
    const devices = {
      microphone: { phase: 'on' as const, track },
      camera: { phase: 'on' as const, track },
      screen: undefined,
      devices: { microphones: [], cameras: [], speakers: [] },
      choices: { isMicrophoneOn: true, isCameraOn: true } as never,
      isSilent: false,
    };
    const sent = (allowed: ReadonlySet<never>) => [...outgoingOf({ ...devices, allowed }).keys()];
    expect(sent(new Set(['camera']) as never)).toEqual(['camera']);
    expect(sent(new Set(['camera', 'microphone']) as never)).toEqual(['microphone', 'camera']);
  });
});
