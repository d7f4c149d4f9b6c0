import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const PLUGIN = join(import.meta.dirname, '../../plugin-moodle');

interface Outcome {
  readonly value?: unknown;
  readonly refused?: string;
  readonly status?: number;
  readonly fault?: string;
}

/** Calls a method of the plugin's classes that need no Moodle, once for each list of arguments. */
export function pluginCalls(php: string, name: string, method: string, ...lists: unknown[][]): Outcome[] {
  const input = JSON.stringify(lists.map((list) => ({ class: name, method, arguments: list })));
  const { stdout, stderr, status } = spawnSync(php, [join(PLUGIN, 'checks/call.php')], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return JSON.parse(stdout);
}
