import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeId, RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recorder } from '../ports.ts';
import { until } from '../testing/until.ts';
import { createRecorder } from './recorder.ts';
import { quietLog } from './testing/log.ts';
import { beepsOf, flashesOf, framesOf, offsetsOf, toneOf } from './testing/look.ts';
import { opusFilm, vp8Film } from './testing/media.ts';
import { newSeat, TestRoom } from './testing/room.ts';

const newRecording = (): RecordingId => RecordingId.parse(randomBytes(12).toString('base64url'));
const clock = { now: () => Date.now() };

describe('a recorder', () => {
  let folder: string;
  let room: TestRoom;
  let recorder: Recorder;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recorder-'));
    room = await TestRoom.open();
    recorder = await createRecorder({
      taps: { find: (sessionId) => (sessionId === room.sessionId ? room : undefined) },
      clock,
      log: quietLog,
      node: NodeId.parse('test-1'),
      folder,
      ffmpegPath: process.env['FFMPEG_PATH'] ?? 'ffmpeg',
    });
  });

  afterAll(async () => {
    await recorder.end();
    room.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ready = (recordingId: RecordingId) =>
    until('the recording is ready', async () => {
      const status = await recorder.status(recordingId);
      if (status.phase === 'failed') throw new Error(`failed: ${status.reason}`);
      return status.phase === 'ready' ? status : undefined;
    });

  it('[RE1] makes an MP4 of one person whose picture and sound are together within 80 ms', async () => {
    const recordingId = newRecording();
    const seat = newSeat();
    const startedAt = Date.now();
    await room.send(seat, 'camera', { codec: 'VP8', units: vp8Film(), startedAt, lateMs: 120 });
    await room.send(seat, 'microphone', { codec: 'opus', units: opusFilm(), startedAt });
    const { startedAt: at } = await recorder.start({ recordingId, sessionId: room.sessionId, seats: [seat] });
    await until('six seconds are recorded', async () => (await recorder.status(recordingId)).recordedMs > 6000);
    await recorder.stop(recordingId);
    console.log(await readdir(join(folder, recordingId)), at);
    await recorder.compose(recordingId);
    const status = await ready(recordingId);
    console.log(status);
    const path = join(folder, recordingId, 'recording.mp4');
    const frames = framesOf(path);
    const flashes = flashesOf(frames);
    const beeps = beepsOf(toneOf(path, 1000));
    console.log(
      flashes,
      beeps,
      offsetsOf(flashes, beeps),
      frames
        .filter((_, i) => i % 10 === 0)
        .map((f) => `${f.atMs}:${f.filmMs}`)
        .join(' '),
    );
    expect(flashes.length).toBeGreaterThan(4);
    for (const offset of offsetsOf(flashes, beeps)) expect(Math.abs(offset)).toBeLessThanOrEqual(80);
  });
});
