import { ClassId, PersonId, type RosterReply } from '@liveclass/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RosterPorts } from './ports/roster.ts';
import { newTab, until, World } from './testing/classroom-world.ts';
import { Sandbox } from './testing/sandbox.ts';
import { beginReading, syncRoster } from './usecases/sync-roster.ts';

let world: World;
let lms: Sandbox;
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
beforeAll(async () => {
  world = await World.open({ limits: { rosterAskEveryMs: 0 }, clock });
  lms = await Sandbox.start(world.url);
  await world.registerAs(lms.registration);
});
afterAll(async () => {
  await world?.close();
  await lms?.stop();
});
beforeEach(async () => {
  clock.aheadMs = 0;
  await lms.control('misbehave', {});
  await lms.control('crowd', { course: 'bio', people: 0 });
  for (const student of ['sam', 'ada', 'layla']) await lms.enrol(student, 'student');
  await Promise.all([lms.enrol('tara', 'teacher'), lms.enrol('theo', 'assistant')]);
  // The same class each time, as if nobody had ever been in it; and new people, because each person's requests are counted.
  for (const name of ['persons', 'memberships', 'rosters', 'web-sessions', 'sessions', 'seats', 'leases'])
    await world.connection.collection(name).deleteMany({});
  world.gateway.ejected.length = 0;
});

interface Arrived {
  readonly token: string;
  readonly classId: ClassId;
  readonly personId: PersonId;
}
async function arrive(person: string, activity?: string): Promise<Arrived> {
  const { token, session } = await lms.launch(person, activity);
  return { token, classId: ClassId.parse(session['classId']), personId: PersonId.parse(session['personId']) };
}
const roster = async ({ token }: Arrived, query = ''): Promise<RosterReply> =>
  (await world.api(`/api/roster${query}`, { token })).json() as Promise<RosterReply>;
/** Asks for the list as the button does, and waits until it is read. */
async function sync(teacher: Arrived): Promise<RosterReply> {
  expect((await world.api('/api/roster/sync', { method: 'POST', token: teacher.token })).status).toBe(202);
  // Looked for where it is kept: a person may not ask as often as a test looks.
  await until('the list to be read', async () => (await world.roster.ports.rosters.find(teacher.classId))?.begunAt === null);
  return roster(teacher);
}
const names = ({ people }: RosterReply): string[] => people.map(({ name }) => name);
const statusOf = async ({ token }: Arrived): Promise<number> => (await world.api('/api/session', { token })).status;
const enter = (person: Arrived) => world.enter({ ...person, role: 'student' });
type Entered = Awaited<ReturnType<typeof enter>>;
const seatOf = (link: Entered): string => (link.snapshot as unknown as { me: { seatId: string } }).me.seatId;

describe('people who leave the course', () => {
  it('[RO8] lose web sessions, seat, link and media within one look, and the others see them go', async () => {
    const [tara, sam, ada] = [await arrive('tara'), await arrive('sam'), await arrive('ada')];
    const [teacher, student, other] = [await enter(tara), await enter(sam), await enter(ada)];
    await sync(tara);
    await lms.enrol('sam', 'out');
    expect((await sync(tara)).state.change).toEqual({ came: 0, left: 1, moved: 0 });
    await student.fact('person.removed');
    await until('the end of the link', () => student.socket.disconnected);
    await teacher.fact<{ type: string; seatId: string }>(
      'event',
      (event) => event.type === 'seat.left' && event.seatId === seatOf(student),
    );
    expect(world.gateway.ejected).toEqual([expect.objectContaining({ seatId: seatOf(student), reason: 'removed' })]);
    expect(await statusOf(sam)).toBe(401);
    await expect(world.link(sam)).rejects.toThrow('session-expired');
    expect([await statusOf(ada), await other.reason('media.pass')]).toEqual([200, 'ok']);
    expect(names(await roster(tara))).not.toContain('Sam Student');
    await expect(lms.launch('sam')).rejects.toThrow('403');
  });

  it('[RO8] lose the lobby and a cookie too, and come in again when they are put back', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    await sync(tara);
    const lobby = await world.link(sam);
    await lobby.get('class.watch');
    await lms.enrol('sam', 'out');
    await sync(tara);
    await until('the end of the link', () => lobby.socket.disconnected);
    expect(await world.connection.collection('web-sessions').countDocuments({ 'session.personId': sam.personId })).toBe(0);
    await lms.enrol('sam', 'student');
    const again = await arrive('sam');
    expect([again.personId, await statusOf(again)]).toEqual([sam.personId, 200]);
    expect((await (await enter(again)).get('class.watch')).classId).toBe(sam.classId);
  });

  it('[RO8] stay in the other classes that they are still in', async () => {
    const [tara, sam, elsewhere] = [await arrive('tara'), await arrive('sam'), await arrive('sam', 'bio-office')];
    await sync(tara);
    const link = await enter(elsewhere);
    await world.roster.ports.people.remove(sam.classId, [sam.personId], Date.now() + 1_000);
    await sync(tara);
    expect([await statusOf(elsewhere), await link.reason('media.pass')]).toEqual([200, 'ok']);
  });

  it('[RO8] who was just entering when they were removed is put out by the next look', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    await sync(tara);
    await lms.enrol('sam', 'out');
    const student = await enter(sam);
    await world.roster.ports.people.remove(sam.classId, [sam.personId], Date.now() + 1_000);
    expect((await sync(tara)).state.change?.left).toBe(0);
    await student.fact('person.removed');
    expect(world.gateway.ejected.map((order) => order['seatId'])).toEqual([seatOf(student)]);
  });

  it('[RO23] whose removal was not told to a link are out at their next action, and hear nothing after it', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    const [teacher, student] = [await enter(tara), await enter(sam)];
    // As another tool would remove them, whose word was lost.
    await world.connection.collection('memberships').deleteOne({ personId: sam.personId });
    expect(await student.reason('media.pass')).toBe('forbidden');
    await until('the end of the link', () => student.socket.disconnected);
    expect(await teacher.reason('media.pass')).toBe('ok');
  });
});

describe('roles', () => {
  it('[RO9] a student who is made a teacher may govern at once, in the running room too', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    const [teacher, student] = [await enter(tara), await enter(sam)];
    await sync(tara);
    expect(await student.reason('seat.mute', { seatId: seatOf(teacher), source: 'camera' })).toBe('forbidden');
    await lms.enrol('sam', 'teacher');
    expect((await sync(tara)).state.change).toEqual({ came: 0, left: 0, moved: 1 });
    expect(await student.fact('role.changed')).toEqual({ role: 'teacher' });
    await teacher.fact<{ type: string; person?: { seatId: string; role: string } }>(
      'event',
      ({ type, person }) => type === 'seat.joined' && person?.seatId === seatOf(student) && person.role === 'teacher',
    );
    expect(await student.reason('seat.mute', { seatId: seatOf(teacher), source: 'camera' })).toBe('ok');
    expect(await (await world.api('/api/session', { token: sam.token })).json()).toMatchObject({ role: 'teacher' });
  });

  it('[RO9] a teacher who is made a student loses what teachers may and are told, at once', async () => {
    const [tara, theo] = [await arrive('tara'), await arrive('theo')];
    const [teacher, former] = [await enter(tara), await enter(theo)];
    await sync(tara);
    await former.get('class.watch');
    await lms.enrol('theo', 'student');
    await sync(tara);
    expect(await former.fact('role.changed')).toEqual({ role: 'student' });
    await until('the gateway to know', () => world.gateway.called('seats.rights').some(({ body }) => body['seatId'] === seatOf(former)));
    expect(await former.reason('seat.mute', { seatId: seatOf(teacher), source: 'camera' })).toBe('forbidden');
    expect(await former.reason('session.end', { sendId: newTab() })).toBe('forbidden');
    expect((await world.api('/api/roster', { token: theo.token })).status).toBe(403);
  });

  it('[RO9] a page that does not listen hears no more what teachers alone are told', async () => {
    const [tara, theo] = [await arrive('tara'), await arrive('theo')];
    const deaf = await world.link(theo);
    await deaf.get('class.watch');
    await sync(tara);
    await lms.enrol('theo', 'student');
    await sync(tara);
    await deaf.fact('role.changed');
    deaf.facts.length = 0;
    const teacher = await enter(tara);
    await teacher.get('class.watch');
    await (await enter(await arrive('sam'))).get('class.watch');
    await teacher.fact<{ session: { people: number } | null }>('class.changed', (view) => view.session?.people === 2);
    expect(deaf.facts).toEqual([]);
  });

  it('[RO10] the launch of a non-editing teacher stands against the list, until the list or a launch changes its word', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    const role = async () => world.identity.memberships.role(sam.classId, sam.personId);
    // As Moodle: the launch says Instructor, the list says Learner.
    await world.identity.memberships.put({ ...sam, role: 'teacher', lastLaunchAt: Date.now() });
    await sync(tara);
    await sync(tara);
    expect(await role()).toBe('teacher');
    await lms.enrol('sam', 'teacher');
    await sync(tara);
    await lms.enrol('sam', 'student');
    await sync(tara);
    expect(await role()).toBe('student');
    await world.identity.memberships.put({ ...sam, role: 'teacher', lastLaunchAt: Date.now() });
    await sync(tara);
    expect(await role()).toBe('teacher');
    await arrive('sam');
    expect(await role()).toBe('student');
  });
});

describe('a reading that fails', () => {
  it.each([
    ['fail', 'unreachable'],
    ['loop', 'astray'],
    ['elsewhere', 'astray'],
    ['forbid', 'refused'],
  ] as const)('[RO11] %s: nobody loses anything, the last list serves, and the teacher sees since when and why', async (nrps, reason) => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    await lms.control('crowd', { course: 'bio', people: 600 });
    const before = await sync(tara);
    await lms.enrol('sam', 'out');
    await lms.control('misbehave', { nrps });
    const after = await sync(tara);
    expect(after.state).toMatchObject({ syncedAt: before.state.syncedAt, fault: { reason } });
    expect([after.matching, await statusOf(sam)]).toEqual([before.matching, 200]);
    await lms.control('misbehave', {});
    expect((await sync(tara)).state).toMatchObject({ fault: null, change: { left: 1 } });
    expect(await statusOf(sam)).toBe(401);
  });

  it('[RO11] a page that was lost without a word takes nobody away', async () => {
    const tara = await arrive('tara');
    await lms.control('crowd', { course: 'bio', people: 600 });
    const before = await sync(tara);
    await lms.control('misbehave', { nrps: 'drop-next' });
    const after = await sync(tara);
    expect([after.matching, after.state.doubt]).toEqual([before.matching, 'shrunk']);
  });

  it('[RO11] each failure makes the class wait longer, and a good one makes it usual again', async () => {
    const tara = await arrive('tara');
    await lms.control('misbehave', { nrps: 'forbid' });
    const rests: number[] = [];
    const due = async () => Number((await world.connection.collection('rosters').findOne({}))?.['due']) - clock.now();
    for (let tries = 0; tries < 8; tries += 1) {
      await sync(tara);
      rests.push(Math.round((await due()) / 60_000));
    }
    expect(rests).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    await lms.control('misbehave', {});
    await sync(tara);
    expect(Math.round((await due()) / 60_000)).toBe(15);
  });
});

describe('a list in doubt', () => {
  it('[RO12] an empty one removes nobody', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    await sync(tara);
    await lms.control('misbehave', { nrps: 'empty' });
    expect((await sync(tara)).state).toMatchObject({ doubt: 'empty', change: { came: 0, left: 0, moved: 0 } });
    expect(await statusOf(sam)).toBe(200);
    await lms.control('misbehave', {});
    expect((await sync(tara)).state.doubt).toBeNull();
  });

  it('[RO12] one that lacks the teacher who asks takes nothing, but what it gives counts', async () => {
    const [tara, sam, theo] = [await arrive('tara'), await arrive('sam'), await arrive('theo')];
    await sync(tara);
    await lms.enrol('tara', 'out');
    await lms.enrol('sam', 'out');
    await lms.enrol('theo', 'student');
    await lms.enrol('ada', 'teacher');
    expect((await sync(tara)).state).toMatchObject({ doubt: 'asker-missing', change: { left: 0, moved: 1 } });
    expect([await statusOf(tara), await statusOf(sam)]).toEqual([200, 200]);
    expect(await world.identity.memberships.role(theo.classId, theo.personId)).toBe('teacher');
    // Nobody asks: now it is just the list of a course that they left.
    expect(await syncRoster(world.roster.ports, tara.classId)).toMatchObject({ doubt: null, change: { left: 2, moved: 1 } });
    expect([await statusOf(tara), await statusOf(sam)]).toEqual([401, 401]);
  });

  it('[RO12] [RO19] thousands come and are kept in doubt, and go when the list still says so minutes later', async () => {
    const tara = await arrive('tara');
    await lms.control('crowd', { course: 'bio', people: 5_000 });
    const full = await sync(tara);
    expect([full.matching, full.state.change, full.teachers]).toEqual([5_008, { came: 5_007, left: 0, moved: 0 }, 22]);
    expect((await sync(tara)).state.change).toEqual({ came: 0, left: 0, moved: 0 });
    await lms.control('crowd', { course: 'bio', people: 0 });
    expect((await sync(tara)).state).toMatchObject({ doubt: 'shrunk', change: { left: 0 } });
    clock.aheadMs = 300_000;
    const after = await sync(tara);
    expect([after.matching, after.state.doubt, after.state.change?.left]).toEqual([8, null, 5_000]);
  });
});

describe('launches beside the list', () => {
  /** Reads the list, and lets something happen between the reading and what follows from it. */
  const during = (happens: () => Promise<unknown>): RosterPorts => ({
    ...world.roster.ports,
    source: {
      read: async (course, onPage) => {
        const reading = await world.roster.ports.source.read(course, onPage);
        await happens();
        return reading;
      },
    },
  });

  it('[RO13] who launches while the list is read is kept, with the role of the launch', async () => {
    const [tara, sam, ada] = [await arrive('tara'), await arrive('sam'), await arrive('ada')];
    await sync(tara);
    await lms.enrol('sam', 'out');
    await lms.enrol('ada', 'teacher');
    const ports = during(async () => {
      await Promise.all([lms.enrol('sam', 'student'), lms.enrol('ada', 'student')]);
      await Promise.all([arrive('sam'), arrive('ada')]);
    });
    expect(await syncRoster(ports, tara.classId)).toMatchObject({ change: { left: 0, moved: 0 } });
    expect(await world.identity.memberships.role(sam.classId, sam.personId)).toBe('student');
    expect(await world.identity.memberships.role(ada.classId, ada.personId)).toBe('student');
  });

  it('[RO13] a launch at the last moment, after everything was weighed, is neither removed nor overruled', async () => {
    const [sam, ada] = [await arrive('sam'), await arrive('ada')];
    const { people } = world.roster.ports;
    const begunAt = Date.now() - 60_000;
    expect(await people.remove(sam.classId, [sam.personId, ada.personId], begunAt)).toEqual([]);
    await people.write(sam.classId, [{ personId: sam.personId, name: 'Sam', role: 'teacher', listedRole: 'teacher' }], begunAt);
    expect(await people.among(sam.classId, [sam.personId])).toEqual(new Map([[sam.personId, 'student']]));
    expect(await people.remove(sam.classId, [sam.personId], Date.now() + 1_000)).toEqual([sam.personId]);
    expect(await statusOf(sam)).toBe(403);
  });

  it('[RO13] whom no list ever named stays for a while: an administrator longer than a student', async () => {
    const tara = await arrive('tara');
    const [admin, guest] = [await world.person(tara.classId, 'teacher', 'Admin'), await world.person(tara.classId, 'student', 'Guest')];
    expect((await sync(tara)).state.change?.left).toBe(0);
    clock.aheadMs = 310_000;
    expect((await sync(tara)).state.change?.left).toBe(1);
    expect([await world.identity.memberships.role(tara.classId, admin.personId), await statusOf(guest)]).toEqual(['teacher', 401]);
    clock.aheadMs = 12 * 3_600_000 + 10_000;
    expect(await syncRoster(world.roster.ports, tara.classId)).toMatchObject({ change: { left: 1 } });
  });

  it('[RO14] a class without a list lives by launches alone', async () => {
    const classId = await world.class();
    const [teacher, student] = [await world.person(classId, 'teacher', 'Tara'), await world.person(classId, 'student', 'Sam')];
    expect((await world.api('/api/roster/sync', { method: 'POST', token: teacher.token })).status).toBe(404);
    const reply = await roster(teacher);
    expect([reply.state.isOffered, names(reply)]).toEqual([false, ['Tara', 'Sam']]);
    expect(await (await world.enter(student)).reason('media.pass')).toBe('ok');
  });
});

describe("the teacher's list", () => {
  it('[RO17] shows everybody with role and whether they are in the room, teachers first', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    await enter(sam);
    const reply = await sync(tara);
    expect(reply).toMatchObject({ matching: 8, teachers: 2, students: 6, inRoom: 1 });
    expect(names(reply)).toEqual([
      'Tara Teacher',
      'Theo Assistant',
      'Ada Okafor',
      'Jürgen Weiß',
      'Ravi Kumar',
      'Sam Student',
      'ليلى حداد',
      '梅 陈',
    ]);
    expect(reply.people.filter(({ isInRoom }) => isInRoom).map(({ name }) => name)).toEqual(['Sam Student']);
    expect(Object.keys(reply.people[0] ?? {}).sort()).toEqual(['isInRoom', 'name', 'personId', 'role']);
  });

  it('[RO17] is searched by every word, in any script, and no search is an expression', async () => {
    const tara = await arrive('tara');
    await sync(tara);
    const find = async (search: string) => names(await roster(tara, `?${new URLSearchParams({ search })}`));
    expect(await find('jurgen WEISS')).toEqual(['Jürgen Weiß']);
    expect(await find('student sam')).toEqual(['Sam Student']);
    expect(await find('ليلي')).toEqual(['ليلى حداد']);
    expect(await find('陈')).toEqual(['梅 陈']);
    for (const odd of ['.*', '^', '(', '[a', '$where', '\\']) expect(await find(odd)).toEqual([]);
  });

  it('[RO17] comes in pages, and refuses queries that are none', async () => {
    const tara = await arrive('tara');
    await lms.control('crowd', { course: 'bio', people: 92 });
    await sync(tara);
    const [first, second, third] = [await roster(tara), await roster(tara, '?page=1'), await roster(tara, '?page=2')];
    expect([first.people.length, second.people.length, third.people.length, first.matching]).toEqual([50, 50, 0, 100]);
    expect(new Set([...first.people, ...second.people].map(({ personId }) => personId)).size).toBe(100);
    const status = async (query: string) => (await world.api(`/api/roster?${query}`, { token: tara.token })).status;
    expect(await status(`search=${'x'.repeat(100)}`)).toBe(200);
    for (const bad of [`search=${'x'.repeat(101)}`, 'page=-1', 'page=1e9', 'page=99999', 'page=x', 'search=a&search=b', 'role=teacher'])
      expect([bad, await status(bad)]).toEqual([bad, 400]);
  });

  it('[RO17] is for teachers of the class alone', async () => {
    const [tara, sam] = [await arrive('tara'), await arrive('sam')];
    await sync(tara);
    expect((await world.api('/api/roster', { token: sam.token })).status).toBe(403);
    expect((await world.api('/api/roster/sync', { method: 'POST', token: sam.token })).status).toBe(403);
    expect((await world.api('/api/roster')).status).toBe(401);
    const stranger = await world.person(await world.class(), 'teacher', 'Stranger');
    expect(names(await roster({ ...stranger }))).toEqual(['Stranger']);
  });

  it('[RO16] of several who want the list at once one reads it, and all see that it is being read', async () => {
    const tara = await arrive('tara');
    const begun = await Promise.all(Array.from({ length: 5 }, () => beginReading(world.roster.ports, tara.classId)));
    const [reading, ...others] = begun.filter((one) => one !== null);
    expect(others).toEqual([]);
    expect((await roster(tara)).state.reading).toMatchObject({ read: 0 });
    expect((await world.api('/api/roster/sync', { method: 'POST', token: tara.token })).status).toBe(202);
    await reading?.();
    expect((await roster(tara)).state.reading).toBeNull();
    expect(await beginReading(world.roster.ports, tara.classId)).not.toBeNull();
  });
});
