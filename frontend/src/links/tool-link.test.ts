import { type DurableEvent, LIVELY_DEFAULTS, NO_LOCKS, Refusal, type RoomSnapshot, TOOL_LINK_PATH } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Script, ScriptedServer } from './testing/scripted-server.ts';
import { until } from './testing/until.ts';
import { ToolLink, type ToolLinkListener } from './tool-link.ts';
import type { WireState } from './wire.ts';

const TAB = 'tab-0123456789abcdef';
const left = (seq: number): DurableEvent => ({ seq, at: 1, type: 'seat.left', seatId: 'seat-0001' as never });

const snapshotAt = (lastSeq: number): RoomSnapshot =>
  ({
    session: { sessionId: 'session-1', startedAt: 1, people: 1, recording: null },
    me: { seatId: 'seat-0001', role: 'student', rights: { produce: [], consume: true } },
    people: [],
    lastSeq,
    media: { path: '/gateway/gateway-1/media-link', token: 't', expiresAt: 1 },
    group: null,
    shouldRecord: false,
    polls: { open: null, mine: null, counts: null, shown: null },
    chat: {
      me: 'person-1',
      settings: { studentsWrite: true, privately: 'off', slowSeconds: 0 },
      isMuted: false,
      muted: [],
      page: { messages: [], quoted: [], more: false },
    },
    hands: { hands: [], floor: null },
    locks: { locks: NO_LOCKS, free: [] },
    lively: {
      now: 5_000,
      settings: LIVELY_DEFAULTS,
      mine: null,
      pace: { round: 0, counts: {}, people: [] },
      timer: null,
      drawn: null,
      asked: [],
    },
    waiting: { isOn: false, message: '', waiters: [] },
    board: {
      seq: 0,
      view: {
        isShown: false,
        mode: 'teachers',
        drawers: [],
        at: 'page-0001',
        pages: [{ id: 'page-0001', clearedAt: 0, canRestore: false, background: null }],
      },
    },
  }) as unknown as RoomSnapshot;

let server: ScriptedServer;
let link: ToolLink;
let listener: ToolLinkListener;
let seen: {
  states: WireState['phase'][];
  snapshots: number[];
  events: number[];
  refused: string[];
  superseded: number;
  roles: string[];
  removed: number;
  displaced: number;
};

function open(script: Script): void {
  server.script = script;
  link.open();
}

beforeEach(async () => {
  seen = { states: [], snapshots: [], events: [], refused: [], superseded: 0, roles: [], removed: 0, displaced: 0 };
  const nothing = (): void => undefined;
  listener = {
    state: ({ phase }) => seen.states.push(phase),
    snapshot: ({ lastSeq }) => seen.snapshots.push(lastSeq),
    event: ({ seq }) => seen.events.push(seq),
    refused: (reason) => seen.refused.push(reason),
    superseded: () => {
      seen.superseded += 1;
    },
    displaced: () => {
      seen.displaced += 1;
    },
    classChanged: nothing,
    connection: nothing,
    trouble: nothing,
    roleChanged: (role) => seen.roles.push(role),
    removed: () => {
      seen.removed += 1;
    },
  };
  server = await ScriptedServer.open(TOOL_LINK_PATH, {});
  link = new ToolLink({ origin: server.origin, token: () => 'a-token', tab: TAB, listener, random: () => 0 });
});

afterEach(async () => {
  link.close();
  await server.close();
});

const entered = async (lastSeq: number, more: Script = {}): Promise<void> => {
  open({ 'room.enter': () => snapshotAt(lastSeq), ...more });
  await until('the link', () => seen.states.includes('open'));
  await link.enter();
};

describe('the class link', () => {
  it('[UI3] enters again by itself after a loss, and says that it only resumes', async () => {
    await entered(5);
    server.cut();
    await until('the return', () => seen.snapshots.length === 2);
    expect(server.heard.filter(({ name }) => name === 'room.enter').map(({ body }) => body)).toEqual([
      { tab: TAB },
      { tab: TAB, resume: true },
    ]);
  });

  it('[UI3] keeps trying while the server is away, and is back when it is', async () => {
    await entered(5);
    server.refuseWith = 'unavailable';
    server.cut();
    await until('three attempts', () => seen.states.filter((phase) => phase === 'lost').length >= 3);
    server.refuseWith = undefined;
    link.hurry();
    await until('the return', () => seen.snapshots.length === 2);
  });

  it('[UI4] shows each event once and in order, and asks for what is missing', async () => {
    await entered(5, { 'events.since': () => ({ events: [left(6), left(7), left(8)], lastSeq: 8, more: false }) });
    server.tell('event', left(4));
    server.tell('event', left(8));
    await until('the hole to be filled', () => seen.events.length === 3);
    server.tell('event', left(8));
    server.tell('event', left(9));
    await until('the next event', () => seen.events.includes(9));
    expect(seen.events).toEqual([6, 7, 8, 9]);
    expect(server.heard.filter(({ name }) => name === 'events.since').map(({ body }) => body)).toEqual([{ seq: 5 }]);
  });

  it('[UI4] notices by the heartbeat that the last event never came', async () => {
    await entered(5, { 'events.since': () => ({ events: [left(6)], lastSeq: 6, more: false }) });
    server.tell('seq.now', { lastSeq: 6 });
    await until('the lost event', () => seen.events.includes(6));
  });

  it('[UI5] a tab that lost its seat to another one does not take it back by itself', async () => {
    await entered(5);
    server.tell('seat.superseded', {});
    await until('the news', () => seen.superseded === 1);
    server.cut();
    await until('the link to be back', () => seen.states.filter((phase) => phase === 'open').length === 2);
    await link.pass().catch(() => undefined);
    expect(server.names().filter((name) => name === 'room.enter')).toHaveLength(1);
  });

  it('[UI5] a return that is refused is told, and not repeated', async () => {
    await entered(5);
    server.script = {
      'room.enter': () => {
        throw new Refusal('superseded');
      },
    };
    server.cut();
    await until('the refusal', () => seen.refused.includes('superseded'));
    server.cut();
    await until('the link to be back', () => seen.states.filter((phase) => phase === 'open').length === 3);
    expect(server.names().filter((name) => name === 'room.enter')).toHaveLength(2);
  });

  it('[UI3] a return that the server had no time for is asked again on the same link', async () => {
    await entered(5);
    let busy = 2;
    server.script = {
      'room.enter': () => {
        busy -= 1;
        if (busy >= 0) throw new Refusal('unavailable');
        return snapshotAt(7);
      },
    };
    server.cut();
    await until('the seat to be taken again', () => seen.snapshots.includes(7));
    expect(seen.refused).toEqual([]);
    expect(seen.states.filter((phase) => phase === 'open')).toHaveLength(2);
  });

  it('[RO21] a new role is told, and the class is looked at anew with it', async () => {
    link.watch();
    await entered(5);
    const watches = () => server.names().filter((name) => name === 'class.watch').length;
    await until('the first look', () => watches() === 1);
    server.tell('role.changed', { role: 'teacher' });
    await until('the second look', () => watches() === 2);
    expect(seen.roles).toEqual(['teacher']);
  });

  it('[RO21] who is not of the class any more does not come back by themselves', async () => {
    await entered(5);
    server.tell('person.removed', { why: 'course' });
    await until('the news', () => seen.removed === 1);
    expect(seen.states.at(-1)).toBe('closed');
    await until('the end of the link', () => server.links === 0);
    link.hurry();
    expect(server.names().filter((name) => name === 'room.enter')).toHaveLength(1);
    expect(seen.states.at(-1)).toBe('closed');
  });

  it('[GR23] who lost the room to a change of groups is told, stays linked, and does not take it again by themselves', async () => {
    await entered(5);
    server.tell('seat.displaced', {});
    await until('the news', () => seen.displaced === 1);
    server.cut();
    await until('the link to be back', () => seen.states.filter((phase) => phase === 'open').length === 2);
    await link.pass().catch(() => undefined);
    expect(server.names().filter((name) => name === 'room.enter')).toHaveLength(1);
  });

  it('[GR23] when the groups changed, whoever follows the class asks for it anew', async () => {
    link.watch();
    await entered(5);
    const watches = () => server.names().filter((name) => name === 'class.watch').length;
    await until('the first look', () => watches() === 1);
    server.tell('class.regrouped', {});
    await until('the second look', () => watches() === 2);
  });

  it('[GR23] a room of a group is named at each entering, also at a return', async () => {
    const roomId = 'room-of-a-group';
    const other = new ToolLink({ origin: server.origin, token: () => 'a-token', tab: TAB, roomId, listener, random: () => 0 });
    server.script = { 'room.enter': () => snapshotAt(1) };
    other.open();
    await until('the link', () => server.links === 1);
    await other.enter();
    server.cut();
    await until('the return', () => server.names().filter((name) => name === 'room.enter').length === 2);
    const bodies = server.heard.filter(({ name }) => name === 'room.enter').map(({ body }) => body);
    expect(bodies).toEqual([
      { tab: TAB, roomId },
      { tab: TAB, roomId, resume: true },
    ]);
    other.close();
  });

  it('[UI6] believes nothing that does not fit the contract, and sends nothing that does not', async () => {
    await entered(5);
    server.tell('event', { seq: 6, type: 'seat.left', seatId: '<img>' });
    server.tell('event', 'nonsense');
    server.tell('seq.now', { lastSeq: '9' });
    server.tell('event', left(6));
    await until('the good one', () => seen.events.length === 1);
    expect(link.dump()).toMatchObject({ wire: { refusedFacts: 3 } });
    await expect(link.ask('seat.mute', { seatId: 'x' as never, source: 'microphone' })).rejects.toThrow();
    expect(server.names()).not.toContain('seat.mute');
    server.script = { 'media.pass': () => ({ path: 'no-slash', token: 5 }) };
    await expect(link.pass()).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('[UI7] gives up where another attempt would change nothing, and says why', async () => {
    server.refuseWith = 'session-expired';
    link.open();
    await until('the end', () => seen.states.at(-1) === 'closed');
  });
});
