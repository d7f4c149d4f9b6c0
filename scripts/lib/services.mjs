import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { readableLine } from './log-lines.mjs';
import { repository } from './repository.mjs';
import { SetupProblem } from './setup-problem.mjs';

const STOP_GRACE_MS = 10_000;
const READY_WITHIN_MS = 60_000;

/** The running children of one start, ended in the reverse of the order in which they were started. */
export class Services {
  #running = [];
  #keeper;
  #stopping;
  #failed;

  /** @param {(problem: SetupProblem) => void} onFailure called when a child ends that nobody asked to end */
  constructor(onFailure) {
    this.#failed = onFailure;
    this.#keeper = spawn(process.execPath, [repository('scripts/lib/keeper.mjs')], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    // The keeper may only end before us when somebody killed it; a broken pipe is then no reason to fall.
    this.#keeper.stdin.on('error', () => {});
    this.#keeper.unref();
  }

  /** Adds something that is not a child of this process's making, such as the database. */
  adopt({ pid, stop }) {
    if (pid) this.#keeper.stdin.write(`${pid}\n`);
    this.#running.push({ stop });
  }

  /** Starts one service and shows what it says behind its name. */
  start({ name, command, args, env, cwd = repository() }) {
    // A start that was interrupted while something was still being prepared must not go on starting.
    if (this.#stopping) throw new SetupProblem('Stopped before everything was started.');
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    if (child.pid) this.#keeper.stdin.write(`${child.pid}\n`);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => console.log(`[${name}] ${readableLine(line)}`));
    }
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(String(error)));
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    const service = { name, ended, isRunning: true, stop: () => endChild(child, ended) };
    this.#running.push(service);
    void ended.then((how) => {
      service.isRunning = false;
      if (!this.#stopping) this.#failed(new SetupProblem(`${name} ended unexpectedly (${how}); its last lines above say why.`));
    });
    return service;
  }

  /** Ends everybody, the last started first; a second call waits for the first. */
  stop() {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll() {
    for (const service of this.#running.reverse()) await service.stop().catch((error) => console.error(error));
    this.#keeper.stdin.end('forget\n');
  }
}

async function endChild(child, ended) {
  // Only the service itself is asked: its media workers and encoders are its to end in good order.
  signal(child.pid, 'SIGTERM');
  const isLate = await Promise.race([ended.then(() => false), delay(STOP_GRACE_MS, true, { ref: false })]);
  // Then the whole group, always: a service that died badly may have left a child of its own.
  signal(-child.pid, 'SIGKILL');
  if (isLate) await ended;
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has already gone, which is what was wanted.
  }
}

/** Waits until an address answers 200; ends early when the service behind it has ended. */
export async function untilReady(service, url) {
  const deadline = Date.now() + READY_WITHIN_MS;
  let last = 'no answer yet';
  while (service.isRunning && Date.now() < deadline) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
      await answer.body?.cancel();
      if (answer.ok) return;
      last = `status ${answer.status}`;
    } catch (error) {
      last = String(error.cause?.code ?? error.message);
    }
    await delay(100);
  }
  if (service.isRunning) throw new SetupProblem(`${service.name} is not ready after ${READY_WITHIN_MS / 1000} s: ${url} gave ${last}.`);
  throw new SetupProblem(`${service.name} ended before it was ready (${await service.ended}); its last lines above say why.`);
}
