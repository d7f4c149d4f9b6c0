import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RosterReply, RosterState } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../links/testing/until.ts';
import { ToolApi } from '../links/tool-api.ts';
import { Roster } from './roster.ts';

const state = (part: Partial<RosterState> = {}): RosterState => ({
  isOffered: true,
  syncedAt: 1,
  reading: null,
  change: null,
  doubt: null,
  fault: null,
  ...part,
});
const reply = (name: string, part: Partial<RosterState> = {}): RosterReply => ({
  state: state(part),
  people: [{ personId: 'person-0001' as RosterReply['people'][number]['personId'], name, role: 'student', isInRoom: false }],
  matching: 120,
  teachers: 1,
  students: 119,
  inRoom: 0,
});

let http: Server;
let heard: string[];
let answer: (call: string) => Promise<readonly [number, unknown]> | readonly [number, unknown];
let roster: Roster;

beforeEach(async () => {
  heard = [];
  http = createServer(async (request, response) => {
    const call = `${request.method} ${decodeURIComponent(request.url ?? '')}`;
    heard.push(call);
    const [status, body] = await answer(call);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  roster = new Roster(new ToolApi(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
});
afterEach(() => {
  roster.close();
  http.closeAllConnections();
  http.close();
});

const shown = () => roster.state.get().reply?.people[0]?.name;

describe('the list of people', () => {
  it('[RO21] comes page by page, and a search begins at its first page and asks once for what was typed', async () => {
    answer = (call) => [200, reply(call)];
    roster.open();
    await until('the first page', () => shown() === 'GET /api/roster?search=&page=0');
    roster.turnPage(1);
    await until('the second page', () => shown() === 'GET /api/roster?search=&page=1');
    for (const typed of ['l', 'le', 'ليلى']) roster.search(typed);
    await until('what was found', () => shown() === 'GET /api/roster?search=ليلى&page=0');
    expect(heard).toHaveLength(3);
    expect(roster.state.get()).toMatchObject({ page: 0, isLoading: false });
  });

  it('[RO21] an answer that was overtaken is not shown', async () => {
    let go: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    answer = async (call) => {
      if (call.endsWith('page=1')) await waiting;
      return [200, reply(call)];
    };
    roster.open();
    await until('the first page', () => shown() !== undefined);
    roster.turnPage(1);
    roster.turnPage(2);
    await until('the third page', () => shown()?.endsWith('page=2') === true);
    go();
    await until('all to be answered', () => heard.length === 3);
    expect(shown()).toContain('page=2');
  });

  it('[RO21] a wish to read it anew is followed until it is done', async () => {
    let looks = 0;
    answer = (call) => {
      if (call.startsWith('POST')) return [202, state({ reading: { since: 1, read: 0 } })];
      looks += 1;
      return [200, looks === 2 ? reply('during', { reading: { since: 1, read: 50 } }) : reply('done', { syncedAt: looks })];
    };
    roster.open();
    await until('the first page', () => shown() !== undefined);
    await roster.sync();
    expect(roster.state.get()).toMatchObject({ asked: 'reading', reply: { state: { reading: { read: 0 } } } });
    await until('how far it is', () => roster.state.get().reply?.state.reading?.read === 50);
    await until('the end', () => roster.state.get().asked === 'done');
    expect(roster.state.get().reply?.state.syncedAt).toBe(3);
  });

  it('[RO21] a refused wish is told, and the list stays', async () => {
    answer = (call) => (call.startsWith('POST') ? [429, { reason: 'too-fast' }] : [200, reply('there')]);
    roster.open();
    await until('the first page', () => shown() === 'there');
    await roster.sync();
    expect(roster.state.get()).toMatchObject({ asked: 'no', refusedBy: 'too-fast', reply: { matching: 120 } });
  });

  it('[RO21] who comes into the room is shown soon, and nothing is asked once the list is closed', async () => {
    answer = () => [200, reply('there')];
    roster.open();
    await until('the first page', () => shown() === 'there');
    for (let change = 0; change < 5; change += 1) roster.classChanged();
    await until('one more look', () => heard.length === 2);
    roster.close();
    roster.classChanged();
    roster.search('x');
    expect(heard).toHaveLength(2);
  });
});
