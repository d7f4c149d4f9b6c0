import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { repository } from './repository.mjs';

/** The folder in the zip: Moodle wants the plugin's name without its type. */
const FOLDER = 'liveclass';
/** What of plugin-moodle/ an admin needs; its checks stay here. */
const PARTS = /^(?:backup|classes|db|lang|templates)\/|^[^/]+\.(?:php|md)$/;
/** The same tree gives the same bytes, so that two builds can be compared. */
const WHEN = new Date(2026, 0, 1);

/** The files of the plugin as the zip names them, in order. */
export function pluginFiles(source = repository('plugin-moodle')) {
  const paths = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(source.length + 1))
    .filter((path) => PARTS.test(path))
    .sort();
  const own = paths.map((path) => [`${FOLDER}/${path}`, readFileSync(join(source, path))]);
  return [...own, [`${FOLDER}/LICENSE`, readFileSync(repository('LICENSE'))]];
}

/** The zip that a Moodle admin uploads. */
export function pluginZip(source) {
  const files = pluginFiles(source);
  // Moodle looks for some folders by name, so they are in the zip as entries of their own.
  const folders = new Set(files.flatMap(([path]) => parentsOf(path)));
  const entries = [...[...folders].sort().map((folder) => [folder, new Uint8Array()]), ...files];
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: WHEN });
}

const parentsOf = (path) =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, index, names) => `${names.slice(0, index + 1).join('/')}/`);
