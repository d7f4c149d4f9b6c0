import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../ports.ts';
import { chunkFiles, chunkJob, filmJob, reelList, reelsOf } from './chunk-job.ts';
import { type FfmpegJob, startFfmpeg } from './ffmpeg.ts';
import type { RecordingFolder } from './folder.ts';
import { readFootage } from './footage.ts';
import type { Manifest } from './manifest.ts';
import { type Chunk, FRAME_MS, type Plan, planOf } from './plan.ts';
import { type Film, verifyFilm } from './verify.ts';

/** A part whose FFmpeg was killed from outside is made again; one that fails so often fails for a reason. */
const ATTEMPTS = 3;
/** Parts are nearly all of the work; putting them together is the rest. */
const PARTS_SHARE = 0.95;

export interface ComposeOrder {
  readonly manifest: Manifest;
  readonly folder: RecordingFolder;
  readonly ffmpegPath: string;
  readonly log: Log;
  /** Ends composing at once, with a rejection. */
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

/**
 * Makes the MP4 of a recording. What is made is named so only when it is whole and verified; whatever stops it in
 * between, calling it again goes on with the parts that were finished.
 */
export async function compose(order: ComposeOrder): Promise<Film> {
  const { manifest, folder, log, signal } = order;
  const plan = planOf(manifest, await readFootage(manifest, folder, log));
  await prepare(folder, plan);
  let framesDone = 0;
  for (const [number, chunk] of plan.chunks.entries()) {
    signal.throwIfAborted();
    const done = framesDone;
    const onFrames = (frames: number): void => order.onProgress(((done + Math.min(frames, chunk.frames)) / plan.frames) * PARTS_SHARE);
    await makePart(order, plan, chunk, number, onFrames);
    framesDone += chunk.frames;
    onFrames(chunk.frames);
  }
  return finish(order, plan);
}

/** Parts of an earlier, interrupted composing are used again only where they were made by the same plan. */
async function prepare(folder: RecordingFolder, plan: Plan): Promise<void> {
  const planPath = join(folder.work, 'plan.json');
  const text = JSON.stringify(plan);
  const earlier = await readFile(planPath, 'utf8').catch(() => '');
  if (earlier === text) return;
  await rm(folder.work, { recursive: true, force: true });
  await mkdir(folder.work, { recursive: true, mode: 0o700 });
  await writeFile(`${planPath}.part`, text);
  await rename(`${planPath}.part`, planPath);
}

async function makePart(order: ComposeOrder, plan: Plan, chunk: Chunk, number: number, onFrames: (frames: number) => void): Promise<void> {
  const files = chunkFiles(order.folder.work, number);
  if (await exists(files.picture)) return;
  const lists = await Promise.all(
    reelsOf(chunk).map(async (reel, place) => {
      const path = join(order.folder.work, `reel-${place}.txt`);
      await writeFile(path, reelList(reel));
      return path;
    }),
  );
  const parts = { picture: `${files.picture}.part`, sound: `${files.sound}.part` };
  const onLine = (line: string): void => {
    const [, frames] = /^frame=\s*(\d+)$/.exec(line) ?? [];
    if (frames !== undefined) onFrames(Number(frames));
  };
  await run(chunkJob(plan, chunk, lists, parts, onLine), order);
  // The picture is renamed last: where it stands the sound stands too.
  await rename(parts.sound, files.sound);
  await rename(parts.picture, files.picture);
}

async function finish({ folder, ffmpegPath, log, signal, onProgress }: ComposeOrder, plan: Plan): Promise<Film> {
  const all = plan.chunks.map((chunk, number) => ({ lastsMs: chunk.frames * FRAME_MS, ...chunkFiles(folder.work, number) }));
  const pictures = join(folder.work, 'pictures.txt');
  const sounds = join(folder.work, 'sounds.txt');
  await writeFile(pictures, reelList({ segments: all.map(({ picture, lastsMs }) => ({ path: picture, lastsMs })) }));
  await writeFile(sounds, reelList({ segments: all.map(({ sound, lastsMs }) => ({ path: sound, lastsMs })) }));
  const film = join(folder.work, 'film.mp4.part');
  await run(filmJob(pictures, sounds, film), { log, signal });
  const verified = await verifyFilm(film, plan, ffmpegPath);
  await rename(film, folder.mp4);
  onProgress(1);
  return verified;
}

async function run(job: FfmpegJob, { log, signal }: Pick<ComposeOrder, 'log' | 'signal'>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const child = startFfmpeg(job);
    const stop = (): void => child.kill('SIGKILL');
    signal.addEventListener('abort', stop);
    const { ok, tail } = await child.ended;
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (ok) return;
    log.warn({ attempt, tail }, 'FFmpeg failed while composing');
    if (attempt === ATTEMPTS) throw new Error(`composing failed: ${tail.at(-1) ?? 'no reason given'}`);
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
