import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type FileId, KeyedQueue, type Limits, Refusal, SlideSize, SlidesFault } from '@liveclass/contract';
import { z } from 'zod';
import type { Log } from '../../ports/log.ts';
import type { PictureOrder, SlidePictures } from '../../ports/slides.ts';

/** Beside the file, and gone with it. */
export const slidesOf = (dir: string, id: FileId): string => join(dir, `${id}.slides`);
const pictureOf = (dir: string, id: FileId, page: number): string => join(slidesOf(dir, id), `${page}.webp`);

const PROGRAM = fileURLToPath(new URL('./slide-painter.ts', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../../../package.json', import.meta.url));
const WATCH_EVERY_MS = 100;

/** What the process may read: itself and its libraries. */
function readable(): string[] {
  const require = createRequire(import.meta.url);
  const folders = ['sharp', '@hyzyla/pdfium'].map((name) => {
    const path = require.resolve(name);
    return path.slice(0, path.lastIndexOf(`${sep}node_modules${sep}`) + `${sep}node_modules`.length);
  });
  return [...new Set([...folders, PROGRAM, PACKAGE])];
}

/** What it says, line by line; it is not believed more than any other stranger. */
const Said = z.union([z.strictObject({ total: z.number().int().positive(), size: SlideSize }), z.strictObject({ fault: SlidesFault })]);

interface Parts {
  readonly dir: string;
  readonly limits: Pick<
    Limits,
    'slidePages' | 'slidePixels' | 'slideUnits' | 'slideBytes' | 'slidesMs' | 'slidesCpuSeconds' | 'slidesMemoryBytes' | 'slidesWaiting'
  >;
  readonly log: Log;
  /** Tests bring one that misbehaves. */
  readonly program?: string;
}

/**
 * Files that strangers wrote are opened by a process of its own: one at a time, without this one's environment, with the right to read that
 * file and to write that folder, and killed where it takes too long or too much.
 */
export function slidePictures({ dir, limits, log, program = PROGRAM }: Parts): SlidePictures {
  const queue = new KeyedQueue<'slides'>();
  let [waiting, isEnding] = [0, false];
  let running: ChildProcess | undefined;

  const paint = async (order: PictureOrder): Promise<SlidesFault | null> => {
    const folder = slidesOf(dir, order.id);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    // Asked here, where nothing is waited for any more: what is started after the end would never be ended.
    if (isEnding) return 'interrupted';
    running = painter(program, { source: join(dir, order.id), folder, kind: order.kind, limits });
    const fault = await watched(running, order, limits);
    running = undefined;
    if (fault === null) return null;
    log.warn({ fileId: order.id, fault }, 'no slides could be made of a file');
    await rm(folder, { recursive: true, force: true });
    return isEnding ? 'interrupted' : fault;
  };

  return {
    async make(order) {
      if (waiting > limits.slidesWaiting) throw new Refusal('busy');
      waiting += 1;
      return queue
        .run('slides', () => paint(order))
        .finally(() => {
          waiting -= 1;
        });
    },
    async read(id, page) {
      // Opened before the first header is sent: what is not there is an answer and no broken one.
      const file = await open(pictureOf(dir, id, page), 'r');
      return createReadStream('', { fd: file });
    },
    async end() {
      isEnding = true;
      running?.kill('SIGKILL');
      await queue.run('slides', async () => undefined);
    },
  };
}

interface Asked {
  readonly source: string;
  readonly folder: string;
  readonly kind: PictureOrder['kind'];
  readonly limits: Parts['limits'];
}

/** Without this process's environment and secrets; it reads its libraries and one file, writes one folder, and starts nothing. */
function painter(program: string, asked: Asked): ChildProcess {
  const rights = [...readable(), program, asked.source].map((path) => `--allow-fs-read=${path}`);
  const flags = ['--disable-warning=SecurityWarning', '--permission', '--allow-addons', ...rights, `--allow-fs-write=${asked.folder}`];
  const heap = `--max-old-space-size=${Math.floor(asked.limits.slidesMemoryBytes / 2 / 1024 ** 2)}`;
  // The system counts its time as well: where this process dies nobody else would end one that computes for ever.
  const limited = ['-c', 'ulimit -t "$0" && exec env -i "$@"', String(asked.limits.slidesCpuSeconds)];
  return spawn('/bin/sh', [...limited, process.execPath, ...flags, heap, program, JSON.stringify(asked)], {
    cwd: asked.folder,
    env: {},
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Until it ended by itself, or was ended. */
async function watched(child: ChildProcess, order: PictureOrder, limits: Parts['limits']): Promise<SlidesFault | null> {
  let fault: SlidesFault | null = null;
  let [made, total] = [0, 0];
  const stop = (why: SlidesFault): void => {
    fault ??= why;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => stop('too-heavy'), limits.slidesMs);
  const scale = setInterval(() => void tooLarge(child, limits.slidesMemoryBytes).then((is) => is && stop('too-heavy')), WATCH_EVERY_MS);
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = Said.safeParse(jsonOf(line));
      if (!said.success || fault) return stop('broken');
      if ('fault' in said.data) return stop(said.data.fault);
      if (said.data.total > limits.slidePages || made === said.data.total) return stop('too-many');
      [made, total] = [made + 1, said.data.total];
      order.made(said.data.size, total);
    });
  const { code, signal } = await endOf(child);
  clearTimeout(timer);
  clearInterval(scale);
  if (fault) return fault;
  // Not by us: it was out of its time, or the system out of memory.
  if (signal === 'SIGKILL') return 'too-heavy';
  return code === 0 && made > 0 && made === total ? null : 'broken';
}

const endOf = (child: ChildProcess): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> =>
  new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** By the system's own word; where it has none, time alone is the limit. */
async function tooLarge({ pid }: ChildProcess, bytes: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024 > bytes;
}
