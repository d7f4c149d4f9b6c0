import { execFileSync } from 'node:child_process';
import { FILM_SECONDS } from './media.ts';

const WIDTH = 320;
const HEIGHT = 180;
const RATE = 25;
const SAMPLES = 8000;
const WINDOW = SAMPLES / 100;

/** A part of the picture, in shares. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
const WHOLE: Part = { x: 0, y: 0, w: 1, h: 1 };

export interface FrameSeen {
  /** Of the recording, milliseconds. */
  readonly atMs: number;
  /** What the bar says, milliseconds of the film that was sent; undefined where there is no film. */
  readonly filmMs: number | undefined;
  readonly isFlashing: boolean;
}

const ffmpeg = (args: readonly string[]): Buffer =>
  execFileSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-nostdin', ...args], { maxBuffer: 2 ** 30 });

/** Decodes the picture and reads the bar and the flash of one part of it. */
export function framesOf(path: string, { x, y, w, h }: Part = WHOLE): FrameSeen[] {
  const raw = ffmpeg([
    '-i',
    path,
    '-map',
    '0:v',
    '-vf',
    `crop=iw*${w}:ih*${h}:iw*${x}:ih*${y},scale=${WIDTH}:${HEIGHT},format=gray`,
    '-f',
    'rawvideo',
    '-',
  ]);
  const size = WIDTH * HEIGHT;
  return Array.from({ length: Math.floor(raw.length / size) }, (_, number) => {
    const frame = raw.subarray(number * size, (number + 1) * size);
    return { atMs: (number * 1000) / RATE, filmMs: barOf(frame), isFlashing: (frame[WIDTH * 120 + 160] ?? 0) > 128 };
  });
}

/** The bar is black right of the time; what is not nearly black and white there is no film. */
function barOf(frame: Buffer): number | undefined {
  const row = frame.subarray(WIDTH * 15, WIDTH * 16);
  const first = row[0] ?? 0;
  const last = row[WIDTH - 2] ?? 0;
  if (last > 30 || first < 200) return undefined;
  const width = row.findIndex((value) => value < 128);
  return width < 0 ? undefined : (width / WIDTH) * FILM_SECONDS * 1000;
}

/** When the picture began to flash, milliseconds of the recording. */
export function flashesOf(frames: readonly FrameSeen[]): number[] {
  return frames.flatMap((frame, place) => (frame.isFlashing && place > 0 && !frames[place - 1]?.isFlashing ? [frame.atMs] : []));
}

/** How loud a tone is, in steps of 10 ms, 0 to about 1. */
export function toneOf(path: string, hertz: number): number[] {
  const raw = ffmpeg(['-i', path, '-map', '0:a', '-ac', '1', '-ar', String(SAMPLES), '-f', 'f32le', '-']);
  const samples = new Float32Array(raw.buffer, raw.byteOffset, Math.floor(raw.length / 4));
  return Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, place) =>
    goertzel(samples.subarray(place * WINDOW, (place + 1) * WINDOW), hertz),
  );
}

function goertzel(samples: Float32Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLES);
  let one = 0;
  let two = 0;
  for (const sample of samples) [one, two] = [sample + turn * one - two, one];
  return (Math.sqrt(Math.max(0, one * one + two * two - turn * one * two)) * 2) / samples.length;
}

/** When a tone began, milliseconds of the recording. */
export function beepsOf(tone: readonly number[]): number[] {
  return tone.flatMap((loudness, place) => (loudness > 0.1 && place > 0 && (tone[place - 1] ?? 0) <= 0.1 ? [place * 10] : []));
}

/** Milliseconds from each flash to its beep; a flash or beep at an edge, whose other half was cut off, is left out. */
export function offsetsOf(flashes: readonly number[], beeps: readonly number[]): number[] {
  const nearest = (flash: number): number =>
    beeps.map((beep) => beep - flash).sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? Number.POSITIVE_INFINITY;
  return flashes.map(nearest).filter((offset) => Math.abs(offset) < 500);
}
