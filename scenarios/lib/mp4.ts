import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SPEECH_RATE } from '@liveclass/fixtures/media/speech.ts';
import { type Rect, readTimecode, type Timecode } from '@liveclass/fixtures/media/timecode.ts';

const run = promisify(execFile);
const ffmpeg = (): string => process.env['FFMPEG_PATH'] ?? 'ffmpeg';

const raw = async (args: readonly string[]): Promise<Buffer> =>
  (await run(ffmpeg(), ['-v', 'error', ...args, '-'], { encoding: 'buffer', maxBuffer: 1024 ** 3 })).stdout;

/** The sound, mono at 48 kHz, from the file's time 0 on. */
export async function soundOf(file: string): Promise<Float32Array> {
  const bytes = await raw([
    '-i',
    file,
    '-vn',
    '-af',
    'aresample=async=1:first_pts=0',
    '-ac',
    '1',
    '-ar',
    String(SPEECH_RATE),
    '-f',
    's16le',
  ]);
  return Float32Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(index * 2) / 32_768);
}

export interface Shown {
  /** Of the file's time. */
  readonly atMs: number;
  readonly codes: readonly Timecode[];
  /** Mean of the picture, 0 to 255. */
  readonly brightness: number;
}

const SIZE = { width: 640, height: 360 };
const area = (x: number, y: number, w: number): Rect => ({
  x: x * SIZE.width,
  y: y * SIZE.height,
  width: w * SIZE.width,
  height: w * SIZE.height,
});

/** Where a person's picture can stand: alone, one of two side by side, in a grid, or beside a shared screen. */
const PLACES: readonly Rect[] = [
  area(0, 0, 1),
  area(0, 0.25, 0.5),
  area(0.5, 0.25, 0.5),
  area(0, 0, 0.5),
  area(0.5, 0, 0.5),
  area(0, 0.5, 0.5),
  area(0.5, 0.5, 0.5),
  area(0.25, 0.5, 0.5),
  area(0.8, 0.1, 0.2),
];

/** The picture, `fps` times a second: which people's timecodes stand in it. */
export async function picturesOf(file: string, fps: number): Promise<Shown[]> {
  const { width, height } = SIZE;
  const bytes = await raw(['-i', file, '-an', '-vf', `fps=${fps},scale=${width}:${height},format=gray`, '-f', 'rawvideo']);
  return Array.from({ length: Math.floor(bytes.length / (width * height)) }, (_, index) => {
    const data = bytes.subarray(index * width * height, (index + 1) * width * height);
    const codes = new Map<number, Timecode>();
    for (const place of PLACES) {
      const code = readTimecode({ data, width, height, step: 1 }, place);
      if (code) codes.set(code.person, code);
    }
    let sum = 0;
    for (let at = 0; at < data.length; at += 7) sum += data[at] ?? 0;
    return { atMs: (index * 1000) / fps, codes: [...codes.values()], brightness: sum / Math.ceil(data.length / 7) };
  });
}

/** Times at which a level rises above half of its range. */
export function onsets(levels: readonly number[], stepMs: number): number[] {
  const low = Math.min(...levels);
  const middle = (low + Math.max(...levels)) / 2;
  return levels.flatMap((level, index) => (level > middle && (levels[index - 1] ?? low) <= middle ? [index * stepMs] : []));
}

/** Loudness in windows of 5 ms. */
export function envelope(sound: Float32Array): { levels: number[]; stepMs: number } {
  const step = (SPEECH_RATE * 5) / 1000;
  const levels = Array.from({ length: Math.floor(sound.length / step) }, (_, index) => {
    let power = 0;
    for (let at = index * step; at < (index + 1) * step; at += 1) power += (sound[at] ?? 0) ** 2;
    return Math.sqrt(power / step);
  });
  return { levels, stepMs: 5 };
}
