import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { REPOSITORY } from './compose-file.ts';

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
}

const KEPT_LINES = 40;
const LONGEST_LINE = 400;
const STOP_WITHIN_MS = 12_000;

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<number>;
  isRunning: boolean;
}

/** Named processes with their last words; all of them end with this process, however it ends. */
export class Children {
  readonly #running = new Map<string, Child>();
  readonly #lines = new Map<string, string[]>();
  readonly #keeper = spawn(process.execPath, [join(REPOSITORY, 'scripts/lib/keeper.mjs')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });

  constructor() {
    this.#keeper.stdin.on('error', () => {});
    this.#keeper.unref();
  }

  start(name: string, command: string, args: readonly string[], options: ProcessOptions): void {
    this.#running.set(name, this.#spawn(name, command, args, options));
  }

  /** Runs to its end and answers the exit code. */
  run(name: string, command: string, args: readonly string[], options: ProcessOptions): Promise<number> {
    return this.#spawn(name, command, args, options).ended;
  }

  /** Runs a health check to its end without keeping what it says. */
  async probe(command: string, args: readonly string[]): Promise<number> {
    const check = spawn(command, args, { cwd: REPOSITORY, env: {}, stdio: 'ignore' });
    return new Promise((resolve) => check.once('error', () => resolve(127)).once('exit', (code) => resolve(code ?? 137)));
  }

  isRunning(name: string): boolean {
    return this.#running.get(name)?.isRunning ?? false;
  }

  async end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.#running.get(name);
    if (!child) return;
    this.#running.delete(name);
    signalGroup(child.process, signal);
    const isLate = await Promise.race([child.ended.then(() => false), delay(STOP_WITHIN_MS, true, { ref: false })]);
    if (isLate) this.#note(name, `did not end within ${STOP_WITHIN_MS} ms`);
    signalGroup(child.process, 'SIGKILL');
    await child.ended;
  }

  /** The database goes last: the others write to it while they end. */
  async endAll(signalFor: (name: string) => NodeJS.Signals): Promise<void> {
    const names = [...this.#running.keys()];
    const isDatabase = (name: string) => name.startsWith('mongo');
    await Promise.all(names.filter((name) => !isDatabase(name)).map((name) => this.end(name, signalFor(name))));
    await Promise.all(names.filter(isDatabase).map((name) => this.end(name, signalFor(name))));
    this.#keeper.stdin.end('forget\n');
  }

  logs(): string {
    return [...this.#lines].map(([name, lines]) => `--- ${name}\n${lines.slice(-KEPT_LINES).join('\n')}`).join('\n');
  }

  #spawn(name: string, command: string, args: readonly string[], options: ProcessOptions): Child {
    const child = spawn(command, args, { ...options, env: { ...options.env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    if (child.pid) this.#keeper.stdin.write(`${child.pid}\n`);
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => this.#note(name, line));
    const ended = new Promise<number>((resolve) => {
      child.once('error', (error) => {
        this.#note(name, String(error));
        resolve(127);
      });
      child.once('exit', (code) => resolve(code ?? 137));
    });
    const entry: Child = { process: child, ended, isRunning: true };
    void ended.then((code) => {
      entry.isRunning = false;
      if (code !== 0) this.#note(name, `ended with ${code}`);
    });
    return entry;
  }

  #note(name: string, line: string): void {
    // MongoDB tells each connection and index; only what it warns of helps.
    if (/^\{"t":.*?"s":"[ID]/.test(line)) return;
    const lines = this.#lines.get(name) ?? [];
    this.#lines.set(name, lines);
    lines.push(line.slice(0, LONGEST_LINE));
    if (lines.length > 10 * KEPT_LINES) lines.splice(0, 5 * KEPT_LINES);
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // It has already gone, which is what was wanted.
  }
}
