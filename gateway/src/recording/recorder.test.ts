import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import { Bench, ffmpegPids } from './testing/bench.ts';
import { beepsOf, type FrameSeen, flashesOf, framesOf, offsetsOf, toneOf } from './testing/look.ts';
import { newSeat } from './testing/room.ts';

/** How far the picture's own time is from where it should be, milliseconds; a frame of the camera lasts 67. */
function drifts(frames: readonly FrameSeen[], expectedFilmMs: (atMs: number) => number): number[] {
  return frames.flatMap(({ atMs, filmMs }) => (filmMs === undefined ? [] : [filmMs - expectedFilmMs(atMs)]));
}

/** What the camera's encoder still held when a stretch ended. */
const ENCODER_FRAMES = 6;

const worst = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

describe('recording on a real worker', { timeout: 150_000 }, () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  }, 120_000);
  afterEach(async () => {
    await bench.close();
  });

  it('[RE1] makes an MP4 of one person whose picture and sound are together within 80 ms', async () => {
    const seat = newSeat();
    const { startedAt } = await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 5500);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const frames = framesOf(film);
    const offsets = offsetsOf(flashesOf(frames), beepsOf(toneOf(film, 1000)));
    expect(offsets.length).toBeGreaterThanOrEqual(4);
    expect(worst(offsets)).toBeLessThanOrEqual(80);
    expect(worst(drifts(frames.slice(0, -ENCODER_FRAMES), (atMs) => from - startedAt + atMs))).toBeLessThanOrEqual(120);
    // The picture is there nearly from the beginning to the end.
    expect(frames.filter(({ filmMs }) => filmMs !== undefined).length).toBeGreaterThan(frames.length * 0.7);
  });

  it('[RE2] lets nothing of a seat that has not agreed touch the disk, and records it from when it agrees', async () => {
    const [agreed, silent] = [newSeat(), newSeat()];
    const startedAt = Date.now();
    await bench.person(agreed, startedAt, 1000);
    const other = await bench.person(silent, startedAt, 2000);
    const recordingId = await bench.start([agreed]);
    bench.room.speak(silent);
    await bench.recorded(recordingId, 2500);
    expect(bench.room.copied).not.toContain(other.camera.producer.id);
    expect(bench.room.copied).not.toContain(other.microphone.producer.id);
    const texts = await Promise.all((await bench.files(recordingId)).map((name) => readFile(bench.path(recordingId, name), 'latin1')));
    expect(texts.join('')).not.toContain(silent);
    const before = Date.now();
    await bench.recorder.admit(recordingId, silent);
    await bench.recorder.admit(recordingId, silent);
    await bench.recorded(recordingId, 6500);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const heard = beepsOf(toneOf(film, 2000));
    expect(heard.length).toBeGreaterThanOrEqual(2);
    expect(heard[0]).toBeGreaterThanOrEqual(before - from);
    // Two people who sent in step are in step, in the picture and in the sound.
    const [left, right] = [framesOf(film, { x: 0, y: 0.25, w: 0.5, h: 0.5 }), framesOf(film, { x: 0.5, y: 0.25, w: 0.5, h: 0.5 })];
    expect(worst(drifts(left.slice(-50, -ENCODER_FRAMES), (atMs) => from - startedAt + atMs))).toBeLessThanOrEqual(120);
    expect(worst(drifts(right.slice(-50, -ENCODER_FRAMES), (atMs) => from - startedAt + atMs))).toBeLessThanOrEqual(120);
    expect(worst(offsetsOf(heard, beepsOf(toneOf(film, 1000))))).toBeLessThanOrEqual(100);
  });

  it('[RE3] stores nothing while paused and cuts the pause out of picture and sound at the same instant', async () => {
    const seat = newSeat();
    const { startedAt } = await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 2500);
    const paused = await bench.recorder.pause(recordingId);
    expect(paused.phase).toBe('paused');
    expect((await bench.recorder.pause(recordingId)).recordedMs).toBe(paused.recordedMs);
    expect(await ffmpegPids(bench.folder)).toEqual([]);
    const sizes = async (): Promise<string> => {
      const names = await bench.files(recordingId);
      return JSON.stringify(await Promise.all(names.map(async (name) => [name, (await stat(bench.path(recordingId, name))).size])));
    };
    const before = await sizes();
    const pausedAt = Date.now();
    await until('two seconds of pause', () => Date.now() - pausedAt > 2000);
    expect(await sizes()).toBe(before);
    await bench.recorder.resume(recordingId);
    await bench.recorded(recordingId, 5500);
    const film = await bench.film(recordingId);
    const [first = 0, second = 0] = await bench.stretches(recordingId);
    const frames = framesOf(film);
    const cut = paused.recordedMs;
    const early = frames.filter(({ atMs }) => atMs < cut).slice(0, -ENCODER_FRAMES);
    const after = frames.filter(({ atMs }) => atMs > cut).slice(0, -ENCODER_FRAMES);
    expect(worst(drifts(early, (atMs) => first - startedAt + atMs))).toBeLessThanOrEqual(120);
    expect(worst(drifts(after, (atMs) => second - startedAt + atMs - cut))).toBeLessThanOrEqual(120);
    expect(drifts(after, () => 0).length).toBeGreaterThan(30);
    const offsets = offsetsOf(flashesOf(frames), beepsOf(toneOf(film, 1000)));
    expect(offsets.length).toBeGreaterThanOrEqual(2);
    expect(worst(offsets)).toBeLessThanOrEqual(80);
  });

  it('[RE4] loses at most two seconds when FFmpeg is killed, and keeps the time of all else', async () => {
    const seat = newSeat();
    const { startedAt } = await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 2500);
    for (const pid of await ffmpegPids(bench.folder)) process.kill(pid, 'SIGKILL');
    await bench.recorded(recordingId, 7000);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const frames = framesOf(film);
    // A picture that stands still shows the time at which it was lost: count those that are late.
    const late = drifts(frames, (atMs) => from - startedAt + atMs).filter((drift) => Math.abs(drift) > 120);
    expect(late.length * 40).toBeLessThanOrEqual(2000);
    const heard = beepsOf(toneOf(film, 1000));
    expect(heard.length).toBeGreaterThanOrEqual(4);
    expect(worst(offsetsOf(heard, flashesOf(frames)))).toBeLessThanOrEqual(80);
    const { durationMs = 0, recordedMs } = await bench.recorder.status(recordingId);
    expect(Math.abs(durationMs - recordedMs)).toBeLessThanOrEqual(recordedMs / 100 + 40);
  });

  it('[RE5] puts another process in the place of one that no longer writes', async () => {
    const seat = newSeat();
    await bench.person(seat);
    const recordingId = await bench.start([seat]);
    const stuck = await ffmpegPids(bench.folder);
    expect(stuck.length).toBe(2);
    await bench.recorded(recordingId, 1000);
    for (const pid of stuck) process.kill(pid, 'SIGSTOP');
    await until('two other processes', async () => {
      const now = await ffmpegPids(bench.folder);
      return now.length === 2 && now.every((pid) => !stuck.includes(pid));
    });
    await bench.recorder.stop(recordingId);
    const causes = (await bench.ledger(recordingId)).flatMap((line) => (line.type === 'take.ended' ? [line.cause] : []));
    expect(causes.filter((cause) => cause === 'stuck').length).toBe(2);
  });

  it('[RE6] keeps a mute as silence and darkness, and what follows it in its place', async () => {
    const seat = newSeat();
    const { camera, microphone, startedAt } = await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 2200);
    await Promise.all([bench.room.mute(camera, true), bench.room.mute(microphone, true)]);
    const mutedAt = Date.now();
    await bench.recorded(recordingId, 5200);
    const unmutedAt = Date.now();
    await Promise.all([bench.room.mute(camera, false), bench.room.mute(microphone, false)]);
    await bench.recorded(recordingId, 8500);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const frames = framesOf(film);
    const whileMuted = frames.filter(({ atMs }) => atMs > mutedAt - from + 100 && atMs < unmutedAt - from - 100);
    expect(whileMuted.length).toBeGreaterThan(50);
    expect(whileMuted.every(({ filmMs }) => filmMs === undefined)).toBe(true);
    const beeps = beepsOf(toneOf(film, 1000));
    expect(beeps.filter((atMs) => atMs > mutedAt - from + 100 && atMs < unmutedAt - from)).toEqual([]);
    const after = frames.filter(({ atMs }) => atMs > unmutedAt - from + 1300).slice(0, -ENCODER_FRAMES);
    expect(drifts(after, () => 0).length).toBeGreaterThan(20);
    expect(worst(drifts(after, (atMs) => from - startedAt + atMs))).toBeLessThanOrEqual(120);
    expect(worst(offsetsOf(flashesOf(after), beeps))).toBeLessThanOrEqual(80);
  });

  it('[RE7] goes on with new segments when the room moves to another worker', async () => {
    const seat = newSeat();
    const { startedAt } = await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 2000);
    await bench.room.move();
    await bench.person(seat, startedAt);
    await bench.recorded(recordingId, 6500);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const end = framesOf(film).slice(-40, -ENCODER_FRAMES);
    expect(drifts(end, () => 0).length).toBeGreaterThan(25);
    expect(worst(drifts(end, (atMs) => from - startedAt + atMs))).toBeLessThanOrEqual(120);
  });

  it('[RE8] leaves no FFmpeg and no socket behind after a stop, and keeps no segments once the film is ready', async () => {
    const seat = newSeat();
    await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 1500);
    await bench.film(recordingId);
    expect(await ffmpegPids(bench.folder)).toEqual([]);
    expect((await readdir(join(bench.folder, recordingId))).sort()).toEqual(['ledger.jsonl', 'recording.mp4']);
    const file = await bench.recorder.file(recordingId);
    const chunks: Buffer[] = [];
    for await (const chunk of file.read(4, 7)) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('ftyp');
  });
});
