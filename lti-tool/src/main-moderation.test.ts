import { LIMITS, type LocksView } from '@liveclass/contract';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newTab, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open({ limits: { seatGraceMs: 4_000, emptySessionMs: 800 } });
});
afterAll(() => world.close());

type Seated = TestLink & { snapshot: unknown };
interface Snapshot {
  readonly session: { readonly sessionId: string };
  readonly me: { readonly seatId: string; readonly rights: Rights };
  readonly people: readonly { readonly name: string }[];
  readonly locks: LocksView;
  readonly media: { readonly token: string };
}
interface Rights {
  readonly produce: readonly string[];
  readonly cameras?: string;
}
const snapshotOf = (link: Seated): Snapshot => link.snapshot as Snapshot;
const seatOf = (link: Seated): string => snapshotOf(link).me.seatId;

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
/** The rights that the gateway was told of last for a seat. */
const told = (link: Seated): Rights | undefined =>
  world.gateway.called('seats.rights').findLast(({ body }) => body['seatId'] === seatOf(link))?.body['rights'] as Rights | undefined;
const passRights = ({ token }: { readonly token: string }): Rights => decodeJwt(token)['rights'] as Rights;

describe('locks', () => {
  it('[MD1] are told to everybody with the answer before the news, and change nothing where nothing is new', async () => {
    const { tara, sam } = await aClass();
    const { seq } = await tara.get('locks.set', { locks: { camera: true } });
    expect(await sam.fact('event', (event) => event['type'] === 'locks.changed')).toMatchObject({
      seq,
      locks: { microphone: false, camera: true, screen: false, cameras: false, people: false },
      free: [],
    });
    expect((await tara.get('locks.set', { locks: { camera: true } })).seq).toBe(seq);
  });

  it('[MD2] hold for every student in the room before the teacher is answered, at the gateway and in each fresh pass', async () => {
    const { tara, sam, ada } = await aClass();
    await tara.get('locks.set', { locks: { microphone: true, screen: true, cameras: true } });
    for (const link of [sam, ada]) {
      expect(told(link)).toEqual({ produce: ['camera'], consume: true, cameras: 'teachers' });
      expect(passRights(await link.get('media.pass'))).toEqual({ produce: ['camera'], consume: true, cameras: 'teachers' });
    }
    expect(told(tara)).toBeUndefined();
    expect(passRights(await tara.get('media.pass')).produce).toHaveLength(4);
    await tara.get('locks.set', { locks: { microphone: false, screen: false, cameras: false } });
    expect(told(sam)).toEqual({ produce: ['microphone', 'camera', 'screen', 'screen-audio'], consume: true });
  });

  it('[MD2] hold from the first moment for who comes later, also in the next session', async () => {
    const { classId, tara, student } = await aClass();
    await tara.get('locks.set', { locks: { microphone: true } });
    const late = await world.enter(await world.person(classId, 'student', 'Late'));
    expect(snapshotOf(late)).toMatchObject({
      me: { rights: { produce: ['camera', 'screen', 'screen-audio'] } },
      locks: { locks: { microphone: true } },
    });
    expect(passRights(snapshotOf(late).media).produce).not.toContain('microphone');
    await tara.get('session.end', { sendId: newId() });
    const next = await world.enter(student);
    expect(snapshotOf(next).session.sessionId).not.toBe(snapshotOf(tara).session.sessionId);
    expect(passRights(snapshotOf(next).media).produce).not.toContain('microphone');
  });

  it('[MD3] except one person, who stays free of them in the next session too', async () => {
    const { tara, teacher, sam, student, ada } = await aClass();
    await tara.get('locks.set', { locks: { microphone: true, camera: true } });
    await tara.get('locks.except', { seatId: seatOf(sam), locks: ['camera'] });
    expect(told(sam)?.produce).toEqual(['camera', 'screen', 'screen-audio']);
    expect(told(ada)?.produce).toEqual(['screen', 'screen-audio']);
    expect(await ada.fact('event', (event) => event['type'] === 'locks.changed' && (event['free'] as []).length > 0)).toMatchObject({
      free: [{ seatId: seatOf(sam), locks: ['camera'] }],
    });
    await tara.get('session.end', { sendId: newId() });
    const back = await world.enter(student);
    expect(snapshotOf(back).me.rights.produce).toEqual(['camera', 'screen', 'screen-audio']);
    const next = await world.enter(teacher);
    expect(snapshotOf(next).locks.free).toEqual([{ seatId: seatOf(back), locks: ['camera'] }]);
    await next.get('locks.except', { seatId: seatOf(back), locks: [] });
    expect(told(back)?.produce).toEqual(['screen', 'screen-audio']);
  });

  it('[MD4] that come while somebody sits down hold for them as well, whichever is first', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { classId, tara } = await aClass();
      const late = await world.link(await world.person(classId, 'student', 'Late'));
      const [, entered] = await Promise.all([
        tara.get('locks.set', { locks: { microphone: true } }),
        late.get('room.enter', { tab: newTab() }),
      ]);
      expect(passRights(await late.get('media.pass')).produce).not.toContain('microphone');
      const last = world.gateway.called('seats.rights').findLast(({ body }) => body['seatId'] === entered.me.seatId);
      // Either the pass already said so, or the gateway was told.
      const rights = (last?.body['rights'] as Rights | undefined) ?? passRights(entered.media);
      expect(rights.produce).not.toContain('microphone');
    }
  });

  it('[MD5] hold for no teacher: who becomes one is free, who is one no longer is locked', async () => {
    const { classId, tara, student, sam } = await aClass();
    await tara.get('locks.set', { locks: { microphone: true } });
    const { followRoles } = await import('./usecases/follow-roster.ts');
    const become = async (role: 'teacher' | 'student') => {
      await world.identity.memberships.put({ classId, personId: student.personId, role, lastLaunchAt: Date.now() });
      await followRoles(world.roster.ports, classId, new Map([[student.personId, role]]));
    };
    await become('teacher');
    expect(told(sam)?.produce).toContain('microphone');
    await become('student');
    expect(told(sam)?.produce).not.toContain('microphone');
    expect(await tara.reason('locks.except', { seatId: seatOf(tara), locks: ['camera'] })).toBe('forbidden');
  });

  it('[MD6] are told again to a gateway that begins anew', async () => {
    const { tara, sam } = await aClass();
    await tara.get('locks.set', { locks: { microphone: true } });
    const before = world.gateway.called('seats.rights').filter(({ body }) => body['seatId'] === seatOf(sam)).length;
    await world.gateway.stop();
    world.gateway.rooms.clear();
    await world.gateway.start();
    await until('Sam to be locked at the new gateway', () => {
      const calls = world.gateway.called('seats.rights').filter(({ body }) => body['seatId'] === seatOf(sam));
      return calls.length > before && !(calls.at(-1)?.body['rights'] as Rights | undefined)?.produce.includes('microphone');
    });
  });

  it('[MD10] except as many people as the limit says, and not one more', async () => {
    const { classId, tara, sam, ada } = await aClass();
    const fill = async (count: number) =>
      world.connection.collection<{ _id: string }>('classlocks').updateOne(
        { _id: classId },
        {
          $set: {
            locks: { microphone: true, camera: false, screen: false, cameras: false, people: false },
            exceptions: Array.from({ length: count }, () => ({ personId: newId(), locks: ['microphone'] })),
          },
        },
        { upsert: true },
      );
    await fill(LIMITS.lockExceptions - 1);
    expect(await tara.reason('locks.except', { seatId: seatOf(sam), locks: ['microphone'] })).toBe('ok');
    expect(await tara.reason('locks.except', { seatId: seatOf(ada), locks: ['microphone'] })).toBe('too-large');
  });
});

describe('the list of people', () => {
  const names = (link: Seated) => snapshotOf(link).people.map(({ name }) => name);

  it('[MD8] is closed to students: they know teachers and themselves, from snapshots, news and what they ask for', async () => {
    const { classId, tara, student, sam, ada } = await aClass();
    await tara.get('locks.set', { locks: { people: true } });
    expect(told(sam)?.cameras).toBe('teachers');
    await ada.get('hand.raise');
    const again = await world.enter(student);
    expect(names(again)).toEqual(['Tara', 'Sam']);
    expect((snapshotOf(again) as unknown as { hands: { hands: unknown[] } }).hands.hands).toEqual([]);
    const { lastSeq } = snapshotOf(again) as unknown as { lastSeq: number };
    const late = await world.enter(await world.person(classId, 'student', 'Late'));
    expect(names(late)).toEqual(['Tara', 'Late']);
    await tara.fact('event', (event) => event['type'] === 'seat.joined' && (event['person'] as { name: string }).name === 'Late');
    await again.fact('event', (event) => event['type'] === 'hidden');
    const { events } = await again.get('events.since', { seq: lastSeq });
    expect(events.map(({ type }: { type: string }) => type)).toContain('hidden');
    expect(JSON.stringify([events, again.events()])).not.toContain('Late');
    const theo = await world.enter(await world.person(classId, 'teacher', 'Theo'));
    expect(names(theo).sort()).toEqual(['Ada', 'Late', 'Sam', 'Tara', 'Theo']);
  });

  it('[MD8] is open to whom a teacher excepts, and to all again afterwards', async () => {
    const { tara, student, sam } = await aClass();
    await tara.get('locks.set', { locks: { people: true } });
    await tara.get('locks.except', { seatId: seatOf(sam), locks: ['people'] });
    expect(names(await world.enter(student)).sort()).toEqual(['Ada', 'Sam', 'Tara']);
    await tara.get('locks.except', { seatId: seatOf(sam), locks: [] });
    expect(names(await world.enter(student))).toEqual(['Tara', 'Sam']);
    await tara.get('locks.set', { locks: { people: false } });
    expect(names(await world.enter(student)).sort()).toEqual(['Ada', 'Sam', 'Tara']);
  });
});

describe('muting everybody', () => {
  it('[MD7] means the students; with presenters spared also not who has the floor, and the gateway spares who shares a screen', async () => {
    const { tara, sam } = await aClass();
    await tara.get('seats.mute', { source: 'microphone', spare: 'teachers' });
    expect(world.gateway.called('rooms.mute').at(-1)?.body).toMatchObject({
      except: [seatOf(tara)],
      source: 'microphone',
      sparesPresenters: false,
    });
    await tara.get('floor.give', { seatId: seatOf(sam) });
    await tara.get('seats.mute', { source: 'camera', spare: 'presenters' });
    const { except, ...order } = world.gateway.called('rooms.mute').at(-1)?.body ?? {};
    expect(order).toMatchObject({ source: 'camera', sparesPresenters: true });
    expect(new Set(except as string[])).toEqual(new Set([seatOf(tara), seatOf(sam)]));
  });
});

describe('who is sent out', () => {
  it('[MD9] is out of this session at once and not in again, by no tab and no return; the next session is another', async () => {
    const { tara, teacher, sam, student, ada } = await aClass();
    await tara.get('seat.remove', { seatId: seatOf(sam) });
    await sam.fact('seat.removed');
    await ada.fact('event', (event) => event['type'] === 'seat.left' && event['seatId'] === seatOf(sam));
    await until('the eject', () => world.gateway.ejected.some((order) => order['seatId'] === seatOf(sam)));
    expect(await sam.reason('media.pass')).toBe('wrong-phase');
    expect(await sam.reason('hand.raise')).toBe('wrong-phase');
    expect(await sam.reason('room.enter', { tab: newTab() })).toBe('sent-out');
    const elsewhere = await world.link(student);
    expect(await elsewhere.reason('room.enter', { tab: newTab() })).toBe('sent-out');
    // They are of the class still: its lobby is open to them.
    expect(await elsewhere.reason('class.watch')).toBe('ok');
    await tara.get('hand.raise');
    expect(sam.events('hand.raised')).toEqual([]);
    await tara.get('session.end', { sendId: newId() });
    await world.enter(teacher);
    expect(await elsewhere.reason('room.enter', { tab: newTab() })).toBe('ok');
  });

  it('[MD9] is never a teacher, nor somebody of another class, nor sent by a student', async () => {
    const { classId, tara, sam, ada } = await aClass();
    const colleague = await world.enter(await world.person(classId, 'teacher', 'Tom'));
    const { sam: stranger } = await aClass();
    expect(await tara.reason('seat.remove', { seatId: seatOf(colleague) })).toBe('forbidden');
    expect(await tara.reason('seat.remove', { seatId: seatOf(tara) })).toBe('forbidden');
    expect(await tara.reason('seat.remove', { seatId: seatOf(stranger) })).toBe('not-found');
    expect(await sam.reason('seat.remove', { seatId: seatOf(ada) })).toBe('forbidden');
  });

  it('[MD9] does not slip in while being sent out', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { tara, sam, student } = await aClass();
      const again = await world.link(student);
      await Promise.all([tara.get('seat.remove', { seatId: seatOf(sam) }), again.ask('room.enter', { tab: newTab() })]);
      await until('nobody but the others to be there', async () => {
        const now = await world.classroom.ports.seats.present(snapshotOf(tara).session.sessionId as never);
        return now.length === 2;
      });
      expect(await again.reason('media.pass')).toBe('wrong-phase');
    }
  });
});

describe('the log', () => {
  it('[MD11] says what was done, by whom, to whom, newest first, to teachers alone', async () => {
    const { tara, teacher, sam, student } = await aClass();
    await tara.get('locks.set', { locks: { camera: true } });
    await tara.get('locks.except', { seatId: seatOf(sam), locks: ['camera'] });
    await tara.get('seats.mute', { source: 'microphone', spare: 'teachers' });
    await tara.get('seat.remove', { seatId: seatOf(sam) });
    const { log } = (await (await world.api('/api/bans', { token: teacher.token })).json()) as { log: Record<string, unknown>[] };
    expect(log.map(({ action, by, person, reason }) => [action, by, person, reason])).toEqual([
      ['removed', 'Tara', 'Sam', ''],
      ['muted-all', 'Tara', null, 'microphone'],
      ['excepted', 'Tara', 'Sam', 'camera'],
      ['locked', 'Tara', null, '+camera'],
    ]);
    expect((await world.api('/api/bans', { token: student.token } satisfies Pick<TestPerson, 'token'>)).status).toBe(403);
  });
});
