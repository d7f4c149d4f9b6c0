import {
  type BankDraft,
  type BankReply,
  type ClassId,
  type ElsewhereReply,
  type ImportReply,
  LIMITS,
  type Question,
} from '@liveclass/contract';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoSettingsCopies } from './adapters/mongo/settings-copies.ts';
import { newId, type TestPerson, World } from './testing/classroom-world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const question: Question = { kind: 'single', text: 'Which?', options: ['A', 'B'], right: [1], explanation: 'So.' };
const draft: BankDraft = { question, isAnonymous: false, canChange: true };
const HEAD = 'type,question,option1,option2\n';

const call = (who: TestPerson, method: string, path: string, body?: unknown) =>
  world.api(`/api/polls/bank${path}`, { method, token: who.token, ...(body !== undefined && { body: JSON.stringify(body) }) });
const read = async <T>(response: Promise<Response>): Promise<T> => {
  const answer = await response;
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
};
const bank = async (who: TestPerson) => (await read<BankReply>(call(who, 'GET', ''))).items;
const teacherOf = async (classId: ClassId) => world.person(classId, 'teacher', 'Tara');
const bring = (who: TestPerson, csv: string, skipsFaults = false) => read<ImportReply>(call(who, 'POST', '/import', { csv, skipsFaults }));

describe('prepared questions', () => {
  it('[PO20] are added, changed, found again and removed, and asked as they are', async () => {
    const classId = await world.class();
    const tara = await teacherOf(classId);
    const { items } = await read<BankReply>(call(tara, 'POST', '', draft));
    expect(items).toEqual([{ id: expect.any(String), ...draft }]);
    const id = items[0]?.id ?? '';
    await read(call(tara, 'PUT', `/${id}`, { ...draft, isAnonymous: true, canChange: false }));
    expect(await bank(await world.person(classId, 'teacher', 'Theo'))).toEqual([{ id, ...draft, isAnonymous: true, canChange: false }]);
    const room = await world.enter(tara);
    await room.get('poll.ask', { sendId: newId(), question, isAnonymous: true, canChange: false });
    expect((await call(tara, 'PUT', `/${newId()}`, draft)).status).toBe(404);
    expect((await call(tara, 'DELETE', `/${newId()}`)).status).toBe(404);
    expect(await read(call(tara, 'DELETE', `/${id}`))).toEqual({ items: [] });
  });

  it('[PO20] students and other classes neither see nor change them', async () => {
    const classId = await world.class();
    const tara = await teacherOf(classId);
    const { items } = await read<BankReply>(call(tara, 'POST', '', draft));
    const id = items[0]?.id ?? '';
    const sam = await world.person(classId, 'student');
    const requests: [string, string, unknown?][] = [
      ['GET', ''],
      ['POST', '', draft],
      ['PUT', `/${id}`, draft],
      ['DELETE', `/${id}`],
      ['POST', '/import', { csv: HEAD, skipsFaults: false }],
      ['GET', '/elsewhere'],
      ['POST', '/take', { classId, ids: [id] }],
    ];
    for (const [method, path, body] of requests)
      expect([method, path, (await call(sam, method, path, body)).status]).toEqual([method, path, 403]);
    const stranger = await teacherOf(await world.class());
    expect((await call(stranger, 'PUT', `/${id}`, draft)).status).toBe(404);
    expect((await call(stranger, 'DELETE', `/${id}`)).status).toBe(404);
    expect((await call(stranger, 'POST', '/take', { classId, ids: [id] })).status).toBe(404);
    expect(await bank(tara)).toEqual(items);
  });

  it('[PO20] a class has no more of them than the limit, however many teachers add at once', async () => {
    const tara = await teacherOf(await world.class());
    const rows = (count: number) => HEAD + Array.from({ length: count }, (_, index) => `single,Q${index},A,B`).join('\n');
    expect((await bring(tara, rows(LIMITS.bankQuestions - 1))).added).toBe(LIMITS.bankQuestions - 1);
    const both = await Promise.all([call(tara, 'POST', '', draft), call(tara, 'POST', '', draft)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 413]);
    expect((await call(tara, 'POST', '/import', { csv: rows(1), skipsFaults: false })).status).toBe(413);
    expect(await bank(tara)).toHaveLength(LIMITS.bankQuestions);
    expect((await call(tara, 'POST', '', { ...draft, isAnonymous: true })).status).toBe(400);
    expect((await call(tara, 'POST', '', { ...draft, question: { ...question, right: [7] } })).status).toBe(400);
  });

  it('[PO21] with a fault in a file nothing is added, until the rest is wanted without it', async () => {
    const tara = await teacherOf(await world.class());
    const csv = `${HEAD}single,Good,A,B\nsingle,Bad,A,\n`;
    const first = await bring(tara, csv);
    expect(first).toEqual({ added: 0, items: [], faults: [{ line: 3, fault: 'too-few-options', text: 'single, Bad, A, ' }] });
    expect(await bring(tara, csv, true)).toMatchObject({ added: 1, faults: [{ line: 3 }], items: [{ question: { text: 'Good' } }] });
    expect(await bring(tara, `${HEAD}single,"open,A,B\n`)).toMatchObject({ added: 0, faults: [{ fault: 'not-csv' }] });
    const large = (chars: number) => call(tara, 'POST', '/import', { csv: 'x'.repeat(chars), skipsFaults: false });
    expect((await large(LIMITS.pollImportBytes)).status).toBe(200);
    expect((await large(LIMITS.pollImportBytes + 1)).status).toBe(400);
    expect((await large(2 * LIMITS.pollImportBytes)).status).toBe(413);
  });

  it('[PO22] are taken over from another class of the course that the same person teaches, and from no other', async () => {
    const mine = await world.class('Monday');
    const record = await world.identity.classes.find(mine);
    if (!record) throw new Error('no class');
    const { issuer, clientId, deploymentId, contextId } = record;
    const sister = (title: string) => world.classAt({ issuer, clientId, deploymentId, contextId, resourceLinkId: newId() }, title);
    const [tuesday, foreign] = [await sister('Tuesday'), await sister('Not mine')];
    const tara = await teacherOf(mine);
    await world.identity.memberships.put({ classId: tuesday, personId: tara.personId, role: 'teacher', lastLaunchAt: 1 });
    await world.identity.memberships.put({ classId: foreign, personId: tara.personId, role: 'student', lastLaunchAt: 1 });
    const { items } = await read<BankReply>(call(await teacherOf(tuesday), 'POST', '', draft));
    const other = await read<BankReply>(call(await teacherOf(foreign), 'POST', '', draft));
    const { classes } = await read<ElsewhereReply>(call(tara, 'GET', '/elsewhere'));
    expect(classes).toEqual([{ classId: tuesday, title: 'Tuesday', items }]);
    const ids = [items[0]?.id];
    expect((await read<BankReply>(call(tara, 'POST', '/take', { classId: tuesday, ids }))).items).toMatchObject([draft]);
    expect((await call(tara, 'POST', '/take', { classId: foreign, ids: [other.items[0]?.id] })).status).toBe(404);
    expect(await bank(tara)).toHaveLength(1);
  });

  it('[PO23] go along when the course is copied, and what was asked and answered does not', async () => {
    const from = await world.class();
    const to = await world.class();
    const tara = await teacherOf(from);
    await call(tara, 'POST', '', draft);
    const room = await world.enter(tara);
    await room.get('poll.ask', { sendId: newId(), question, isAnonymous: false, canChange: false });
    await mongoSettingsCopies(world.connection).copy(from, to);
    const copied = await teacherOf(to);
    expect(await bank(copied)).toMatchObject([draft]);
    expect(await read(world.api('/api/polls', { token: copied.token }))).toEqual({ polls: [] });
  });
});

describe('the file of answers', () => {
  it('[PO16] holds every answer with its name, totals without names, and no cell that a spreadsheet would run', async () => {
    const classId = await world.class();
    const tara = await teacherOf(classId);
    const room = await world.enter(tara);
    const sam = await world.enter(await world.person(classId, 'student', '=Sam()'));
    const asked = {
      sendId: newId(),
      question: { kind: 'text', text: '\u202E+Formula?', options: [], right: [], explanation: '' },
      canChange: false,
    };
    const { pollId } = await room.get('poll.ask', { ...asked, isAnonymous: false });
    await sam.get('poll.vote', { pollId, answer: { text: '@SUM(A1), "quoted"\nنص' } });
    await room.get('poll.end', { sendId: newId(), pollId, show: false });
    const secret = await room.get('poll.ask', { sendId: newId(), question, isAnonymous: true, canChange: false });
    await sam.get('poll.vote', { pollId: secret.pollId, answer: { chosen: [1] } });
    const response = await world.api('/api/polls/csv?language=en', { token: tara.token });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, first, ...rest] = parse(Buffer.from(bytes), { bom: true, record_delimiter: '\r\n' }) as string[][];
    expect(head).toEqual(['Asked', 'Question', 'Type', 'Name', 'Answer', 'Count', 'Right']);
    expect(first?.slice(1)).toEqual(["'\u202E+Formula?", 'Open text', "'=Sam()", '\'@SUM(A1), "quoted"\nنص', '1', '']);
    expect(rest.map((row) => row.slice(3))).toEqual([
      ['(anonymous)', 'A', '0', 'No'],
      ['(anonymous)', 'B', '1', 'Yes'],
    ]);
    const arabic = await (await world.api('/api/polls/csv?language=ar', { token: tara.token })).text();
    expect(arabic).toContain('السؤال');
  });
});
