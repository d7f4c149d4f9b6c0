import { type ChatMessage, type ChatSnapshot, type ClassId, type LocksView, SeatId, SessionId } from '@liveclass/contract';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolHandlers } from './adapters/socket/handlers.ts';
import { newId, newTab, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';
import { GroupActivity } from './testing/group-activity.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';

let world: World;
let platform: TestPlatform;
let plugin: TestPlugin;
beforeAll(async () => {
  world = await World.open();
  platform = await new TestPlatform().open();
  plugin = new TestPlugin(world.url, platform);
  await world.identity.desk.registry.add(platform.registration(), 'active');
});
afterAll(async () => {
  await world.close();
  await platform.close();
});

interface Snapshot {
  readonly me: { readonly seatId: string; readonly rights: { readonly produce: readonly string[] } };
  readonly people: readonly { readonly name: string }[];
  readonly locks: LocksView;
  readonly chat: ChatSnapshot;
  readonly lastSeq: number;
}
type Seated = TestLink & { readonly person: TestPerson; readonly in: Snapshot };

async function sit(person: TestPerson, roomId: ClassId): Promise<Seated> {
  const link = await world.enter(person, { roomId });
  return Object.assign(link, { person, in: link.snapshot as unknown as Snapshot });
}

async function roomOf(person: TestPerson, name: string): Promise<ClassId> {
  const view = (await (await world.api('/api/class', { token: person.token })).json()) as { rooms: { roomId: ClassId; name: string }[] };
  const found = view.rooms.find((room) => room.name === name);
  if (!found) throw new Error(`no room ${name}`);
  return found.roomId;
}

/** Two groups with two people each in their rooms, a teacher in each room, and the class that they are of. */
async function twoRooms() {
  const activity = new GroupActivity({ world, platform, plugin });
  await activity.groups({ a: ['ann', 'ada'], b: ['ben'] });
  const [tara, theo] = [await activity.person('tara', 'teacher'), await activity.person('theo', 'teacher')];
  const [ann, ada, ben] = [await activity.person('ann'), await activity.person('ada'), await activity.person('ben')];
  const [a, b] = [await roomOf(tara, 'Group a'), await roomOf(tara, 'Group b')];
  return {
    ...{ activity, a, b, people: { tara, theo, ann, ada, ben }, classId: await activity.class() },
    ...{ tara: await sit(tara, a), theo: await sit(theo, b) },
    ...{ ann: await sit(ann, a), ada: await sit(ada, a), ben: await sit(ben, b) },
  };
}

const produced = async (link: TestLink): Promise<readonly string[]> =>
  (decodeJwt((await link.get('media.pass')).token)['rights'] as { produce: string[] }).produce;
const event = (link: TestLink, type: string, fits: (one: Record<string, unknown>) => boolean = () => true) =>
  link.fact<Record<string, unknown>>('event', (one) => one['type'] === type && fits(one));
const post = async (link: TestLink, text: string, more: object = {}): Promise<ChatMessage> =>
  (await link.get('chat.post', { sendId: newId(), text, mentions: [], ...more })).message;
const texts = ({ chat }: Snapshot) => chat.page.messages.map(({ text }) => text);
/** All that this link would be told of its room if it had missed everything. */
const history = async (link: TestLink): Promise<string> => JSON.stringify((await link.get('events.since', { seq: 0 })).events);

describe('order in rooms of groups', () => {
  it('[GR12] locks hold in every room of the class before the answer, are told in each, and hold for who comes later', async () => {
    const { tara, ann, ben, theo, activity, a, b } = await twoRooms();
    await tara.get('locks.set', { locks: { microphone: true } });
    for (const link of [ann, ben]) {
      expect(await produced(link)).not.toContain('microphone');
      const rights = world.gateway.called('seats.rights').findLast(({ body }) => body['seatId'] === link.in.me.seatId)?.body['rights'];
      expect((rights as { produce: string[] }).produce).not.toContain('microphone');
    }
    for (const link of [tara, ann, ben, theo]) expect(await event(link, 'locks.changed')).toMatchObject({ locks: { microphone: true } });
    await activity.groups({ a: ['ann', 'ada'], b: ['ben', 'bea'] });
    const bea = await sit(await activity.person('bea'), b);
    expect(bea.in.me.rights.produce).not.toContain('microphone');
    expect(bea.in.locks.locks.microphone).toBe(true);
    expect(await produced(await sit(ann.person, a))).not.toContain('microphone');
  });

  it('[GR12] an exception goes with the person into their other room, and the log tells the class of it', async () => {
    const { tara, ann, ada, people, activity, b } = await twoRooms();
    await tara.get('locks.set', { locks: { camera: true } });
    await tara.get('locks.except', { seatId: ann.in.me.seatId, locks: ['camera'] });
    expect([(await produced(ann)).includes('camera'), (await produced(ada)).includes('camera')]).toEqual([true, false]);
    await activity.groups({ a: ['ada'], b: ['ann', 'ben'] });
    expect((await sit(people.ann, b)).in.me.rights.produce).toContain('camera');
    const { log } = (await (await world.api('/api/bans', { token: people.tara.token })).json()) as { log: { action: string }[] };
    expect(log.map(({ action }) => action)).toEqual(['excepted', 'locked']);
  });

  it('[GR12] a hand and the floor are those of one room', async () => {
    const { tara, theo, ann, ben } = await twoRooms();
    const before = ben.events().length;
    await ann.get('hand.raise');
    expect(await theo.reason('hand.lower-other', { seatId: ann.in.me.seatId })).toBe('not-found');
    expect(await theo.reason('floor.give', { seatId: ann.in.me.seatId })).toBe('not-found');
    await tara.get('floor.give', { seatId: ann.in.me.seatId });
    await event(ann, 'floor.changed');
    expect(await history(ben)).not.toContain(ann.in.me.seatId);
    expect(ben.events().length).toBe(before);
  });

  it('[GR13] a ban reaches the person in whichever room they sit, and every link of theirs in the class', async () => {
    const { people, ann, ada, theo } = await twoRooms();
    const lobby = await world.link(people.ann);
    const body = JSON.stringify({ personId: people.ann.personId, scope: 'class', reason: '', until: null });
    expect((await world.api('/api/bans', { method: 'POST', token: people.theo.token, body })).status).toBe(200);
    for (const link of [ann, lobby]) {
      expect(await link.fact('person.removed')).toEqual({ why: 'banned' });
      await until('the link to be closed', () => !link.socket.connected);
    }
    const { seatId } = ann.in.me;
    await event(ada, 'seat.left', (one) => one['seatId'] === seatId);
    await until('the eject', () => world.gateway.ejected.some((order) => order['seatId'] === seatId && order['reason'] === 'removed'));
    expect([await ada.reason('media.pass'), await theo.reason('media.pass')]).toEqual(['ok', 'ok']);
  });

  it('[GR13] a ban made in a room holds for the class; who is sent out of a room is told, and is not let into it again', async () => {
    const { tara, ann, ada, people, a } = await twoRooms();
    await tara.get('seat.remove', { seatId: ada.in.me.seatId });
    await ada.fact('seat.removed');
    expect(await ada.reason('room.enter', { tab: newTab(), roomId: a })).toBe('sent-out');
    await tara.get('seat.ban', { seatId: ann.in.me.seatId, scope: 'class', reason: 'Shouting', until: null });
    await ann.fact('person.removed');
    const { bans, log } = (await (await world.api('/api/bans', { token: people.tara.token })).json()) as {
      bans: { name: string }[];
      log: { action: string; person: string }[];
    };
    expect(bans.map(({ name }) => name)).toEqual(['ann']);
    expect(log.map(({ action, person }) => [action, person])).toEqual([
      ['banned', 'ann'],
      ['removed', 'ada'],
    ]);
  });

  it('[GR13] whoever was moved may wish nothing in the old room, whatever it is', async () => {
    const { classId, ann, ada, tara } = await twoRooms();
    await world.classroom.ports.rooms.replace(classId, { perGroup: true, ungrouped: 'outside', version: Date.now() }, []);
    const seatId = ada.in.me.seatId;
    for (const [wish, body] of [
      ['chat.post', { sendId: newId(), text: 'still here', mentions: [] }],
      ['chat.before', { seq: 1 }],
      ['hand.raise', {}],
      ['floor.return', {}],
    ] as const)
      expect(await ann.reason(wish, body)).toBe('other-room');
    for (const [wish, body] of [
      ['locks.set', { locks: { camera: true } }],
      ['seat.remove', { seatId }],
      ['chat.set', { sendId: newId(), settings: { studentsWrite: false } }],
    ] as const)
      expect(await tara.reason(wish, body)).toBe('other-room');
  });

  it('[GR7] every wish of a room asks first whether its sender may be there, whatever the feature', async () => {
    const { classId, people, a } = await twoRooms();
    await world.classroom.ports.rooms.replace(classId, { perGroup: true, ungrouped: 'outside', version: Date.now() }, []);
    const seat = { seatId: SeatId.parse(newId()), sessionId: SessionId.parse(newId()), turn: 0, roomId: a };
    const caller = { ...people.ann, name: 'ann', link: 'tool/link', seat };
    // Whoever may not be there any more may go all the same; the door of a class is that of all its rooms.
    const about = ['class.watch', 'room.enter', 'room.leave', 'waiting.stop', 'waiting.set'];
    const others = Object.fromEntries(Object.entries(toolHandlers(world.classroom.ports)).filter(([wish]) => !about.includes(wish)));
    expect(Object.keys(others).length).toBeGreaterThan(30);
    for (const [wish, handle] of Object.entries(others)) {
      const answer = (handle as (caller: object, body: object) => Promise<unknown>)(caller, {});
      await expect(answer, wish).rejects.toMatchObject({ reason: 'other-room' });
    }
  });
});

it('[LV8] reactions, pace, timer and draws are those of one room, and reach its teachers and nobody in another', async () => {
  const { tara, theo, ann, ada, ben, a } = await twoRooms();
  await tara.get('lively.set', { settings: { isPaceShared: true } });
  await ann.get('reaction.send', { kind: 'clap' });
  await ann.get('pace.set', { state: 'lost' });
  await tara.get('timer.start', { sendId: newId(), seconds: 60, chimes: false });
  const { seatId } = await tara.get('draw.next', { sendId: newId(), leaveOut: [] });
  expect([ann.in.me.seatId, ada.in.me.seatId]).toContain(seatId);
  for (const link of [tara, ada]) {
    await link.fact('lively.reactions');
    await link.fact<{ counts: object }>('lively.pace', ({ counts }) => Object.keys(counts).length === 1);
    await event(link, 'timer.changed');
  }
  for (const link of [theo, ben]) expect(JSON.stringify(link.facts)).not.toMatch(/lively|timer\.|draw\./);
  expect(JSON.stringify((await sit(tara.person, a)).in)).toContain('"lost":1');
});

describe('talk in rooms of groups', () => {
  it('[GR14] what one group writes is not read by another: not as it happens, not later, not by its id; the teachers have all of it', async () => {
    const { people, theo, ann, ada, ben, a, b, activity } = await twoRooms();
    const message = await post(ann, 'a secret of group a');
    await event(ada, 'chat.posted');
    await post(ben, 'of group b');
    await event(theo, 'chat.posted');
    expect(JSON.stringify(ben.facts) + (await history(ben)) + (await history(theo))).not.toContain('a secret');
    expect((await sit(people.ben, b)).in.chat.page.messages).toHaveLength(1);
    const again = await world.enter(people.ben, { roomId: b });
    expect((await again.get('chat.before', { seq: message.seq + 10 })).messages.map(({ text }: ChatMessage) => text)).toEqual([
      'of group b',
    ]);
    expect(await again.reason('chat.react', { sendId: newId(), messageId: message.id, kind: 'heart', isOn: true })).not.toBe('ok');
    expect(await again.reason('chat.post', { sendId: newId(), text: 'a reply', mentions: [], replyTo: message.id })).toBe('not-found');
    expect(await theo.reason('chat.delete', { sendId: newId(), messageId: message.id })).toBe('not-found');
    const file = await world.api('/api/chat/export?format=csv&language=en', { token: people.tara.token });
    expect(await file.text()).toMatch(/a secret of group a[\s\S]*of group b/);
    // Who is moved reads the new group's, and the old one's no more.
    await activity.groups({ a: ['ada'], b: ['ann', 'ben'] });
    expect(texts((await sit(people.ann, b)).in)).toEqual(['of group b']);
    expect(texts((await sit(people.tara, a)).in)).toEqual(['a secret of group a']);
  });

  it('[GR14] settings and mutes hold in every room of the class, are told there, and are lifted from any', async () => {
    const { people, tara, theo, ann, ben, b, activity } = await twoRooms();
    await tara.get('chat.set', { sendId: newId(), settings: { studentsWrite: false } });
    await event(ben, 'chat.set');
    expect(await ben.reason('chat.post', { sendId: newId(), text: 'no', mentions: [] })).toBe('forbidden');
    await theo.get('chat.set', { sendId: newId(), settings: { studentsWrite: true } });
    await event(ann, 'chat.set', (one) => (one['settings'] as { studentsWrite: boolean }).studentsWrite);
    await tara.get('chat.mute', { sendId: newId(), seatId: ann.in.me.seatId, isMuted: true });
    await event(theo, 'chat.muted');
    expect(ben.events('chat.muted')).toEqual([]);
    await activity.groups({ a: ['ada'], b: ['ann', 'ben'] });
    const moved = await sit(people.ann, b);
    expect(moved.in.chat.isMuted).toBe(true);
    expect(await moved.reason('chat.post', { sendId: newId(), text: 'no', mentions: [] })).toBe('forbidden');
    // By the seat that the mute was made for, which is one of the other room.
    await theo.get('chat.mute', { sendId: newId(), seatId: ann.in.me.seatId, isMuted: false });
    expect((await post(moved, 'again')).text).toBe('again');
  });

  it('[GR15] what is for teachers or for one person alone reaches them in the room where it happens, and nobody else', async () => {
    const { people, tara, theo, ann, ada, activity } = await twoRooms();
    const seat = tara.in.me.seatId;
    const { seq } = await post(ann, 'for the teacher alone', { to: seat });
    await event(tara, 'chat.posted', (one) => one['seq'] === seq);
    await event(ann, 'chat.posted', (one) => one['seq'] === seq);
    await event(ada, 'hidden', (one) => one['seq'] === seq);
    expect(JSON.stringify(ada.facts) + (await history(ada))).not.toContain('for the teacher alone');
    expect(JSON.stringify(theo.facts)).not.toContain('for the teacher alone');
    // What teachers alone are told: a mute, and whoever comes while the list of people is closed.
    await tara.get('chat.mute', { sendId: newId(), seatId: ann.in.me.seatId, isMuted: true });
    await event(tara, 'chat.muted');
    await event(ann, 'chat.muted');
    expect(ada.events('chat.muted')).toEqual([]);
    await theo.get('locks.set', { locks: { people: true } });
    await activity.groups({ a: ['ann', 'ada', 'late'], b: ['ben'] });
    await sit(await activity.person('late'), await roomOf(people.tara, 'Group a'));
    await event(tara, 'seat.joined', (one) => (one['person'] as { name: string }).name === 'late');
    expect(JSON.stringify(ada.facts) + JSON.stringify(theo.facts)).not.toContain('"late"');
  });

  it('[GR15] whoever is of another group now hears nothing more of the old room that was for them by name', async () => {
    const { people, tara, ann, activity, a } = await twoRooms();
    await tara.get('locks.set', { locks: { people: true } });
    await tara.get('locks.except', { seatId: ann.in.me.seatId, locks: ['people'] });
    await activity.groups({ a: ['ada'], b: ['ann', 'ben'] });
    await ann.fact('seat.displaced');
    const before = ann.events().length;
    await activity.groups({ a: ['ada', 'late'], b: ['ann', 'ben'] });
    await sit(await activity.person('late'), a);
    await event(tara, 'seat.joined', (one) => (one['person'] as { name: string }).name === 'late');
    const raw = await world.link(people.ann);
    await raw.get('class.watch');
    expect(ann.events().length).toBe(before);
  });
});
