import { createHash, randomBytes } from 'node:crypto';
import { type Answer, TOOL_LINK_PATH } from '@liveclass/contract';
import { MongoClient } from 'mongodb';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from './lib/house.ts';
import { rawLaunch } from './lib/raw-launch.ts';
import { until } from './lib/until.ts';

const isFull = process.env['SCALE'] === 'full';
const PEOPLE = isFull ? 250 : 30;
const ROUNDS = isFull ? 10 : 3;
/** As many as a link may send at once; each round everybody has a link to each tool. */
const VOTES = 20;
const KINDS = [
  { isAnonymous: false, canChange: false },
  { isAnonymous: true, canChange: false },
  { isAnonymous: false, canChange: true },
];

let house: House;
let client: MongoClient;
let origins: string[];
let tara: Socket;
let tokens: string[] = [];

const secret = (bytes = 16) => randomBytes(bytes).toString('base64url');
const open = (origin: string, token: string): Socket =>
  io(origin, {
    path: TOOL_LINK_PATH,
    transports: ['websocket'],
    auth: { token },
    reconnection: false,
    extraHeaders: { origin: house.toolUrl },
    forceNew: true,
  });
async function ask<T>(link: Socket, name: string, body: unknown): Promise<T> {
  const answer = (await link.timeout(60_000).emitWithAck(name, body)) as Answer<T>;
  if (!answer.ok) throw new Error(`${name}: ${answer.reason}`);
  return answer.value;
}

/** Students with web sessions of their own, as their launches would have left them. */
async function enrol(classId: string): Promise<string[]> {
  const db = client.db();
  const { issuer } = (await db.collection<{ _id: string; issuer: string }>('classes').findOne({ _id: classId })) ?? {};
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    _id: secret(),
    issuer,
    sub: secret(),
    name: `Voter ${index}`,
    token: secret(32),
  }));
  const now = Date.now();
  await db.collection('persons').insertMany(people.map(({ token: _, ...person }) => person) as never);
  const memberships = people.map(({ _id }) => ({ classId, personId: _id, role: 'student', lastLaunchAt: now }));
  await db.collection('memberships').insertMany(memberships);
  const sessions = people.map(({ _id, name, token }) => ({
    _id: createHash('sha256').update(token).digest('base64url'),
    session: { personId: _id, classId, role: 'student', name, place: 'lobby', createdAt: now, expiresAt: now + 3_600_000 },
    until: new Date(now + 3_600_000),
  }));
  await db.collection('web-sessions').insertMany(sessions as never);
  return people.map(({ token }) => token);
}

beforeAll(async () => {
  house = await House.start({ env: { tool: { TOOL_REPLICAS: '2' } } });
  origins = [house.toolUrl, await house.runReplica()];
  client = await MongoClient.connect(house.mongoUri);
  tara = open(house.toolUrl, await rawLaunch(house, 'tara'));
  await ask(tara, 'room.enter', { tab: secret() });
  const { classId } = await ask<{ classId: string }>(tara, 'class.watch', {});
  tokens = await enrol(classId);
});
afterAll(async () => {
  tara?.close();
  await client?.close();
  await house?.stop();
});

interface Cast {
  readonly place: number;
  readonly answer: Answer<{ outcome: 'counted' | 'before' }>;
}

/** One person with a tab at each tool: the second takes the seat while the votes of the first are still on their way. */
async function storm(token: string, pollId: string, round: number): Promise<readonly Cast[]> {
  const links = origins.map((origin) => open(origin, token));
  try {
    const casts = await Promise.all(
      links.map(async (link, tool) => {
        await ask(link, 'room.enter', { tab: secret() });
        const places = Array.from({ length: VOTES }, (_, index) => (index + tool + round) % 3);
        return Promise.all(
          places.map(async (place): Promise<Cast> => {
            const body = { pollId, answer: { chosen: [place] } };
            return { place, answer: (await link.timeout(60_000).emitWithAck('poll.vote', body)) as Cast['answer'] };
          }),
        );
      }),
    );
    return casts.flat();
  } finally {
    for (const link of links) link.close();
  }
}

const counted = ({ answer }: Cast): boolean => answer.ok && answer.value.outcome === 'counted';

/** A few at a time, so that what is measured is the votes and not the opening of links. */
async function everybody(pollId: string, round: number): Promise<readonly (readonly Cast[])[]> {
  const all: (readonly Cast[])[] = [];
  for (let from = 0; from < tokens.length; from += 25)
    all.push(...(await Promise.all(tokens.slice(from, from + 25).map((token) => storm(token, pollId, round)))));
  return all;
}

describe('votes at two tool processes', () => {
  const total = PEOPLE * ROUNDS * VOTES * 2;
  it(`[PO50] ${total} votes of ${PEOPLE} people in ${ROUNDS} rounds: one counts for each person`, { timeout: 1_800_000 }, async () => {
    const question = { kind: 'single', text: 'Which?', options: ['A', 'B', 'C'], right: [], explanation: '' };
    for (let round = 0; round < ROUNDS; round += 1) {
      const kind = KINDS[round % KINDS.length] ?? {};
      const { pollId } = await ask<{ pollId: string }>(tara, 'poll.ask', { sendId: secret(), question, ...kind });
      const casts = await everybody(pollId, round);
      await ask(tara, 'poll.end', { sendId: secret(), pollId, show: false });
      const reasons = new Set(casts.flat().flatMap(({ answer }) => (answer.ok ? [] : [answer.reason])));
      expect([...reasons].filter((reason) => reason !== 'superseded' && reason !== 'wrong-phase')).toEqual([]);
      const poll = await client.db().collection<{ _id: string; voters: number; counts: number[] }>('polls').findOne({ _id: pollId });
      expect(casts.filter((own) => own.some(counted))).toHaveLength(PEOPLE);
      expect(poll?.voters, `round ${round}`).toBe(PEOPLE);
      expect(poll?.counts.reduce((sum, count) => sum + count, 0)).toBe(PEOPLE);
      const votes = await client.db().collection('pollvotes').countDocuments({ pollId });
      expect(votes).toBe('isAnonymous' in kind && kind.isAnonymous ? 0 : PEOPLE);
      // Where nothing can be changed everything that was told to count is one and the same answer.
      if (!('canChange' in kind && kind.canChange))
        for (const own of casts) expect(new Set(own.filter(counted).map(({ place }) => place)).size).toBe(1);
    }
    await until('both tools alive', async () =>
      (await Promise.all(origins.map((origin) => fetch(`${origin}/healthz`)))).every(({ ok }) => ok),
    );
  });
});
