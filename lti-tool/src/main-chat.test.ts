import { type ChatMessage, type ChatPage, type ChatSnapshot, LIMITS, type PrivateLevel, SeatId, SessionId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { mongoSettingsCopies } from './adapters/mongo/settings-copies.ts';
import { newId, type TestLink, type TestPerson, World } from './testing/classroom-world.ts';
import { postMessage } from './usecases/post-message.ts';

let world: World;
let now = Date.UTC(2027, 2, 21, 9, 30);
beforeAll(async () => {
  world = await World.open({ clock: { now: () => now } });
});
afterAll(() => world.close());

type Seated = Awaited<ReturnType<World['enter']>> & { readonly person: TestPerson; readonly seatId: string; readonly chat: ChatSnapshot };

async function sit(person: TestPerson): Promise<Seated> {
  const link = await world.enter(person);
  const { chat, me } = link.snapshot as unknown as { chat: ChatSnapshot; me: { seatId: string } };
  return Object.assign(link, { person, seatId: me.seatId, chat });
}

async function aClass() {
  const classId = await world.class();
  const [tara, theo] = [await world.person(classId, 'teacher', 'Tara'), await world.person(classId, 'teacher', 'Theo')];
  const [sam, ada] = [await world.person(classId, 'student', 'Sam'), await world.person(classId, 'student', 'Ada')];
  return { classId, tara: await sit(tara), theo: await sit(theo), sam: await sit(sam), ada: await sit(ada) };
}

const draft = (text: string, more: Record<string, unknown> = {}) => ({ sendId: newId(), text, mentions: [], ...more });
const post = async (link: Seated, text: string, more: Record<string, unknown> = {}): Promise<ChatMessage> =>
  (await link.get('chat.post', draft(text, more))).message;
const level = (teacher: Seated, privately: PrivateLevel) => teacher.get('chat.set', { sendId: newId(), settings: { privately } });
const set = (teacher: Seated, settings: object) => teacher.get('chat.set', { sendId: newId(), settings });
/** What a person who comes in now finds. */
const found = async (person: TestPerson): Promise<ChatPage> => (await sit(person)).chat.page;
const texts = ({ messages }: ChatPage) => messages.map(({ text }) => text);
/** The event about a number, as this link was told it. */
const told = (link: TestLink, seq: number) =>
  link.fact<{ seq: number; type: string; message?: ChatMessage }>('event', (event) => event.seq === seq);
/** The whole history of the class as `events.since` gives it to that person. */
async function missed(link: TestLink): Promise<string> {
  const all: unknown[] = [];
  for (let seq = 0, more = true; more; ) {
    const answer = await link.get('events.since', { seq });
    all.push(...answer.events);
    more = answer.more;
    seq = answer.events.at(-1)?.seq ?? seq;
  }
  return JSON.stringify(all);
}
const stored = (id: string) => world.connection.collection<{ _id: string; text: string }>('messages').findOne({ _id: id } as never);

describe('writing', () => {
  it('[CH1] a message is kept when it is acknowledged, and everybody in the room is told it once, with its number', async () => {
    const { tara, sam, ada } = await aClass();
    const message = await post(sam, 'Is 3 < 5 & "why"?\nSecond line');
    expect(await stored(message.id)).toMatchObject({ text: 'Is 3 < 5 & "why"?\nSecond line' });
    expect(message).toMatchObject({ from: { name: 'Sam', role: 'student', personId: sam.person.personId }, to: null, at: now });
    for (const link of [tara, sam, ada]) {
      expect(await told(link, message.seq)).toMatchObject({ type: 'chat.posted', message: { id: message.id, text: message.text } });
      expect(link.events('chat.posted')).toHaveLength(1);
    }
  });

  it('[CH2] the same sendId again is answered with the same message and told to nobody; with other words or another wish it is refused', async () => {
    const { tara, sam } = await aClass();
    const body = draft('once');
    const [first, second] = [await sam.get('chat.post', body), await sam.get('chat.post', body)];
    expect(second).toEqual(first);
    expect(await sam.reason('chat.post', { ...body, text: 'twice' })).toBe('bad-request');
    expect(await sam.reason('chat.delete', { sendId: body.sendId, messageId: first.message.id })).toBe('bad-request');
    // The sendId is the sender's own: somebody else's same one is another.
    expect((await tara.get('chat.post', body)).message.id).not.toBe(first.message.id);
    const last = await post(tara, 'last');
    await told(sam, last.seq);
    expect(sam.events('chat.posted').map((event) => (event['message'] as ChatMessage).text)).toEqual(['once', 'once', 'last']);
  });

  it('[CH2] of many at once with the same sendId, at two tools, one is written, and all are answered with it', async () => {
    const { classId, tara, sam } = await aClass();
    const other = await World.open({ uri: world.uri, gateway: world.gateway, clock: world.clock });
    try {
      const { sessionId } = (tara.snapshot as unknown as { session: { sessionId: string } }).session;
      const seat = { seatId: SeatId.parse(tara.seatId), sessionId: SessionId.parse(sessionId), turn: 0, roomId: classId };
      const caller = { ...tara.person, name: 'Tara', link: 'tool/link', seat };
      for (let round = 0; round < 5; round += 1) {
        const body = { sendId: newId(), text: `round ${round}`, mentions: [] };
        const all = await Promise.all(
          Array.from({ length: 20 }, (_, index) => postMessage([world, other][index % 2]!.classroom.ports, caller, body)),
        );
        expect(new Set(all.map(({ value }) => value.message.id)).size).toBe(1);
        expect(all.filter(({ facts }) => facts.length > 0)).toHaveLength(1);
      }
      expect(await world.connection.collection('messages').countDocuments({ classId })).toBe(5);
      expect(texts(await found(sam.person))).toHaveLength(5);
    } finally {
      await other.close();
    }
  });

  it('[CH3] text of any script is kept; what says nothing, is too long or has too many lines is refused', async () => {
    const { tara } = await aClass();
    for (const text of ['السلام عليكم', '日本語のテキスト', 'नमस्ते', '👩‍👩‍👧‍👦 ok', '𐎀𐎁', 'a\u200fb', 'x'.repeat(LIMITS.chatChars)])
      expect((await post(tara, text)).text).toBe(text);
    now += 60_000;
    const fresh = await sit(tara.person);
    expect((await post(fresh, Array.from({ length: LIMITS.chatLines }, (_, line) => `${line}`).join('\n'))).text.split('\n')).toHaveLength(
      LIMITS.chatLines,
    );
    const tooMany = Array.from({ length: LIMITS.chatLines + 1 }, (_, line) => `${line}`).join('\n');
    for (const text of ['', '   \n ', '\u200b\u200b', '\u202e', tooMany, 'x'.repeat(LIMITS.chatChars + 1)])
      expect(await fresh.reason('chat.post', draft(text)), JSON.stringify(text.slice(0, 20))).toBe('bad-request');
  });

  it('[CH3] marks that turn the line, control characters, halves of characters and piles of marks are taken away', async () => {
    const { tara } = await aClass();
    expect((await post(tara, 'a\u202egnp.exe\u2066 b\u0000\u0007\ud800c')).text).toBe('agnp.exe bc');
    expect((await post(tara, 'one\r\n\r\n\r\n\r\ntwo\u2028three  ')).text).toBe('one\n\ntwo\nthree');
    const pile = `z${'\u0335'.repeat(1_000)}`;
    expect((await post(tara, pile)).text).toBe(`z${'\u0335'.repeat(LIMITS.chatMarks)}`);
  });

  it('[CH4] who comes in gets the newest messages, and older ones page by page until the first', async () => {
    const { classId, tara, ada } = await aClass();
    const many = LIMITS.chatPage * 2 + 10;
    const first = await post(tara, 'number 0');
    const raw = (await stored(first.id)) as unknown as { seq: number };
    await world.connection.collection('messages').insertMany(
      Array.from({ length: many - 1 }, (_, index) => ({
        ...raw,
        _id: newId(),
        seq: raw.seq + index + 1,
        text: `number ${index + 1}`,
      })) as never,
    );
    await world.connection.collection<{ _id: string }>('eventcounters').updateOne({ _id: classId }, { $set: { seq: raw.seq + many } });
    const late = await sit(ada.person);
    expect(texts(late.chat.page)).toEqual(
      Array.from({ length: LIMITS.chatPage }, (_, index) => `number ${many - LIMITS.chatPage + index}`),
    );
    let page = late.chat.page;
    let all = page.messages;
    while (page.more) {
      page = await late.get('chat.before', { seq: all[0]!.seq });
      all = [...page.messages, ...all];
    }
    expect(all.map(({ text }) => text)).toEqual(Array.from({ length: many }, (_, index) => `number ${index}`));
    expect((await late.get('chat.before', { seq: raw.seq })).messages).toEqual([]);
  });

  it('[CH5] an answer weighs no more than its limit, however long the messages are', async () => {
    const { tara, ada } = await aClass();
    const long = '€'.repeat(LIMITS.chatChars);
    const first = await post(tara, long);
    const raw = (await stored(first.id)) as unknown as { seq: number };
    const count = 40;
    await world.connection
      .collection('messages')
      .insertMany(Array.from({ length: count }, (_, index) => ({ ...raw, _id: newId(), seq: raw.seq + index + 1 })) as never);
    const late = await sit(ada.person);
    expect(late.chat.page.messages).toHaveLength(Math.floor(LIMITS.chatPageBytes / Buffer.byteLength(long)));
    expect(late.chat.page.more).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(late.snapshot))).toBeLessThan(300_000);
    expect(late.chat.page.messages.at(-1)?.seq).toBe(raw.seq + count);
  });

  it('[CH6] what was written is there in the next session, and its numbers go on', async () => {
    const { tara, sam } = await aClass();
    const before = await post(sam, 'see you next week');
    await tara.get('session.end', { sendId: newId() });
    const next = await sit(sam.person);
    expect(texts(next.chat.page)).toEqual(['see you next week']);
    expect((await post(next, 'here I am')).seq).toBeGreaterThan(before.seq);
    expect(await sam.reason('chat.post', draft('into the old session'))).toBe('class-ended');
  });

  it('[CH7] nobody writes or reads without a seat in the room', async () => {
    const { sam } = await aClass();
    await post(sam, 'hello');
    const lobby = await world.link(sam.person);
    expect(await lobby.reason('chat.post', draft('from the lobby'))).toBe('wrong-phase');
    expect(await lobby.reason('chat.before', { seq: 1_000 })).toBe('wrong-phase');
  });
});

describe('in private', () => {
  const TABLE: Record<PrivateLevel, [ts: boolean, st: boolean, ss: boolean, tt: boolean]> = {
    off: [false, false, false, false],
    teachers: [true, true, false, true],
    peers: [false, false, true, true],
    all: [true, true, true, true],
  };

  it.each(Object.entries(TABLE))('[CH10] level %s says who may write to whom, at each send', async (name, allowed) => {
    const { tara, theo, sam, ada } = await aClass();
    await level(tara, name as PrivateLevel);
    const pairs = [
      [tara, sam],
      [sam, tara],
      [sam, ada],
      [tara, theo],
    ] as const;
    for (const [index, [from, to]] of pairs.entries())
      expect(await from.reason('chat.post', draft('psst', { to: to.seatId })), `pair ${index}`).toBe(allowed[index] ? 'ok' : 'forbidden');
    expect(await sam.reason('chat.post', draft('to everybody'))).toBe('ok');
  });

  it('[CH10] where no teacher said anything students write privately to teachers only', async () => {
    const { sam, ada, tara } = await aClass();
    expect(sam.chat.settings).toEqual({ studentsWrite: true, privately: 'teachers', slowSeconds: 0 });
    expect(await sam.reason('chat.post', draft('psst', { to: ada.seatId }))).toBe('forbidden');
    expect(await sam.reason('chat.post', draft('psst', { to: tara.seatId }))).toBe('ok');
  });

  it('[CH11] reaches its two people alone: live, in what was missed, in history, and whatever happens to it', async () => {
    const { tara, theo, sam, ada } = await aClass();
    const secret = await post(sam, 'the secret', { to: tara.seatId });
    const { seq } = await sam.get('chat.edit', { sendId: newId(), messageId: secret.id, text: 'the other secret', mentions: [] });
    const reaction = await tara.get('chat.react', { sendId: newId(), messageId: secret.id, kind: 'heart', isOn: true });
    for (const link of [tara, sam]) {
      expect(await told(link, secret.seq)).toMatchObject({ type: 'chat.posted', message: { to: { name: 'Tara' }, text: 'the secret' } });
      expect(await told(link, reaction.seq)).toMatchObject({ type: 'chat.reacted' });
    }
    for (const link of [theo, ada]) {
      for (const number of [secret.seq, seq, reaction.seq])
        expect(await told(link, number)).toEqual({ seq: number, at: now, type: 'hidden' });
      expect(JSON.stringify(link.facts)).not.toContain('secret');
      expect(await missed(link)).not.toContain('secret');
      expect(JSON.stringify(await link.get('chat.before', { seq: Number.MAX_SAFE_INTEGER }))).not.toContain('secret');
      expect(JSON.stringify((await sit(link.person)).snapshot)).not.toContain('secret');
    }
    expect(texts(await found(sam.person))).toEqual(['the other secret']);
    expect(texts(await found(tara.person))).toEqual(['the other secret']);
  });

  it('[CH11] who may not read a message may neither answer, change, delete nor react to it, and is not told that it is there', async () => {
    const { theo, tara, sam, ada } = await aClass();
    const { id: messageId } = await post(sam, 'the secret', { to: tara.seatId });
    for (const link of [theo, ada]) {
      expect(await link.reason('chat.post', draft('re', { replyTo: messageId }))).toBe('not-found');
      expect(await link.reason('chat.edit', { sendId: newId(), messageId, text: 'mine', mentions: [] })).toBe('not-found');
      expect(await link.reason('chat.delete', { sendId: newId(), messageId })).toBe('not-found');
      expect(await link.reason('chat.react', { sendId: newId(), messageId, kind: 'yes', isOn: true })).toBe('not-found');
    }
    const other = await aClass();
    expect(await other.tara.reason('chat.delete', { sendId: newId(), messageId })).toBe('not-found');
  });

  it('[CH12] goes to somebody who is in the room, not to oneself, to somebody who left or to another class', async () => {
    const { tara, sam, ada } = await aClass();
    await level(tara, 'all');
    const other = await aClass();
    await ada.get('room.leave');
    for (const to of [sam.seatId, ada.seatId, other.tara.seatId, newId()])
      expect(await sam.reason('chat.post', draft('psst', { to })), to).toBe('not-found');
  });

  it('[CH13] a level that is lowered holds for changes and reactions too, not for what was already read', async () => {
    const { tara, sam, ada } = await aClass();
    await level(tara, 'all');
    const { id: messageId } = await post(sam, 'between us', { to: ada.seatId });
    await level(tara, 'teachers');
    expect(await sam.reason('chat.edit', { sendId: newId(), messageId, text: 'still between us', mentions: [] })).toBe('forbidden');
    expect(await ada.reason('chat.react', { sendId: newId(), messageId, kind: 'laugh', isOn: true })).toBe('forbidden');
    expect(await sam.reason('chat.post', draft('and on', { to: ada.seatId, replyTo: messageId }))).toBe('forbidden');
    expect(texts(await found(ada.person))).toEqual(['between us']);
    expect(await sam.reason('chat.delete', { sendId: newId(), messageId })).toBe('ok');
  });
});

describe('what becomes of a message', () => {
  it('[CH20] an answer says what it answers, also where that is older than the page; what quotes a private one stays between the two', async () => {
    const { classId, tara, theo, sam, ada } = await aClass();
    const question = await post(sam, 'q'.repeat(LIMITS.chatQuoteChars + 1));
    const raw = (await stored(question.id)) as unknown as { seq: number };
    const noise = Array.from({ length: LIMITS.chatPage }, (_, index) => ({
      ...raw,
      _id: newId(),
      seq: raw.seq + index + 1,
      text: 'noise',
    }));
    await world.connection.collection('messages').insertMany(noise as never);
    await world.connection
      .collection<{ _id: string }>('eventcounters')
      .updateOne({ _id: classId }, { $set: { seq: raw.seq + LIMITS.chatPage } });
    expect((await post(tara, 'answer', { replyTo: question.id })).replyTo).toBe(question.id);
    const { page } = (await sit(ada.person)).chat;
    expect(page.messages.at(-1)).toMatchObject({ text: 'answer', replyTo: question.id });
    expect(page.quoted).toMatchObject([{ id: question.id, text: 'q'.repeat(LIMITS.chatQuoteChars) }]);
    const secret = await post(sam, 'secret', { to: tara.seatId });
    expect(await tara.reason('chat.post', draft('quoted to all', { replyTo: secret.id }))).toBe('not-found');
    expect(await tara.reason('chat.post', draft('quoted to Theo', { replyTo: secret.id, to: theo.seatId }))).toBe('not-found');
    expect(await tara.reason('chat.post', draft('back', { replyTo: secret.id, to: sam.seatId }))).toBe('ok');
  });

  it('[CH21] each person says each reaction once and may take it back; everybody is told how many there are', async () => {
    const { tara, sam, ada } = await aClass();
    const { id: messageId } = await post(tara, 'clear so far?');
    const react = (link: Seated, kind: string, isOn: boolean) => link.get('chat.react', { sendId: newId(), messageId, kind, isOn });
    await react(sam, 'yes', true);
    const { seq } = await react(ada, 'yes', true);
    expect(await told(tara, seq)).toMatchObject({ type: 'chat.reacted', kind: 'yes', isOn: true, count: 2, personId: ada.person.personId });
    // Once more is once: nothing is numbered.
    expect((await react(ada, 'yes', true)).seq).toBe(seq);
    await react(ada, 'question', true);
    await react(sam, 'yes', false);
    const of = async (person: TestPerson) => (await found(person)).messages.at(-1)?.reactions;
    expect(await of(tara.person)).toEqual([
      { kind: 'yes', count: 1, isMine: false },
      { kind: 'question', count: 1, isMine: false },
    ]);
    expect((await of(ada.person))?.every(({ isMine }) => isMine)).toBe(true);
    const fresh = await sit(sam.person);
    expect(await fresh.reason('chat.react', { sendId: newId(), messageId, kind: 'skull', isOn: true })).toBe('bad-request');
  });

  it('[CH22] one’s own message may be changed for a while, and then not any more; nobody else changes it, not even a teacher', async () => {
    const { tara, sam, ada } = await aClass();
    const { id: messageId, seq: number } = await post(sam, 'my number is 555-0199');
    const edit = (link: Seated, text: string) => link.reason('chat.edit', { sendId: newId(), messageId, text, mentions: [] });
    now += LIMITS.chatEditMs;
    expect(await edit(sam, 'never mind')).toBe('ok');
    const event = await ada.fact<{ type: string; text: string }>('event', ({ type }) => type === 'chat.edited');
    expect(event.text).toBe('never mind');
    // What it said before is not to be had by asking for old events either.
    expect(await missed(await sit(ada.person))).not.toContain('555-0199');
    expect((await found(ada.person)).messages.at(-1)).toMatchObject({ text: 'never mind', editedAt: now, seq: number });
    now += 1;
    const again = await sit(sam.person);
    expect(await edit(again, 'too late')).toBe('wrong-phase');
    expect(await edit(tara, 'by a teacher')).toBe('forbidden');
    expect(await edit(again, '\u202e')).toBe('bad-request');
  });

  it('[CH23] a student deletes their own, a teacher any; the text is gone for students everywhere, and who did it when stays to be seen', async () => {
    const { tara, sam, ada } = await aClass();
    const [rude, calm] = [await post(sam, 'something rude'), await post(sam, 'something calm')];
    const remove = (link: Seated, { id }: ChatMessage) => link.reason('chat.delete', { sendId: newId(), messageId: id });
    expect(await remove(ada, rude)).toBe('forbidden');
    expect(await remove(tara, rude)).toBe('ok');
    expect(await remove(sam, calm)).toBe('ok');
    const event = await ada.fact<{ type: string; messageId: string }>(
      'event',
      ({ type, messageId }) => type === 'chat.deleted' && messageId === rude.id,
    );
    expect(event).toMatchObject({ deleted: { at: now, name: 'Tara', role: 'teacher' } });
    const fresh = await sit(ada.person);
    expect(fresh.chat.page.messages).toMatchObject([
      { text: '', deleted: { name: 'Tara', role: 'teacher', at: now } },
      { text: '', deleted: { name: 'Sam', role: 'student' } },
    ]);
    expect(await missed(fresh)).not.toMatch(/rude|calm/);
    expect(texts(await found(sam.person))).toEqual(['', '']);
    // The first trace stays.
    now += 1_000;
    const mine = await sit(sam.person);
    expect(await remove(mine, rude)).toBe('ok');
    expect((await found(tara.person)).messages).toMatchObject([{ text: 'something rude', deleted: { name: 'Tara', at: now - 1_000 } }, {}]);
    expect(await mine.reason('chat.edit', { sendId: newId(), messageId: calm.id, text: 'back', mentions: [] })).toBe('wrong-phase');
    expect(await mine.reason('chat.react', { sendId: newId(), messageId: calm.id, kind: 'yes', isOn: true })).toBe('not-found');
    expect(await mine.reason('chat.post', draft('re', { replyTo: calm.id }))).toBe('not-found');
  });

  it('[CH24] people of the room are called by a mention; nobody else is', async () => {
    const { sam, ada } = await aClass();
    const other = await aClass();
    const message = await post(sam, '@Ada look', { mentions: [ada.seatId, ada.seatId, other.sam.seatId, newId()] });
    expect(message.mentions).toEqual([{ personId: ada.person.personId, name: 'Ada' }]);
    const most = Array.from({ length: LIMITS.chatMentions }, newId);
    expect(await sam.reason('chat.post', draft('many', { mentions: most }))).toBe('ok');
    expect(await sam.reason('chat.post', draft('too many', { mentions: [...most, newId()] }))).toBe('bad-request');
  });
});

describe('keeping order', () => {
  it('[CH30] a muted person writes, changes and reacts no more, in no later session, until a teacher takes it back', async () => {
    const { tara, theo, sam, ada } = await aClass();
    const { id: messageId } = await post(sam, 'before');
    const mute = (isMuted: boolean) => tara.get('chat.mute', { sendId: newId(), seatId: sam.seatId, isMuted });
    const { seq } = await mute(true);
    for (const link of [tara, theo, sam])
      expect(await told(link, seq)).toMatchObject({ type: 'chat.muted', isMuted: true, person: { name: 'Sam' } });
    expect(await told(ada, seq)).toMatchObject({ type: 'hidden' });
    expect((await mute(true)).seq).toBe((await mute(true)).seq);
    const attempts = (link: Seated) =>
      Promise.all([
        link.reason('chat.post', draft('now')),
        link.reason('chat.post', draft('privately', { to: tara.seatId })),
        link.reason('chat.edit', { sendId: newId(), messageId, text: 'changed', mentions: [] }),
        link.reason('chat.react', { sendId: newId(), messageId, kind: 'yes', isOn: true }),
      ]);
    expect(await attempts(sam)).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
    await tara.get('session.end', { sendId: newId() });
    const next = await sit(sam.person);
    const teacher = await sit(tara.person);
    expect(next.chat).toMatchObject({ isMuted: true, muted: [] });
    expect(teacher.chat.muted).toEqual([{ personId: sam.person.personId, seatId: sam.seatId, name: 'Sam' }]);
    expect(await next.reason('chat.post', draft('next week'))).toBe('forbidden');
    await teacher.get('chat.mute', { sendId: newId(), seatId: sam.seatId, isMuted: false });
    expect(await next.reason('chat.post', draft('free again'))).toBe('ok');
  });

  it('[CH30] no teacher is muted, nobody of another class, and no more than the limit', async () => {
    const { classId, tara, theo, sam, ada } = await aClass();
    const mute = (seatId: string) => tara.reason('chat.mute', { sendId: newId(), seatId, isMuted: true });
    expect(await mute(theo.seatId)).toBe('forbidden');
    const other = await aClass();
    expect(await mute(other.sam.seatId)).toBe('not-found');
    const mutes = world.connection.collection('chatmutes');
    const others = Array.from({ length: LIMITS.chatMutes - 1 }, () => ({
      _id: `${classId}/${newId()}`,
      classId,
      personId: newId(),
      seatId: newId(),
      name: '',
    }));
    await mutes.insertMany(others as never);
    expect(await mute(sam.seatId)).toBe('ok');
    expect(await mute(ada.seatId)).toBe('busy');
    expect((await sit(tara.person)).chat.muted).toHaveLength(LIMITS.chatMutes);
  });

  it('[CH31] in slow mode a student writes once in the time given, teachers as they like, and deleting wins no time', async () => {
    const { tara, sam } = await aClass();
    await set(tara, { slowSeconds: 30 });
    const first = await post(sam, 'first');
    await sam.get('chat.delete', { sendId: newId(), messageId: first.id });
    now += 29_999;
    expect(await sam.reason('chat.post', draft('too soon'))).toBe('too-fast');
    for (const text of ['one', 'two']) expect(await tara.reason('chat.post', draft(text))).toBe('ok');
    now += 1;
    expect(await sam.reason('chat.post', draft('second'))).toBe('ok');
    const settings = (slowSeconds: unknown) => tara.reason('chat.set', { sendId: newId(), settings: { slowSeconds } });
    expect(await settings(LIMITS.chatSlowSeconds)).toBe('ok');
    for (const wrong of [LIMITS.chatSlowSeconds + 1, -1, 0.5, Number.NaN, '30']) expect(await settings(wrong)).toBe('bad-request');
  });

  it('[CH32] where the chat is off for students they write nothing, and teachers go on', async () => {
    const { tara, sam } = await aClass();
    const { id: messageId } = await post(sam, 'before');
    const { seq } = await set(tara, { studentsWrite: false });
    expect(await told(sam, seq)).toMatchObject({ type: 'chat.set', settings: { studentsWrite: false, privately: 'teachers' } });
    expect(await sam.reason('chat.post', draft('now'))).toBe('forbidden');
    expect(await sam.reason('chat.post', draft('privately', { to: tara.seatId }))).toBe('forbidden');
    expect(await sam.reason('chat.react', { sendId: newId(), messageId, kind: 'yes', isOn: true })).toBe('forbidden');
    expect(await tara.reason('chat.post', draft('listen'))).toBe('ok');
    const late = await sit(sam.person);
    expect(late.chat.settings.studentsWrite).toBe(false);
    await set(tara, { studentsWrite: true });
    expect(await late.reason('chat.post', draft('again'))).toBe('ok');
  });

  it('[CH33] a student sets nothing and mutes nobody', async () => {
    const { sam, ada } = await aClass();
    expect(await sam.reason('chat.set', { sendId: newId(), settings: { privately: 'all' } })).toBe('forbidden');
    expect(await sam.reason('chat.mute', { sendId: newId(), seatId: ada.seatId, isMuted: true })).toBe('forbidden');
    expect((await sit(sam.person)).chat.settings.privately).toBe('teachers');
  });

  it('[CH34] whatever races with a mute or a lower level, nothing that it forbids gets a later number', async () => {
    const { classId, tara, sam, ada } = await aClass();
    await level(tara, 'all');
    for (let round = 0; round < 4; round += 1) {
      const writer = await sit(sam.person);
      const writing = Promise.all(
        Array.from({ length: 6 }, (_, index) => writer.ask('chat.post', draft(`race ${index}`, { to: ada.seatId }))),
      );
      const { seq } = await level(tara, 'off');
      await writing;
      const later = await world.connection
        .collection('events')
        .countDocuments({ classId, seq: { $gt: seq }, 'event.type': 'chat.posted', 'event.message.to': { $ne: null } });
      expect(later).toBe(0);
      await level(tara, 'all');
      now += 60_000;
    }
  });

  it('[CH35] a copy of a class begins with its chat’s settings, without its people and messages', async () => {
    const { classId, tara, sam } = await aClass();
    await set(tara, { privately: 'peers', slowSeconds: 10 });
    await post(tara, 'for the first class');
    await tara.get('chat.mute', { sendId: newId(), seatId: sam.seatId, isMuted: true });
    const copy = await world.class();
    await mongoSettingsCopies(world.connection).copy(classId, copy);
    const { chat } = await sit(await world.person(copy, 'teacher', 'Tara'));
    expect(chat.settings).toEqual({ studentsWrite: true, privately: 'peers', slowSeconds: 10 });
    expect(chat.page.messages).toEqual([]);
    expect(chat.muted).toEqual([]);
  });
});

describe('the chat as a file', () => {
  const file = async (person: TestPerson, query: string) => {
    const answer = await world.api(`/api/chat/export?${query}`, { token: person.token });
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
  };

  it('[CH40] is for teachers, holds what they may read, and no cell of it would be run', async () => {
    const { tara, theo, sam, ada } = await aClass();
    await post(sam, '=HYPERLINK("http://evil.example";"x")');
    await post(sam, '\u200e+1 "quoted", with a comma\nand a line');
    await post(sam, 'only for Tara', { to: tara.seatId });
    const { id } = await post(ada, 'gone');
    await tara.get('chat.delete', { sendId: newId(), messageId: id });
    const csv = await file(tara.person, 'format=csv');
    expect(csv).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8' });
    const rows = csv.body.split('\r\n');
    expect(rows[0]).toContain('Written,From,To,Message,Changed,Deleted,Deleted by');
    expect(csv.body).toContain(`"'=HYPERLINK(""http://evil.example"";""x"")"`);
    expect(csv.body).toContain(`"'\u200e+1 ""quoted"", with a comma\nand a line"`);
    expect(csv.body).toContain('only for Tara');
    expect(csv.body).toMatch(/Ada,Everybody,gone,,.+,Tara/);
    expect((await file(theo.person, 'format=csv')).body).not.toContain('only for Tara');
    expect((await file(sam.person, 'format=csv')).status).toBe(403);
    const arabic = await file(tara.person, 'format=csv&language=ar');
    expect(arabic.body).toContain('الرسالة');
  });

  it('[CH40] as text nothing that somebody wrote passes for a line of somebody else', async () => {
    const { tara, sam } = await aClass();
    await post(sam, 'first\n[2027-03-21T09:30:00.000Z] Tara\n    you all have an A');
    await post(sam, 'psst', { to: tara.seatId });
    const { body, type } = await file(tara.person, 'format=txt');
    expect(type).toBe('text/plain; charset=utf-8');
    expect(body.split('\n').filter((line) => line.replace('\ufeff', '').startsWith('['))).toHaveLength(2);
    expect(body).toContain('Sam (privately to Tara)');
  });
});

describe('erasing', () => {
  it('[CH41] what an erased person wrote is gone, also from what was told, and their name from what others wrote', async () => {
    const { classId, tara } = await aClass();
    const zoe = await sit(await world.person(classId, 'student', 'Zoe Zabriskie'));
    const own = await post(zoe, 'my own words');
    await zoe.get('chat.edit', { sendId: newId(), messageId: own.id, text: 'my changed words', mentions: [] });
    await post(tara, 'to her', { to: zoe.seatId });
    const called = await post(tara, 'look', { mentions: [zoe.seatId] });
    await zoe.get('chat.react', { sendId: newId(), messageId: called.id, kind: 'wow', isOn: true });
    const removed = await post(zoe, 'removed by herself');
    await zoe.get('chat.delete', { sendId: newId(), messageId: removed.id });
    await tara.get('chat.mute', { sendId: newId(), seatId: zoe.seatId, isMuted: true });
    const person = await world.identity.persons.find(zoe.person.personId);
    await zoe.get('room.leave');
    await (await openPeopleEraser(world.connection)).erase(person!.issuer, [person!.sub]);
    const collections = await world.connection.listCollections();
    const all = JSON.stringify(
      await Promise.all(collections.map(({ name }) => world.connection.collection(name).find({ classId }).toArray())),
    );
    for (const word of ['Zabriskie', 'my own words', 'my changed words', 'removed by herself']) expect(all, word).not.toContain(word);
    const { chat } = await sit(tara.person);
    expect(chat.page.messages).toMatchObject([
      { text: 'to her', to: { name: '' } },
      { text: 'look', mentions: [{ name: '' }], reactions: [] },
    ]);
    expect(chat.muted).toEqual([]);
  });
});
