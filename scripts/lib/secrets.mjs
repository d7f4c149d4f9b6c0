import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { repository } from './repository.mjs';

const NAMES = ['TOOL_SECRET', 'GATEWAY_SECRET'];

/**
 * The secrets of a development start: those of the environment, else made once and kept, because a
 * changed TOOL_SECRET would end every session and make stored keys unreadable.
 */
export function readSecrets(path = repository('.data/secrets.json'), env = process.env) {
  const kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const missing = NAMES.filter((name) => !kept[name]);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = randomBytes(32).toString('base64url');
    mkdirSync(dirname(path), { recursive: true });
    // Moved into place whole, and never readable by others, not even for a moment.
    writeFileSync(`${path}.new`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return Object.fromEntries(NAMES.map((name) => [name, env[name] || kept[name]]));
}
