import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClassView, RecordingView } from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../links/testing/until.ts';
import { ToolApi } from '../links/tool-api.ts';
import { Library } from './library.ts';
import { Notices } from './notices.ts';
import { Playback } from './playback.ts';

const recording = (part: Partial<RecordingView> = {}): RecordingView => ({
  recordingId: 'recording-1' as RecordingView['recordingId'],
  title: 'Week 7',
  phase: 'ready',
  hidden: false,
  startedAt: 1,
  progress: 1,
  inCourse: 'published',
  ...part,
});
const view = (recordings: RecordingView[]): ClassView => ({
  classId: 'class-0001' as ClassView['classId'],
  title: 'Biology',
  courseTitle: 'Bio',
  session: null,
  rooms: null,
  recordings,
  lastEndedAt: null,
  next: null,
  schedule: null,
  recordFromStart: false,
});

interface Heard {
  readonly method: string;
  readonly path: string;
}
type Answer = readonly [status: number, body?: unknown];

let http: Server;
let heard: Heard[];
let answer: (call: Heard) => Answer | Promise<Answer>;
let api: ToolApi;

beforeEach(async () => {
  heard = [];
  http = createServer(async (request, response) => {
    const call = { method: request.method ?? '', path: request.url ?? '' };
    heard.push(call);
    const [status, body] = await answer(call);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  api = new ToolApi(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
});

afterEach(() => {
  http.closeAllConnections();
  http.close();
});

describe('the library', () => {
  const titles = (library: Library) => library.state.get()?.recordings.map(({ title }) => title);
  const aLibrary = () => {
    const notices = new Notices();
    const library = new Library(api, notices);
    library.take(view([recording()]));
    return { library, notices };
  };

  it('[AD10] shows at once that a recording is on its way to the course again, and says why where it is not', async () => {
    const notices = new Notices();
    const library = new Library(api, notices);
    library.take(view([recording({ inCourse: 'none', removedFromCourse: true })]));
    answer = () => [200, recording({ inCourse: 'pending' })];
    await library.publishAgain('recording-1');
    expect(heard).toEqual([{ method: 'POST', path: '/api/recordings/recording-1/publish' }]);
    expect(library.state.get()?.recordings[0]).toMatchObject({ inCourse: 'pending' });
    answer = () => [409, { reason: 'wrong-phase' }];
    await library.publishAgain('recording-1');
    expect(notices.state.get()?.key).toBe('reasons.wrong-phase');
  });

  it('[PL1] takes a deleted recording away at once, and brings it back by "undo"', () => {
    const { library, notices } = aLibrary();
    library.remove('recording-1');
    expect(titles(library)).toEqual([]);
    notices.state.get()?.undo?.();
    expect(titles(library)).toEqual(['Week 7']);
    library.finish();
    expect(heard).toEqual([]);
  });

  it('[PL1] deletes for good when the page is closed', async () => {
    answer = () => [204];
    const { library } = aLibrary();
    library.remove('recording-1');
    library.finish();
    await until('the call', () => heard.length === 1);
    expect(heard).toEqual([{ method: 'DELETE', path: '/api/recordings/recording-1' }]);
  });

  it('[PL1] does not bring a deleted recording back with older news of the class', async () => {
    const { library } = aLibrary();
    library.remove('recording-1');
    library.take(view([recording(), recording({ recordingId: 'recording-2' as RecordingView['recordingId'], title: 'Week 8' })]));
    expect(titles(library)).toEqual(['Week 8']);
    library.finish();
  });

  it('[PL2] shows a new name at once, and the old one again when it is refused', async () => {
    let release: () => void = () => undefined;
    const asked = new Promise<void>((done) => {
      release = done;
    });
    answer = async () => {
      await asked;
      return [403, { reason: 'forbidden' }];
    };
    const { library, notices } = aLibrary();
    const renaming = library.rename('recording-1', '  Photosynthesis ');
    expect(titles(library)).toEqual(['Photosynthesis']);
    release();
    await renaming;
    expect(titles(library)).toEqual(['Week 7']);
    expect(notices.state.get()?.key).toBe('reasons.forbidden');
  });

  it('[PL2] keeps the new name when the server agrees', async () => {
    answer = () => [200, recording({ title: 'Photosynthesis' })];
    const { library } = aLibrary();
    await library.rename('recording-1', 'Photosynthesis');
    expect(titles(library)).toEqual(['Photosynthesis']);
  });
});

describe('the playback link', () => {
  it('[PL3] is renewed before it ends', async () => {
    let count = 0;
    answer = () => {
      count += 1;
      return [200, { url: `/playback/${count}`, expiresAt: Math.round(api.now() + 1_500) }];
    };
    const playback = new Playback(api, 'recording-1');
    await playback.renew();
    expect(playback.link?.url).toBe('/playback/1');
    await until('the second link', () => playback.link?.url === '/playback/2');
    playback.close();
  });

  it('[PL3] is asked for once, however many want it at that moment', async () => {
    answer = () => [200, { url: '/playback/1', expiresAt: Math.round(api.now() + 60_000) }];
    const playback = new Playback(api, 'recording-1');
    await Promise.all([playback.renew(), playback.renew(), playback.renew()]);
    expect(heard).toHaveLength(1);
    playback.close();
  });

  it('[PL3] is asked for again after a passing failure, and a final refusal is told', async () => {
    const answers: Answer[] = [
      [503, { reason: 'unavailable' }],
      [404, { reason: 'not-found' }],
    ];
    answer = () => answers.shift() ?? [404, { reason: 'not-found' }];
    const playback = new Playback(api, 'recording-1');
    await playback.renew();
    await until('the second answer', () => playback.state.get().refusedBy === 'not-found');
    expect(heard).toHaveLength(2);
    playback.close();
  });
});
