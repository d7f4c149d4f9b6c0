import { statfs } from 'node:fs/promises';

/** Bytes that this process may still write to the disk that holds `path`. */
export type FreeBytes = (path: string) => Promise<number>;

export const freeBytesOf: FreeBytes = async (path) => {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
};
