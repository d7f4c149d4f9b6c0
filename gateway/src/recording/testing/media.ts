import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One encoded frame or packet and when it is to be sent, milliseconds from the beginning. */
export interface Unit {
  readonly atMs: number;
  readonly data: Buffer;
}

export const FILM_SECONDS = 16;
export const FILM_RATE = 15;
/** The bar on top grows over the whole film: its width tells the time. */
const BAR = `if(lt(Y,1),if(lt(X,W*T/${FILM_SECONDS}),235,16)`;
/** Below it everything flashes for 100 ms at each full second, when the sound beeps. */
const FLASH = 'if(lt(mod(T,1),0.1),235,16))';

const ffmpegPath = (): string => process.env['FFMPEG_PATH'] ?? 'ffmpeg';
const folder = join(tmpdir(), `live-class-test-media-${process.getuid?.() ?? 0}`);

/** Encodes once per machine and set of options. */
function made(extension: string, args: readonly string[]): Buffer {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${createHash('sha256').update(args.join('\n')).digest('hex').slice(0, 16)}.${extension}`);
  if (!existsSync(path)) {
    const own = `${path}.${process.pid}.${extension}`;
    execFileSync(ffmpegPath(), ['-v', 'error', '-y', ...args, own]);
    renameSync(own, path);
  }
  return readFileSync(path);
}

const picture = (width: number, height: number): string[] => [
  ...[
    '-f',
    'lavfi',
    '-i',
    // Computed in six rows and drawn out: the height costs nothing then.
    `color=c=black:s=${width}x6:r=${FILM_RATE}:d=${FILM_SECONDS},format=gray,geq=lum='${BAR},${FLASH}',scale=${width}:${height}:flags=neighbor,format=yuv420p`,
  ],
];

/** A browser answers a request for a key frame within so many frames; these films have one so often. */
const KEY_FRAME_EVERY = 5;

/** VP8. */
export function vp8Film(width = 320, height = 180): Unit[] {
  const ivf = made('ivf', [
    ...picture(width, height),
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    '-b:v',
    '400k',
    '-g',
    String(KEY_FRAME_EVERY),
    '-auto-alt-ref',
    '0',
  ]);
  const units: Unit[] = [];
  for (let at = 32; at + 12 <= ivf.length; ) {
    const size = ivf.readUInt32LE(at);
    units.push({ atMs: (Number(ivf.readBigUInt64LE(at + 4)) * 1000) / FILM_RATE, data: ivf.subarray(at + 12, at + 12 + size) });
    at += 12 + size;
  }
  return units;
}

/** H264 (constrained baseline) as access units in Annex B form. */
export function h264Film(width = 320, height = 180): Unit[] {
  const stream = made('h264', [
    ...picture(width, height),
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-g', String(KEY_FRAME_EVERY)],
    ...['-x264-params', 'aud=1:sliced-threads=0:slices=1', '-bsf:v', 'h264_mp4toannexb'],
  ]);
  const delimiter = Buffer.from([0, 0, 0, 1, 9]);
  const starts: number[] = [];
  for (let at = stream.indexOf(delimiter); at >= 0; at = stream.indexOf(delimiter, at + 1)) starts.push(at);
  return starts.map((start, place) => ({
    atMs: (place * 1000) / FILM_RATE,
    data: stream.subarray(start, starts[place + 1] ?? stream.length),
  }));
}

/** The network units of an access unit, without start codes. */
export function nalUnits(unit: Buffer): Buffer[] {
  const units: Buffer[] = [];
  const marks: { from: number; body: number }[] = [];
  for (let at = 0; at + 3 <= unit.length; at += 1) {
    if (unit[at] === 0 && unit[at + 1] === 0 && unit[at + 2] === 1) marks.push({ from: unit[at - 1] === 0 ? at - 1 : at, body: at + 3 });
  }
  for (const [place, mark] of marks.entries()) units.push(unit.subarray(mark.body, marks[place + 1]?.from ?? unit.length));
  return units;
}

/** Opus in packets of 20 ms: a beep of `hertz` for 100 ms at each full second, or without a break. */
export function opusFilm(hertz = 1000, isSteady = false): Unit[] {
  const loudness = isSteady ? '1' : 'lt(mod(t,1),0.1)';
  const ogg = made('ogg', [
    ...['-f', 'lavfi', '-i', `aevalsrc='0.5*sin(2*PI*${hertz}*t)*${loudness}':s=48000:d=${FILM_SECONDS}`],
    ...['-c:a', 'libopus', '-b:a', '48k', '-ac', '2', '-frame_duration', '20', '-application', 'lowdelay'],
  ]);
  return oggPackets(ogg)
    .slice(2)
    .map((data, place) => ({ atMs: place * 20, data }));
}

function oggPackets(ogg: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let open: Buffer[] = [];
  for (let at = 0; at + 27 <= ogg.length; ) {
    const count = ogg.readUInt8(at + 26);
    let body = at + 27 + count;
    for (const size of ogg.subarray(at + 27, at + 27 + count)) {
      open.push(ogg.subarray(body, body + size));
      body += size;
      if (size < 255) {
        packets.push(Buffer.concat(open));
        open = [];
      }
    }
    at = body;
  }
  return packets;
}
