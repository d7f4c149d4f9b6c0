import { GUEST_ID, LIMITS } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newTab, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open({ limits: { seatGraceMs: 4_000, emptySessionMs: 800 } });
});
afterAll(() => world.close());

const HOUR_MS = 3_600_000;
const allow = async (classId: TestPerson['classId'], allowsGuests: boolean) => {
  const issuer = (await world.identity.classes.find(classId))?.issuer ?? '';
  const at = (path: string) => `${issuer}/${path}`;
  const addresses = { authorizationUrl: at('auth'), tokenUrl: at('token'), jwksUrl: at('jwks') };
  await world.registerAs({ name: 'LMS', issuer, clientId: 'client', deploymentIds: [], ...addresses });
  await world.connection.collection('platforms').updateOne({ issuer }, { $set: { allowsGuests } });
};
/** A class whose course site allows guests, with a teacher in the room. */
const aClass = async () => {
  const classId = await world.class();
  await allow(classId, true);
  const [teacher, student] = await Promise.all([world.person(classId, 'teacher', 'Tara Teacher'), world.person(classId, 'student', 'Sam')]);
  return { classId, teacher, student, tara: await world.enter(teacher) };
};
const post = (path: string, body: object, headers: Record<string, string> = {}, token?: string) =>
  world.api(path, { method: 'POST', body: JSON.stringify(body), headers: { origin: world.url, ...headers }, ...(token && { token }) });
const reasonOf = async (response: Response): Promise<string> =>
  response.ok ? 'ok' : String(((await response.json()) as { reason?: string }).reason);

const draft = (part: object = {}) => ({ label: 'Visitors', expiresAt: Date.now() + HOUR_MS, most: 2, ...part });
interface Links {
  readonly isAllowed: boolean;
  readonly links: readonly { readonly id: string; readonly label: string; readonly used: number; readonly isRevoked: boolean }[];
  readonly url: string;
}
const makeLink = async ({ token }: TestPerson, part: object = {}) => {
  const made = (await (await post('/api/guest-links', draft(part), {}, token)).json()) as Links;
  return { ...made, secret: new URLSearchParams(new URL(made.url).hash.slice(1)).get('guest') ?? '' };
};
/** The cookie by which the browser is known afterwards. */
const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .find((one) => one.startsWith('__Host-guest='))
    ?.split(';')[0] ?? '';
/** Comes by the link, to the door: a session as the room's page has it. */
const come = async (secret: string, name: string, cookie = '') => {
  const answer = await post('/api/guests/enter', { secret, name }, cookie ? { cookie } : {});
  if (!answer.ok) throw new Error(await reasonOf(answer));
  const { url } = (await answer.json()) as { url: string };
  const code = new URLSearchParams(new URL(url).hash.slice(1)).get('code');
  const redeemed = await post('/api/session/redeem', { code });
  const { token, session } = (await redeemed.json()) as { token: string; session: TestPerson & { name: string } };
  return { token, personId: session.personId, name: session.name, cookie: cookieOf(answer), path: new URL(url).pathname };
};
const atDoor = async (guest: { token: string }) => {
  const link = await world.link(guest);
  expect(await link.reason('room.enter', { tab: newTab() })).toBe('must-wait');
  expect((await link.get('waiting.wait')).standing).toBe('waiting');
  return link;
};
const letIn = async (tara: TestLink, link: TestLink) => {
  await tara.get('waiting.let-in-all');
  await link.fact('waiting.settled', (fact) => fact['standing'] === 'open');
  return link.get('room.enter', { tab: newTab() });
};

describe('links for guests', () => {
  it('[GL1] are made by teachers, told once, kept as a hash, and listed without what opens them', async () => {
    const { teacher, student } = await aClass();
    const { secret, ...made } = await makeLink(teacher);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(made.links).toMatchObject([{ label: 'Visitors', most: 2, used: 0, isRevoked: false }]);
    const list = await (await world.api('/api/guest-links', { token: teacher.token })).text();
    const kept = JSON.stringify(await world.connection.collection('guestlinks').find().toArray());
    expect([list.includes(secret), kept.includes(secret)]).toEqual([false, false]);
    expect(await reasonOf(await world.api('/api/guest-links', { token: student.token }))).toBe('forbidden');
    expect(await reasonOf(await post('/api/guest-links', draft(), {}, student.token))).toBe('forbidden');
  });

  it('[GL2] work until their end, until they are revoked, and for so many people', async () => {
    const { teacher } = await aClass();
    const { secret, links } = await makeLink(teacher);
    const first = await come(secret, 'Gina');
    await come(secret, 'Gus');
    expect(await reasonOf(await post('/api/guests/enter', { secret, name: 'Greta' }))).toBe('link-full');
    // Who came already comes again.
    expect((await come(secret, 'Gina B', first.cookie)).personId).toBe(first.personId);
    await post(`/api/guest-links/${links[0]?.id}/revoke`, {}, {}, teacher.token);
    for (const path of ['/api/guests/look', '/api/guests/enter'])
      expect(await reasonOf(await post(path, { secret, ...(path.endsWith('enter') && { name: 'Gina' }) }))).toBe('link-expired');
    const short = await makeLink(teacher);
    await world.connection.collection('guestlinks').updateMany({}, { $set: { expiresAt: Date.now() - 1 } });
    expect(await reasonOf(await post('/api/guests/look', { secret: short.secret }))).toBe('link-expired');
    expect(await reasonOf(await post('/api/guests/look', { secret: 'x'.repeat(43) }))).toBe('link-expired');
  });

  it('[GL2] of two who take the last place at once one comes in', async () => {
    const { teacher } = await aClass();
    const { secret } = await makeLink(teacher, { most: 1 });
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map(async (name) => reasonOf(await post('/api/guests/enter', { secret, name }))),
    );
    expect(answers.toSorted()).toEqual(['link-full', 'link-full', 'ok']);
  });

  it('[GL3] have limits: label, end, people, and how many there are', async () => {
    const { teacher } = await aClass();
    const make = async (part: object) => reasonOf(await post('/api/guest-links', draft(part), {}, teacher.token));
    const now = Date.now();
    expect(await make({ label: 'a'.repeat(LIMITS.guestLabelChars) })).toBe('ok');
    expect(await make({ label: 'a'.repeat(LIMITS.guestLabelChars + 1) })).toBe('bad-request');
    expect(await make({ most: LIMITS.guestsPerLink })).toBe('ok');
    expect(await make({ most: LIMITS.guestsPerLink + 1 })).toBe('bad-request');
    expect(await make({ most: 0 })).toBe('bad-request');
    expect(await make({ expiresAt: now + LIMITS.guestLinkMs - 60_000 })).toBe('ok');
    expect(await make({ expiresAt: now + LIMITS.guestLinkMs + 60_000 })).toBe('bad-request');
    expect(await make({ expiresAt: now - 1 })).toBe('bad-request');
    for (let made = 3; made < LIMITS.guestLinks; made += 1) expect(await make({})).toBe('ok');
    expect(await make({})).toBe('too-large');
    await world.connection.collection('guestlinks').updateOne({ classId: teacher.classId }, { $set: { isRevoked: true } });
    expect(await make({})).toBe('ok');
  });

  it('[GL4] are nothing until the admin allows guests for the course site, and nothing again when they do not', async () => {
    const { classId, teacher, tara } = await aClass();
    const { secret } = await makeLink(teacher);
    const gina = await come(secret, 'Gina');
    const link = await atDoor(gina);
    await letIn(tara, link);
    await allow(classId, false);
    expect(await reasonOf(await post('/api/guest-links', draft(), {}, teacher.token))).toBe('guests-off');
    expect(await reasonOf(await post('/api/guests/look', { secret }))).toBe('guests-off');
    expect(await link.reason('media.pass')).toBe('guests-off');
    const other = await world.class();
    const stranger = await world.person(other, 'teacher');
    expect(((await (await world.api('/api/guest-links', { token: stranger.token })).json()) as Links).isAllowed).toBe(false);
  });
});

describe('a guest', () => {
  it('[GL10] waits, also where the door is open, and is shown as a guest by everybody', async () => {
    const { teacher, student, tara } = await aClass();
    const sam = await world.enter(student);
    const { secret } = await makeLink(teacher);
    const gina = await come(secret, 'Gina');
    expect(gina.personId).toMatch(GUEST_ID);
    const link = await atDoor(gina);
    const list = await tara.fact<{ waiters: object[] }>('waiting.list', ({ waiters }) => waiters.length === 1);
    expect(list.waiters).toMatchObject([{ name: 'Gina', isGuest: true }]);
    // Opening the door is for the course.
    await tara.get('waiting.set', { isOn: true });
    await tara.get('waiting.set', { isOn: false });
    expect(await link.reason('room.enter', { tab: newTab() })).toBe('must-wait');
    const { people } = await letIn(tara, link);
    expect(people.map((one: { name: string; isGuest?: true }) => [one.name, one.isGuest])).toEqual([
      ['Tara Teacher', undefined],
      ['Sam', undefined],
      ['Gina', true],
    ]);
    await sam.fact('event', (event) => event['type'] === 'seat.joined' && (event['person'] as { isGuest?: true }).isGuest === true);
  });

  it('[GL11] has a name that is no teacher’s, hides nothing and is not empty', async () => {
    const { teacher } = await aClass();
    const { secret } = await makeLink(teacher, { most: 20 });
    const enter = async (name: string) => reasonOf(await post('/api/guests/enter', { secret, name }));
    for (const name of [
      'Tara Teacher',
      'tara  TEACHER',
      'T.a-r a Teacher!',
      'Tára Téacher',
      'Prof. Tara Teacher (host)',
      'Tаra',
      '  ',
      '...',
      '\u200b',
    ])
      expect([name, await enter(name)]).toEqual([name, 'bad-name']);
    expect(await enter('a'.repeat(LIMITS.personNameChars + 1))).toBe('bad-request');
    expect(await enter('a'.repeat(LIMITS.personNameChars))).toBe('ok');
    expect((await come(secret, ' Gina\u202e  \u0007 B ')).name).toBe('Gina B');
    for (const name of ['Tara', 'Гена', 'ليلى']) expect([name, await enter(name)]).toEqual([name, 'ok']);
  });

  it('[GL12] is of the room alone: no recordings, lobby, roster, polls of before, nor anything of the class', async () => {
    const { teacher, tara } = await aClass();
    const { secret } = await makeLink(teacher);
    const gina = await come(secret, 'Gina');
    const link = await atDoor(gina);
    await letIn(tara, link);
    for (const path of [
      '/api/class',
      '/api/recordings/aaaaaaaaaa',
      '/api/roster',
      '/api/attendance',
      '/api/polls',
      '/api/bans',
      '/api/guest-links',
    ])
      expect([path, await reasonOf(await world.api(path, { token: gina.token }))]).toEqual([path, 'forbidden']);
    expect(await reasonOf(await post('/api/handoff', { place: 'room' }, {}, gina.token))).toBe('forbidden');
    expect(await link.reason('class.watch')).toBe('forbidden');
    expect(await link.reason('waiting.set', { isOn: false })).toBe('forbidden');
    expect(await link.reason('hand.raise')).toBe('ok');
    expect(await link.reason('media.pass')).toBe('ok');
  });

  it('[GL22] has what the room shows while in it: files of messages and pictures of slides, and nothing of them at the door', async () => {
    const { teacher, tara } = await aClass();
    const uploaded = await world.api('/api/files?name=leaf.txt', { method: 'POST', body: 'a leaf', token: teacher.token });
    const { fileId } = (await uploaded.json()) as { fileId: string };
    const gina = await come((await makeLink(teacher)).secret, 'Gina');
    const link = await atDoor(gina);
    const ask = async () => [
      await reasonOf(await post(`/api/files/${fileId}/link`, {}, {}, gina.token)),
      await reasonOf(await world.api(`/api/slides/${fileId}/1`, { token: gina.token })),
    ];
    expect(await ask()).toEqual(['forbidden', 'forbidden']);
    await letIn(tara, link);
    expect(await ask()).toEqual(['ok', 'not-found']);
    expect(await reasonOf(await world.api('/api/files', { token: gina.token }))).toBe('forbidden');
    expect(await reasonOf(await post(`/api/slides/${fileId}`, {}, {}, gina.token))).toBe('forbidden');
    await link.get('room.leave');
    expect(await ask()).toEqual(['forbidden', 'forbidden']);
  });

  it('[GL13] writes to everybody and to teachers, and privately with no student', async () => {
    const { teacher, student, tara } = await aClass();
    const sam = await world.enter(student);
    await tara.get('chat.set', { sendId: newId(), settings: { privately: 'all' } });
    const link = await atDoor(await come((await makeLink(teacher)).secret, 'Gina'));
    const gina = await letIn(tara, link);
    const seatOf = (of: object) => (of as { snapshot: { me: { seatId: string } } }).snapshot.me.seatId;
    const say = (to?: string) => ({ sendId: newId(), text: 'Hello', mentions: [], ...(to && { to }) });
    expect(await link.reason('chat.post', say())).toBe('ok');
    expect(await link.reason('chat.post', say(seatOf(tara)))).toBe('ok');
    expect(await link.reason('chat.post', say(seatOf(sam)))).toBe('forbidden');
    expect(await sam.reason('chat.post', say(gina.me.seatId))).toBe('forbidden');
  });

  it('[GL14] is in no roster, no grade and no count, and stays when the course’s list is read', async () => {
    const { classId, teacher, tara } = await aClass();
    const link = await atDoor(await come((await makeLink(teacher)).secret, 'Gina'));
    await letIn(tara, link);
    const roster = (await (await world.api('/api/roster', { token: teacher.token })).json()) as {
      people: { name: string }[];
      inRoom: number;
    };
    expect([roster.people.map(({ name }) => name).toSorted(), roster.inRoom]).toEqual([['Sam', 'Tara Teacher'], 1]);
    const { closeOut } = await import('./usecases/follow-roster.ts');
    await closeOut(world.roster.ports, classId, []);
    expect(await link.reason('hand.raise')).toBe('ok');
    const { sessions } = (await (await world.api('/api/attendance', { token: teacher.token })).json()) as {
      sessions: { sessionId: string; present: number; expected: number }[];
    };
    expect(sessions).toMatchObject([{ present: 0, expected: 1 }]);
    const one = await (await world.api(`/api/attendance/sessions/${sessions[0]?.sessionId}`, { token: teacher.token })).json();
    expect(JSON.stringify(one)).toContain('Gina');
    expect(await (await world.api('/api/attendance/csv?language=en', { token: teacher.token })).text()).toContain('Gina (Guest)');
    const grades = await (await world.api('/api/grades', { token: teacher.token })).text();
    expect(grades).not.toContain('Gina');
  });

  it('[GL15] ends with the class, inside and at the door, and comes again by the link', async () => {
    const { teacher, tara } = await aClass();
    const { secret } = await makeLink(teacher);
    const [inside, outside] = [await come(secret, 'Gina'), await come(secret, 'Gus')];
    const link = await atDoor(inside);
    await letIn(tara, link);
    await atDoor(outside);
    await tara.get('session.end', { sendId: newId() });
    expect(await link.reason('waiting.wait')).toBe('guest-over');
    expect(await reasonOf(await world.api('/api/session', { token: outside.token }))).toBe('guest-over');
    const again = await come(secret, 'Gina', inside.cookie);
    expect(again.personId).toBe(inside.personId);
    await world.enter(teacher);
    await atDoor(again);
  });

  it('[GL16] is banned by their browser, and by it alone, for the class; removed for a session they stay out of it', async () => {
    const { teacher, tara } = await aClass();
    const { secret } = await makeLink(teacher, { most: 9 });
    const gina = await come(secret, 'Gina');
    const link = await atDoor(gina);
    const { me } = await letIn(tara, link);
    await tara.get('seat.ban', { seatId: me.seatId, scope: 'course', reason: 'Noise', until: null });
    await link.fact('person.removed');
    const headers = { cookie: gina.cookie };
    expect(await reasonOf(await post('/api/guests/enter', { secret, name: 'Somebody else' }, headers))).toBe('banned');
    const second = await makeLink(teacher);
    expect(await reasonOf(await post('/api/guests/enter', { secret: second.secret, name: 'Gina' }, headers))).toBe('banned');
    const gus = await come(secret, 'Gus');
    const other = await atDoor(gus);
    const seated = await letIn(tara, other);
    await tara.get('seat.remove', { seatId: seated.me.seatId });
    await other.fact('seat.removed');
    const back = await world.link(await come(secret, 'Gus', gus.cookie));
    expect(await back.reason('room.enter', { tab: newTab() })).toBe('sent-out');
    const { bans } = (await (await world.api('/api/bans', { token: teacher.token })).json()) as { bans: object[] };
    expect(bans).toMatchObject([{ name: 'Gina', scope: 'class', reason: 'Noise' }]);
  });

  it('[GL17] takes a part of the places at the door, so that links crowd nobody of the course out', async () => {
    const { classId, teacher, student, tara } = await aClass();
    await tara.get('waiting.set', { isOn: true });
    const places = Array.from({ length: LIMITS.guestsAtDoor }, (_, index) => ({
      ...{ _id: newId(), roomId: classId, personId: `guest_${newId()}`, name: `G${index}`, since: 1 },
      ...{ state: 'waiting', sessionId: null, seenAt: new Date() },
    }));
    await world.connection.collection('waiters').insertMany(places as never);
    const link = await world.link(await come((await makeLink(teacher)).secret, 'Gina'));
    expect(await link.reason('waiting.wait')).toBe('waiting-full');
    expect(await (await world.link(student)).reason('waiting.wait')).toBe('ok');
    await world.connection.collection('waiters').deleteOne({ _id: places[0]?._id } as never);
    expect(await link.reason('waiting.wait')).toBe('ok');
  });

  it('[GL18] is forgotten a while after they were last there, everywhere', async () => {
    const { classId, teacher, tara } = await aClass();
    const gina = await come((await makeLink(teacher)).secret, 'Gina Genuine');
    const link = await atDoor(gina);
    await letIn(tara, link);
    await link.get('chat.post', { sendId: newId(), text: 'Hello', mentions: [] });
    await tara.get('session.end', { sendId: newId() });
    const ago = (ms: number) =>
      world.connection.collection('guests').updateOne({ classId }, { $set: { seenAt: new Date(Date.now() - ms) } });
    const count = () => world.connection.collection('guests').countDocuments({ classId });
    await ago(LIMITS.guestKeptMs - 60_000);
    expect(await count()).toBe(1);
    await ago(LIMITS.guestKeptMs + 1_000);
    await until('the guest to be forgotten', async () => (await count()) === 0);
    for (const name of ['seats', 'events', 'attendances', 'messages', 'waiters'])
      expect(name + JSON.stringify(await world.connection.collection(name).find({ classId }).toArray())).not.toContain('Gina Genuine');
  });

  it('[GL19] is tried by nobody by the thousand: each address has a rate', async () => {
    const tries = await Promise.all(Array.from({ length: 100 }, () => post('/api/guests/look', { secret: 'y'.repeat(43) })));
    const reasons = await Promise.all(tries.map(reasonOf));
    expect(reasons).toContain('too-fast');
    expect(reasons).not.toContain('ok');
  });
});
