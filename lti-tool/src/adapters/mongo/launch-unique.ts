import { createHash } from 'node:crypto';

/** What is kept of a secret: a dump of the database opens nothing. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Whether a write failed because a unique index already holds its key. */
export const isDuplicate = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;

/**
 * Runs an upsert, and once more when a unique index refuses it: of two first launches at once both find nothing, both
 * insert, and the loser then finds the winner's document.
 */
export async function upsertOnce<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return write();
  }
}
