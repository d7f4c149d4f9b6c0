import { type AttendanceReply, LIMITS, type PersonAttendance, type SessionAttendanceReply } from '@liveclass/contract';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { newId, newTab, type TestPerson, until, World } from './testing/classroom-world.ts';
import { TestClock } from './testing/test-tool.ts';
import { sweep, TOOL_STALE_MS } from './usecases/sweep.ts';

/** The tool's clock stands still until a test moves it; the database's own goes on, so its graces are short here. */
const clock = new TestClock();
let world: World;
beforeAll(async () => {
  clock.stopped = Date.now();
  world = await World.open({ clock, limits: { seatGraceMs: 300, emptySessionMs: 600_000 } });
});
afterAll(() => world.close());

const minutes = (count: number): void => {
  clock.aheadMs += count * 60_000;
};
const MIN = 60_000;

async function aClass() {
  const classId = await world.class();
  const teacher = await world.person(classId, 'teacher', 'Tara');
  const student = await world.person(classId, 'student', 'Sam');
  const tara = await world.enter(teacher);
  const { sessionId } = (tara.snapshot as unknown as { session: { sessionId: string } }).session;
  const end = () => tara.get('session.end', { sendId: newId() });
  return { classId, teacher, student, tara, sessionId, end };
}

const get = async <T>(path: string, who: TestPerson): Promise<T> => {
  const response = await world.api(path, { token: who.token });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};
const people = async (sessionId: string, teacher: TestPerson) =>
  (await get<SessionAttendanceReply>(`/api/attendance/sessions/${sessionId}`, teacher)).people;
const person = async (sessionId: string, teacher: TestPerson, of: TestPerson): Promise<PersonAttendance> => {
  const found = (await people(sessionId, teacher)).find(({ personId }) => personId === of.personId);
  if (!found) throw new Error('not in the table');
  return found;
};
const correct = (sessionId: string, who: TestPerson, of: string, correction: unknown, note = '') =>
  world.api(`/api/attendance/sessions/${sessionId}/people/${of}`, {
    method: 'PUT',
    token: who.token,
    body: JSON.stringify({ correction, note }),
  });

describe('measuring', () => {
  it('[AT43] counts from the planned beginning where the class was opened ahead of it, and from its opening where it was not', async () => {
    const held = async (aheadMs: number) => {
      const startsAt = Math.ceil((clock.now() + LIMITS.earlyOpeningMs + 2 * MIN) / MIN) * MIN;
      const classId = await world.class();
      const [teacher, student] = [await world.person(classId, 'teacher', 'Tara'), await world.person(classId, 'student', 'Sam')];
      const plan = { startsAt: new Date(startsAt).toISOString().slice(0, 16), timeZone: 'UTC', durationMinutes: 60, weeklyUntil: null };
      await world.api('/api/class/settings', { method: 'PATCH', token: teacher.token, body: JSON.stringify({ schedule: plan }) });
      clock.aheadMs += startsAt - aheadMs - clock.now();
      const tara = await world.enter(teacher);
      const { sessionId } = (tara.snapshot as unknown as { session: { sessionId: string } }).session;
      clock.aheadMs += startsAt + 2 * MIN - clock.now();
      await world.enter(student);
      minutes(18);
      await tara.get('session.end', { sendId: newId() });
      const { joinedAt, ...found } = await person(sessionId, teacher, student);
      return { ...found, joinedAfter: (joinedAt ?? 0) - startsAt };
    };
    expect(await held(15 * MIN)).toMatchObject({ presentMs: 18 * MIN, share: 0.9, isLate: false, joinedAfter: 2 * MIN });
    expect(await held(LIMITS.earlyOpeningMs)).toMatchObject({ presentMs: 18 * MIN, share: 0.9, isLate: false });
    expect(await held(LIMITS.earlyOpeningMs + MIN)).toMatchObject({ presentMs: 18 * MIN, isLate: true });
    expect(await held(-1 * MIN)).toMatchObject({ presentMs: 18 * MIN, isLate: false });
  });

  it('[AT10] counts from sitting down to leaving, and comes and goes as the person does', async () => {
    const { student, teacher, sessionId, end } = await aClass();
    minutes(12);
    const sam = await world.enter(student);
    minutes(20);
    await sam.get('room.leave');
    minutes(10);
    await sam.get('room.enter', { tab: newTab() });
    minutes(15);
    expect(await person(sessionId, teacher, student)).toMatchObject({ isHere: true, leftAt: null, measuredMs: 35 * MIN });
    await end();
    const judged = await person(sessionId, teacher, student);
    expect(judged).toMatchObject({
      isHere: false,
      measuredMs: 35 * MIN,
      share: 35 / 57,
      isLate: true,
      leftEarly: false,
      standing: 'present',
    });
    expect(judged.stretches.map(({ from, to }) => to - from)).toEqual([20 * MIN, 15 * MIN]);
  });

  it('[AT11] a lost link that comes back is no absence; one that stays away is one from the moment it was lost', async () => {
    const { student, teacher, sessionId, end, tara } = await aClass();
    const tab = newTab();
    const first = await world.enter(student, { tab });
    minutes(5);
    first.close();
    await tara.fact<{ connected: boolean }>('seat.connection', ({ connected }) => !connected);
    minutes(3);
    const second = await world.enter(student, { tab, resume: true });
    minutes(2);
    expect((await person(sessionId, teacher, student)).measuredMs).toBe(10 * MIN);
    second.close();
    await until(
      'the seat without a link',
      async () => (await world.connection.collection('seats').findOne({ personId: student.personId }))?.['link'] === null,
    );
    minutes(7);
    await tara.fact<{ type: string }>('event', ({ type }) => type === 'seat.left');
    await end();
    const judged = await person(sessionId, teacher, student);
    expect(judged).toMatchObject({ measuredMs: 10 * MIN, leftEarly: false });
    expect(judged.stretches).toHaveLength(1);
  });

  it('[AT12] several tabs of one person count once', async () => {
    const { student, teacher, sessionId, end } = await aClass();
    const tabs = await Promise.all(Array.from({ length: 5 }, () => world.enter(student)));
    minutes(30);
    tabs[0]?.close();
    minutes(10);
    await end();
    expect(await person(sessionId, teacher, student)).toMatchObject({ measuredMs: 40 * MIN, share: 1 });
    expect(await world.connection.collection('attendances').countDocuments({ personId: student.personId })).toBe(1);
  });

  it('[AT13] of the people of a tool that was killed no more is counted than its last sign of life, unless they come back', async () => {
    const { classId, student, teacher, sessionId, tara } = await aClass();
    const ada = await world.person(classId, 'student', 'Ada');
    const tab = newTab();
    await world.enter(student);
    await world.enter(ada, { tab });
    minutes(20);
    // Their tool falls silent, and its links stay in the database as it left them.
    const seats = world.connection.collection('seats');
    const dead = `dead-${newId()}`;
    for (const one of [student, ada])
      await seats.updateOne({ personId: one.personId }, { $set: { link: `${dead}/${newId()}`, tool: dead } });
    const silent = 5 * MIN;
    await world.connection
      .collection<{ _id: string }>('tools')
      .insertOne({ _id: dead, seenAt: new Date(Date.now() - silent - TOOL_STALE_MS) } as never);
    minutes(10);
    await sweep(world.classroom.ports, 'another-tool');
    await until('lost', async () => (await seats.countDocuments({ sessionId, link: null })) === 2);
    await world.enter(ada, { tab, resume: true });
    await until('given up', async () => (await seats.findOne({ personId: student.personId }))?.['state'] === 'gone');
    await tara.get('session.end', { sendId: newId() });
    expect((await person(sessionId, teacher, ada)).measuredMs).toBe(30 * MIN);
    const { measuredMs } = await person(sessionId, teacher, student);
    expect(measuredMs).toBeGreaterThan(24 * MIN);
    expect(measuredMs).toBeLessThan(25 * MIN);
  });

  it('[AT14] a session that ends because nobody is there was held until the last person left', async () => {
    const { student, teacher, tara, sessionId } = await aClass();
    const sam = await world.enter(student);
    minutes(30);
    await sam.get('room.leave');
    minutes(10);
    await tara.get('room.leave');
    minutes(25);
    const session = await world.classroom.ports.sessions.live(student.classId);
    await world.classroom.ports.sessions.end({ session: session!, reason: 'empty', at: clock.now() });
    const { session: held } = await get<SessionAttendanceReply>(`/api/attendance/sessions/${sessionId}`, teacher);
    expect(held.heldMs).toBe(40 * MIN);
    expect(await person(sessionId, teacher, student)).toMatchObject({ share: 0.75, leftEarly: false });
  });

  it('[AT15] shows who never came as absent, and nobody who teaches', async () => {
    const { classId, teacher, sessionId, end } = await aClass();
    const away = await world.person(classId, 'student', 'Ada');
    minutes(10);
    await end();
    expect(await people(sessionId, teacher)).toHaveLength(2);
    expect(await person(sessionId, teacher, away)).toMatchObject({ standing: 'absent', share: 0, joinedAt: null });
    const { sessions } = await get<AttendanceReply>('/api/attendance', teacher);
    expect(sessions).toMatchObject([{ sessionId, present: 0, expected: 2, heldMs: 10 * MIN }]);
  });
});

describe('an erased person', () => {
  it('[AT26] leaves no attendance, no grade, and no name at corrections that they made', async () => {
    const { classId, student, teacher, sessionId, end } = await aClass();
    await world.enter(student);
    const ada = await world.person(classId, 'student', 'Ada');
    minutes(10);
    await end();
    for (const one of [student, ada]) await correct(sessionId, teacher, one.personId, { standing: 'present' }, 'seen');
    const at = clock.now();
    for (const { personId } of [student, ada]) await world.attendance.ports.grades.queue({ classId, personId, score: 50, at });
    const eraser = await openPeopleEraser(world.connection);
    const { identity, connection } = world;
    const erase = async ({ personId }: TestPerson) => {
      const { issuer, sub } = (await identity.persons.find(personId))!;
      await eraser.erase(issuer, [sub]);
    };
    await erase(student);
    const left = (name: string) => connection.collection(name).distinct('personId', { classId });
    expect(await left('grades')).toEqual([ada.personId]);
    expect(await left('attendances')).not.toContain(student.personId);
    expect((await person(sessionId, teacher, ada)).traces).toEqual([expect.objectContaining({ by: 'Tara', note: 'seen' })]);
    const theo = await world.person(classId, 'teacher', 'Theo');
    // Who is erased has mostly left the course before.
    await connection.collection('memberships').deleteOne({ classId, personId: teacher.personId });
    await erase(teacher);
    expect((await person(sessionId, theo, ada)).traces).toEqual([expect.objectContaining({ by: '', note: 'seen' })]);
  });
});

describe('a long year', () => {
  it('[AT25] attendance and grades look at the newest sessions, up to the limit', async () => {
    const classId = await world.class();
    const teacher = await world.person(classId, 'teacher', 'Tara');
    const student = await world.person(classId, 'student', 'Sam');
    const held = (index: number) => ({
      _id: newId(),
      classId,
      phase: 'ended',
      startedAt: index * 100,
      endedAt: index * 100 + 50,
      people: 0,
    });
    const put = (documents: object[]) => world.connection.collection('sessions').insertMany(documents as never);
    await put(Array.from({ length: LIMITS.attendanceSessions }, (_, index) => held(index + 1)));
    const listed = async () => (await get<AttendanceReply>('/api/attendance', teacher)).sessions.map(({ startedAt }) => startedAt);
    expect([(await listed()).length, Math.min(...(await listed()))]).toEqual([LIMITS.attendanceSessions, 100]);
    await put([held(LIMITS.attendanceSessions + 1)]);
    expect([(await listed()).length, Math.min(...(await listed()))]).toEqual([LIMITS.attendanceSessions, 200]);
    expect((await get<AttendanceReply>('/api/attendance', student)).sessions).toHaveLength(LIMITS.attendanceSessions);
  });
});

describe('who sees and says what', () => {
  it('[AT16] students see their own attendance only, without what teachers wrote for each other', async () => {
    const { student, teacher, sessionId, end } = await aClass();
    await world.enter(student);
    minutes(10);
    await end();
    expect((await correct(sessionId, teacher, student.personId, { standing: 'minutes', minutes: 5 }, 'slept')).status).toBe(200);
    const { sessions } = await get<AttendanceReply>('/api/attendance', student);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ mine: { personId: student.personId, presentMs: 5 * MIN, traces: [] } });
    expect(JSON.stringify(sessions)).not.toContain('slept');
    expect(sessions[0]).not.toHaveProperty('present');
    const refused = async (path: string, init: RequestInit = {}) => (await world.api(path, { token: student.token, ...init })).status;
    for (const path of [`/api/attendance/sessions/${sessionId}`, '/api/attendance/csv', '/api/grades'])
      expect([path, await refused(path)]).toEqual([path, 403]);
    expect((await correct(sessionId, student, student.personId, { standing: 'present' })).status).toBe(403);
    expect(await refused('/api/grades/send', { method: 'POST', body: '{}' })).toBe(403);
    const rule = { grade: 'share', atLeastPercent: 50, lateAfterMinutes: 1, earlyBeforeMinutes: 1, sending: 'by-hand' };
    expect(await refused('/api/grades/rule', { method: 'PUT', body: JSON.stringify(rule) })).toBe(403);
    expect((await world.api('/api/attendance')).status).toBe(401);
  });

  it('[AT17] sessions and people of another class are not there', async () => {
    const here = await aClass();
    const elsewhere = await aClass();
    expect((await world.api(`/api/attendance/sessions/${elsewhere.sessionId}`, { token: here.teacher.token })).status).toBe(404);
    expect((await correct(elsewhere.sessionId, here.teacher, elsewhere.student.personId, { standing: 'present' })).status).toBe(404);
    expect((await correct(here.sessionId, here.teacher, elsewhere.student.personId, { standing: 'present' })).status).toBe(404);
    expect((await correct(here.sessionId, here.teacher, here.teacher.personId, { standing: 'present' })).status).toBe(404);
    expect((await world.api(`/api/attendance/csv?session=${elsewhere.sessionId}`, { token: here.teacher.token })).status).toBe(404);
    expect((await correct('no id', here.teacher, '__proto__', null)).status).toBe(404);
  });

  it('[AT18] each correction leaves who, when, what was there before and the note; of two at once none is lost', async () => {
    const { student, teacher, sessionId, end, classId } = await aClass();
    minutes(60);
    await end();
    await correct(sessionId, teacher, student.personId, { standing: 'excused' }, 'was ill');
    const other = await world.person(classId, 'teacher', 'Theo');
    minutes(1);
    await Promise.all([
      correct(sessionId, other, student.personId, { standing: 'minutes', minutes: 30 }),
      correct(sessionId, teacher, student.personId, null),
    ]);
    const { traces, correction } = await person(sessionId, teacher, student);
    expect(traces).toHaveLength(3);
    expect(traces[0]).toEqual({ at: clock.now() - MIN, by: 'Tara', before: null, after: { standing: 'excused' }, note: 'was ill' });
    expect(traces[1]?.before).toEqual(traces[0]?.after);
    expect(traces[2]?.before).toEqual(traces[1]?.after);
    expect(correction).toEqual(traces[2]?.after);
    expect(traces.map(({ by }) => by).sort()).toEqual(['Tara', 'Tara', 'Theo']);
  });

  it('[AT18] what is no correction is refused, at the limits and beyond', async () => {
    const { student, teacher, sessionId } = await aClass();
    const status = async (correction: unknown, note?: string) =>
      (await correct(sessionId, teacher, student.personId, correction, note)).status;
    expect(await status({ standing: 'minutes', minutes: LIMITS.attendanceMinutes })).toBe(200);
    expect(await status({ standing: 'minutes', minutes: LIMITS.attendanceMinutes + 1 })).toBe(400);
    expect(await status({ standing: 'minutes', minutes: -1 })).toBe(400);
    expect(await status({ standing: 'present' }, 'x'.repeat(LIMITS.attendanceNoteChars))).toBe(200);
    expect(await status({ standing: 'present' }, 'x'.repeat(LIMITS.attendanceNoteChars + 1))).toBe(400);
    expect(await status({ standing: 'present', personId: student.personId })).toBe(400);
    expect(await status({ standing: 'asleep' })).toBe(400);
    await world.connection
      .collection('attendances')
      .updateOne(
        { sessionId, personId: student.personId },
        { $set: { traces: Array(LIMITS.attendanceTraces - 1).fill({ at: 1, by: 'T', before: null, after: null, note: '' }) } },
      );
    expect(await status({ standing: 'present' })).toBe(200);
    expect(await status({ standing: 'absent' })).toBe(413);
  });
});

describe('the file', () => {
  it('[AT19] is UTF-8 with its mark and RFC 4180, and no cell of it is taken for a formula', async () => {
    const { classId, teacher, sessionId, end } = await aClass();
    const evil = [
      '=HYPERLINK("http://x")',
      '+1',
      '-1',
      '@SUM(A1)',
      '＝1+1',
      '＋1',
      '－1',
      '＠x',
      '﹦1',
      '\u200b=1',
      ' =1',
      '−1',
      '|calc',
      '%x',
    ];
    const plain = ['Ada, "the first"', 'ليلى حداد', '梅 陈', "O'Brien", '1=1', "'=x"];
    for (const name of [...evil, ...plain]) await world.person(classId, 'student', name);
    const student = await world.person(classId, 'student', 'Zoe');
    minutes(10);
    await end();
    await correct(sessionId, teacher, student.personId, { standing: 'excused' }, '\n=cmd|calc');
    const response = await world.api('/api/attendance/csv', { token: teacher.token });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="attendance.csv"');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = bytes.subarray(3).toString('utf8');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const [head, ...rows] = parse(text, { record_delimiter: '\r\n' }) as string[][];
    expect(head).toHaveLength(13);
    expect(rows).toHaveLength(evil.length + plain.length + 2);
    const names = rows.map((row) => row[2]);
    for (const name of plain) expect(names).toContain(name);
    for (const name of evil)
      expect(
        names.filter((one) => one === `'${name}`),
        name,
      ).toHaveLength(1);
    for (const cell of rows.flat()) expect(cell.normalize('NFKC').replace(/^[\p{Cc}\p{Cf}\p{Z}]+/u, '')).not.toMatch(/^[=+\-@\t\r]/);
    expect(rows.find((row) => row[2] === 'Zoe')).toEqual([
      new Date(clock.now() - 10 * MIN).toISOString(),
      '10.0',
      'Zoe',
      'Excused',
      '0.0',
      '0.0',
      'No',
      'No',
      '',
      '',
      '0.0',
      'Yes',
      "'=cmd|calc",
    ]);
  });

  it('[AT19] speaks the language of the page and holds one session or all', async () => {
    const { teacher, sessionId, end } = await aClass();
    minutes(10);
    await end();
    await world.enter(teacher);
    const rows = async (query: string) => {
      const response = await world.api(`/api/attendance/csv${query}`, { token: teacher.token });
      return parse(await response.text(), { record_delimiter: '\r\n', bom: true }) as string[][];
    };
    expect(await rows('')).toHaveLength(3);
    const one = await rows(`?session=${sessionId}&language=ar`);
    expect(one).toHaveLength(2);
    expect(one[0]?.[2]).toBe('الاسم');
    expect(one[1]?.[3]).toBe('غائب');
  });
});
