import { CONSENT_VERSION, LIMITS, toolWishes } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newTab, until, World } from './testing/classroom-world.ts';

const SHORT = { seatGraceMs: 4_000, emptySessionMs: 800 };

let world: World;
beforeAll(async () => {
  world = await World.open({ limits: SHORT });
});
afterAll(() => world.close());

const seated = async (classId?: Awaited<ReturnType<World['class']>>) => {
  const where = classId ?? (await world.class());
  const teacher = await world.person(where, 'teacher', 'Tara');
  const student = await world.person(where, 'student', 'Sam');
  return { classId: where, teacher, student, tara: await world.enter(teacher), sam: await world.enter(student) };
};
type Snapshot = { session: { sessionId: string }; me: { seatId: string }; people: { name: string }[]; lastSeq: number };
const snapshotOf = (link: { snapshot: unknown }) => link.snapshot as Snapshot;

describe('entering and leaving', () => {
  it('[CL1] the first to enter opens the session, at a gateway, and the second joins it', async () => {
    const classId = await world.class();
    const teacher = await world.link(await world.person(classId, 'teacher', 'Tara'));
    expect((await teacher.get('class.watch')).session).toBeNull();
    const mine = await teacher.get('room.enter', { tab: newTab() });
    expect(mine.people.map((person: { name: string }) => person.name)).toEqual(['Tara']);
    expect(world.gateway.rooms).toContain(mine.session.sessionId);
    expect(mine.media.path).toBe('/gateway/gateway-1/media-link');
    const student = await world.link(await world.person(classId, 'student', 'Sam'));
    const theirs = await student.get('room.enter', { tab: newTab() });
    expect(theirs.session.sessionId).toBe(mine.session.sessionId);
    const joined = await teacher.fact<{ type: string; person: { name: string } }>(
      'event',
      (event) => event.type === 'seat.joined' && event.person.name === 'Sam',
    );
    expect(joined.person).toMatchObject({ name: 'Sam', role: 'student', connected: true });
    await teacher.fact<{ session: { people: number } }>('class.changed', (view) => view.session.people === 2);
    expect((await student.get('media.pass')).expiresAt).toBeGreaterThan(Date.now() + LIMITS.mediaTokenMs - 5_000);
  });

  it('[CL13] who leaves is gone for the others at once, and what they had at the gateway is closed', async () => {
    const { tara, sam } = await seated();
    await sam.get('room.leave');
    await tara.fact<{ type: string; seatId: string }>(
      'event',
      (event) => event.type === 'seat.left' && event.seatId === snapshotOf(sam).me.seatId,
    );
    await until('the eject', () => world.gateway.ejected.some((order) => order['seatId'] === snapshotOf(sam).me.seatId));
    expect(await sam.reason('media.pass')).toBe('wrong-phase');
    expect(await sam.reason('room.leave')).toBe('ok');
  });

  it('[CL14] a lost link keeps the seat for the grace, resumes it, and gives it up afterwards', async () => {
    const { tara, student } = await seated();
    const seatId = (link: { snapshot: unknown }) => snapshotOf(link).me.seatId;
    const tab = newTab();
    const sam = await world.enter(student, { tab });
    sam.close();
    await tara.fact<{ seatId: string; connected: boolean }>('seat.connection', (fact) => fact.seatId === seatId(sam) && !fact.connected);
    const again = await world.enter(student, { tab, resume: true });
    expect(seatId(again)).toBe(seatId(sam));
    await tara.fact<{ seatId: string; connected: boolean }>('seat.connection', (fact) => fact.seatId === seatId(sam) && fact.connected);
    expect(tara.events('seat.left')).toEqual([]);
    again.close();
    await tara.fact<{ type: string; seatId: string }>('event', (event) => event.type === 'seat.left' && event.seatId === seatId(sam));
  });

  it('[CL15] another tab takes the seat over; the old one is told, can do nothing more, and does not come back by itself', async () => {
    const { student, tara } = await seated();
    const oldTab = newTab();
    const old = await world.enter(student, { tab: oldTab });
    const taker = await world.enter(student);
    await old.fact('seat.superseded');
    expect(await old.reason('media.pass')).toBe('superseded');
    expect(await old.reason('room.enter', { tab: oldTab, resume: true })).toBe('superseded');
    expect(await taker.reason('media.pass')).toBe('ok');
    // Asked for by the person, it takes the seat back.
    expect(await old.reason('room.enter', { tab: oldTab })).toBe('ok');
    await taker.fact('seat.superseded');
    expect(tara.events('seat.left')).toEqual([]);
  });

  it('[CL16] a teacher ends the session for everybody; nothing works in it afterwards, and only entering anew opens another', async () => {
    const { tara, sam, student } = await seated();
    const { sessionId } = snapshotOf(tara).session;
    const sendId = newId();
    const { seq } = await tara.get('session.end', { sendId });
    expect(await sam.fact<{ type: string; seq: number }>('event', (event) => event.type === 'session.ended')).toMatchObject({
      seq,
      reason: 'teacher',
    });
    expect((await tara.get('session.end', { sendId })).seq).toBe(seq);
    await until('the room to be closed', () => !world.gateway.rooms.has(sessionId));
    for (const wish of ['media.pass'] as const) expect(await sam.reason(wish)).toBe('class-ended');
    expect(await sam.reason('room.enter', { tab: newTab(), resume: true })).toBe('class-ended');
    const next = await world.enter(student);
    expect(snapshotOf(next).session.sessionId).not.toBe(sessionId);
    expect(sam.events('seat.joined').some((event) => Number(event['seq']) > seq)).toBe(false);
  });

  it('[CL5] a session that nobody is in ends by itself', async () => {
    const classId = await world.class();
    const person = await world.person(classId, 'student');
    const sam = await world.enter(person);
    const watcher = await world.link(person);
    await watcher.get('class.watch');
    await sam.get('room.leave');
    await watcher.fact<{ session: unknown; lastEndedAt: number | null }>(
      'class.changed',
      (view) => view.session === null && view.lastEndedAt !== null,
    );
  });

  it('[CL17] a launch with another role changes what the next wish may do', async () => {
    const { tara, teacher, classId, sam } = await seated();
    await world.identity.memberships.put({ classId, personId: teacher.personId, role: 'student', lastLaunchAt: Date.now() });
    expect(await tara.reason('seat.mute', { seatId: snapshotOf(sam).me.seatId, source: 'microphone' })).toBe('forbidden');
  });

  it('[CL18] a teacher may mute a seat of the session, not one of another class', async () => {
    const { tara, sam } = await seated();
    const other = await seated();
    const { seatId } = snapshotOf(sam).me;
    expect(await tara.reason('seat.mute', { seatId, source: 'microphone' })).toBe('ok');
    expect(world.gateway.called('seats.mute').at(-1)?.body).toEqual({
      sessionId: snapshotOf(tara).session.sessionId,
      seatId,
      source: 'microphone',
    });
    expect(await tara.reason('seat.mute', { seatId: snapshotOf(other.sam).me.seatId, source: 'microphone' })).toBe('not-found');
    await sam.get('room.leave');
    expect(await tara.reason('seat.mute', { seatId, source: 'microphone' })).toBe('not-found');
  });
});

/** A body of the right shape for each wish that is for teachers; most carry only a sendId. */
function forTeachersBody(name: string, seatId: string): Record<string, unknown> {
  const bodies: Readonly<Record<string, Record<string, unknown>>> = {
    'seat.mute': { seatId, source: 'camera' },
    'hand.lower-other': { seatId },
    'hand.lower-all': {},
    'floor.give': { seatId },
    'floor.end': {},
    'locks.set': { locks: {} },
    'locks.except': { seatId, locks: [] },
    'seats.mute': { source: 'camera', spare: 'teachers' },
    'seat.remove': { seatId },
    'seat.ban': { seatId, scope: 'class', reason: '', until: null },
  };
  return bodies[name] ?? { sendId: newId() };
}

describe('the tool link', () => {
  it('[TL2] a link without a bearer, with a wrong one, or from a page of another site is refused', async () => {
    const person = await world.person(await world.class(), 'student');
    const refused = (options: Record<string, unknown>) =>
      world.tryLink(options).then(
        () => 'admitted',
        (error: Error) => error.message,
      );
    expect(await refused({ auth: {} })).toBe('not-signed-in');
    expect(await refused({ auth: { token: { $ne: '' } } })).toBe('not-signed-in');
    expect(await refused({ auth: { token: 'a'.repeat(43) } })).toMatch(/not-signed-in|session-expired/);
    for (const origin of [undefined, 'http://evil.example', `${world.url}.evil.example`, 'null'])
      expect(await refused({ auth: { token: person.token }, extraHeaders: origin ? { origin } : {} })).toBe('websocket error');
    expect(await refused({ auth: { token: person.token } })).toBe('admitted');
  });

  it('[TL3] a student may send no wish that is for teachers, whatever the body', async () => {
    const { sam } = await seated();
    const forTeachers = Object.entries(toolWishes).filter(([, row]) => !row.from.some((role) => role === 'student'));
    expect(forTeachers.length).toBeGreaterThan(4);
    for (const [name] of forTeachers) {
      const body = forTeachersBody(name, snapshotOf(sam).me.seatId);
      expect([name, await sam.reason(name, body)]).toEqual([name, 'forbidden']);
    }
    expect(world.gateway.called('recordings.start')).toEqual([]);
  });

  it('[TL4] what was missed is asked for by number, in the order in which it happened', async () => {
    const { tara, sam } = await seated();
    await sam.get('room.leave');
    const { events, lastSeq, more } = await tara.get('events.since', { seq: 0 });
    expect(events.map((event: { type: string }) => event.type)).toEqual(['seat.joined', 'seat.joined', 'seat.left']);
    expect({ lastSeq, more }).toEqual({ lastSeq: 3, more: false });
    expect((await tara.get('events.since', { seq: 2 })).events).toHaveLength(1);
  });

  it('[TL5] every few seconds each seated link is told the last number', async () => {
    const { tara, sam } = await seated();
    await sam.get('room.leave');
    await tara.fact<{ lastSeq: number }>('seq.now', (fact) => fact.lastSeq === 3);
  });

  it('[TL6] the answer comes before the news: nobody hears of what is not acknowledged', async () => {
    const { tara } = await seated();
    const order: string[] = [];
    tara.socket.onAny((name: string, event: { type?: string }) => order.push(`${name} ${event.type ?? ''}`.trim()));
    // A callback, not a promise: both may come in one packet, and the order of calls is what counts.
    tara.socket.emit('recording.start', { sendId: newId() }, () => order.push('answer'));
    await tara.fact<{ type: string }>('event', (event) => event.type === 'recording.changed');
    expect(order).toContain('answer');
    expect(order.indexOf('answer')).toBeLessThan(order.indexOf('event recording.changed'));
    await tara.get('recording.stop', { sendId: newId() });
  });

  it('[TL7] who asks too often is refused, the next second is not, and who goes on and on is cut off', async () => {
    const person = await world.person(await world.class(), 'student');
    const link = await world.link(person);
    const { burst } = toolWishes['class.watch'].rate;
    const answers = await Promise.all(Array.from({ length: burst + 5 }, () => link.reason('class.watch')));
    expect(answers.slice(0, burst)).toEqual(Array(burst).fill('ok'));
    expect(answers.slice(burst)).toContain('too-fast');
    await until('the bucket to fill again', async () => (await link.reason('class.watch')) === 'ok');
    for (let sent = 0; sent < 200; sent += 1) link.socket.emit('class.watch', {}, () => undefined);
    await until('the end of the link', () => link.socket.disconnected);
    expect(await (await world.link(person)).reason('class.watch')).toBe('ok');
  });

  it('[TL8] a wish that hangs is answered within its budget, and what it does later still counts', async () => {
    const { tara, sam } = await seated();
    let go: () => void = () => undefined;
    world.gateway.plan('seats.mute', () => new Promise<void>((resolve) => (go = resolve)));
    const began = performance.now();
    const hanging = tara.reason('seat.mute', { seatId: snapshotOf(sam).me.seatId, source: 'microphone' });
    expect(['unavailable', 'gateway-failed']).toContain(await hanging);
    expect(performance.now() - began).toBeLessThan(LIMITS.wishTimeoutMs + 2_000);
    go();
    expect(await tara.reason('events.since', { seq: 0 })).toBe('ok');
  });

  it('[TL9] no mutation of any wish ends the process, disturbs others or is answered by anything but a refusal', async () => {
    const { classId, sam } = await seated();
    const valid: Record<string, unknown> = {
      'room.enter': { tab: newTab(), agreedTo: CONSENT_VERSION },
      'events.since': { seq: 1 },
      'recording.agree': { version: CONSENT_VERSION },
      'seat.mute': { seatId: newId(), source: 'microphone' },
    };
    for (const name of Object.keys(toolWishes)) {
      const row = toolWishes[name as keyof typeof toolWishes];
      const all = mutations((valid[name] ?? { sendId: newId() }) as Record<string, unknown>);
      const bodies = all.filter((body) => !row.body.safeParse(body).success);
      expect(bodies.length).toBeGreaterThan(20);
      // A link of its own for each handful: this is about shapes, not about haste.
      for (let at = 0; at < bodies.length; at += 5) {
        const link = await world.link(await world.person(classId, row.from[0] ?? 'teacher'));
        for (const body of bodies.slice(at, at + 5)) expect([name, await link.reason(name, body)]).toEqual([name, 'bad-request']);
        link.close();
      }
    }
    expect(await sam.reason('events.since', { seq: 0 })).toBe('ok');
    expect(world.problems).toEqual([]);
  }, 120_000);

  it('[TL10] unknown wishes, names from prototypes, missing bodies and answers that nobody waits for change nothing', async () => {
    const { tara, teacher } = await seated();
    const link = await world.link(teacher);
    for (const name of ['nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
      expect(await link.reason(name, {})).toBe('bad-request');
    link.socket.emit('session.end', { sendId: newId() });
    link.socket.emit('room.leave');
    link.socket.emit('class.watch', {}, {}, {}, () => undefined);
    link.socket.emit('session.end', Buffer.alloc(1_000), () => undefined);
    expect(await link.reason('class.watch')).toBe('ok');
    expect(await tara.reason('media.pass')).toBe('ok');
  });

  it('[TL11] a frame above the limit ends the link that sent it, and no other', async () => {
    const { tara, teacher } = await seated();
    const link = await world.link(teacher);
    link.socket.emit('class.watch', { x: 'x'.repeat(LIMITS.linkMessageBytes) }, () => undefined);
    await until('the end of the link', () => link.socket.disconnected);
    expect(await tara.reason('media.pass')).toBe('ok');
  });
});

/** Every field missing, null, of every wrong type and shape; the whole body too. */
function mutations(valid: Record<string, unknown>): unknown[] {
  const odd: unknown[] = [
    null,
    true,
    -1,
    1.5,
    Number.MAX_SAFE_INTEGER + 1,
    '',
    'x'.repeat(10_000),
    [],
    ['a'],
    { a: 1 },
    { $gt: '' },
    '\u0000',
    '\u202Eabc',
    '\uD800abcdefgh',
    '../../etc/passwd',
    '__proto__',
    Buffer.from('abcdefgh'),
  ];
  const ofFields = Object.keys(valid).flatMap((key) => [
    Object.fromEntries(Object.entries(valid).filter(([name]) => name !== key)),
    ...odd.map((value) => ({ ...valid, [key]: value })),
  ]);
  const added = ['personId', 'classId', 'role', 'seat', 'constructor', 'x'].map((key) => ({ ...valid, [key]: 'teacher' }));
  return [...ofFields, ...added, ...odd];
}
