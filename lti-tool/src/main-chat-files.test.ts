import { type ChatMessage, type ChatPage, type ChatSnapshot, FilesReply, FileView, LIMITS } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { newId, type TestPerson, until, World } from './testing/classroom-world.ts';
import { GroupActivity } from './testing/group-activity.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';
import { TestClock } from './testing/test-tool.ts';

const limits = { fileBytes: 30_000, chatFileBytes: 20_000, classFilesBytes: 400_000, chatFilesOfPerson: 4, filesFreeBytes: 0 };
/** A picture's head: so wide, so high. */
function png(width: number, height: number): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000080600000000000000', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, Buffer.alloc(40)]);
}

const clock = new TestClock();
let world: World;
beforeAll(async () => {
  world = await World.open({ limits, clock });
});
afterAll(() => world.close());

type Seated = Awaited<ReturnType<World['enter']>> & { readonly person: TestPerson; readonly seatId: string; readonly chat: ChatSnapshot };

async function sit(person: TestPerson): Promise<Seated> {
  const link = await world.enter(person);
  const { chat, me } = link.snapshot as unknown as { chat: ChatSnapshot; me: { seatId: string } };
  return Object.assign(link, { person, seatId: me.seatId, chat });
}

/** A class in which students may upload and write to each other. */
async function aClass() {
  const classId = await world.class();
  const tara = await sit(await world.person(classId, 'teacher', 'Tara'));
  const [sam, ada] = [await sit(await world.person(classId, 'student', 'Sam')), await sit(await world.person(classId, 'student', 'Ada'))];
  await call(tara.person, '/api/files-settings', 'PATCH', { studentsMayUpload: true });
  await tara.get('chat.set', { sendId: newId(), settings: { privately: 'all' } });
  return { classId, tara, sam, ada };
}

const call = (who: TestPerson, path: string, method = 'GET', body?: object) =>
  world.api(path, { method, token: who.token, ...(body && { body: JSON.stringify(body) }) });
const upload = (who: TestPerson, body: Buffer | string, place = 'chat', name = 'answer.bin') =>
  fetch(`${world.url}/api/files?${new URLSearchParams({ name, place })}`, {
    method: 'POST',
    body: Buffer.from(body),
    headers: { authorization: `Bearer ${who.token}` },
  });
async function uploaded(who: TestPerson, body: Buffer | string = 'because', place?: string, name?: string): Promise<string> {
  const response = await upload(who, body, place, name);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return FileView.parse(await response.json()).fileId;
}
const post = async (link: Seated, file: string, more: object = {}): Promise<ChatMessage> =>
  (await link.get('chat.post', { sendId: newId(), text: '', mentions: [], file, ...more })).message;
const refused = (link: Seated, file: string) => link.reason('chat.post', { sendId: newId(), text: '', mentions: [], file });
/** What this person gets of a file: by a link of their own. */
async function had(who: TestPerson, id: string): Promise<number | string> {
  const link = await call(who, `/api/files/${id}/link`, 'POST');
  return link.ok ? (await fetch(world.url + ((await link.json()) as { url: string }).url)).text() : link.status;
}
const list = async (who: TestPerson) => FilesReply.parse(await (await call(who, '/api/files')).json());
const page = async (person: TestPerson): Promise<ChatPage> => (await sit(person)).chat.page;
const remove = (link: Seated, messageId: string) => link.get('chat.delete', { sendId: newId(), messageId });

describe('a file in a message', () => {
  it('[CH25] is told with name, kind and size by content, beside words or without', async () => {
    const { tara, sam } = await aClass();
    const message = await post(sam, await uploaded(sam.person, png(40, 30), 'chat', 'cell.pdf'));
    expect(message).toMatchObject({ text: '', file: { name: 'cell.pdf', kind: 'image', size: { width: 40, height: 30 } } });
    const told = await tara.fact<{ message: ChatMessage }>('event', (event) => event.message?.id === message.id);
    expect(told.message.file).toEqual(message.file);
    const worded = await post(sam, await uploaded(sam.person, 'x'), { text: 'My answer' });
    expect(worded).toMatchObject({ text: 'My answer', file: { kind: 'other', bytes: 1 } });
    expect((await page(tara.person)).messages.map(({ file }) => file?.name)).toEqual(['cell.pdf', 'answer.bin']);
    expect(await sam.reason('chat.post', { sendId: newId(), text: '', mentions: [] })).toBe('bad-request');
  });

  it('[CH25] has limits of its own, and is uploaded by who may upload', async () => {
    const { tara, sam } = await aClass();
    expect((await upload(sam.person, Buffer.alloc(limits.chatFileBytes))).status).toBe(201);
    expect((await upload(sam.person, Buffer.alloc(limits.chatFileBytes + 1))).status).toBe(413);
    for (let count = 1; count < limits.chatFilesOfPerson; count += 1) await uploaded(sam.person);
    expect((await upload(sam.person, 'x')).status).toBe(409);
    expect((await upload(tara.person, 'x')).status).toBe(201);
    await call(tara.person, '/api/files-settings', 'PATCH', { studentsMayUpload: false });
    expect((await upload(sam.person, 'x')).status).toBe(403);
    expect((await upload(sam.person, 'x', 'elsewhere')).status).toBe(400);
  });

  it('[CH25] a large picture is no picture to be drawn', async () => {
    const { sam } = await aClass();
    const side = Math.floor(Math.sqrt(LIMITS.chatPicturePixels));
    expect((await post(sam, await uploaded(sam.person, png(side, side)))).file?.size).toEqual({ width: side, height: side });
    expect((await post(sam, await uploaded(sam.person, png(side + 1, side + 1)))).file).toMatchObject({ kind: 'image' });
    expect((await post(sam, await uploaded(sam.person, png(side + 1, side + 1)))).file?.size).toBeUndefined();
    expect((await post(sam, await uploaded(sam.person, png(0, 7)))).file?.size).toBeUndefined();
  });

  it('[CH25] of the library is what everybody may see there, and nothing else is to be shared', async () => {
    const { tara, sam, ada } = await aClass();
    const other = await aClass();
    const shared = await uploaded(tara.person, 'slides', 'library', 'Week 7.txt');
    expect((await post(sam, shared)).file?.name).toBe('Week 7.txt');
    await call(tara.person, `/api/files/${shared}`, 'PATCH', { hidden: true });
    for (const link of [tara, sam]) expect(await refused(link, shared)).toBe('not-found');
    expect(await refused(sam, await uploaded(other.sam.person, 'x', 'library'))).toBe('not-found');
    expect(await refused(sam, await uploaded(ada.person))).toBe('not-found');
    expect(await refused(sam, newId())).toBe('not-found');
    expect(await sam.reason('chat.post', { sendId: newId(), text: 'x', mentions: [], file: '../x' })).toBe('bad-request');
  });

  it('[CH2, CH25] the same sendId again is answered with the same message; with another file it is refused', async () => {
    const { sam } = await aClass();
    const body = { sendId: newId(), text: '', mentions: [], file: await uploaded(sam.person) };
    const [first, again] = [await sam.get('chat.post', body), await sam.get('chat.post', body)];
    expect(again).toEqual(first);
    expect(await sam.reason('chat.post', { ...body, file: await uploaded(sam.person) })).toBe('bad-request');
  });
});

describe('who has it', () => {
  it('[CH26] in private its two people, nobody else, not even a teacher, and no list shows it', async () => {
    const { tara, sam, ada } = await aClass();
    const zoe = await world.person(tara.person.classId, 'student', 'Zoe');
    const id = await uploaded(sam.person, 'a secret');
    expect([await had(sam.person, id), await had(ada.person, id), await had(tara.person, id)]).toEqual(['a secret', 404, 404]);
    await post(sam, id, { to: ada.seatId });
    expect([await had(sam.person, id), await had(ada.person, id)]).toEqual(['a secret', 'a secret']);
    for (const who of [tara.person, zoe]) {
      expect(await had(who, id)).toBe(404);
      expect((await call(who, `/api/files/${id}`, 'DELETE')).status).toBe(404);
      expect((await call(who, `/api/files/${id}`, 'PATCH', { name: 'x' })).status).toBe(404);
    }
    for (const who of [tara.person, sam.person]) expect((await list(who)).files).toEqual([]);
    expect(await list(tara.person)).toMatchObject({ chatBytes: 8, usedBytes: 8 });
    const link = await call(ada.person, `/api/files/${id}/link`, 'POST');
    const { url } = (await link.json()) as { url: string };
    expect((await fetch(world.url + url)).status).toBe(200);
    await world.connection.collection('memberships').deleteOne({ personId: ada.person.personId });
    expect((await fetch(world.url + url)).status).toBe(404);
  });

  it('[CH26] to everybody: the class, also who comes later, and no other class', async () => {
    const { classId, tara, sam, ada } = await aClass();
    const id = await uploaded(sam.person);
    await post(sam, id);
    const later = await world.person(classId, 'student', 'Zoe');
    for (const who of [tara.person, ada.person, later]) expect(await had(who, id)).toBe('because');
    expect(await had((await aClass()).tara.person, id)).toBe(404);
    expect((await call(sam.person, `/api/files/${id}`, 'DELETE')).status).toBe(403);
    expect((await call(tara.person, `/api/files/${id}`, 'PATCH', { hidden: true })).status).toBe(403);
  });
});

describe('in rooms of groups', () => {
  it('[CH26, GR14] it is had by the group of its message and teachers, and not by another group or who left it', async () => {
    const platform = await new TestPlatform().open();
    try {
      await world.identity.desk.registry.add(platform.registration(), 'active');
      const activity = new GroupActivity({ world, platform, plugin: new TestPlugin(world.url, platform) });
      await activity.groups({ a: ['ann'], b: ['ben'] });
      const [tara, ann, ben] = await Promise.all([activity.person('tara', 'teacher'), activity.person('ann'), activity.person('ben')]);
      const { rooms } = (await (await call(ann, '/api/class')).json()) as { rooms: { roomId: string }[] };
      await call(tara, '/api/files-settings', 'PATCH', { studentsMayUpload: true });
      const id = await uploaded(ann);
      const inA = await world.enter(ann, { roomId: rooms[0]?.roomId ?? '' });
      await inA.get('chat.post', { sendId: newId(), text: '', mentions: [], file: id });
      expect([await had(ann, id), await had(tara, id), await had(ben, id)]).toEqual(['because', 'because', 404]);
      await activity.groups({ a: ['ben'], b: ['ann'] });
      expect([await had(ben, id), await had(ann, id)]).toEqual(['because', 404]);
    } finally {
      await platform.close();
    }
  });
});

describe('what becomes of it', () => {
  it('[CH27] it is in one message only, and deleting that takes it off the page, the disk and the quota', async () => {
    const { tara, sam } = await aClass();
    const id = await uploaded(sam.person, 'gone soon');
    const message = await post(sam, id);
    expect(await refused(sam, id)).toBe('not-found');
    const { url } = (await (await call(tara.person, `/api/files/${id}/link`, 'POST')).json()) as { url: string };
    await remove(tara, message.id);
    expect((await fetch(world.url + url)).status).toBe(404);
    for (const who of [sam.person, tara.person]) {
      expect(await had(who, id)).toBe(404);
      expect((await page(who)).messages.at(-1)).not.toHaveProperty('file');
    }
    expect(JSON.stringify((await tara.get('events.since', { seq: 0 })).events)).not.toContain(id);
    await world.files.tend();
    expect(await list(tara.person)).toMatchObject({ usedBytes: 0, chatBytes: 0 });
    expect(await world.connection.collection('files').countDocuments({ _id: id as never })).toBe(0);
  });

  it('[CH27] one of the library stays when its message goes', async () => {
    const { tara, sam } = await aClass();
    const id = await uploaded(tara.person, 'slides', 'library');
    await remove(tara, (await post(tara, id)).id);
    await world.files.tend();
    expect(await had(sam.person, id)).toBe('slides');
  });

  it('[CH27] what no message took is taken back by its sender, or tidied up after a while', async () => {
    const { tara, sam } = await aClass();
    const [back, left] = [await uploaded(sam.person), await uploaded(sam.person)];
    const sent = await uploaded(sam.person);
    await post(sam, sent);
    expect((await call(sam.person, `/api/files/${back}`, 'DELETE')).status).toBe(204);
    await world.files.tend();
    expect(await had(sam.person, left)).toBe('because');
    clock.aheadMs += LIMITS.chatFileUnsentMs + 1;
    await world.files.tend();
    await world.files.tend();
    const later = await world.signIn({ ...sam.person, name: 'Sam' });
    expect([await had(later, left), await had(later, sent)]).toEqual([404, 'because']);
    expect((await list(await world.signIn({ ...tara.person, name: 'Tara' }))).usedBytes).toBe('because'.length);
  });

  it('[CH27] of a post and a taking back at the same moment one wins, and no message is left with nothing', async () => {
    const { sam } = await aClass();
    for (let round = 0; round < 4; round += 1) {
      const id = await uploaded(sam.person);
      const [posted, taken] = await Promise.all([
        refused(sam, id),
        call(sam.person, `/api/files/${id}`, 'DELETE').then(({ status }) => status),
      ]);
      if (posted === 'ok') {
        expect([await had(sam.person, id), taken === 204 ? 'but said to be gone' : '']).toEqual(['because', '']);
        const { messages } = (await sam.get('chat.before', { seq: 1_000_000 })) as ChatPage;
        await remove(sam, messages.at(-1)?.id ?? '');
      } else expect([posted, await had(sam.person, id)]).toEqual(['not-found', 404]);
      await world.files.tend();
    }
  });

  it('[CH27] erasing a person takes what they sent', async () => {
    const { tara, sam } = await aClass();
    const id = await uploaded(tara.person, 'of Tara', 'chat', 'Tara Teacher.txt');
    await post(tara, id);
    const persons = world.connection.collection<{ _id: string }>('persons');
    const { issuer, sub } = (await persons.findOne({ _id: tara.person.personId })) as unknown as { issuer: string; sub: string };
    await (await openPeopleEraser(world.connection)).erase(issuer, [sub]);
    await world.files.tend();
    expect(await had(sam.person, id)).toBe(404);
    expect(JSON.stringify((await sam.get('events.since', { seq: 0 })).events)).not.toContain('Tara Teacher.txt');
    expect(await world.connection.collection('files').countDocuments({ _id: id as never })).toBe(0);
  });

  it('[CH28] hidden or deleted in the library it is gone where messages show it, at once and for who comes later', async () => {
    const { tara, sam, ada } = await aClass();
    const [hidden, deleted] = [await uploaded(tara.person, 'a', 'library'), await uploaded(tara.person, 'b', 'library')];
    for (const id of [hidden, deleted]) await post(tara, id);
    await call(tara.person, `/api/files/${hidden}`, 'PATCH', { hidden: true });
    await call(tara.person, `/api/files/${deleted}`, 'DELETE');
    for (const id of [hidden, deleted]) await sam.fact<{ fileId: string }>('file.gone', ({ fileId }) => fileId === id);
    expect((await page(ada.person)).messages.map(({ file }) => file?.isGone)).toEqual([true, true]);
    await call(tara.person, `/api/files/${hidden}`, 'PATCH', { hidden: false });
    await until('it to be back', async () => (await page(ada.person)).messages[0]?.file?.isGone === undefined);
  });
});
