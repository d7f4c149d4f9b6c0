import { ClassId } from '@liveclass/contract';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { mongoRosters } from './adapters/mongo/rosters.ts';
import type { RosterRecord } from './ports/roster.ts';
import { newId, until, World } from './testing/classroom-world.ts';
import { Sandbox } from './testing/sandbox.ts';
import { tendRosters } from './usecases/tend-rosters.ts';

const MINUTE = 60_000;
let world: World;
let lms: Sandbox;
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };

beforeAll(async () => {
  world = await World.open({ clock });
  lms = await Sandbox.start(world.url);
  await world.registerAs(lms.registration);
});
afterAll(async () => {
  await world?.close();
  await lms?.stop();
});
beforeEach(async () => {
  clock.aheadMs = 0;
  for (const name of ['memberships', 'rosters', 'sessions', 'seats', 'leases']) await world.connection.collection(name).deleteMany({});
});
afterEach(() => lms.control('misbehave', {}));

const arrive = async (person: string) => {
  const { token, session } = await lms.launch(person);
  return { token, classId: ClassId.parse(session['classId']) };
};
const record = async (classId: ClassId): Promise<RosterRecord | null> => mongoRosters(world.connection).find(classId);
const triedAt = async (classId: ClassId) => (await record(classId))?.triedAt;
/** In how many minutes the class is looked at next; null for never by itself. */
const dueIn = async (): Promise<number | null> => {
  const due: number | null = (await world.connection.collection('rosters').findOne({}))?.['due'];
  return due === null ? null : Math.round((due - clock.now()) / MINUTE) || 0;
};
const tend = () => tendRosters(world.roster.ports, 'a-tool');

it('[RO15] a launch is answered before anything is read, and the class is due', async () => {
  await lms.control('misbehave', { nrps: 'slow' });
  const { classId } = await arrive('tara');
  expect([await triedAt(classId), await dueIn()]).toEqual([null, 0]);
  await lms.control('misbehave', {});
  await tend();
  expect(await record(classId)).toMatchObject({ fault: null, change: { came: 7 } });
  expect(await dueIn()).toBe(15);
});

it('[RO15] launches cause a look every five minutes at most', async () => {
  const { classId } = await arrive('tara');
  await tend();
  const first = await triedAt(classId);
  await arrive('sam');
  await tend();
  expect(await triedAt(classId)).toBe(first);
  expect(await dueIn()).toBe(5);
  clock.aheadMs = 5 * MINUTE + 1_000;
  await tend();
  expect(await triedAt(classId)).toBeGreaterThan(Number(first));
  clock.aheadMs += 6 * MINUTE;
  // What a launch writes down; the LMS's own clock stands still here.
  await mongoRosters(world.connection).wish(classId, clock.now(), 5 * MINUTE);
  expect(await dueIn()).toBe(0);
});

it('[RO15] a room that opens makes the class due, and while it is live it is looked at every five minutes', async () => {
  const tara = await arrive('tara');
  await tend();
  clock.aheadMs = 6 * MINUTE;
  await world.enter({ ...tara, role: 'teacher', personId: newId() as never });
  expect(await dueIn()).toBe(0);
  await tend();
  expect(await dueIn()).toBe(5);
});

it('[RO15] a class that nobody opens is left in peace after twelve hours, until somebody does', async () => {
  const { classId } = await arrive('tara');
  await tend();
  clock.aheadMs = 12 * 60 * MINUTE + 1_000;
  await tend();
  const last = await triedAt(classId);
  expect([await dueIn(), Number(last) > Date.now()]).toEqual([null, true]);
  clock.aheadMs += 60 * MINUTE;
  await tend();
  expect(await triedAt(classId)).toBe(last);
  await mongoRosters(world.connection).wish(classId, clock.now(), 5 * MINUTE);
  expect(await dueIn()).toBe(0);
});

it('[RO15] of several tools one looks at a class, and a class without a list is not asked for again', async () => {
  const { classId } = await arrive('tara');
  const rosters = mongoRosters(world.connection);
  const claims = await Promise.all(Array.from({ length: 6 }, () => rosters.claimDue(clock.now(), MINUTE)));
  expect(claims.filter((one) => one !== null)).toEqual([classId]);
  const launchesAlone = await world.class();
  await rosters.wish(launchesAlone, clock.now(), MINUTE);
  await tend();
  expect(
    (await world.connection.collection<{ _id: string; due: number | null }>('rosters').findOne({ _id: launchesAlone }))?.due,
  ).toBeNull();
  // Another tool keeps the rosters meanwhile.
  await world.classroom.ports.replicas.hold('roster-keeper', 'another-tool', MINUTE);
  await world.classroom.ports.replicas.release('roster-keeper', 'a-tool');
  await world.classroom.ports.replicas.hold('roster-keeper', 'another-tool', MINUTE);
  await rosters.wish(classId, clock.now(), 0);
  await tend();
  expect(await triedAt(classId)).toBeNull();
});

it('[RO15] a tool keeps the rosters by itself', async () => {
  const keeper = await World.open({ keepsRosters: true });
  const campus = await Sandbox.start(keeper.url);
  await keeper.registerAs(campus.registration);
  const { session } = await campus.launch('tara');
  const classId = ClassId.parse(session['classId']);
  await until('the list to be read', async () => (await mongoRosters(keeper.connection).find(classId))?.change?.came === 7);
  await keeper.close();
  await campus.stop();
});

it('[RO17] a teacher who asks twice in a breath is asked to wait', async () => {
  const { token, classId } = await arrive('tara');
  const ask = async () => (await world.api('/api/roster/sync', { method: 'POST', token })).status;
  expect(await ask()).toBe(202);
  await until('the list to be read', async () => (await record(classId))?.begunAt === null);
  expect(await ask()).toBe(429);
  clock.aheadMs = 6_000;
  expect(await ask()).toBe(202);
  await until('the list to be read again', async () => (await record(classId))?.begunAt === null);
});
