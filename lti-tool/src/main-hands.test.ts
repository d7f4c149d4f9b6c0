import type { HandsSnapshot } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTab, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open({ limits: { seatGraceMs: 4_000 } });
});
afterAll(() => world.close());

type Seated = TestLink & { snapshot: unknown };
interface Snapshot {
  readonly me: { readonly seatId: string; readonly rights: { readonly produce: string[] } };
  readonly hands: HandsSnapshot;
  readonly lastSeq: number;
}
const snapshotOf = (link: Seated): Snapshot => link.snapshot as Snapshot;
const seatOf = (link: Seated): string => snapshotOf(link).me.seatId;
const isEvent = (type: string) => (event: Record<string, unknown>) => event['type'] === type;

const aClass = async () => {
  const classId = await world.class();
  const [teacher, student, other] = await Promise.all([
    world.person(classId, 'teacher', 'Tara'),
    world.person(classId, 'student', 'Sam'),
    world.person(classId, 'student', 'Ada'),
  ]);
  const tara = await world.enter(teacher);
  const sam = await world.enter(student);
  const ada = await world.enter(other);
  return { classId, teacher, student, other, tara, sam, ada };
};
/** What somebody who comes in now sees. */
const handsFor = async (person: TestPerson): Promise<HandsSnapshot> => snapshotOf(await world.enter(person)).hands;

describe('a raised hand', () => {
  it('[HA1] stands in the queue from the first time it went up, and everybody is told once', async () => {
    const { classId, tara, sam, ada } = await aClass();
    const first = await ada.get('hand.raise');
    await sam.get('hand.raise');
    expect((await ada.get('hand.raise')).seq).toBeGreaterThanOrEqual(first.seq);
    await tara.fact('event', (event) => isEvent('hand.raised')(event) && event['seatId'] === seatOf(sam));
    expect(tara.events('hand.raised').map((event) => event['seatId'])).toEqual([seatOf(ada), seatOf(sam)]);
    const { hands } = await handsFor(await world.person(classId, 'student', 'Late'));
    expect(hands.map(({ seatId }) => seatId)).toEqual([seatOf(ada), seatOf(sam)]);
    expect(hands[0]?.raisedAt).toBe(tara.events('hand.raised')[0]?.['at']);
  });

  it('[HA1] goes down by its own person, once', async () => {
    const { teacher, tara, sam } = await aClass();
    await sam.get('hand.raise');
    const { seq } = await sam.get('hand.lower');
    expect((await sam.get('hand.lower')).seq).toBe(seq);
    expect(await tara.fact('event', isEvent('hand.lowered'))).toMatchObject({ seatId: seatOf(sam), by: 'self', seq });
    expect((await handsFor(teacher)).hands).toEqual([]);
  });

  it('[HA4] goes down by a teacher: one, and all at once', async () => {
    const { teacher, tara, sam, ada } = await aClass();
    for (const link of [sam, ada]) await link.get('hand.raise');
    await tara.get('hand.lower-other', { seatId: seatOf(sam) });
    expect(await sam.fact('event', isEvent('hand.lowered'))).toMatchObject({ seatId: seatOf(sam), by: 'teacher' });
    await sam.get('hand.raise');
    await tara.get('hand.lower-all');
    await ada.fact('event', isEvent('hand.all-lowered'));
    expect((await handsFor(teacher)).hands).toEqual([]);
    const { tara: elsewhere } = await aClass();
    expect(await elsewhere.reason('hand.lower-other', { seatId: seatOf(sam) })).toBe('not-found');
  });

  it('[HA2] goes with its person: who left and came back has none, and may raise it again', async () => {
    const { tara, teacher, sam, student } = await aClass();
    await sam.get('hand.raise');
    await sam.get('room.leave');
    await tara.fact('event', isEvent('seat.left'));
    expect((await handsFor(teacher)).hands).toEqual([]);
    const back = await world.enter(student);
    expect(snapshotOf(back).hands.hands).toEqual([]);
    await back.get('hand.raise');
    expect((await handsFor(teacher)).hands.map(({ seatId }) => seatId)).toEqual([seatOf(back)]);
  });

  it('[HA3] survives a lost link and a reload with its place and time', async () => {
    const { teacher, student, sam, ada } = await aClass();
    const tab = newTab();
    const mine = await world.enter(student, { tab });
    await mine.get('hand.raise');
    await ada.get('hand.raise');
    const before = await handsFor(teacher);
    mine.close();
    const again = await world.enter(student, { tab, resume: true });
    expect(snapshotOf(again).hands).toEqual(before);
    expect(before.hands.map(({ seatId }) => seatId)).toEqual([seatOf(sam), seatOf(ada)]);
  });

  it('[HA1] is asked for by number by who missed it, like every event', async () => {
    const { tara, sam } = await aClass();
    const { lastSeq } = snapshotOf(tara);
    await sam.get('hand.raise');
    const { events } = await tara.get('events.since', { seq: lastSeq });
    expect(events.map((event: { type: string }) => event.type)).toContain('hand.raised');
  });
});

describe('the floor', () => {
  it('[HA5] goes to whom the teacher calls: the hand is down, and a locked microphone is open for them alone', async () => {
    const { tara, teacher, sam, ada } = await aClass();
    await tara.get('locks.set', { locks: { microphone: true } });
    await sam.get('hand.raise');
    await tara.get('floor.give', { seatId: seatOf(sam) });
    expect(await ada.fact('event', isEvent('floor.changed'))).toMatchObject({ seatId: seatOf(sam) });
    const rightsOf = (link: Seated) => world.gateway.called('seats.rights').findLast(({ body }) => body['seatId'] === seatOf(link))?.body;
    expect(rightsOf(sam)).toMatchObject({ rights: { produce: expect.arrayContaining(['microphone']) } });
    expect(rightsOf(ada)).toMatchObject({ rights: { produce: expect.not.arrayContaining(['microphone']) } });
    const now = await handsFor(teacher);
    expect(now).toMatchObject({ hands: [], floor: { seatId: seatOf(sam) } });
    // Nobody's microphone is opened from outside.
    expect(world.gateway.calls.map(({ name }) => name)).not.toContain('seats.unmute');
  });

  it('[HA5] is one at a time: who is called next takes it, and the one before is locked again', async () => {
    const { tara, teacher, sam, ada } = await aClass();
    await tara.get('locks.set', { locks: { microphone: true } });
    await tara.get('floor.give', { seatId: seatOf(sam) });
    await tara.get('floor.give', { seatId: seatOf(ada) });
    const last = world.gateway.called('seats.rights').findLast(({ body }) => body['seatId'] === seatOf(sam))?.body;
    expect(last).toMatchObject({ rights: { produce: expect.not.arrayContaining(['microphone']) } });
    expect((await handsFor(teacher)).floor?.seatId).toBe(seatOf(ada));
  });

  it('[HA6] is given back by who has it, ended by a teacher, and goes with its person', async () => {
    const { tara, teacher, sam, ada, student } = await aClass();
    await tara.get('floor.give', { seatId: seatOf(sam) });
    await ada.get('floor.return');
    expect((await handsFor(teacher)).floor?.seatId).toBe(seatOf(sam));
    await sam.get('floor.return');
    await ada.fact('event', (event) => isEvent('floor.changed')(event) && event['seatId'] === null);
    const again = await world.enter(teacher);
    await again.get('floor.give', { seatId: seatOf(sam) });
    await again.get('floor.end');
    expect((await handsFor(teacher)).floor).toBeNull();
    const third = await world.enter(teacher);
    await third.get('floor.give', { seatId: seatOf(sam) });
    await sam.get('room.leave');
    const back = await world.enter(student);
    await until('no floor', async () => (await handsFor(teacher)).floor === null);
    expect(snapshotOf(back).hands.floor).toBeNull();
  });

  it('[HA6] is not for teachers, for nobody of another class, and not given by students', async () => {
    const { tara, sam, ada } = await aClass();
    const elsewhere = await aClass();
    expect(await tara.reason('floor.give', { seatId: seatOf(tara) })).toBe('forbidden');
    expect(await tara.reason('floor.give', { seatId: seatOf(elsewhere.sam) })).toBe('not-found');
    expect(await sam.reason('floor.give', { seatId: seatOf(ada) })).toBe('forbidden');
    expect(await sam.reason('hand.lower-other', { seatId: seatOf(ada) })).toBe('forbidden');
  });
});
