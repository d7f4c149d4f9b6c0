import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilesReply, FileView, LIMITS } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { type TestPerson, until, World } from './testing/classroom-world.ts';
import { TestClock } from './testing/test-tool.ts';

/** Small limits, so that just below and just above are quick; the product's own stand in the contract. */
const limits = { fileBytes: 20_000, classFilesBytes: 60_000, classFiles: 6, uploadStallMs: 400, filesFreeBytes: 0 };
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'), Buffer.alloc(40)]);
const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'latin1');
const EXE = Buffer.concat([Buffer.from('4d5a90000300', 'hex'), Buffer.alloc(200)]);

const tools = mkdtempSync(join(tmpdir(), 'live-class-scanner-'));
const clock = new TestClock();
let world: World;
let scanned: World;

/** A scanner with clamdscan's answers, steered by what the file says. */
function scanner(): string {
  const path = join(tools, 'scan.sh');
  writeFileSync(
    path,
    '#!/bin/sh\nif grep -q EICAR "$2"; then exit 1; fi\nif grep -q CONFUSING "$2" && [ ! -e "$1" ]; then exit 2; fi\nexit 0\n',
  );
  chmodSync(path, 0o700);
  return path;
}

beforeAll(async () => {
  world = await World.open({ limits, clock });
  scanned = await World.open({ limits, scanCommand: [scanner(), join(tools, 'awake')] });
});
afterAll(async () => {
  await world.close();
  await scanned.close();
  rmSync(tools, { recursive: true });
});

async function aClass(at = world) {
  const classId = await at.class();
  return { classId, teacher: await at.person(classId, 'teacher', 'Tara'), student: await at.person(classId, 'student', 'Sam') };
}
const upload = (who: TestPerson, body: Buffer, name = 'notes.bin', at = world) =>
  fetch(`${at.url}/api/files?${new URLSearchParams({ name })}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${who.token}` },
  });
const uploaded = async (who: TestPerson, body: Buffer, name?: string, at = world): Promise<FileView> => {
  const response = await upload(who, body, name, at);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return FileView.parse(await response.json());
};
const reasonOf = async (response: Response) => [response.status, ((await response.json()) as { reason: string }).reason];
const list = async (who: TestPerson, at = world) => FilesReply.parse(await (await at.api('/api/files', { token: who.token })).json());
const linkOf = async (who: TestPerson, id: string, at = world) => {
  const response = await at.api(`/api/files/${id}/link`, { method: 'POST', token: who.token });
  return { status: response.status, url: response.ok ? ((await response.json()) as { url: string }).url : '' };
};
const patch = (who: TestPerson, path: string, body: object) =>
  world.api(path, { method: 'PATCH', token: who.token, body: JSON.stringify(body) });
const onDisk = (at = world) => readdirSync(at.filesDir);

/** An upload that announces so many bytes, brings fewer, and then ends as told. */
function brokenUpload(who: TestPerson, announced: number, brought: number, end: 'break' | 'wait') {
  const headers = { authorization: `Bearer ${who.token}`, 'content-length': announced };
  const sent = request(`${world.url}/api/files?name=half.bin`, { method: 'POST', headers });
  const answer = new Promise<number>((resolve) => {
    sent.once('response', (response) => resolve(response.resume().statusCode ?? 0));
    sent.once('error', () => resolve(0));
  });
  sent.write(randomBytes(brought), () => end === 'break' && sent.destroy());
  return answer;
}

describe('uploading', () => {
  it('[FI1] is for teachers, and for students while a teacher lets them', async () => {
    const { teacher, student } = await aClass();
    expect(await reasonOf(await upload(student, PDF))).toEqual([403, 'forbidden']);
    expect((await patch(student, '/api/files-settings', { studentsMayUpload: true })).status).toBe(403);
    expect((await list(student)).mayUpload).toBe(false);
    expect((await patch(teacher, '/api/files-settings', { studentsMayUpload: true })).status).toBe(200);
    expect((await list(student)).mayUpload).toBe(true);
    await uploaded(student, PDF);
    await patch(teacher, '/api/files-settings', { studentsMayUpload: false });
    expect((await upload(student, PDF)).status).toBe(403);
    expect((await fetch(`${world.url}/api/files?name=x`, { method: 'POST', body: PDF })).status).toBe(403);
  });

  it('[FI2] takes what is at the limit, refuses what is above, and a refusal leaves nothing', async () => {
    const { teacher } = await aClass();
    const before = onDisk().length;
    expect(await reasonOf(await upload(teacher, Buffer.alloc(limits.fileBytes + 1)))).toEqual([413, 'too-large']);
    expect((await upload(teacher, Buffer.alloc(0))).status).toBe(400);
    for (let count = 0; count < 3; count += 1) await uploaded(teacher, Buffer.alloc(limits.fileBytes));
    expect((await list(teacher)).usedBytes).toBe(limits.classFilesBytes);
    expect(await reasonOf(await upload(teacher, Buffer.alloc(1)))).toEqual([409, 'quota-full']);
    expect(onDisk()).toHaveLength(before + 3);
    const { teacher: other } = await aClass();
    for (let count = 0; count < limits.classFiles; count += 1) await uploaded(other, Buffer.alloc(1));
    expect(await reasonOf(await upload(other, Buffer.alloc(1)))).toEqual([409, 'quota-full']);
  });

  it('[FI3] of many at once none goes over the limit, and one person has a few under way', async () => {
    const { classId, teacher } = await aClass();
    const people = await Promise.all([1, 2, 3, 4, 5, 6].map((count) => world.person(classId, 'teacher', `T${count}`)));
    const answers = await Promise.all(people.map((who) => upload(who, Buffer.alloc(limits.fileBytes))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(await list(teacher)).toMatchObject({ usedBytes: limits.classFilesBytes });
    const { teacher: busy } = await aClass();
    const waiting = Array.from({ length: LIMITS.uploadsAtOnce }, () => brokenUpload(busy, 100, 10, 'wait'));
    const underWay = () => world.connection.collection('files').countDocuments({ uploadedBy: busy.personId, state: 'uploading' });
    await until('all of them to be under way', async () => (await underWay()) === LIMITS.uploadsAtOnce);
    expect(await reasonOf(await upload(busy, PDF))).toEqual([503, 'busy']);
    await Promise.all(waiting);
    await until('their place to be free', async () => (await underWay()) === 0);
    await uploaded(busy, PDF);
  });

  it('[FI4] one that breaks off or stands still leaves nothing, and what a dead tool left is tidied', async () => {
    const { classId, teacher } = await aClass();
    const before = onDisk().length;
    await brokenUpload(teacher, 5_000, 1_000, 'break');
    expect(await brokenUpload(teacher, 5_000, 1_000, 'wait')).toBe(400);
    await until('nothing to be left', async () => (await list(teacher)).usedBytes === 0 && onDisk().length === before);
    const dead = { _id: 'dead-upload-0001', classId, state: 'uploading', uploadedAt: clock.now() - LIMITS.uploadMs - 1, bytes: 700 };
    await world.connection.collection<{ _id: string }>('files').insertOne(dead);
    await world.connection.collection<{ _id: string }>('fileshelves').updateOne({ _id: classId }, { $inc: { bytes: 700, files: 1 } });
    writeFileSync(join(world.filesDir, `${dead._id}.part`), 'half');
    await world.files.tend();
    await world.files.tend();
    expect((await list(teacher)).usedBytes).toBe(0);
    expect(onDisk()).toHaveLength(before);
  });

  it('[FI5] a file is what it contains, and programs are not taken', async () => {
    const { teacher } = await aClass();
    expect((await uploaded(teacher, PNG, 'really.pdf')).kind).toBe('image');
    expect((await uploaded(teacher, PDF, 'picture.png')).kind).toBe('pdf');
    expect((await uploaded(teacher, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'a.png')).kind).toBe('other');
    expect(await reasonOf(await upload(teacher, EXE, 'slides.pdf'))).toEqual([415, 'wrong-type']);
    expect((await list(teacher)).files).toHaveLength(3);
  });

  it('[FI6] names come back as they were written', async () => {
    const { teacher } = await aClass();
    expect((await uploaded(teacher, PDF, 'الدرس ١ – "cells".pdf')).name).toBe('الدرس ١ – "cells".pdf');
    expect((await upload(teacher, PDF, 'x'.repeat(LIMITS.fileNameChars))).status).toBe(201);
    expect((await upload(teacher, PDF, 'x'.repeat(LIMITS.fileNameChars + 1))).status).toBe(400);
  });

  it('[FI7] nothing is given before it is scanned, and what is infected is not kept', async () => {
    const { teacher, student } = await aClass(scanned);
    expect(await reasonOf(await upload(teacher, Buffer.from('EICAR'), 'virus.txt', scanned))).toEqual([422, 'infected']);
    expect((await list(teacher, scanned)).files).toEqual([]);
    expect(onDisk(scanned)).toEqual([]);
    const waiting = await uploaded(teacher, Buffer.from('CONFUSING'), 'odd.txt', scanned);
    expect(waiting.state).toBe('scanning');
    expect((await linkOf(teacher, waiting.fileId, scanned)).status).toBe(409);
    expect((await list(student, scanned)).files).toEqual([]);
    writeFileSync(join(tools, 'awake'), '');
    await scanned.files.tend();
    expect((await list(student, scanned)).files).toMatchObject([{ state: 'ready' }]);
    expect((await linkOf(student, waiting.fileId, scanned)).status).toBe(200);
  });
});

describe('opening', () => {
  it('[FI10] each request checks the right again', async () => {
    const { classId, teacher, student } = await aClass();
    const { fileId } = await uploaded(teacher, PDF, 'one.pdf');
    const get = async (url: string) => (await fetch(world.url + url)).status;
    const { url } = await linkOf(student, fileId);
    expect(await get(url)).toBe(200);
    await patch(teacher, `/api/files/${fileId}`, { hidden: true });
    expect(await get(url)).toBe(404);
    await patch(teacher, `/api/files/${fileId}`, { hidden: false });
    expect(await get(url)).toBe(200);
    expect(await get(url.replace('/file/', '/file/x'))).toBe(403);
    clock.aheadMs += LIMITS.fileLinkMs;
    expect(await get(url)).toBe(403);
    const fresh = (await linkOf(student, fileId)).url;
    await world.connection.collection('memberships').deleteOne({ classId, personId: student.personId });
    expect(await get(fresh)).toBe(404);
    const own = (await linkOf(teacher, fileId)).url;
    await world.connection.collection('web-sessions').deleteMany({ 'session.personId': teacher.personId });
    expect(await get(own)).toBe(403);
  });

  it('[FI11] shows images and PDFs sandboxed, and has everything else saved', async () => {
    const { teacher } = await aClass();
    const html = Buffer.from('<script>alert(1)</script>');
    for (const [body, name, type, how] of [
      [PDF, 'a.html', 'application/pdf', 'inline'],
      [PNG, 'a.html', 'image/png', 'inline'],
      [html, 'a.pdf', 'application/octet-stream', 'attachment'],
    ] as const) {
      const { fileId } = await uploaded(teacher, body, name);
      const { headers } = await fetch(world.url + (await linkOf(teacher, fileId)).url);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('content-disposition')).toMatch(new RegExp(`^${how};`));
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox.*frame-ancestors 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('[FI12] answers a part, the whole, and nothing beyond the end', async () => {
    const { teacher } = await aClass();
    const body = randomBytes(5_000);
    const { url } = await linkOf(teacher, (await uploaded(teacher, body)).fileId);
    const get = async (range?: string, more = {}) => {
      const response = await fetch(world.url + url, { headers: { ...(range && { range }), ...more } });
      return [response.status, Buffer.from(await response.arrayBuffer())] as const;
    };
    expect(await get()).toEqual([200, body]);
    expect(await get('bytes=10-19')).toEqual([206, body.subarray(10, 20)]);
    expect(await get('bytes=-7')).toEqual([206, body.subarray(-7)]);
    expect(await get('bytes=4999-9999')).toEqual([206, body.subarray(4999)]);
    expect((await get('bytes=5000-'))[0]).toBe(416);
    expect(await get('nonsense')).toEqual([200, body]);
    expect(await get('bytes=0-4', { 'if-range': '"another"' })).toEqual([200, body]);
    expect((await fetch(world.url + url, { method: 'HEAD' })).headers.get('content-length')).toBe('5000');
  });

  it('[FI13] files of another class are not there', async () => {
    const { teacher } = await aClass();
    const { teacher: other } = await aClass();
    const { fileId } = await uploaded(teacher, PDF);
    expect((await linkOf(other, fileId)).status).toBe(404);
    expect((await patch(other, `/api/files/${fileId}`, { name: 'mine' })).status).toBe(404);
    expect((await world.api(`/api/files/${fileId}`, { method: 'DELETE', token: other.token })).status).toBe(404);
    expect((await list(other)).files).toEqual([]);
    expect((await linkOf(teacher, '..%2f..')).status).toBe(404);
  });
});

describe('keeping', () => {
  it('[FI20] teachers rename, hide and delete; students do not', async () => {
    const { teacher, student } = await aClass();
    const { fileId } = await uploaded(teacher, PDF, 'one.pdf');
    expect((await patch(student, `/api/files/${fileId}`, { name: 'mine.pdf' })).status).toBe(403);
    expect((await world.api(`/api/files/${fileId}`, { method: 'DELETE', token: student.token })).status).toBe(403);
    await patch(teacher, `/api/files/${fileId}`, { name: 'two.pdf', hidden: true });
    expect((await list(teacher)).files).toMatchObject([{ name: 'two.pdf', hidden: true }]);
    expect((await list(student)).files).toEqual([]);
    expect((await patch(teacher, `/api/files/${fileId}`, { name: '' })).status).toBe(400);
    expect((await world.api(`/api/files/${fileId}`, { method: 'DELETE', token: teacher.token })).status).toBe(204);
    expect(await list(teacher)).toMatchObject({ files: [], usedBytes: 0 });
    expect(onDisk()).not.toContain(fileId);
  });

  it('[FI21] erasing a person takes what they uploaded as a student', async () => {
    const { teacher, student } = await aClass();
    await patch(teacher, '/api/files-settings', { studentsMayUpload: true });
    const { fileId } = await uploaded(student, PDF, 'Sam Student.pdf');
    const kept = await uploaded(teacher, PDF, 'Week 1.pdf');
    const persons = world.connection.collection<{ _id: string }>('persons');
    const { issuer, sub } = (await persons.findOne({ _id: student.personId })) as unknown as { issuer: string; sub: string };
    await (await openPeopleEraser(world.connection)).erase(issuer, [sub]);
    expect((await list(teacher)).files.map((file) => file.fileId)).toEqual([kept.fileId]);
    await world.files.tend();
    expect(onDisk()).not.toContain(fileId);
    expect(await world.connection.collection('files').countDocuments({ uploadedBy: student.personId })).toBe(0);
  });
});
