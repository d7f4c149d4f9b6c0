import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type FileId, type Limits, Refusal } from '@liveclass/contract';
import { fileTypeFromFile } from 'file-type';
import { imageSize } from 'image-size';
import type { FileBytes } from '../../ports/files.ts';
import type { Log } from '../../ports/log.ts';
import { slidesOf } from './slide-pictures.ts';

/** Room for the metadata that cameras write before the size. */
const HEAD_BYTES = 512 * 1024;

interface Parts {
  readonly dir: string;
  readonly scanCommand: readonly string[] | undefined;
  readonly limits: Limits;
  readonly log: Log;
}

/** Files on the disk of this machine, named by their ids alone. A file has its name only when all of it is on the disk. */
export async function openFileBytes({ dir, scanCommand, limits, log }: Parts): Promise<FileBytes> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const pathOf = (id: FileId): string => join(dir, id);
  const partOf = (id: FileId): string => join(dir, `${id}.part`);
  return {
    async write(id, source, bytes) {
      const { bavail, bsize } = await statfs(dir);
      if (bavail * bsize - bytes < limits.filesFreeBytes) throw new Refusal('disk-full');
      await pipeline(source, exactly(bytes, limits), createWriteStream(partOf(id), { flags: 'wx', mode: 0o600, flush: true })).catch(
        (error: NodeJS.ErrnoException) => {
          throw error instanceof Refusal ? error : new Refusal(error.code === 'ENOSPC' ? 'disk-full' : 'bad-request', error.message);
        },
      );
      await rename(partOf(id), pathOf(id));
    },
    async typeOf(id) {
      return (await fileTypeFromFile(pathOf(id)))?.mime;
    },
    async sizeOf(id) {
      const file = await open(pathOf(id), 'r');
      try {
        const head = Buffer.alloc(HEAD_BYTES);
        const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
        return sizeIn(head.subarray(0, bytesRead));
      } finally {
        await file.close();
      }
    },
    async read(id, range) {
      // Opened before the first header is sent: what is not there is an answer and no broken one.
      const file = await open(pathOf(id), 'r');
      return createReadStream('', { fd: file, ...range });
    },
    scan: (id) => scan(scanCommand, pathOf(id), limits, log),
    async remove(id) {
      const all = [partOf(id), pathOf(id), slidesOf(dir, id)];
      await Promise.all(all.map((path) => rm(path, { force: true, recursive: true })));
    },
  };
}

function sizeIn(head: Buffer): { readonly width: number; readonly height: number } | undefined {
  try {
    const { width, height } = imageSize(head);
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    // A head that is cut, torn or of no picture at all.
    return undefined;
  }
}

/** Lets exactly so many bytes pass, and gives up a source that stops bringing any. */
function exactly(bytes: number, { uploadStallMs, uploadMs }: Limits): Transform {
  let seen = 0;
  const stop = () => counter.destroy(new Refusal('bad-request', 'an upload that did not go on'));
  const stall = setTimeout(stop, uploadStallMs);
  const whole = setTimeout(stop, uploadMs);
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      stall.refresh();
      done(seen > bytes ? new Refusal('too-large', 'more than was announced') : null, chunk);
    },
    flush: (done) => done(seen === bytes ? null : new Refusal('bad-request', 'an upload that broke off')),
    destroy(error, done) {
      clearTimeout(stall);
      clearTimeout(whole);
      done(error);
    },
  });
  return counter;
}

/** As clamdscan has it: 0 is clean, 1 is infected; anything else, no answer included, tells nothing. No shell is between. */
function scan(command: readonly string[] | undefined, path: string, { scanMs }: Limits, log: Log): ReturnType<FileBytes['scan']> {
  const [program, ...args] = command ?? [];
  if (program === undefined) return Promise.resolve('clean');
  return new Promise((resolve) => {
    execFile(program, [...args, path], { timeout: scanMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 }, (error) => {
      if (!error) return resolve('clean');
      if (error.code === 1) return resolve('infected');
      log.warn({ code: error.code ?? null, signal: error.signal ?? null }, 'the virus scanner gave no answer');
      resolve('unknown');
    });
  });
}
