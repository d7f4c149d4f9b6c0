import { request } from 'node:http';
import { join } from 'node:path';
import { TOOL_LINK_PATH } from '@liveclass/contract';
import { MongoClient } from 'mongodb';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Child, startChild } from './lib/child.ts';
import { SAMPLE_VARIABLES } from './lib/compose-file.ts';
import { type ComposeHouse, openComposeHouse } from './lib/compose-house.ts';
import { buildOnce } from './lib/frontend.ts';
import { type Campus, Person } from './lib/person.ts';
import { freePort } from './lib/ports.ts';
import { badge, inCourse, openFromCourse, playing, record } from './lib/recorder.ts';
import { showFailure } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

let house: ComposeHouse;
let sandbox: Child;
let campus: Campus;
let tara: Person<Campus>;
let sam: Person<Campus>;

beforeAll(async () => {
  await buildOnce();
  // The sandbox LMS is on loopback, which in production must be allowed by name.
  house = await openComposeHouse({ LMS_ALLOWED_NETWORKS: '127.0.0.0/8', LOG_LEVEL: 'info' });
  const port = await freePort();
  campus = {
    sandboxUrl: `http://127.0.0.1:${port}`,
    toolUrl: house.url,
    lms: async () => (await fetch(`${campus.sandboxUrl}/_sandbox/state`, { headers: { 'x-sandbox-control': '1' } })).json(),
  } as Campus;
  sandbox = startChild('sandbox', 'fixtures/src/sandbox-lms/main.ts', {
    SANDBOX_PORT: String(port),
    SANDBOX_URL: campus.sandboxUrl,
    TOOL_URL: house.url,
    SANDBOX_DIR: join(house.folder, 'sandbox-lms'),
    SANDBOX_PLATFORM_FILE: house.platformsFile,
    NODE_EXTRA_CA_CERTS: house.certificate,
  });
  await until('the sandbox LMS to be ready', async () => (await fetch(`${campus.sandboxUrl}/healthz`)).ok);
  await house.start('proxy');
  tara = await Person.arrive(campus, 'tara', { clip: 0, trustAnyCertificate: true });
  sam = await Person.arrive(campus, 'sam', { clip: 1, trustAnyCertificate: true });
  await tara.joinClass();
  await sam.joinClass();
});

afterEach(async ({ task }) => {
  const logs = () => `${house?.logs()}\n--- sandbox\n${sandbox?.log().slice(-4_000)}`;
  if (task.result?.state === 'fail') await showFailure(task.name, { logs }, [tara, sam].filter(Boolean));
});

afterAll(async () => {
  for (const person of [tara, sam]) await person?.leave().catch(() => undefined);
  await sandbox?.stop();
  await house?.end();
});

const edge = (path: string, init: RequestInit = {}) =>
  tara.context.request.fetch(house.url + path, { maxRedirects: 0, ...(init as object) });

/** Status of a plain request to one service, past the edge. */
const statusPastEdge = (service: string, port: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    request({ host: house.address(service), port, path }, (answer) => resolve(answer.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });

async function signIn(uri: string): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    await client.db().command({ ping: 1 });
  } finally {
    await client.close();
  }
}

/** A tool link of that person to one replica of our choice, and what it is told. */
async function linkTo(tool: string, person: Person<Campus>): Promise<{ socket: Socket; facts: [string, unknown][] }> {
  const { token } = await person.room.evaluate<{ token: string }>(
    `fetch('/api/session/restore', { method: 'POST' }).then((answer) => answer.json())`,
  );
  const port = house.file.services[tool]?.environment['PORT'];
  const socket = io(`http://${house.address(tool)}:${port}`, {
    path: TOOL_LINK_PATH,
    transports: ['websocket'],
    auth: { token },
    extraHeaders: { origin: house.url },
    forceNew: true,
  });
  const facts: [string, unknown][] = [];
  socket.onAny((name: string, fact: unknown) => facts.push([name, fact]));
  expect(await socket.timeout(10_000).emitWithAck('class.watch', {})).toMatchObject({ ok: true });
  return { socket, facts };
}

/** In the room by a dialog; at the door where the link was lost while the recording began. Afterwards the room says that it records. */
async function agrees(person: Person<Campus>): Promise<void> {
  const answers = ['consent.agree', 'consent.agreeAndJoin'].map((key) => person.button(key));
  let hasAgreed = false;
  await until(
    `${person.name} to agree and be in the recorded room`,
    async () => {
      for (const button of answers) {
        if (!(await button.isVisible())) continue;
        await button.click({ timeout: 5_000 });
        hasAgreed = true;
      }
      return hasAgreed && (await person.room.getByRole('timer').count()) > 0;
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );
}

it('[OC7] teacher and student, launched through the edge, see each other', async () => {
  await tara.seesMoving(sam);
  await sam.seesMoving(tara);
  // Both tools had their share of it, and the media link went past them.
  const lines = await house.accessLog();
  for (const tool of ['tool-1', 'tool-2'])
    expect(lines.filter((line) => line.includes(` ${house.address(tool)}:`)).length).toBeGreaterThan(3);
});

it('[OC6] the edge speaks TLS only, and hands out neither metrics nor the control API', async () => {
  const plain = await fetch(
    `http://127.0.0.1:${house.file.services['proxy']?.ports.find((port) => port.target === 9080)?.published}/lobby`,
    {
      redirect: 'manual',
    },
  );
  expect([plain.status, plain.headers.get('location')]).toEqual([308, `${house.url}/lobby`]);
  expect((await edge('/healthz')).status()).toBe(200);
  for (const path of [
    '/metrics',
    '/control/events',
    '/control/node.dump',
    '/gateway/gateway-1/control/events',
    '/gateway/gateway-1/metrics',
  ])
    expect([path, (await edge(path)).status()]).toEqual([path, 404]);
  // They exist, so that the answers above say something.
  expect(await statusPastEdge('tool-1', String(house.file.services['tool-1']?.environment['PORT']), '/metrics')).toBe(200);
});

it('[OC3] MongoDB answers nobody without a password', async () => {
  const client = new MongoClient(`mongodb://${house.address('mongo-1')}:27017/`, { directConnection: true });
  try {
    await expect(client.db('liveclass').listCollections().toArray()).rejects.toThrow(/requires authentication/);
  } finally {
    await client.close();
  }
});

it('[OC8] browsers at either tool hear what happens at the other', async () => {
  const links = [await linkTo('tool-1', sam), await linkTo('tool-2', sam)];
  await record(tara, 'start');
  // One tool took the wish; a browser at each of them is told.
  for (const { facts } of links)
    await until('this tool to tell of the recording', () => {
      if (!facts.some(([, fact]) => /"phase":"(starting|recording)"/.test(JSON.stringify(fact))))
        throw new Error(JSON.stringify(facts.slice(-3)));
      return true;
    });
  for (const { socket } of links) socket.close();
  await agrees(sam);
});

it('[OC7] the recording is composed, stands in the course, and plays through the edge', async () => {
  const from = Date.now();
  await until('five seconds of class', () => Date.now() - from > 5_000);
  // A click while the link is being replaced is answered by a notice; a teacher clicks again.
  const isRecording = () => tara.room.getByRole('timer').count();
  await until(
    'the recording to be stopped',
    async () => {
      if ((await isRecording()) > 0) await record(tara, 'stop');
      return (await isRecording()) === 0;
    },
    { timeoutMs: 60_000, everyMs: 2_000 },
  );
  await badge(sam, false);
  const [material] = await inCourse(tara, 1);
  const player = await openFromCourse(sam, String(material?.title));
  await until('the recording to play', async () => {
    // A page that is still loading its link interrupts the first request to play.
    await player.evaluate(`document.querySelector('video').play().catch(() => undefined)`);
    return (await playing(player)).time > 0.5;
  });
  const { src } = await playing(player);
  const answer = await sam.context.request.fetch(src, { headers: { range: 'bytes=0-99' } });
  expect([answer.status(), (await answer.body()).length]).toEqual([206, 100]);
});

it('[OC10] when one of the tools dies the class goes on through the other', async () => {
  await house.kill('tool-1');
  // Media flows past the tools. Who hung on the dead one comes back through the other, with a reload as well.
  await tara.seesMoving(sam);
  await sam.room.reload();
  await sam.room
    .getByRole('button', { name: words('room.leave') })
    .first()
    .waitFor();
  await sam.seesMoving(tara);
  await tara.seesMoving(sam);
  expect((await edge('/healthz')).status()).toBe(200);
});

it('[OC9] the job that makes the replica set may run again, and gives the user of the product the password of the day', async () => {
  const passwordToday = '5'.repeat(64);
  const addressToday = house.mongodbUri.replace(String(SAMPLE_VARIABLES['MONGO_PASSWORD']), passwordToday);
  expect(await house.rerun('mongo-init')).toBe(0);
  await signIn(house.mongodbUri);
  expect(await house.rerun('mongo-init', { MONGO_PASSWORD: passwordToday })).toBe(0);
  await signIn(addressToday);
  await expect(signIn(house.mongodbUri)).rejects.toThrow(/Authentication failed/);
  // What signed in before goes on; the others follow when they are started with the new password.
  expect((await edge('/healthz')).status()).toBe(200);
});
