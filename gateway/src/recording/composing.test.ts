import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeId, type RecordingId, type RecordingStatus } from '@liveclass/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Recorder } from '../ports.ts';
import { until } from '../testing/until.ts';
import { createRecorder } from './recorder.ts';
import { Bench, ffmpegPids, newRecording } from './testing/bench.ts';
import { quietLog } from './testing/log.ts';
import { beepsOf, framesOf, toneOf } from './testing/look.ts';
import { newSeat } from './testing/room.ts';

const node = NodeId.parse('test-1');

/** One real recording, stopped and not composed; each test works on a copy of it. */
describe('composing', { timeout: 120_000 }, () => {
  let source: Bench;
  let recorded: RecordingId;
  let recordedMs: number;
  let folder: string;
  let recorder: Recorder;
  let told: RecordingStatus[];

  beforeAll(async () => {
    source = await Bench.open();
    const seat = newSeat();
    await source.person(seat);
    recorded = await source.start([seat]);
    await source.recorded(recorded, 4000);
    recordedMs = (await source.recorder.stop(recorded)).recordedMs;
  }, 120_000);
  afterAll(() => source.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'composing-'));
    told = [];
  });
  afterEach(async () => {
    await recorder.end();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (of: NodeId = node): Promise<void> => {
    const clock = { now: () => Date.now() };
    const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg';
    recorder = await createRecorder({ taps: { find: () => undefined }, clock, log: quietLog, node: of, folder, ffmpegPath });
    recorder.onStatus((status) => told.push(status));
  };
  const path = (recordingId: RecordingId, name = 'recording.mp4'): string => join(folder, recordingId, name);
  /** `change` edits the ledger's text. */
  const copied = async (change: (ledger: string) => string = (text) => text): Promise<RecordingId> => {
    const recordingId = newRecording();
    await cp(join(source.folder, recorded), join(folder, recordingId), { recursive: true });
    const ledger = await readFile(path(recordingId, 'ledger.jsonl'), 'utf8');
    await writeFile(path(recordingId, 'ledger.jsonl'), change(ledger.replaceAll(recorded, recordingId)));
    return recordingId;
  };
  const ready = (recordingId: RecordingId): Promise<RecordingStatus | false> =>
    until(
      'it is ready',
      async () => {
        const status = await recorder.status(recordingId);
        if (status.phase === 'failed') throw new Error('it failed');
        return status.phase === 'ready' && status;
      },
      60_000,
    );
  const oneFfmpeg = (): Promise<number | undefined> => until('FFmpeg composes', async () => (await ffmpegPids(folder))[0]);

  it('[RE20] goes on by itself with what was stopped or being composed when the gateway ended', async () => {
    const stopped = await copied();
    const composing = await copied((text) => `${text}{"type":"composing","at":${Date.now()}}\n{"type":"rea`);
    await open();
    await ready(stopped);
    await ready(composing);
    // Only one was composed at a time: the second began after the first was done.
    const order = told
      .filter(({ phase, progress }) => phase === 'ready' || (phase === 'composing' && progress === 0))
      .map((status) => status.phase);
    expect(order.slice(-3)).toEqual(['ready', 'composing', 'ready']);
  });

  it('[RE21] composes what a killed gateway was recording, up to its last words', async () => {
    const recordingId = await copied((text) =>
      text
        .split('\n')
        .filter((line) => !/"(stopped|take\.ended)"/.test(line))
        .join('\n'),
    );
    await open();
    const status = await ready(recordingId);
    expect(status).toMatchObject({ phase: 'ready', reason: 'gateway-failed' });
    expect(framesOf(path(recordingId)).some(({ filmMs }) => filmMs !== undefined)).toBe(true);
  });

  it('[RE22] tells true progress that never falls, and ends with a film of the recorded length', async () => {
    const recordingId = await copied();
    await open();
    const status = await ready(recordingId);
    const progress = told.map((one) => one.progress);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(status).toMatchObject({ progress: 1, width: 640, height: 360 });
    const { durationMs = 0, bytes } = status || { bytes: 0 };
    expect(Math.abs(durationMs - recordedMs)).toBeLessThanOrEqual(recordedMs / 100 + 40);
    expect(bytes).toBeGreaterThan(1000);
    // Asking again for what is done changes nothing.
    expect((await recorder.compose(recordingId)).phase).toBe('ready');
    expect((await recorder.stop(recordingId)).phase).toBe('ready');
  });

  it('[RE23] composes again when FFmpeg is killed in the middle, and leaves nothing half-made under the name of the film', async () => {
    const recordingId = await copied();
    await open();
    process.kill((await oneFfmpeg()) ?? 0, 'SIGKILL');
    expect(await readdir(join(folder, recordingId))).not.toContain('recording.mp4');
    await ready(recordingId);
    expect(beepsOf(toneOf(path(recordingId), 1000)).length).toBeGreaterThanOrEqual(3);
  });

  it('[RE24] stops composing when the gateway ends, and goes on at the next start', async () => {
    const recordingId = await copied();
    await open();
    await oneFfmpeg();
    await recorder.end();
    expect(await ffmpegPids(folder)).toEqual([]);
    expect((await recorder.status(recordingId)).phase).toBe('composing');
    await open();
    await ready(recordingId);
  });

  it('[RE25] removes every byte on delete, also while it is composed', async () => {
    const recordingId = await copied();
    await open();
    await oneFfmpeg();
    await recorder.delete(recordingId);
    expect(await readdir(folder)).toEqual([]);
    expect(await ffmpegPids(folder)).toEqual([]);
    await recorder.delete(recordingId);
    await expect(recorder.status(recordingId)).rejects.toMatchObject({ reason: 'not-found' });
  });

  it('[RE26] makes a film of what is left when segments are cut off, empty or damaged', async () => {
    const recordingId = await copied();
    const segments = (await readdir(join(folder, recordingId))).filter((name) => name.endsWith('.mkv')).sort();
    for (const take of ['take-1-', 'take-2-']) {
      const last = segments.findLast((name) => name.startsWith(take)) ?? '';
      const bytes = await readFile(path(recordingId, last));
      await truncate(path(recordingId, last), Math.floor(bytes.length * 0.6));
      await writeFile(path(recordingId, `${take}00090.mkv`), '');
      await writeFile(path(recordingId, `${take}00091.mkv`), Buffer.alloc(5000, 0xa3));
    }
    await open();
    const { durationMs = 0 } = (await ready(recordingId)) || {};
    expect(Math.abs(durationMs - recordedMs)).toBeLessThanOrEqual(recordedMs / 100 + 40);
    expect(framesOf(path(recordingId)).some(({ filmMs }) => filmMs !== undefined)).toBe(true);
  });

  it('[RE27] leaves recordings of another gateway in the same folder alone', async () => {
    const recordingId = await copied();
    await open(NodeId.parse('test-2'));
    expect(recorder.all()).toEqual([]);
    await expect(recorder.file(recordingId)).rejects.toMatchObject({ reason: 'not-found' });
    expect(await readdir(join(folder, recordingId))).toContain('ledger.jsonl');
  });
});
