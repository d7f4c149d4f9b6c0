import { type ClassId, CONSENT_VERSION, LIMITS, RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newTab, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';
import { GroupActivity, type Said } from './testing/group-activity.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';

let world: World;
let platform: TestPlatform;
let plugin: TestPlugin;
/** What the course was told of recordings. */
const told: { recording: { id: string; group?: { id?: string } } }[] = [];

beforeAll(async () => {
  world = await World.open();
  platform = await new TestPlatform().open();
  plugin = new TestPlugin(world.url, platform);
  platform.answers.set('/materials', (req, res) => {
    let body = '';
    req.on('data', (piece) => (body += piece));
    req.on('end', () => {
      told.push(JSON.parse(Buffer.from(body.split('.')[1] ?? '', 'base64url').toString()));
      res.end(JSON.stringify({ moduleId: 'm1' }));
    });
  });
  await world.identity.desk.registry.add(platform.registration(), 'active');
});
afterAll(async () => {
  await world.close();
  await platform.close();
});

class Activity extends GroupActivity {
  constructor() {
    super({ world, platform, plugin });
  }
}

interface View {
  session: { people: number } | null;
  rooms: { roomId: ClassId; name: string; session: { people: number } | null }[] | null;
  recordings: { recordingId: string; group?: string; title: string }[];
}
const viewOf = async (person: TestPerson) => (await (await world.api('/api/class', { token: person.token })).json()) as View;
const roomsOf = async (person: TestPerson) => (await viewOf(person)).rooms?.map(({ name }) => name);
async function roomOf(person: TestPerson, name: string): Promise<ClassId> {
  const found = (await viewOf(person)).rooms?.find((room) => room.name === name);
  if (!found) throw new Error(`no room ${name}`);
  return found.roomId;
}

/** A class with two groups, each with somebody in its room, and a teacher. */
async function twoRooms() {
  const activity = new Activity();
  await activity.groups({ a: ['ann'], b: ['ben'] });
  const [tara, ann, ben] = await Promise.all([activity.person('tara', 'teacher'), activity.person('ann'), activity.person('ben')]);
  const [a, b] = await Promise.all([roomOf(tara, 'Group a'), roomOf(tara, 'Group b')]);
  const [inA, inB] = [await world.enter(ann, { roomId: a }), await world.enter(ben, { roomId: b })];
  return { activity, tara, ann, ben, a, b, inA, inB };
}

/** Records for a moment in the room of this link, until the film is ready. */
async function record(teacher: TestLink): Promise<RecordingId> {
  const { recordingId } = await teacher.get('recording.start', { sendId: newId() });
  await teacher.get('recording.stop', { sendId: newId() });
  const id = RecordingId.parse(recordingId);
  const phase = async () => (await world.classroom.ports.recordings.findAnywhere(id))?.phase;
  await until('composing', async () => (await phase()) === 'composing');
  world.gateway.tell(id, { phase: 'ready', progress: 1, durationMs: 2_000, bytes: 1_000 });
  await until('ready', async () => (await phase()) === 'ready');
  return id;
}

describe('what an LMS says of groups', () => {
  it('[GR1] an older list never takes the place of a newer one, and the same again changes nothing', async () => {
    const activity = new Activity();
    const at = Date.now();
    const group = (name: string) => [{ id: 'a', name, members: ['ann'] }];
    for (const [name, changed_at] of [
      ['second', at],
      ['first', at - 1],
      ['third', at + 1],
      ['second', at],
      ['third', at + 1],
    ] as const)
      expect((await activity.say({ groups: group(name), changed_at })).status).toBe(200);
    const ann = await activity.person('ann');
    expect(await roomsOf(ann)).toEqual(['third']);
  });

  it('[GR1] of many lists at once the newest stands, and a group has one room', async () => {
    const activity = new Activity();
    const at = Date.now();
    const lists = Array.from({ length: 12 }, (_, index) => index).sort(() => Math.random() - 0.5);
    const answers = await Promise.all(
      lists.map((index) => activity.say({ groups: [{ id: 'a', name: `name ${index}`, members: ['ann'] }], changed_at: at + index })),
    );
    expect(answers.map(({ status }) => status)).toEqual(lists.map(() => 200));
    expect(await roomsOf(await activity.person('tara', 'teacher'))).toEqual(['name 11', '']);
  });

  it('[GR2] is kept for an activity that nobody has opened yet', async () => {
    const activity = new Activity();
    await activity.groups({ a: ['ann'] });
    expect(await roomsOf(await activity.person('ann'))).toEqual(['Group a']);
  });

  it('[GR3] has limits: below them it is taken, above them it is refused, and nothing of it counts', async () => {
    const activity = new Activity();
    const many = (length: number) => Array.from({ length }, (_, index) => ({ id: `${index}`, name: '', members: [] }));
    const people = (length: number) => [
      { id: 'a', name: 'x'.repeat(LIMITS.groupNameChars), members: Array.from({ length }, (_, i) => `${i}`) },
    ];
    expect((await activity.say({ groups: many(LIMITS.groupsPerClass) })).status).toBe(200);
    expect((await activity.say({ groups: people(LIMITS.groupMembers) })).status).toBe(200);
    const bad: Said[] = [
      { groups: many(LIMITS.groupsPerClass + 1) },
      { groups: people(LIMITS.groupMembers + 1) },
      { groups: [{ id: 'a', name: 'x'.repeat(LIMITS.groupNameChars + 1), members: [] }] },
      { groups: [...many(1), ...many(1)] },
      { groups: [{ id: '', name: 'a', members: [] }] },
      { groups: [{ id: 'a', name: 'a', members: [''] }] },
      { rooms: 'none' as never },
    ];
    for (const said of bad) expect((await activity.say(said)).status).toBe(400);
    expect((await activity.say({ changed_at: Date.now() + LIMITS.launchSkewMs + 10_000 })).status).toBe(401);
    expect((await viewOf(await activity.person('tara', 'teacher'))).rooms).toHaveLength(2);
  });

  it("[GR3] a platform arranges its own courses only: the same words about another's activity arrange nothing there", async () => {
    const classId = await world.class();
    const course = await world.identity.classes.find(classId);
    const place = {
      deployment_id: course?.deploymentId,
      context_id: course?.contextId,
      resource_link_id: course?.resourceLinkId,
      title: '',
      course_title: '',
    };
    const said = { changed_at: Date.now(), rooms: 'per-group', ungrouped: 'outside', groups: [] };
    expect((await plugin.say(plugin.message('class-groups', { ...place, ...said }))).status).toBe(200);
    expect((await viewOf(await world.person(classId, 'student'))).rooms).toBeNull();
  });
});

describe('a room for each group', () => {
  it('[GR4] two groups meet at once, and nothing of one is told in the other', async () => {
    const { tara, ann, inA, inB } = await twoRooms();
    expect(inA.snapshot['session']).not.toEqual(inB.snapshot['session']);
    expect([inA.snapshot['group'], inB.snapshot['group']]).toEqual(['Group a', 'Group b']);
    const names = (link: { snapshot: Record<string, unknown> }) => (link.snapshot['people'] as { name: string }[]).map(({ name }) => name);
    expect([names(inA), names(inB)]).toEqual([['ann'], ['ben']]);
    await inA.get('room.leave');
    await world.enter(ann, { roomId: await roomOf(ann, 'Group a') });
    expect((await viewOf(tara)).rooms?.map(({ name, session }) => [name, session?.people])).toEqual([
      ['Group a', 1],
      ['Group b', 1],
      ['', undefined],
    ]);
    expect(inB.events().map((event) => (event['person'] as { name: string } | undefined)?.name)).toEqual(['ben']);
    expect((await inB.get('events.since', { seq: 0 })).events).toHaveLength(1);
  });

  it('[GR5] a student enters the room of their group and no other, whatever the message says', async () => {
    const { ann, b, tara, activity } = await twoRooms();
    const raw = await world.link(ann);
    const rest = await roomOf(tara, '');
    for (const roomId of [b, rest, await activity.class(), newId()])
      expect(await raw.reason('room.enter', { tab: newTab(), roomId })).toBe('other-room');
    expect(await raw.reason('room.enter', { tab: newTab() })).toBe('other-room');
    for (const wish of ['media.pass', 'events.since'])
      expect(await raw.reason(wish, wish === 'events.since' ? { seq: 0 } : {})).toBe('other-room');
    expect(await raw.reason('recording.agree', { version: CONSENT_VERSION })).toBe('other-room');
    expect(await roomsOf(ann)).toEqual(['Group a']);
  });

  it('[GR5] a teacher enters any of them, one after the other or both at once, and has each room of the list', async () => {
    const { tara, a, b, inA, inB } = await twoRooms();
    expect(await roomsOf(tara)).toEqual(['Group a', 'Group b', '']);
    const link = await world.enter(tara, { roomId: a });
    await inA.fact<{ type: string }>('event', (event) => event.type === 'seat.joined');
    await link.get('room.enter', { tab: newTab(), roomId: b });
    await inB.fact<{ type: string }>('event', (event) => event.type === 'seat.joined');
    const heard = link.events().length;
    await inA.get('room.leave');
    await inB.get('room.leave');
    await link.fact<{ type: string }>('event', (event) => event.type === 'seat.left');
    expect(link.events().length).toBe(heard + 1);
    expect(await link.reason('room.enter', { tab: newTab() })).toBe('other-room');
  });

  it('[GR5] who is in several groups has a room of each', async () => {
    const activity = new Activity();
    await activity.groups({ '10': ['ann'], '2': ['ann'], '3': [] });
    expect(await roomsOf(await activity.person('ann'))).toEqual(['Group 2', 'Group 10']);
  });

  it('[GR6] people of no group meet in a room of their own, or are told that they are in none, as the teacher chose', async () => {
    const activity = new Activity();
    await activity.groups({ a: ['ann'] });
    const zoe = await activity.person('zoe');
    expect(await roomsOf(zoe)).toEqual(['']);
    const link = await world.enter(zoe, { roomId: await roomOf(zoe, '') });
    expect(link.snapshot['group']).toBe('');
    await activity.groups({ a: ['ann'] }, { ungrouped: 'outside' });
    await link.fact('seat.displaced');
    expect((await viewOf(zoe)).rooms).toEqual([]);
    expect(await roomsOf(await activity.person('tara', 'teacher'))).toEqual(['Group a']);
  });
});

describe('a change of groups', () => {
  it('[GR7] whoever is of another group now is out of the old room at once, is told why, and comes into the new one', async () => {
    const { activity, ann, a, b, inA, tara } = await twoRooms();
    const other = await world.enter(tara, { roomId: a });
    const { seatId } = (inA.snapshot as unknown as { me: { seatId: string } }).me;
    await activity.groups({ a: [], b: ['ann', 'ben'] });
    await inA.fact('seat.displaced');
    await other.fact<{ type: string; seatId: string }>('event', (event) => event.type === 'seat.left' && event.seatId === seatId);
    await until('the gateway to close what they had', () =>
      world.gateway.called('seats.eject').some(({ body }) => body['seatId'] === seatId),
    );
    for (const wish of ['media.pass', 'room.enter'])
      expect(await inA.reason(wish, wish === 'room.enter' ? { tab: newTab(), roomId: a } : {})).toBe('other-room');
    const before = inA.events().length;
    await other.get('recording.start', { sendId: newId() });
    await other.get('recording.stop', { sendId: newId() });
    expect(inA.events().length).toBe(before);
    const again = await world.link(ann);
    expect(await again.reason('room.enter', { tab: newTab(), roomId: b })).toBe('ok');
  });

  it('[GR7] whom no word of it reached is refused at the next action', async () => {
    const { activity, inA } = await twoRooms();
    // The change is only written down, as by a tool that died right after it.
    const classId = await activity.class();
    await world.classroom.ports.rooms.replace(classId, { perGroup: true, ungrouped: 'outside', version: Date.now() }, []);
    for (const [wish, body] of [
      ['media.pass', {}],
      ['events.since', { seq: 0 }],
    ] as const)
      expect(await inA.reason(wish, body)).toBe('other-room');
    expect(await inA.reason('room.leave')).toBe('ok');
  });

  it('[GR7] a teacher who is made a student is in no room of a foreign group any more', async () => {
    const { tara, a, activity } = await twoRooms();
    const link = await world.enter(tara, { roomId: a });
    const classId = await activity.class();
    await world.identity.memberships.put({ classId, personId: tara.personId, role: 'student', lastLaunchAt: Date.now() });
    expect(await link.reason('media.pass')).toBe('other-room');
  });

  it('[GR7] one room for all again: the common room is back, and nothing is lost', async () => {
    const { activity, ann, ben, tara, a, inA } = await twoRooms();
    const id = await record(await world.enter(tara, { roomId: a }));
    expect((await activity.say({ rooms: 'one', ungrouped: 'together', groups: [] })).status).toBe(200);
    await inA.fact('seat.displaced');
    expect([(await viewOf(ann)).rooms, (await viewOf(tara)).rooms]).toEqual([null, null]);
    expect(await (await world.link(ann)).reason('room.enter', { tab: newTab() })).toBe('ok');
    expect(await (await world.link(tara)).reason('room.enter', { tab: newTab(), roomId: a })).toBe('other-room');
    for (const [person, seen] of [
      [ann, [id]],
      [tara, [id]],
      [ben, []],
    ] as const)
      expect((await viewOf(person)).recordings.map(({ recordingId }) => recordingId)).toEqual(seen);
    await activity.groups({ a: ['ann'], b: ['ben'] });
    expect(await roomOf(ann, 'Group a')).toBe(a);
  });

  it('[GR8] those who follow the class are told of their own rooms only, from the change on', async () => {
    const { activity, ann, ben, tara, a, b } = await twoRooms();
    const [annLobby, benLobby, taraLobby] = [await world.link(ann), await world.link(ben), await world.link(tara)];
    for (const link of [annLobby, benLobby, taraLobby]) await link.get('class.watch');
    await activity.groups({ a: [], b: ['ann', 'ben'] });
    await Promise.all([annLobby, benLobby, taraLobby].map((link) => link.fact('class.regrouped')));
    // Ann's page does not ask anew: it hears nothing more, neither of the old group nor of the new one.
    await benLobby.get('class.watch');
    const before = annLobby.facts.filter(({ name }) => name === 'class.changed').length;
    const inB = await world.enter(tara, { roomId: b });
    const inA = await world.enter(tara, { roomId: a });
    const both = (view: View) => view.rooms?.filter(({ session }) => session).length === 2;
    await taraLobby.fact<View>('class.changed', both);
    const told = await benLobby.fact<View>('class.changed', (view) => view.rooms?.[0]?.session?.people === 2);
    expect(told.rooms?.map(({ roomId }) => roomId)).toEqual([b]);
    expect(annLobby.facts.filter(({ name }) => name === 'class.changed').length).toBe(before);
    expect((await annLobby.get('class.watch')).rooms).toHaveLength(1);
    await inB.get('room.leave');
    await annLobby.fact<View>('class.changed', (view) => view.rooms?.[0]?.roomId === b && view.rooms[0].session?.people === 1);
    await inA.get('room.leave');
  });
});

describe('what a group leaves behind', () => {
  it('[GR9] a recording is listed, opened and played for its group and the teachers, and for nobody else', async () => {
    const { activity, ann, ben, tara, a } = await twoRooms();
    const id = await record(await world.enter(tara, { roomId: a }));
    for (const person of [ann, tara]) {
      const [row] = (await viewOf(person)).recordings;
      expect([row?.recordingId, row?.group]).toEqual([id, 'Group a']);
      expect(row?.title).toMatch(/^Biology – Group a \d/);
    }
    expect((await viewOf(ben)).recordings).toEqual([]);
    const ask = async (person: TestPerson, path: string, method = 'GET') =>
      (await world.api(`/api/recordings/${id}${path}`, { method, token: person.token })).status;
    expect([await ask(ann, ''), await ask(tara, ''), await ask(ben, '')]).toEqual([200, 200, 404]);
    expect([await ask(ann, '/link', 'POST'), await ask(ben, '/link', 'POST')]).toEqual([200, 404]);
    expect([await ask(ann, '', 'DELETE'), await ask(ben, '', 'DELETE')]).toEqual([403, 404]);
    const link = await world.api(`/api/recordings/${id}/link`, { method: 'POST', token: ann.token });
    const { url } = (await link.json()) as { url: string };
    expect((await world.api(url)).status).toBe(200);
    // The right is looked up at each request, so that a move ends it in the middle of a film.
    await activity.groups({ a: [], b: ['ann', 'ben'] });
    expect((await world.api(url)).status).toBe(404);
  });

  it('[GR10] the course is told for which group a recording is', async () => {
    const { tara, a } = await twoRooms();
    const id = await record(await world.enter(tara, { roomId: a }));
    const rest = await record(await world.enter(tara, { roomId: await roomOf(tara, '') }));
    const groupsTold = (of: string) => told.filter(({ recording }) => recording.id === of).map(({ recording }) => recording.group);
    await until('the course to be told', () => groupsTold(id).length > 0 && groupsTold(rest).length > 0);
    expect([groupsTold(id), groupsTold(rest)]).toEqual([[{ id: 'a' }], [{}]]);
  });

  it('[GR11] attendance awaits the people of the group, and shows a student nothing of other groups', async () => {
    const { activity, ann, ben, tara, inA } = await twoRooms();
    await inA.get('room.leave');
    const sessions = async (person: TestPerson) => {
      const answer = await world.api('/api/attendance', { token: person.token });
      const body = (await answer.json()) as { sessions: { sessionId: string; group?: string; present?: number; expected?: number }[] };
      return body.sessions;
    };
    expect((await sessions(ann)).map(({ group }) => group)).toEqual(['Group a']);
    const all = await sessions(tara);
    expect(all.map(({ group, present, expected }) => [group, present, expected])).toEqual([
      ['Group b', 1, 1],
      ['Group a', 1, 1],
    ]);
    const session = all.find(({ group }) => group === 'Group b');
    const answer = await world.api(`/api/attendance/sessions/${session?.sessionId}`, { token: tara.token });
    expect(((await answer.json()) as { people: { name: string }[] }).people.map(({ name }) => name)).toEqual(['ben']);
    const grades = await world.api('/api/grades', { token: tara.token });
    expect(((await grades.json()) as { people: unknown[] }).people).toHaveLength(2);
    await activity.groups({ a: ['ann'], b: [] });
    // What somebody attended before stays theirs.
    expect((await sessions(ben)).map(({ group }) => group)).toEqual(['Group b']);
  });
});
