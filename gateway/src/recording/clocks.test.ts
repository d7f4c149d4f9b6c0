import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordingId, SeatId, SessionId, type Source } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { ClockMap } from './clock-map.ts';
import type { Footage } from './footage.ts';
import { epochsOf } from './layout.ts';
import { Ledger, readLedger } from './ledger.ts';
import { type Manifest, manifestOf, type SourceSpan } from './manifest.ts';
import { planOf } from './plan.ts';
import { BASE_RTP, readSenderReports } from './rtcp.ts';
import { sdpOf } from './sdp.ts';

const id = (): string => randomBytes(12).toString('base64url');
const [ada, ben] = [SeatId.parse('seat-ada'), SeatId.parse('seat-ben')];
const ids = { recordingId: RecordingId.parse(id()), sessionId: SessionId.parse(id()) };

const manifest = (more: Partial<Manifest>): Manifest => ({
  ...{ ...ids, startedAt: 0, phase: 'stopped', reason: undefined, made: undefined },
  ...{ stretches: [], sources: [], takes: [], reports: new Map(), spoke: [] },
  ...more,
});
const source = (seatId: SeatId, name: Source, from: number, to: number, heard = [{ from, to }]): SourceSpan => ({
  ...{ producerId: `${seatId}-${name}`, seatId, source: name, from, to, heard },
});

describe('the clock of a recording', () => {
  const rate = 48_000;
  /** A sender whose clock runs 100 parts in a million too fast, from `zero` on. */
  const reports = (zero: number, seconds: number) =>
    Array.from({ length: seconds }, (_, second) => {
      const rtp = Math.round(zero + second * rate * 1.0001) % 2 ** 32;
      return { at: 1_000_000 + second * 1000 + 3, ntpMs: 1_000_000 + second * 1000, rtp };
    });
  const mediaMs = (rtp: number): number => ((rtp - BASE_RTP) * 1000) / rate;

  it('[RE60] follows a sender whose clock drifts, and one whose timestamps wrap', () => {
    for (const zero of [1000, 2 ** 32 - 30 * rate]) {
      const clock = new ClockMap(reports(zero, 3600), rate, { mediaMs: 0, at: 0 });
      for (const second of [0, 40, 1800, 3599]) {
        const shown = mediaMs(zero + second * rate * 1.0001);
        expect(Math.abs(clock.instantOf(shown) - (1_000_000 + second * 1000))).toBeLessThan(2);
      }
    }
  });

  it('[RE61] is not moved by a report that is wrong, and does without any', () => {
    const some = reports(1000, 9).map((report, place) => (place === 4 ? { ...report, ntpMs: report.ntpMs + 400 } : report));
    const clock = new ClockMap(some, rate, { mediaMs: 0, at: 0 });
    expect(Math.abs(clock.instantOf(mediaMs(1000 + 4 * rate)) - 1_004_000)).toBeLessThan(2);
    expect(new ClockMap([], rate, { mediaMs: 500, at: 9000 }).instantOf(750)).toBe(9250);
  });

  it('[RE62] is ours even when the clock of the worker was set apart from it', () => {
    const apart = reports(1000, 9).map((report) => ({ ...report, ntpMs: report.ntpMs - 3_600_000 }));
    const clock = new ClockMap(apart, rate, { mediaMs: 0, at: 0 });
    expect(Math.abs(clock.instantOf(mediaMs(1000)) - 1_000_000)).toBeLessThan(10);
  });

  it('[RE63] reads sender reports and survives every damaged packet', () => {
    const packet = Buffer.alloc(28);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(200, 1);
    packet.writeUInt16BE(6, 2);
    packet.writeUInt32BE(77, 4);
    packet.writeUInt32BE(2_208_988_800 + 1_000, 8);
    packet.writeUInt32BE(2 ** 31, 12);
    packet.writeUInt32BE(4_000_000_000, 16);
    expect(readSenderReports(packet)).toEqual([{ ssrc: 77, ntpMs: 1_000_500, rtp: 4_000_000_000 }]);
    expect(readSenderReports(Buffer.concat([packet, packet])).length).toBe(2);
    for (let length = 0; length < 28; length += 1) expect(readSenderReports(packet.subarray(0, length))).toEqual([]);
    for (let round = 0; round < 2000; round += 1) readSenderReports(randomBytes(round % 90));
  });

  it('[RE64] takes media from this machine only', () => {
    const codec = { mimeType: 'video/H264', payloadType: 103, clockRate: 90_000, parameters: { 'packetization-mode': 1 } };
    const text = sdpOf('video', codec, 26_000);
    expect(text).toContain('a=source-filter: incl IN IP4 127.0.0.1 127.0.0.1');
    expect(text).toContain('m=video 26000 RTP/AVP 103');
    expect(text).toContain('a=fmtp:103 packetization-mode=1');
  });
});

describe('the ledger of a recording', () => {
  it('[RE65] is read up to where a crash cut it off, and ends what was open there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
    const path = join(folder, 'ledger.jsonl');
    const failures: unknown[] = [];
    const ledger = await Ledger.open(path, (error) => failures.push(error));
    ledger.note({ type: 'opened', at: 1000, node: 'test-1' as never, ...ids });
    ledger.note({ type: 'resumed', at: 1000 });
    ledger.note({ type: 'source.on', at: 1000, producerId: 'p', seatId: ada, source: 'camera', isMuted: false });
    await ledger.keep({ type: 'report', at: 5000, producerId: 'p', ntpMs: 5000, rtp: 1 });
    await ledger.close();
    await writeFile(path, `${await readFile(path, 'utf8')}{"type":"stopped","at":9`);
    const read = manifestOf(await readLedger(path));
    expect(read).toMatchObject({ phase: 'recording', stretches: [{ from: 1000, to: 5000 }] });
    expect(read?.sources[0]).toMatchObject({ from: 1000, to: 5000, heard: [{ from: 1000, to: 5000 }] });
    expect(failures).toEqual([]);
    await rm(folder, { recursive: true });
  });
});

describe('the picture of a recording', () => {
  it('[RE66] shows at most the four who spoke last, moves nobody without need and does not follow a cough', () => {
    const seats = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff'].map((name) => SeatId.parse(`seat-${name}-x`));
    const sources = seats.map((seatId) => source(seatId, 'camera', 0, 60_000));
    const [fifth, sixth] = [seats[4] as SeatId, seats[5] as SeatId];
    const spoke = [
      { at: 10_000, seatId: sixth },
      { at: 20_000, seatId: null },
      { at: 30_000, seatId: fifth },
      { at: 30_400, seatId: sixth },
    ];
    const epochs = epochsOf(manifest({ stretches: [{ from: 0, to: 60_000 }], sources, spoke }));
    expect(epochs.map(({ from, tiles }) => [from, ...tiles.map(({ producerId }) => producerId.split('-')[1])])).toEqual([
      [0, 'aa', 'bb', 'cc', 'dd'],
      [10_000, 'aa', 'bb', 'cc', 'ff'],
    ]);
  });

  it('[RE67] is cut where somebody comes, goes or is muted, and a muted camera leaves its place dark', () => {
    const sources = [
      source(ada, 'camera', 0, 10_000, [{ from: 0, to: 4000 }]),
      source(ben, 'camera', 2000, 10_000),
      source(ben, 'microphone', 0, 10_000),
    ];
    const epochs = epochsOf(manifest({ stretches: [{ from: 0, to: 10_000 }], sources }));
    expect(epochs.map(({ from, to, tiles }) => [from, to, tiles.map(({ isDark }) => isDark)])).toEqual([
      [0, 2000, [false]],
      [2000, 4000, [false, false]],
      [4000, 10_000, [true, false]],
    ]);
  });

  it('[RE68] plans picture and sound of each part by the same frames, however odd the pauses', () => {
    const stretches = Array.from({ length: 200 }, (_, place) => ({ from: place * 1000, to: place * 1000 + 333 + (place % 7) }));
    const plan = planOf(manifest({ stretches }), []);
    const total = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(plan.frames).toBe(Math.round(total / 40));
    expect(plan.chunks.every(({ frames }) => frames > 0)).toBe(true);
  });

  it('[RE69] begins a part with the picture that stands then, however long ago it was sent', () => {
    const still: Footage = {
      ...{ take: 1, producerId: `${ada}-screen`, seatId: ada, source: 'screen', until: 200_000, width: 1280, height: 720 },
      segments: [
        { path: 'a.mkv', from: 1000, to: 2000 },
        { path: 'b.mkv', from: 12_000, to: 13_000 },
        { path: 'c.mkv', from: 150_000, to: 151_000 },
      ],
    };
    const sources = [source(ada, 'screen', 0, 180_000)];
    const plan = planOf(manifest({ stretches: [{ from: 0, to: 180_000 }], sources }), [still]);
    const reels = plan.chunks.map(({ tiles }) => tiles[0]?.reels[0]);
    expect(reels.map((reel) => reel?.segments.map(({ path }) => path))).toEqual([['a.mkv', 'b.mkv'], ['b.mkv'], ['b.mkv', 'c.mkv']]);
    expect(reels.map((reel) => reel?.startsMs)).toEqual([1000, -48_000, -108_000]);
    expect(reels[2]?.segments[0]?.lastsMs).toBe(138_000);
  });
});
