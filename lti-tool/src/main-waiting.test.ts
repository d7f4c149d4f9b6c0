import { LIMITS } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newTab, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';

const MOST = 5;
let world: World;
beforeAll(async () => {
  world = await World.open({ limits: { seatGraceMs: 4_000, emptySessionMs: 800, waitersPerRoom: MOST } });
});
afterAll(() => world.close());

interface List {
  readonly isOn: boolean;
  readonly message: string;
  readonly waiters: readonly { readonly id: string; readonly name: string; readonly since: number }[];
}
interface Told {
  readonly stage: string;
  readonly message: string;
}
type Entered = TestLink & {
  snapshot: { readonly session: { readonly sessionId: string }; readonly lastSeq: number; readonly waiting: List };
};
const enter = async (person: TestPerson) => (await world.enter(person)) as unknown as Entered;

/** A class with a closed door, and a teacher in the room. */
const closedClass = async () => {
  const classId = await world.class();
  const [teacher, student] = await Promise.all([world.person(classId, 'teacher', 'Tara'), world.person(classId, 'student', 'Sam')]);
  const tara = await enter(teacher);
  await tara.get('waiting.set', { isOn: true });
  return { classId, teacher, student, tara };
};
const atDoor = async (person: TestPerson, body: object = {}) => {
  const link = await world.link(person);
  expect(await link.reason('room.enter', { tab: newTab() })).toBe('must-wait');
  return Object.assign(link, { answer: await link.get('waiting.wait', body) });
};
/** The list as teachers in the room hear it, once it names these people. */
const listOf = (link: TestLink, ...names: string[]) =>
  link.fact<List>('waiting.list', ({ waiters }) => JSON.stringify(waiters.map(({ name }) => name)) === JSON.stringify(names));
const idOf = async (link: TestLink, name: string): Promise<string> => {
  const list = await link.fact<List>('waiting.list', ({ waiters }) => waiters.some((one) => one.name === name));
  return list.waiters.find((one) => one.name === name)?.id ?? '';
};
const settled = (link: TestLink, standing: string) => link.fact('waiting.settled', (fact) => fact['standing'] === standing);
const canEnter = (link: TestLink) => link.reason('room.enter', { tab: newTab() });

describe('at a closed door', () => {
  it('[WR1] nothing of the room comes to a student: no snapshot, no pass, no event, and no wish counts', async () => {
    const { classId, student, tara } = await closedClass();
    const sam = await atDoor(student);
    expect(sam.answer).toEqual({ standing: 'waiting', view: { stage: 'teacher-here', message: '' } });
    await tara.get('hand.raise');
    await tara.get('locks.set', { locks: { camera: true } });
    expect(await sam.reason('media.pass')).toBe('wrong-phase');
    expect(await sam.reason('events.since', { seq: 0 })).toBe('must-wait');
    expect(await sam.reason('hand.raise')).toBe('wrong-phase');
    expect(await sam.reason('chat.post', { sendId: newId(), text: 'hello', to: null })).not.toBe('ok');
    expect(await sam.reason('chat.before', { seq: 99 })).toBe('wrong-phase');
    expect(await sam.reason('recording.agree', { version: '1' })).toBe('wrong-phase');
    expect(await sam.reason('room.enter', { tab: newTab(), resume: true })).toBe('must-wait');
    expect(await sam.reason('waiting.let-in-all')).toBe('forbidden');
    expect(await sam.reason('waiting.let-in', { waiterId: await idOf(tara, 'Sam') })).toBe('forbidden');
    expect(await sam.reason('waiting.set', { isOn: false })).toBe('forbidden');
    expect(sam.events()).toEqual([]);
    expect(await world.classroom.ports.seats.hasSat(tara.snapshot.session.sessionId as never, student.personId)).toBe(false);
    expect((await world.classroom.ports.sessions.live(classId))?.people).toBe(1);
  });

  it('[WR1] a seat of an earlier session gives no look at the next one', async () => {
    const { teacher, student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('waiting.let-in', { waiterId: await idOf(tara, 'Sam') });
    await settled(sam, 'open');
    const { lastSeq } = await sam.get('room.enter', { tab: newTab() });
    await tara.get('session.end', { sendId: newId() });
    const next = await enter(teacher);
    await next.get('hand.raise');
    expect(await sam.reason('events.since', { seq: lastSeq })).toBe('must-wait');
    expect(await sam.reason('media.pass')).toBe('class-ended');
    expect(await canEnter(sam)).toBe('must-wait');
    expect(sam.events('hand.raised')).toEqual([]);
  });

  it('[WR1] students begin no session, and wait for the teacher who does', async () => {
    const classId = await world.class();
    const [teacher, student] = await Promise.all([world.person(classId, 'teacher', 'Tara'), world.person(classId, 'student', 'Sam')]);
    const lobby = await world.link(teacher);
    await lobby.get('class.watch');
    expect(await lobby.get('waiting.set', { isOn: true, message: ' Read page 12 ' })).toEqual({ isOn: true, message: 'Read page 12' });
    await lobby.fact('class.changed', (view) => view['hasWaitingRoom'] === true);
    const sam = await atDoor(student);
    expect(sam.answer.view).toEqual({ stage: 'not-begun', message: 'Read page 12' });
    expect(await world.classroom.ports.sessions.live(classId)).toBeNull();
    await lobby.fact('class.changed', (view) => view['waiting'] === 1);
    const tara = await enter(teacher);
    expect(tara.snapshot.waiting).toMatchObject({ isOn: true, message: 'Read page 12', waiters: [{ name: 'Sam' }] });
    await sam.fact<Told>('waiting.changed', ({ stage }) => stage === 'teacher-here');
  });

  it('[WR2] teachers never wait, and who becomes one waits no more', async () => {
    const { classId, student, tara } = await closedClass();
    const colleague = await enter(await world.person(classId, 'teacher', 'Theo'));
    expect(colleague.snapshot.waiting.isOn).toBe(true);
    const sam = await atDoor(student);
    await listOf(tara, 'Sam');
    await world.identity.memberships.put({ classId, personId: student.personId, role: 'teacher', lastLaunchAt: Date.now() });
    expect(await canEnter(sam)).toBe('ok');
    await listOf(tara);
  });

  it('[WR3] who waits is told when the last teacher leaves, when one is back, and what they say', async () => {
    const { classId, teacher, student, tara } = await closedClass();
    const theo = await enter(await world.person(classId, 'teacher', 'Theo'));
    const sam = await atDoor(student);
    await theo.get('waiting.set', { message: 'Five minutes' });
    await sam.fact<Told>('waiting.changed', ({ stage, message }) => stage === 'teacher-here' && message === 'Five minutes');
    await theo.get('room.leave');
    await tara.get('room.leave');
    await sam.fact<Told>('waiting.changed', ({ stage }) => stage === 'teacher-away');
    await enter(teacher);
    const last = () => sam.facts.findLast(({ name }) => name === 'waiting.changed')?.body as Told | undefined;
    await until('a teacher to be there again', () => last()?.stage === 'teacher-here');
    expect(sam.facts.every(({ name }) => name.startsWith('waiting.'))).toBe(true);
  });

  it('[WR4] teachers see who waits in the order of coming, each once, and students see nobody', async () => {
    const { classId, student, tara } = await closedClass();
    const early = await world.person(classId, 'student', 'Early');
    await tara.get('waiting.set', { isOn: false });
    const inside = await enter(early);
    await tara.get('waiting.set', { isOn: true });
    const ada = await world.person(classId, 'student', 'Ada');
    await atDoor(student);
    await listOf(tara, 'Sam');
    await atDoor(ada);
    await atDoor(student);
    await listOf(tara, 'Sam', 'Ada');
    const again = await enter(early);
    expect(again.snapshot.waiting).toEqual({ isOn: true, message: '', waiters: [] });
    expect(inside.facts.some(({ name }) => name === 'waiting.list')).toBe(false);
    const counts = async (person: TestPerson) =>
      (await (await world.api('/api/class', { token: person.token })).json()) as { waiting?: number };
    expect((await counts(early)).waiting).toBeUndefined();
    expect((await counts(await world.person(classId, 'teacher', 'Theo'))).waiting).toBe(2);
  });
});

describe('letting in', () => {
  it('[WR5] one comes in, and again after leaving and from another tab; the others wait on', async () => {
    const { classId, student, tara } = await closedClass();
    const sam = await atDoor(student);
    const ada = await atDoor(await world.person(classId, 'student', 'Ada'));
    await tara.get('waiting.let-in', { waiterId: await idOf(tara, 'Sam') });
    await settled(sam, 'open');
    await listOf(tara, 'Ada');
    // Let in is let in, also before they have come.
    expect((await (await world.link(student)).get('waiting.wait')).standing).toBe('open');
    expect(await canEnter(sam)).toBe('ok');
    await tara.fact('event', (event) => event['type'] === 'seat.joined' && (event['person'] as { name: string }).name === 'Sam');
    await sam.get('room.leave');
    expect(await canEnter(await world.link(student))).toBe('ok');
    expect(await canEnter(ada)).toBe('must-wait');
    expect(ada.facts.some(({ name }) => name === 'waiting.settled')).toBe(false);
  });

  it('[WR5] all come in at once, and who comes a moment later waits', async () => {
    const { classId, student, tara } = await closedClass();
    const [sam, ada] = [await atDoor(student), await atDoor(await world.person(classId, 'student', 'Ada'))];
    await tara.get('waiting.let-in-all');
    await Promise.all([settled(sam, 'open'), settled(ada, 'open')]);
    expect([await canEnter(sam), await canEnter(ada)]).toEqual(['ok', 'ok']);
    await atDoor(await world.person(classId, 'student', 'Late'));
    await listOf(tara, 'Late');
  });

  it('[WR5] is for this session: in the next one everybody waits again', async () => {
    const { teacher, student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('waiting.let-in-all');
    await settled(sam, 'open');
    expect(await canEnter(sam)).toBe('ok');
    await tara.get('session.end', { sendId: newId() });
    await enter(teacher);
    expect(await canEnter(await world.link(student))).toBe('must-wait');
  });

  it('[WR5] is for this session, also where it ended because nobody was there any more', async () => {
    const { classId, teacher, student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('waiting.let-in-all');
    await settled(sam, 'open');
    await tara.get('room.leave');
    await until('the session to be over', async () => (await world.classroom.ports.sessions.live(classId)) === null);
    await enter(teacher);
    expect(await canEnter(await world.link(student))).toBe('must-wait');
  });

  it('[WR5] who was in before the door was closed comes and goes', async () => {
    const { student, tara } = await closedClass();
    await tara.get('waiting.set', { isOn: false });
    const sam = await enter(student);
    await tara.get('waiting.set', { isOn: true });
    await sam.get('room.leave');
    expect(await canEnter(sam)).toBe('ok');
    await tara.get('seat.remove', {
      seatId: ((await enter(student)) as unknown as { snapshot: { me: { seatId: string } } }).snapshot.me.seatId,
    });
    expect(await canEnter(await world.link(student))).toBe('sent-out');
    expect(await sam.reason('waiting.wait', { again: true })).toBe('sent-out');
  });
});

describe('turning away', () => {
  it('[WR6] for now: they are told, stay out by themselves, and may ask again', async () => {
    const { student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('waiting.turn-away', { waiterId: await idOf(tara, 'Sam'), forSession: false });
    await settled(sam, 'turned-away');
    await listOf(tara);
    expect((await sam.get('waiting.wait')).standing).toBe('turned-away');
    expect(await canEnter(sam)).toBe('must-wait');
    expect((await sam.get('waiting.wait', { again: true })).standing).toBe('waiting');
    await tara.get('waiting.let-in', { waiterId: await idOf(tara, 'Sam') });
    await settled(sam, 'open');
    expect(await canEnter(sam)).toBe('ok');
  });

  it('[WR6] for this session: they are out of it by any tab, and wait again in the next one', async () => {
    const { teacher, student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('waiting.turn-away', { waiterId: await idOf(tara, 'Sam'), forSession: true });
    await settled(sam, 'sent-out');
    const elsewhere = await world.link(student);
    expect(await canEnter(elsewhere)).toBe('sent-out');
    expect(await elsewhere.reason('waiting.wait', { again: true })).toBe('sent-out');
    await tara.get('waiting.set', { isOn: false });
    expect(await canEnter(elsewhere)).toBe('sent-out');
    await tara.get('waiting.set', { isOn: true });
    await tara.get('session.end', { sendId: newId() });
    await enter(teacher);
    expect((await elsewhere.get('waiting.wait')).standing).toBe('waiting');
  });

  it('[WR6] of two teachers at once one is heard, and the other is told that nobody waits there', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { classId, student, tara } = await closedClass();
      const theo = await enter(await world.person(classId, 'teacher', 'Theo'));
      const sam = await atDoor(student);
      const waiterId = await idOf(tara, 'Sam');
      const answers = await Promise.all([
        tara.reason('waiting.let-in', { waiterId }),
        theo.reason('waiting.turn-away', { waiterId, forSession: false }),
      ]);
      expect(answers.toSorted()).toEqual(['not-found', 'ok']);
      await settled(sam, answers[0] === 'ok' ? 'open' : 'turned-away');
      expect(await canEnter(sam)).toBe(answers[0] === 'ok' ? 'ok' : 'must-wait');
    }
  });

  it('[WR6] is of somebody at this door, by a teacher who is in this room', async () => {
    const { teacher, student, tara } = await closedClass();
    await atDoor(student);
    const waiterId = await idOf(tara, 'Sam');
    const stranger = await closedClass();
    expect(await stranger.tara.reason('waiting.let-in', { waiterId })).toBe('not-found');
    expect(await stranger.tara.reason('waiting.turn-away', { waiterId, forSession: true })).toBe('not-found');
    expect(await (await world.link(teacher)).reason('waiting.let-in', { waiterId })).toBe('wrong-phase');
  });
});

describe('the door', () => {
  it('[WR7] lets everybody in when it is opened, also who comes at that moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { classId, student, tara } = await closedClass();
      const sam = await atDoor(student);
      const late = await world.link(await world.person(classId, 'student', 'Late'));
      const [, answer] = await Promise.all([tara.get('waiting.set', { isOn: false }), late.get('waiting.wait')]);
      await settled(sam, 'open');
      if (answer.standing !== 'open') await settled(late, 'open');
      expect([await canEnter(sam), await canEnter(late)]).toEqual(['ok', 'ok']);
      expect(await world.classroom.ports.waiting.list(classId)).toEqual([]);
    }
  });

  it('[WR7] tells those who wait that a teacher ended the class, and takes their places', async () => {
    const { classId, student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('session.end', { sendId: newId() });
    await settled(sam, 'over');
    expect(await world.classroom.ports.waiting.list(classId)).toEqual([]);
    expect((await sam.get('waiting.wait')).view.stage).toBe('not-begun');
  });

  it('[WR7] leaves them their places when the class ended because nobody was there', async () => {
    const { classId, teacher, student, tara } = await closedClass();
    const sam = await atDoor(student);
    const [before] = await world.classroom.ports.waiting.list(classId);
    await tara.get('room.leave');
    await sam.fact<Told>('waiting.changed', ({ stage }) => stage === 'not-begun');
    const again = await enter(teacher);
    expect(again.snapshot.waiting.waiters).toEqual([{ id: before?.id, name: 'Sam', since: before?.since }]);
    expect(sam.facts.some(({ name }) => name === 'waiting.settled')).toBe(false);
  });

  it('[WR8] is the same for all tabs of a person', async () => {
    const { student, tara } = await closedClass();
    const [one, other] = [await atDoor(student), await atDoor(student)];
    await listOf(tara, 'Sam');
    await tara.get('waiting.turn-away', { waiterId: await idOf(tara, 'Sam'), forSession: false });
    await Promise.all([settled(one, 'turned-away'), settled(other, 'turned-away')]);
    expect((await one.get('waiting.wait', { again: true })).standing).toBe('waiting');
    expect((await other.get('waiting.wait')).standing).toBe('waiting');
    await tara.get('waiting.let-in-all');
    await Promise.all([settled(one, 'open'), settled(other, 'open')]);
  });

  it('[WR11] closing, opening, letting in and turning away stand in the log', async () => {
    const { classId, teacher, student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('waiting.set', { message: 'No line for words', isOn: true });
    await tara.get('waiting.turn-away', { waiterId: await idOf(tara, 'Sam'), forSession: false });
    await sam.get('waiting.wait', { again: true });
    await tara.get('waiting.let-in', { waiterId: await idOf(tara, 'Sam') });
    await atDoor(await world.person(classId, 'student', 'Ada'));
    await tara.get('waiting.let-in-all');
    await atDoor(await world.person(classId, 'student', 'Eve'));
    await tara.get('waiting.turn-away', { waiterId: await idOf(tara, 'Eve'), forSession: true });
    await tara.get('waiting.set', { isOn: false });
    const { log } = (await (await world.api('/api/bans', { token: teacher.token })).json()) as { log: Record<string, unknown>[] };
    expect(log.map(({ action, person, reason }) => [action, person, reason])).toEqual([
      ['door', null, '-'],
      ['turned-away', 'Eve', ''],
      ['let-in', null, ''],
      ['let-in', 'Sam', ''],
      ['turned-away', 'Sam', ''],
      ['door', null, '+'],
    ]);
  });
});

describe('a place', () => {
  const drop = () => world.classroom.ports.waiting.dropSilent(0);

  it('[WR9] is kept for who is not heard of for a while, and the list is without them meanwhile', async () => {
    const { classId, student, tara } = await closedClass();
    const first = await atDoor(student);
    const [before] = await world.classroom.ports.waiting.list(classId);
    first.close();
    await atDoor(await world.person(classId, 'student', 'Ada'));
    await drop();
    await atDoor(await world.person(classId, 'student', 'Eve'));
    await listOf(tara, 'Eve');
    await atDoor(student);
    await listOf(tara, 'Sam', 'Eve');
    expect((await world.classroom.ports.waiting.list(classId))[0]).toEqual(before);
  });

  it('[WR9] is not kept for who gave it up, nor for who is long gone', async () => {
    const { classId, student, tara } = await closedClass();
    const sam = await atDoor(student);
    const ada = await world.person(classId, 'student', 'Ada');
    await atDoor(ada);
    await sam.get('waiting.stop');
    await listOf(tara, 'Ada');
    await sam.get('waiting.wait');
    await listOf(tara, 'Ada', 'Sam');
    await drop();
    const longAgo = new Date(Date.now() - LIMITS.waitingKeepMs - 1_000);
    await world.connection.collection('waiters').updateOne({ roomId: classId, personId: ada.personId }, { $set: { seenAt: longAgo } });
    await sam.get('waiting.wait');
    await atDoor(ada);
    const list = await world.classroom.ports.waiting.list(classId);
    expect(list.map(({ name }) => name)).toEqual(['Sam', 'Ada']);
  });

  it('[WR9] outlives the tool, and links that are there keep it', async () => {
    const { classId, teacher, student, tara } = await closedClass();
    const sam = await atDoor(student);
    await tara.get('waiting.set', { message: 'Soon' });
    const before = await world.classroom.ports.waiting.list(classId);
    const other = await World.open({ uri: world.uri, gateway: world.gateway, limits: { waitersPerRoom: MOST } });
    try {
      const there = await other.link(teacher);
      const snapshot = await there.get('room.enter', { tab: newTab() });
      expect(snapshot.waiting).toMatchObject({ isOn: true, message: 'Soon', waiters: [{ id: before[0]?.id, name: 'Sam' }] });
    } finally {
      await other.close();
    }
    await drop();
    expect(await world.classroom.ports.waiting.list(classId)).toEqual([]);
    await sam.get('waiting.wait');
    const seenAt = async () => (await world.connection.collection('waiters').findOne({ roomId: classId }))?.['seenAt'] as Date;
    const first = await seenAt();
    await until('the link to be seen again', async () => (await seenAt()) > first, LIMITS.waitingGraceMs);
  });

  it('[WR10] is had by as many as the limit says, and not by one more, however many come at once', async () => {
    const { classId, tara } = await closedClass();
    const people = await Promise.all(Array.from({ length: MOST + 3 }, (_, index) => world.person(classId, 'student', `S${index}`)));
    const links = await Promise.all(people.map((person) => world.link(person)));
    const answers = await Promise.all(links.map((link) => link.reason('waiting.wait')));
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(MOST);
    expect(answers.filter((answer) => answer === 'waiting-full')).toHaveLength(3);
    await tara.fact<List>('waiting.list', ({ waiters }) => waiters.length === MOST);
    const [inside, outside] = [links[answers.indexOf('ok')], links[answers.indexOf('waiting-full')]];
    // Who has a place keeps it; whose place is given up makes room for one.
    expect(await inside?.reason('waiting.wait')).toBe('ok');
    await inside?.get('waiting.stop');
    expect(await outside?.reason('waiting.wait')).toBe('ok');
  });

  it('[WR10] what teachers say to those who wait is as long as the limit, and not longer', async () => {
    const { tara } = await closedClass();
    expect(await tara.reason('waiting.set', { message: 'a'.repeat(LIMITS.waitingMessageChars) })).toBe('ok');
    expect(await tara.reason('waiting.set', { message: 'a'.repeat(LIMITS.waitingMessageChars + 1) })).toBe('bad-request');
  });

  it('[WR12] goes with the person who is erased; a copy of the class has the door without its words', async () => {
    const { classId, student, tara } = await closedClass();
    await atDoor(student);
    await tara.get('waiting.set', { message: 'Soon' });
    const { mongoSettingsCopies } = await import('./adapters/mongo/settings-copies.ts');
    const copy = await world.class('A copy');
    await mongoSettingsCopies(world.connection).copy(classId, copy);
    expect(await world.classroom.ports.waiting.door(copy)).toEqual({ isOn: true, message: '' });
    const { openPeopleEraser } = await import('./adapters/mongo/erasure.ts');
    const person = await world.identity.persons.find(student.personId);
    await (await openPeopleEraser(world.connection)).erase(person?.issuer ?? '', [person?.sub ?? '']);
    expect(await world.classroom.ports.waiting.list(classId)).toEqual([]);
  });
});
