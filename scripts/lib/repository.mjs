import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** An absolute path inside this repository, wherever it was cloned to and whatever the working folder is. */
export function repository(...parts) {
  return join(ROOT, ...parts);
}
