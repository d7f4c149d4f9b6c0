import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '@liveclass/contract';

const SEGMENT = /^take-(\d+)-(\d{5,})\.mkv$/;

/** How the segments of one FFmpeg process are called. */
export const takePrefix = (take: number): string => `take-${take}-`;

/** Where one recording lies. Its id fits into a file name as it stands (contract, ids). */
export class RecordingFolder {
  readonly path: string;
  readonly ledger: string;
  readonly work: string;
  readonly mp4: string;

  constructor(root: string, recordingId: RecordingId) {
    this.path = join(root, recordingId);
    this.ledger = join(this.path, 'ledger.jsonl');
    this.work = join(this.path, 'composing');
    this.mp4 = join(this.path, 'recording.mp4');
  }

  async make(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
  }

  sdp(take: number): string {
    return join(this.path, `${takePrefix(take)}in.sdp`);
  }

  /** Segments by the number of their take, oldest first. */
  async segments(): Promise<Map<number, string[]>> {
    const found = new Map<number, string[]>();
    const names = (await readdir(this.path)).flatMap((name) => {
      const [, take, segment] = SEGMENT.exec(name) ?? [];
      return take === undefined ? [] : [{ name, take: Number(take), segment: Number(segment) }];
    });
    for (const { name, take } of names.sort((a, b) => a.take - b.take || a.segment - b.segment)) {
      found.set(take, [...(found.get(take) ?? []), join(this.path, name)]);
    }
    return found;
  }

  /** What lies in it, in bytes; 0 where it is gone. */
  async bytes(): Promise<number> {
    const names = await readdir(this.path, { recursive: true }).catch(() => []);
    const sizes = await Promise.all(names.map((name) => sizeOf(join(this.path, name))));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async hasMp4(): Promise<boolean> {
    return (await sizeOf(this.mp4)) > 0;
  }

  /** Everything that only composing needed: segments, descriptions, half-made files. */
  async removeSources(): Promise<void> {
    const names = await readdir(this.path);
    await Promise.all(names.filter((name) => name.startsWith('take-')).map((name) => rm(join(this.path, name), { force: true })));
    await rm(this.work, { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    // A process that was just killed may still have been writing: retry until the folder is really gone.
    await rm(this.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  );
