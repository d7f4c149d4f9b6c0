import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A server of the house as a process of its own. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** What it has said so far, both streams. */
  readonly log: () => string;
  readonly hasEnded: () => boolean;
  /** Sends the signal; resolves when the process is gone. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

const LONGEST_LOG = 400_000;
const KILL_AFTER_MS = 12_000;

/** What a child gets of the surrounding environment: enough to run, nothing that would configure it by accident. */
const base = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'TMPDIR', 'XDG_CACHE_HOME'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );

export function startChild(name: string, main: string, env: Readonly<Record<string, string>>): Child {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, main)], {
    cwd: ROOT,
    env: { ...base(), EXIT_WITH_PARENT: '1', ...env },
    // The channel is how it notices that this process is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => {
      log = (log + piece.toString()).slice(-LONGEST_LOG);
    });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (hasEnded()) return;
    child.kill(signal);
    const hammer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await gone;
    clearTimeout(hammer);
  };
  return { name, pid: Number(child.pid), log: () => log, hasEnded, stop };
}
