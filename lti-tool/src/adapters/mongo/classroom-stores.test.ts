import { ClassId, type DurableEvent, NodeId, PersonId, RecordingId, Refusal, SeatId, SendId, SessionId } from '@liveclass/contract';
import type { Connection } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience, NewEvent, Reader } from '../../domain/events.ts';
import { choresOf, type RecordingRecord, restAfter } from '../../domain/recording.ts';
import type { Agreement, SeatOrder } from '../../ports/classroom.ts';
import { newId, testUri, until } from '../../testing/classroom-world.ts';
import { ClassTransactions } from './class-transactions.ts';
import { type ClassroomCollections, classroomCollections, createClassroomIndexes } from './classroom-collections.ts';
import { connectMongo } from './connection.ts';
import { mongoConsents } from './consents.ts';
import { mongoReplicas } from './control-replicas.ts';
import { mongoEvents } from './events.ts';
import { mongoGateways } from './gateways.ts';
import { mongoRecordings } from './recordings.ts';
import { mongoSeats } from './seats.ts';
import { mongoSessions } from './sessions.ts';

let connection: Connection;
let of: ClassroomCollections;
/** Two tool processes: each has transactions of its own, so only MongoDB keeps them apart. */
let tools: {
  sessions: ReturnType<typeof mongoSessions>;
  seats: ReturnType<typeof mongoSeats>;
  recordings: ReturnType<typeof mongoRecordings>;
}[];

beforeAll(async () => {
  connection = await connectMongo(testUri('stores'));
  of = classroomCollections(connection);
  await createClassroomIndexes(of);
  tools = [0, 1].map(() => {
    const transactions = new ClassTransactions(connection, of);
    return {
      sessions: mongoSessions(of, transactions),
      seats: mongoSeats(of, transactions, 5),
      recordings: mongoRecordings(of, transactions),
    };
  });
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const tool = (index: number) => tools[index % tools.length]!;
const aClass = () => ClassId.parse(newId());
const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const openSession = (classId: ClassId, index = 0) => tool(index).sessions.open({ id: SessionId.parse(newId()), classId, startedAt: 1 });

function order(sessionId: SessionId, classId: ClassId, change: Partial<SeatOrder> = {}): SeatOrder {
  return {
    newId: SeatId.parse(newId()),
    sessionId,
    classId,
    personId: PersonId.parse(newId()),
    name: 'Sam',
    role: 'student',
    rights: { produce: ['microphone'], consume: true },
    tab: newId(),
    link: `tool/${newId()}`,
    at: 1,
    seenRecording: null,
    resume: false,
    ...change,
  };
}

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refusal ? error.reason : String(error)),
  );

describe('sessions in MongoDB', () => {
  it('[CL2] of forty who open a class at once, at two tools, all get the one session', async () => {
    for (let round = 0; round < 5; round += 1) {
      const classId = aClass();
      const opened = await many(40, (index) => openSession(classId, index));
      expect(new Set(opened.map((session) => session.id)).size).toBe(1);
      expect(await of.sessions.countDocuments({ classId })).toBe(1);
    }
  });

  it('[CL3] a session ends once, with one event, however many end it at once; then the class may open another', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    await tool(0).seats.take(order(session.id, classId));
    const ends = await many(10, (index) => tool(index).sessions.end({ session, reason: 'teacher', at: 7 }));
    expect(ends.filter(Boolean)).toEqual([{ seq: 2, at: 7, type: 'session.ended', reason: 'teacher' }]);
    expect(await tool(0).seats.present(session.id)).toEqual([]);
    expect(await tool(0).sessions.lastEndedAt([classId])).toBe(7);
    expect((await openSession(classId)).id).not.toBe(session.id);
  });

  it('[CL4] of two tools that move a room at once one wins', async () => {
    const session = await openSession(aClass());
    const placed = await many(10, (index) => tool(index).sessions.place(session, { node: NodeId.parse(`gateway-${index}`), epoch: 1 }));
    expect(placed.filter(Boolean)).toHaveLength(1);
  });

  it('[CL5] only a session that nobody has been in for the whole time counts as empty', async () => {
    const classId = aClass();
    const { sessions, seats } = tool(0);
    const session = await openSession(classId);
    const { seat } = (await seats.take(order(session.id, classId)))!;
    const isEmpty = async (ms: number) => (await sessions.emptyFor(ms)).some((found) => found.id === session.id);
    expect(await isEmpty(0)).toBe(false);
    expect(await sessions.end({ session, reason: 'empty', at: 1, emptyForMs: 0 })).toBeNull();
    await seats.leave({ classId, seatId: seat.id, at: 2 });
    await until('emptiness by the database clock', () => isEmpty(0));
    expect(await isEmpty(60_000)).toBe(false);
    expect(await sessions.end({ session, reason: 'empty', at: 3, emptyForMs: 60_000 })).toBeNull();
    expect(await sessions.end({ session, reason: 'empty', at: 3, emptyForMs: 0 })).toMatchObject({ type: 'session.ended' });
  });
});

describe('seats in MongoDB', () => {
  it('[CL6] one person who comes in forty tabs at once has one seat, is counted once, and every tab but one is superseded', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    const personId = PersonId.parse(newId());
    const taken = await many(40, (index) => tool(index).seats.take(order(session.id, classId, { personId })));
    expect(new Set(taken.map((one) => one?.seat.id)).size).toBe(1);
    expect(taken.map((one) => one?.seat.turn).sort((a, b) => a! - b!)).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect((await tool(0).sessions.find(classId, session.id))?.people).toBe(1);
    expect(taken.filter((one) => one?.event)).toHaveLength(1);
  });

  it('[CL7] the last place goes to one: just at the limit is in, just above is refused, and a seat that is given up is free again', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    const reasons = await many(12, (index) => reasonOf(tool(index).seats.take(order(session.id, classId))));
    expect(reasons.filter((reason) => reason === 'ok')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'class-full')).toHaveLength(7);
    const [first] = await tool(0).seats.present(session.id);
    await tool(0).seats.leave({ classId, seatId: first!.id, at: 2 });
    expect(await reasonOf(tool(1).seats.take(order(session.id, classId)))).toBe('ok');
    expect((await tool(0).sessions.find(classId, session.id))?.people).toBe(5);
  });

  it('[TL1] events of a class are numbered without a hole, whoever writes them at once', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    const events = mongoEvents(of);
    await many(5, async (index) => {
      const { seat } = (await tool(index).seats.take(order(session.id, classId)))!;
      await tool(index + 1).seats.leave({ classId, seatId: seat.id, at: 2 });
    });
    const told = await events.since(classId, 0, 100, order(session.id, classId));
    expect(told.map((event) => event.seq)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(await events.lastSeq(classId)).toBe(10);
    expect((await events.since(classId, 8, 100, order(session.id, classId))).map((event) => event.seq)).toEqual([9, 10]);
    expect(await events.lastSeqs([classId, aClass()])).toEqual(new Map([[classId, 10]]));
  });

  it('[TL12] who is not in the audience of an event gets its number and nothing else of it; teachers are those of the moment', async () => {
    const classId = aClass();
    const events = mongoEvents(of);
    const [sam, ada] = [PersonId.parse(newId()), PersonId.parse(newId())];
    const secret: NewEvent = { type: 'seat.left', seatId: SeatId.parse(newId()) };
    const transactions = new ClassTransactions(connection, of);
    const write = (audience?: Audience) =>
      transactions.run(classId, (tx) => transactions.number(tx, classId, secret, 5, undefined, audience));
    await write({ persons: [sam] });
    await write({ teachers: true });
    await write({});
    await write();
    const types = async (reader: Reader) => (await events.since(classId, 0, 100, reader)).map((event) => event.type);
    expect(await types({ personId: sam, role: 'student' })).toEqual(['seat.left', 'hidden', 'hidden', 'seat.left']);
    expect(await types({ personId: ada, role: 'student' })).toEqual(['hidden', 'hidden', 'hidden', 'seat.left']);
    expect(await types({ personId: ada, role: 'teacher' })).toEqual(['hidden', 'seat.left', 'hidden', 'seat.left']);
    expect((await events.since(classId, 0, 1, { personId: ada, role: 'student' }))[0]).toEqual({ seq: 1, at: 5, type: 'hidden' });
  });

  it('[CL8] a link that was replaced speaks for no seat: losing it afterwards loses nothing', async () => {
    const classId = aClass();
    const { seats } = tool(0);
    const session = await openSession(classId);
    const first = order(session.id, classId);
    await seats.take(first);
    await seats.take({ ...first, link: 'tool/newer' });
    expect(await seats.loseLink(first.link, 2)).toEqual([]);
    expect((await seats.present(session.id))[0]?.link).toBe('tool/newer');
    expect(await seats.loseLink('tool/newer', 2)).toHaveLength(1);
  });

  it('[CL9] links of tools that live stay, those of dead ones are lost, and a seat is given up only when its link stays away', async () => {
    const classId = aClass();
    const { seats } = tool(0);
    const session = await openSession(classId);
    const dead = (await seats.take(order(session.id, classId, { link: 'dead-tool/x' })))!.seat;
    const back = (await seats.take(order(session.id, classId, { link: 'dead-tool/y' })))!.seat;
    await seats.take(order(session.id, classId, { link: 'live-tool/z' }));
    const lost = await seats.loseLinksOfOthers(['live-tool', 'tool'], 2);
    expect(lost.map((seat) => seat.id).sort()).toEqual([dead.id, back.id].sort());
    await seats.take(order(session.id, classId, { personId: back.personId, tab: back.tab, link: 'live-tool/y' }));
    await until('the grace', async () => (await seats.lostFor(0)).some((seat) => seat.id === dead.id));
    expect(await seats.leave({ classId, seatId: back.id, at: 3, lostForMs: 0 })).toBeNull();
    expect(await seats.leave({ classId, seatId: dead.id, at: 3, lostForMs: 60_000 })).toBeNull();
    expect(await seats.leave({ classId, seatId: dead.id, at: 3, lostForMs: 0 })).toMatchObject({ type: 'seat.left', seatId: dead.id });
  });

  it('[CL10] leaving by a turn that another tab has overtaken does nothing; a seat of another class is not found', async () => {
    const classId = aClass();
    const { seats } = tool(0);
    const session = await openSession(classId);
    const first = order(session.id, classId);
    const { seat } = (await seats.take(first))!;
    await seats.take({ ...first, tab: newId() });
    expect(await seats.leave({ classId, seatId: seat.id, turn: seat.turn, at: 2 })).toBeNull();
    expect(await seats.find(aClass(), seat.id)).toBeNull();
    expect(await seats.leave({ classId: aClass(), seatId: seat.id, at: 2 })).toBeNull();
  });
});

function aRecording(classId: ClassId, sessionId: SessionId, change: Partial<RecordingRecord> = {}): RecordingRecord {
  return {
    id: RecordingId.parse(newId()),
    classId,
    sessionId,
    node: NodeId.parse('gateway-1'),
    startedBy: PersonId.parse(newId()),
    startSendId: SendId.parse(newId()),
    title: 'A lesson',
    phase: 'starting',
    hidden: false,
    startedAt: 1_000,
    resumedAt: null,
    recordedMs: 0,
    durationMs: null,
    bytes: null,
    progress: 0,
    reason: null,
    course: { state: 'none', owed: null },
    deletedAt: null,
    erasureOwed: false,
    version: 1,
    ...change,
  };
}
const agreementTo = (recording: RecordingRecord): Agreement => ({
  recordingId: recording.id,
  sessionId: recording.sessionId,
  classId: recording.classId,
  personId: recording.startedBy,
  version: 'v',
  at: 1,
});

describe('recordings in MongoDB', () => {
  it('[RC1] of many starts at once one claims the session, the others are refused, and the same click answers the same recording', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    const draft = aRecording(classId, session.id);
    const same = await many(10, (index) => tool(index).recordings.begin({ ...draft, id: RecordingId.parse(newId()) }, agreementTo(draft)));
    expect(new Set(same.map((recording) => recording.id)).size).toBe(1);
    const others = await many(10, (index) => {
      const other = aRecording(classId, session.id);
      return reasonOf(tool(index).recordings.begin(other, agreementTo(other)));
    });
    expect(new Set(others)).toEqual(new Set(['already-recording']));
    expect(await of.recordings.countDocuments({ classId })).toBe(1);
  });

  it('[RC2] a start that came to nothing frees the session and keeps no consent', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    const { recordings, sessions } = tool(0);
    const begun = await recordings.begin(aRecording(classId, session.id), agreementTo(aRecording(classId, session.id)));
    await recordings.abandon(begun);
    expect((await sessions.find(classId, session.id))?.recordingId).toBeNull();
    expect(await mongoConsents(of).of(begun.id)).toEqual(new Set());
  });

  it('[RC3] a change is written only over the version it was made from, and its event with it', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    const draft = aRecording(classId, session.id);
    const begun = await tool(0).recordings.begin(draft, agreementTo(draft));
    const event = { type: 'recording.changed', recording: null } as const;
    const saved = await many(10, (index) =>
      tool(index).recordings.save({ ...begun, phase: 'recording', title: `by ${index}` }, { at: 5, event }),
    );
    expect(saved.filter((one): one is DurableEvent => one !== undefined && one !== null)).toHaveLength(1);
    expect(await mongoEvents(of).lastSeq(classId)).toBe(1);
    expect(await tool(0).recordings.find(aClass(), begun.id)).toBeNull();
  });

  it('[RC4] a chore that is due goes to one of two tools, and comes again later and later until the record says it is done', async () => {
    const classId = aClass();
    const session = await openSession(classId);
    const draft = aRecording(classId, session.id, { startedAt: 1_000 });
    const begun = await tool(0).recordings.begin(draft, agreementTo(draft));
    await tool(0).recordings.save({ ...begun, phase: 'stopped' }, { at: 10_000 });
    const claim = async (now: number) => (await many(6, (index) => tool(index).recordings.claimDue('compose', now, 5))).flat();
    expect(await claim(9_999)).toEqual([]);
    expect(await claim(10_000)).toHaveLength(1);
    expect(await claim(10_000 + restAfter(0) - 1)).toEqual([]);
    expect(await claim(10_000 + restAfter(0))).toHaveLength(1);
    const [recording] = await claim(1_000_000);
    await tool(0).recordings.save({ ...recording!, phase: 'ready' }, { at: 1_000_001 });
    expect(await claim(9_000_000)).toEqual([]);
    expect(restAfter(40)).toBe(600_000);
    expect(choresOf({ ...draft, phase: 'ready', erasureOwed: true })).toEqual({ erase: 0 });
  });

  it('[RC5] the first agreement stays as it was given', async () => {
    const consents = mongoConsents(of);
    const agreement = agreementTo(aRecording(aClass(), SessionId.parse(newId())));
    await consents.put(agreement);
    await consents.put({ ...agreement, version: 'later', at: 99 });
    expect(await of.consents.findOne({ recordingId: agreement.recordingId })).toMatchObject({ version: 'v', at: 1 });
    expect(await consents.has(agreement.recordingId, agreement.personId)).toBe(true);
    expect(await consents.has(agreement.recordingId, PersonId.parse(newId()))).toBe(false);
  });
});

describe('processes in MongoDB', () => {
  it('[CL11] of several tools one holds the lease, keeps it while it renews it, and another gets it when it is over', async () => {
    const replicas = mongoReplicas(of);
    const held = await many(8, (index) => replicas.hold('sweeper', `tool-${index}`, 60_000));
    expect(held.filter(Boolean)).toHaveLength(1);
    const holder = `tool-${held.indexOf(true)}`;
    expect(await replicas.hold('sweeper', holder, 1)).toBe(true);
    await until('the lease to pass on', () => replicas.hold('sweeper', 'another', 60_000));
    expect(await replicas.hold('sweeper', holder, 60_000)).toBe(false);
    await replicas.leave('another');
    expect(await replicas.hold('sweeper', holder, 60_000)).toBe(true);
  });

  it('[CL12] a gateway is judged by the age of its heartbeat in the clock of the database; a malformed record is no gateway', async () => {
    const gateways = mongoGateways(of);
    const record = { signallingUrl: 'http://127.0.0.1:1', controlUrl: 'http://127.0.0.1:2', epoch: 3, draining: false, rooms: 0, seats: 4 };
    await of.gateways.insertOne({ _id: NodeId.parse('old'), ...record, seenAt: new Date(Date.now() - 60_000) });
    await of.gateways.insertOne({ _id: NodeId.parse('odd'), seenAt: new Date() });
    await of.gateways.insertOne({ _id: NodeId.parse('new'), ...record, seenAt: new Date() });
    const seen = await gateways.all();
    expect(seen.map(({ node, isAlive }) => [node, isAlive]).sort()).toEqual([
      ['new', true],
      ['old', false],
    ]);
    expect(await gateways.find(NodeId.parse('new'))).toMatchObject({ epoch: 3, seats: 4 });
  });
});
