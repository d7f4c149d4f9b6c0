import { dirname, isAbsolute, join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg';
import { z } from 'zod';

/** The only file that knows fluent-ffmpeg, which is no longer maintained: everything else sees jobs and children. */

const CHILD = fileURLToPath(new URL('./ffmpeg-child.sh', import.meta.url));
const COMPOSE_NICENESS = 10;
const KEPT_LINES = 30;

export interface FfmpegJob {
  readonly inputs: readonly { readonly source: string; readonly options: readonly string[] }[];
  readonly outputs: readonly { readonly target: string; readonly options: readonly string[] }[];
  /** A filter graph over all inputs. */
  readonly filter?: string | undefined;
  /** Composing gives way to everything live. */
  readonly isLowPriority: boolean;
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface FfmpegEnd {
  readonly ok: boolean;
  /** The last lines it said, for the log. */
  readonly tail: readonly string[];
}

export interface FfmpegChild {
  /** Undefined until the process runs. */
  readonly pid: number | undefined;
  /** Resolves, never rejects, once the process is gone and its output was read. */
  readonly ended: Promise<FfmpegEnd>;
  kill(signal: NodeJS.Signals): void;
}

interface SpawnedCommand extends FfmpegCommand {
  readonly ffmpegProc?: { readonly pid?: number };
}

/** Starts FFmpeg; a failure to start is an end that is not ok. */
export function startFfmpeg(job: FfmpegJob): FfmpegChild {
  const command: SpawnedCommand = commandOf(job);
  const tail: string[] = [];
  let killedWith: NodeJS.Signals | undefined;
  let hasEnded = false;
  const { promise: ended, resolve } = Promise.withResolvers<FfmpegEnd>();
  const end = (ok: boolean, line?: string): void => {
    if (line) tail.push(line);
    hasEnded = true;
    resolve({ ok, tail });
  };
  command.on('stderr', (line: string) => {
    if (!isProgress(line)) tail.push(line);
    if (tail.length > KEPT_LINES) tail.shift();
    job.onLine?.(line);
  });
  // The library looks for its codecs before it starts anything: a kill in between is carried out here.
  command.on('start', () => killedWith && command.kill(killedWith));
  command.on('end', () => end(true));
  command.on('error', (error: Error) => end(false, error.message));
  command.run();
  return {
    get pid() {
      return command.ffmpegProc?.pid;
    },
    ended,
    kill(signal) {
      killedWith = signal;
      if (!hasEnded) command.kill(signal);
    },
  };
}

/** The library asks FFmpeg what it can do before its first job, and keeps the answer: asked early, no recording waits for it. */
export async function warmUp(): Promise<void> {
  const command = ffmpeg();
  command.setFfmpegPath(CHILD);
  await new Promise<void>((resolve) => command.availableFormats(() => command.availableEncoders(() => resolve())));
}

function commandOf(job: FfmpegJob): FfmpegCommand {
  const command = ffmpeg({ ...(job.isLowPriority ? { niceness: COMPOSE_NICENESS } : {}), stdoutLines: KEPT_LINES });
  command.setFfmpegPath(CHILD);
  for (const { source, options } of job.inputs) {
    command.input(source);
    if (options.length > 0) command.inputOptions(...pieces(options));
  }
  if (job.filter) command.complexFilter(job.filter);
  for (const { target, options } of job.outputs) command.output(target).outputOptions(...pieces(options));
  return command;
}

/** With one argument the library splits options at spaces; with two or more it takes them as they are. */
const pieces = (options: readonly string[]): string[] => (options.length === 1 ? [...options, '-hide_banner'] : [...options]);

const isProgress = (line: string): boolean => /^[a-z_0-9]+=\s*\S+$/.test(line);

const Probe = z.object({
  format: z.object({ duration: z.coerce.number() }),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      duration: z.coerce.number().optional(),
    }),
  ),
});
export type Probe = z.infer<typeof Probe>;

/** What ffprobe says of a file; rejects for what is no media file. `ffmpegPath` tells where its sibling is. */
export function probeFile(path: string, ffmpegPath: string): Promise<Probe> {
  const command = ffmpeg(path);
  command.setFfprobePath(isAbsolute(ffmpegPath) ? join(dirname(ffmpegPath), 'ffprobe') : 'ffprobe');
  return new Promise((resolve, reject) => {
    command.ffprobe((error: unknown, found: unknown) => {
      if (error) reject(error);
      else resolve(Probe.parse(found));
    });
  });
}

/** Writes one line per packet of a file, beginning with its stream and its decoding time, and ends `target`. Rejects for what cannot be read. */
export function packetTimes(path: string, target: Writable): Promise<void> {
  const command = ffmpeg(path);
  command.setFfmpegPath(CHILD);
  command.outputOptions('-map', '0', '-c', 'copy', '-f', 'framecrc');
  return new Promise((resolve, reject) => {
    command.on('error', (error: Error) => {
      target.destroy();
      reject(error);
    });
    command.on('end', () => resolve());
    command.pipe(target, { end: true });
  });
}
