import { LIMITS, type LivelySnapshot, type PaceView } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newTab, type TestLink, type TestPerson, World } from './testing/classroom-world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

type Seated = TestLink & { snapshot: unknown };
interface Snapshot {
  readonly me: { readonly seatId: string };
  readonly lively: LivelySnapshot;
}
const snapshotOf = (link: Seated): Snapshot => link.snapshot as Snapshot;
const seatOf = (link: Seated): string => snapshotOf(link).me.seatId;
/** What somebody who comes in now is told. */
const livelyFor = async (person: TestPerson): Promise<LivelySnapshot> => snapshotOf(await world.enter(person)).lively;
const isEvent = (type: string) => (event: Record<string, unknown>) => event['type'] === type;
const heard = (link: TestLink, name: string) => link.facts.filter((fact) => fact.name === name);
const sent = () => ({ sendId: newId() });
const draw = (link: TestLink, leaveOut: readonly string[] = []) => link.get('draw.next', { ...sent(), leaveOut });

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

describe('reactions', () => {
  interface Burst {
    readonly counts: Record<string, number>;
    readonly from: readonly { readonly seatId: string; readonly kind: string }[];
  }

  it('[LV1] reach everybody, with who sent them, and leave nothing behind', async () => {
    const { tara, sam, ada, teacher } = await aClass();
    await sam.get('reaction.send', { kind: 'clap' });
    for (const link of [tara, sam, ada])
      expect(await link.fact<Burst>('lively.reactions')).toEqual({ counts: { clap: 1 }, from: [{ seatId: seatOf(sam), kind: 'clap' }] });
    expect(await sam.reason('reaction.send', { kind: 'fireworks' })).toBe('bad-request');
    expect(JSON.stringify(await livelyFor(teacher))).not.toContain('clap');
  });

  it('[LV2] of the same moment are told together, each person once, and no faster than the rate', async () => {
    const { tara, sam, ada } = await aClass();
    const asked = Array.from({ length: LIMITS.reactionBurst + 1 }, () => sam.reason('reaction.send', { kind: 'heart' }));
    const answers = await Promise.all([...asked, ada.reason('reaction.send', { kind: 'heart' })]);
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(LIMITS.reactionBurst + 1);
    expect(answers.filter((answer) => answer === 'too-fast')).toHaveLength(1);
    await tara.fact<Burst>('lively.reactions', ({ from }) => from.some(({ seatId }) => seatId === seatOf(ada)));
    const bursts = heard(tara, 'lively.reactions').map(({ body }) => body as Burst);
    expect(bursts.length).toBeLessThan(LIMITS.reactionBurst + 1);
    for (const { counts, from } of bursts) {
      expect(counts['heart']).toBeLessThanOrEqual(2);
      expect(from.filter(({ seatId }) => seatId === seatOf(sam)).length).toBeLessThanOrEqual(1);
    }
  });

  it('[LV3] are refused while a teacher has switched them off for students', async () => {
    const { tara, sam, student } = await aClass();
    await tara.get('lively.set', { settings: { studentsReact: false } });
    expect(await sam.fact('event', isEvent('lively.set'))).toMatchObject({ settings: { studentsReact: false, isPaceShared: false } });
    expect(await sam.reason('reaction.send', { kind: 'laugh' })).toBe('forbidden');
    expect(await tara.reason('reaction.send', { kind: 'laugh' })).toBe('ok');
    expect((await livelyFor(student)).settings.studentsReact).toBe(false);
    await tara.get('lively.set', { settings: { studentsReact: true } });
    expect(await (await world.enter(student)).reason('reaction.send', { kind: 'laugh' })).toBe('ok');
  });

  it('[LV4] are numbers alone for students who may not know who is there', async () => {
    const { tara, sam, ada } = await aClass();
    await tara.get('locks.set', { locks: { people: true } });
    await sam.get('reaction.send', { kind: 'surprise' });
    expect(await ada.fact<Burst>('lively.reactions')).toEqual({ counts: { surprise: 1 }, from: [] });
    expect(await tara.fact<Burst>('lively.reactions')).toMatchObject({ from: [{ seatId: seatOf(sam) }] });
  });
});

describe('the pace', () => {
  const counts = (expected: object) => (pace: PaceView) => JSON.stringify(pace.counts) === JSON.stringify(expected);

  it('[LV5] is one state a student, until they say another or take it back', async () => {
    const { tara, sam, student } = await aClass();
    await sam.get('pace.set', { state: 'yes' });
    await tara.fact('lively.pace', counts({ yes: 1 }));
    await sam.get('pace.set', { state: 'lost' });
    await tara.fact('lively.pace', counts({ lost: 1 }));
    expect((await livelyFor(student)).mine).toBe('lost');
    const again = await world.enter(student);
    await again.get('pace.set', { state: null });
    expect((await livelyFor(student)).mine).toBeNull();
    expect(await tara.reason('pace.set', { state: 'yes' })).toBe('forbidden');
    expect(await sam.reason('pace.set', { state: 'bored' })).toBe('bad-request');
  });

  it('[LV6] is told to teachers with who says it, to students as numbers, and only once a teacher shares them', async () => {
    const { tara, teacher, sam, ada, other } = await aClass();
    await sam.get('pace.set', { state: 'slower' });
    const said = await tara.fact('lively.pace', counts({ slower: 1 }));
    expect(said).toMatchObject({ people: [{ seatId: seatOf(sam), state: 'slower' }] });
    await ada.fact('lively.pace');
    expect(JSON.stringify(heard(ada, 'lively.pace'))).not.toContain('slower');
    expect((await livelyFor(other)).pace).toEqual({ round: 0, counts: {}, people: [] });
    expect((await livelyFor(teacher)).pace.people).toHaveLength(1);
    const [watching, teaching] = [await world.enter(other), await world.enter(teacher)];
    await teaching.get('lively.set', { settings: { isPaceShared: true } });
    await watching.fact('lively.pace', counts({ slower: 1 }));
    for (const { body } of heard(watching, 'lively.pace')) expect((body as PaceView).people).toEqual([]);
    expect((await livelyFor(other)).pace).toEqual({ round: 0, counts: { slower: 1 }, people: [] });
  });

  it('[LV7] is cleared by a teacher for everybody, and counts anew', async () => {
    const { tara, sam, ada, student } = await aClass();
    const before = await sam.get('pace.set', { state: 'yes' });
    await ada.get('pace.set', { state: 'no' });
    await tara.get('pace.clear');
    expect(await sam.fact('event', isEvent('pace.cleared'))).toMatchObject({ round: before.round + 1 });
    await tara.fact<PaceView>('lively.pace', (pace) => pace.round === before.round + 1 && Object.keys(pace.counts).length === 0);
    expect((await livelyFor(student)).mine).toBeNull();
    expect((await ada.get('pace.set', { state: 'yes' })).round).toBe(before.round + 1);
    await tara.fact<PaceView>('lively.pace', (pace) => pace.round === before.round + 1 && pace.counts['yes'] === 1);
  });

  it('[LV8] goes with its person, and stays over a lost link', async () => {
    const { tara, student, teacher } = await aClass();
    const tab = newTab();
    const mine = await world.enter(student, { tab });
    await mine.get('pace.set', { state: 'away' });
    await tara.fact('lively.pace', counts({ away: 1 }));
    mine.close();
    const back = await world.enter(student, { tab, resume: true });
    expect(snapshotOf(back).lively.mine).toBe('away');
    await back.get('room.leave');
    const { length } = heard(tara, 'lively.pace');
    await tara.fact<PaceView>('lively.pace', (pace) =>
      heard(tara, 'lively.pace')
        .slice(length)
        .some(({ body }) => body === pace),
    );
    expect((await livelyFor(teacher)).pace.counts).toEqual({});
    expect(snapshotOf(await world.enter(student)).lively.mine).toBeNull();
  });

  it('[LV9] of many who change at once is told together', async () => {
    const { classId, tara } = await aClass();
    const students = await Promise.all(Array.from({ length: 12 }, (_, index) => world.person(classId, 'student', `S${index}`)));
    const links: Seated[] = [];
    for (const student of students) links.push(await world.enter(student));
    await Promise.all(links.map((link) => link.get('pace.set', { state: 'yes' })));
    await tara.fact('lively.pace', counts({ yes: 12 }));
    expect(heard(tara, 'lively.pace').length).toBeLessThan(12);
  });
});

describe('the timer', () => {
  it('[LV10] ends for everybody when the server says, also for who comes in later', async () => {
    const { tara, sam, student } = await aClass();
    const before = Date.now();
    await tara.get('timer.start', { ...sent(), seconds: 300, chimes: true });
    const event = await sam.fact<{ timer: { endsAt: number } }>('event', isEvent('timer.changed') as never);
    expect(event.timer).toMatchObject({ phase: 'running', lengthMs: 300_000, chimes: true });
    expect(event.timer.endsAt).toBeGreaterThanOrEqual(before + 300_000);
    expect((await livelyFor(student)).timer).toEqual(event.timer);
  });

  it('[LV11] is paused, goes on, gets a minute more once for one sending, and is stopped', async () => {
    const { tara, teacher } = await aClass();
    const start = { ...sent(), seconds: 60, chimes: false };
    const { seq } = await tara.get('timer.start', start);
    expect((await tara.get('timer.start', start)).seq).toBe(seq);
    await tara.get('timer.pause');
    const more = { ...sent(), seconds: 60 };
    const first = await tara.get('timer.add', more);
    expect((await tara.get('timer.add', more)).seq).toBe(first.seq);
    await tara.fact('event', (event) => event['seq'] === first.seq);
    expect(tara.events('timer.changed')).toHaveLength(3);
    const { timer } = await livelyFor(teacher);
    expect(timer?.phase).toBe('paused');
    expect(timer?.phase === 'paused' && timer.leftMs).toBeGreaterThan(60_000);
    expect(timer?.phase === 'paused' && timer.leftMs).toBeLessThanOrEqual(120_000);
    const again = await world.enter(teacher);
    await again.get('timer.resume');
    await again.get('timer.stop');
    expect((await livelyFor(teacher)).timer).toBeNull();
    expect(await (await world.enter(teacher)).reason('timer.add', { ...sent(), seconds: 60 })).toBe('wrong-phase');
  });

  it('[LV12] is not longer than the limit', async () => {
    const { tara } = await aClass();
    const of = (seconds: number) => tara.reason('timer.start', { ...sent(), seconds, chimes: false });
    expect([await of(LIMITS.timerSeconds), await of(LIMITS.timerSeconds + 1), await of(0)]).toEqual(['ok', 'bad-request', 'bad-request']);
  });
});

describe('the draw', () => {
  it('[LV14] comes upon students who are here, nobody twice, and upon everybody again once a teacher starts over', async () => {
    const { tara, sam, ada, teacher } = await aClass();
    const first = await draw(tara);
    const second = await draw(tara);
    expect([first.seatId, second.seatId].sort()).toEqual([seatOf(sam), seatOf(ada)].sort());
    expect([first.left, second.left]).toEqual([1, 0]);
    expect(await draw(tara)).toMatchObject({ seatId: null, left: 0 });
    expect((await livelyFor(teacher)).asked).toEqual([first.seatId, second.seatId]);
    const again = await world.enter(teacher);
    await again.get('draw.reset');
    await sam.fact('event', isEvent('draw.reset'));
    expect((await draw(again)).left).toBe(1);
  });

  it('[LV14] spares who says that they are away, whom the teacher leaves out, and who has lost the link', async () => {
    const { classId, tara, sam, ada, teacher } = await aClass();
    await sam.get('pace.set', { state: 'away' });
    expect(await draw(tara, [seatOf(ada)])).toMatchObject({ seatId: null, left: 0 });
    const mei = await world.enter(await world.person(classId, 'student', 'Mei'));
    mei.close();
    await tara.fact('seat.connection', (fact) => fact['seatId'] === seatOf(mei) && fact['connected'] === false);
    const again = await world.enter(teacher);
    expect(await draw(again)).toMatchObject({ seatId: seatOf(ada), left: 0 });
  });

  it('[LV16] is told to everybody, once for one sending', async () => {
    const { tara, ada, other } = await aClass();
    const wish = { ...sent(), leaveOut: [] };
    const first = await tara.get('draw.next', wish);
    expect((await tara.get('draw.next', wish)).seatId).toBe(first.seatId);
    expect(await ada.fact('event', isEvent('draw.made'))).toMatchObject({ seatId: first.seatId });
    expect(ada.events('draw.made')).toHaveLength(1);
    const told = await livelyFor(other);
    expect(told.drawn?.seatId).toBe(first.seatId);
    expect(told.asked).toEqual([]);
  });
});

it('[LV17] students govern none of it', async () => {
  const { sam } = await aClass();
  for (const [name, body] of [
    ['lively.set', { settings: { isPaceShared: true } }],
    ['pace.clear', {}],
    ['timer.start', { ...sent(), seconds: 60, chimes: true }],
    ['timer.add', { ...sent(), seconds: 60 }],
    ['timer.pause', {}],
    ['timer.resume', {}],
    ['timer.stop', {}],
    ['draw.next', { ...sent(), leaveOut: [] }],
    ['draw.reset', {}],
  ] as const)
    expect([name, await sam.reason(name, body)]).toEqual([name, 'forbidden']);
});

it('[LV8] all of it is there again after the tool was restarted, and none of it in the next meeting', async () => {
  const first = await World.open({ gateway: world.gateway, uri: world.uri });
  const classId = await first.class();
  const [teacher, student] = [await first.person(classId, 'teacher', 'Tara'), await first.person(classId, 'student', 'Sam')];
  const [tara, sam] = [await first.enter(teacher), await first.enter(student)];
  await sam.get('pace.set', { state: 'faster' });
  await tara.get('lively.set', { settings: { isPaceShared: true } });
  await tara.get('timer.start', { ...sent(), seconds: 600, chimes: true });
  const drawn = await draw(tara);
  await first.close();
  const second = await World.open({ gateway: world.gateway, uri: world.uri });
  const back = await second.enter(teacher);
  expect(snapshotOf(back).lively).toMatchObject({
    settings: { isPaceShared: true },
    pace: { counts: { faster: 1 } },
    timer: { phase: 'running', lengthMs: 600_000 },
    drawn: { seatId: drawn.seatId },
    asked: [drawn.seatId],
  });
  await back.get('session.end', sent());
  for (const [name, body] of [
    ['reaction.send', { kind: 'clap' }],
    ['timer.stop', {}],
    ['draw.next', { ...sent(), leaveOut: [] }],
  ] as const)
    expect([name, await back.reason(name, body)]).toEqual([name, 'class-ended']);
  const next = await second.enter(teacher);
  expect(snapshotOf(next).lively).toMatchObject({ settings: { isPaceShared: false }, pace: { counts: {} }, timer: null, asked: [] });
  await second.close();
});
