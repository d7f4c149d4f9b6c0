import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import { Bench, ffmpegPids, newRecording } from './testing/bench.ts';
import { beepsOf, framesOf, toneOf } from './testing/look.ts';
import { h264Film, opusFilm, vp8Film } from './testing/media.ts';
import { newSeat } from './testing/room.ts';

describe('kinds of recordings', { timeout: 150_000 }, () => {
  let bench: Bench;
  // Encoding stops this process for a while, which must not happen while it sends.
  beforeAll(() => {
    for (const [width, height] of [
      [320, 180],
      [240, 180],
      [480, 270],
    ])
      vp8Film(width, height);
    h264Film();
    for (const hertz of [1000, 2000]) opusFilm(hertz);
    opusFilm(3000, true);
  }, 180_000);
  let freeBytes = Number.MAX_SAFE_INTEGER;
  beforeEach(async () => {
    freeBytes = Number.MAX_SAFE_INTEGER;
    bench = await Bench.open({ freeBytes: async () => freeBytes });
  }, 120_000);
  afterEach(async () => {
    await bench.close();
  });

  const seen = (path: string, part?: Parameters<typeof framesOf>[1]): number =>
    framesOf(path, part).filter(({ filmMs }) => filmMs !== undefined).length;

  it('[RE40] makes a dark film of voices where nobody sends a picture', async () => {
    const seat = newSeat();
    await bench.room.send(seat, 'microphone', { codec: 'opus', units: opusFilm(), startedAt: Date.now() });
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 3000);
    const film = await bench.film(recordingId);
    expect(beepsOf(toneOf(film, 1000)).length).toBeGreaterThanOrEqual(2);
    expect(seen(film)).toBe(0);
  });

  it('[RE41] makes a silent, dark film of a class where nobody agreed, and of one that was stopped at once', async () => {
    await bench.person(newSeat());
    const nobody = await bench.start([]);
    await bench.recorded(nobody, 1500);
    const film = await bench.film(nobody);
    expect(bench.room.copied).toEqual([]);
    expect(seen(film)).toBe(0);
    expect(Math.max(...toneOf(film, 1000))).toBeLessThan(0.01);
    const brief = await bench.start([]);
    expect(seen(await bench.film(brief))).toBe(0);
    expect((await bench.recorder.status(brief)).durationMs).toBeGreaterThan(0);
  });

  it('[RE42] follows a camera that changes its resolution', async () => {
    const seat = newSeat();
    const startedAt = Date.now();
    const camera = await bench.room.send(seat, 'camera', { codec: 'VP8', units: vp8Film(), startedAt });
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 2000);
    camera.change(vp8Film(240, 180));
    await bench.recorded(recordingId, 4500);
    camera.change(vp8Film(480, 270));
    await bench.recorded(recordingId, 7000);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const frames = framesOf(film);
    for (const part of [frames.filter(({ atMs }) => atMs < 1900), frames.slice(-40, -6)]) {
      const drift = part.flatMap(({ atMs, filmMs }) => (filmMs === undefined ? [] : [Math.abs(filmMs - (from - startedAt + atMs))]));
      expect(drift.length).toBeGreaterThan(10);
      expect(Math.max(...drift)).toBeLessThanOrEqual(120);
    }
    // The narrower picture stands between two bars in the middle part, in its own proportions.
    const middle = frames.filter(({ atMs }) => atMs > 3300 && atMs < 4200);
    expect(middle.every(({ filmMs }) => filmMs === undefined)).toBe(true);
    const narrow = { x: 0.125, y: 0, w: 0.75, h: 1 };
    expect(framesOf(film, narrow).filter(({ atMs, filmMs }) => atMs > 3300 && atMs < 4200 && filmMs !== undefined).length).toBeGreaterThan(
      10,
    );
  });

  it('[RE43] records H264 as it records VP8', async () => {
    const seat = newSeat();
    const startedAt = Date.now();
    await bench.room.send(seat, 'camera', { codec: 'H264', units: h264Film(), startedAt });
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 3500);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const drift = framesOf(film)
      .slice(0, -6)
      .flatMap(({ atMs, filmMs }) => (filmMs === undefined ? [] : [Math.abs(filmMs - (from - startedAt + atMs))]));
    expect(drift.length).toBeGreaterThan(30);
    expect(Math.max(...drift)).toBeLessThanOrEqual(120);
  });

  it('[RE44] shows a shared screen large with the speaker beside it, and mixes its sound with the voices', async () => {
    const [teacher, student] = [newSeat(), newSeat()];
    const startedAt = Date.now();
    await bench.person(teacher, startedAt, 1000);
    await bench.person(student, startedAt, 2000);
    const recordingId = await bench.start([teacher, student]);
    bench.room.speak(teacher);
    await bench.recorded(recordingId, 1500);
    const screen = await bench.room.send(teacher, 'screen', { codec: 'VP8', units: vp8Film(480, 270), startedAt });
    const sound = await bench.room.send(teacher, 'screen-audio', { codec: 'opus', units: opusFilm(3000, true), startedAt });
    const sharedAt = Date.now();
    await bench.recorded(recordingId, 5000);
    bench.room.unsend(screen);
    bench.room.unsend(sound);
    const film = await bench.film(recordingId);
    const [from = 0] = await bench.stretches(recordingId);
    const isShared = ({ atMs }: { atMs: number }): boolean => atMs > sharedAt - from + 1500 && atMs < 4800;
    for (const part of [
      { x: 0, y: 0.1, w: 0.8, h: 0.8 },
      { x: 0.8, y: 0.1, w: 0.2, h: 0.2 },
    ]) {
      expect(framesOf(film, part).filter((frame) => isShared(frame) && frame.filmMs !== undefined).length).toBeGreaterThan(10);
    }
    // All three are heard at once, and none of them clips the others away.
    const at = Math.round((sharedAt - from + 1500) / 10);
    for (const hertz of [1000, 2000, 3000]) expect(Math.max(...toneOf(film, hertz).slice(at, at + 150))).toBeGreaterThan(0.15);
  });

  it('[RE45] stops by itself before the disk is full, keeps what it has, and starts none on a full disk', async () => {
    const seat = newSeat();
    await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 1500);
    freeBytes = 2 * 1024 ** 3 - 1;
    const stopped = await until('it stopped', () => bench.told.find(({ phase }) => phase === 'stopped'));
    expect(stopped).toMatchObject({ recordingId, reason: 'disk-full' });
    await expect(bench.start([seat])).rejects.toMatchObject({ reason: 'disk-full' });
    // The class goes on: its media was not touched.
    expect(bench.room.producers().length).toBe(2);
    freeBytes = 2 * 1024 ** 3;
    await bench.film(recordingId);
    expect(await bench.recorder.status(recordingId)).toMatchObject({ phase: 'ready', reason: 'disk-full' });
  });

  it('[RE46] answers a repeated call as the first one, and refuses what the phase does not allow', async () => {
    const seat = newSeat();
    const { recorder, room } = bench;
    await bench.person(seat);
    const recordingId = await bench.start([seat]);
    const again = await recorder.start({ recordingId, sessionId: room.sessionId, seats: [newSeat()] });
    expect(again).toMatchObject({ recordingId, phase: 'recording' });
    await expect(bench.start([seat])).rejects.toMatchObject({ reason: 'already-recording' });
    await expect(recorder.compose(recordingId)).rejects.toMatchObject({ reason: 'wrong-phase' });
    await expect(recorder.file(recordingId)).rejects.toMatchObject({ reason: 'not-found' });
    await expect(recorder.pause(newRecording())).rejects.toMatchObject({ reason: 'not-found' });
    expect((await recorder.resume(recordingId)).phase).toBe('recording');
    await recorder.delete(recordingId);
    expect(await bench.files(recordingId)).toEqual([]);
    expect(await ffmpegPids(bench.folder)).toEqual([]);
    expect(recorder.all()).toEqual([]);
  });

  it('[RE47] stops when the room closes, and can be composed', async () => {
    const seat = newSeat();
    await bench.person(seat);
    const recordingId = await bench.start([seat]);
    await bench.recorded(recordingId, 1500);
    bench.room.close();
    await until('it stopped', () => bench.told.some(({ phase }) => phase === 'stopped'));
    await expect(bench.recorder.resume(recordingId)).rejects.toMatchObject({ reason: 'wrong-phase' });
    await bench.film(recordingId);
  });
});
