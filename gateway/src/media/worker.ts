import { setTimeout as delay } from 'node:timers/promises';
import { createWorker } from 'mediasoup';
import type { TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types';
import type { Log } from '../ports.ts';

export interface WorkerOptions {
  readonly index: number;
  readonly listenIp: string;
  readonly announcedAddress: string | undefined;
  /** UDP and TCP. */
  readonly port: number;
  readonly workerBin: string | undefined;
  /** A worker that has not answered for so long is killed. */
  readonly hangMs: number;
  readonly askEveryMs: number;
  readonly log: Log;
}

/** A key frame of many senders at once overruns the kernel's default of 212 KB. The kernel takes what net.core.*mem_max allows. */
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;
const CLOSE_PATIENCE_MS = 2000;

/** One mediasoup worker process with its one port for all browsers. It is watched: one that hangs is killed, so that it counts as dead. */
export class MediaWorker {
  static async start(options: WorkerOptions): Promise<MediaWorker> {
    const worker = await spawnWorker(options);
    try {
      const server = await worker.createWebRtcServer({ listenInfos: listenInfos(options) });
      return new MediaWorker(options, worker, server);
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  readonly index: number;
  readonly worker: Worker;
  readonly server: WebRtcServer;
  readonly #options: WorkerOptions;
  readonly #watch: NodeJS.Timeout;
  #answeredAt = performance.now();
  #isAsking = false;
  #cpu = 0;
  #usedMs: { readonly at: number; readonly cpuMs: number } | undefined;

  private constructor(options: WorkerOptions, worker: Worker, server: WebRtcServer) {
    this.index = options.index;
    this.#options = options;
    this.worker = worker;
    this.server = server;
    this.#watch = setInterval(() => this.#ask(), options.askEveryMs);
    this.#watch.unref();
    worker.observer.once('close', () => clearInterval(this.#watch));
  }

  get pid(): number {
    return this.worker.pid;
  }

  get isAlive(): boolean {
    return !this.worker.closed;
  }

  /** Share of a core used between the last two answers, 0 to 1. */
  get cpu(): number {
    return this.#cpu;
  }

  /** Called once, when the process ended without being asked to. Everything in it is closed by then. */
  onDied(listener: (why: Error) => void): void {
    this.worker.once('died', listener);
  }

  /** Resolves when the process is gone. */
  async close(): Promise<void> {
    if (this.worker.subprocessClosed) return;
    const gone = new Promise<void>((resolve) => this.worker.once('subprocessclose', resolve));
    this.worker.close();
    const isGone = await Promise.race([gone.then(() => true), delay(CLOSE_PATIENCE_MS, false, { ref: false })]);
    if (!isGone) this.#kill();
    await gone;
  }

  async dump(): Promise<object> {
    if (!this.isAlive) return { index: this.index, isAlive: false };
    return {
      index: this.index,
      pid: this.pid,
      isAlive: true,
      cpu: this.#cpu,
      worker: await this.worker.dump(),
      server: await this.server.dump(),
    };
  }

  #ask(): void {
    const silentMs = performance.now() - this.#answeredAt;
    // Only a question that is still open proves silence: after a pause of this process itself nothing was asked for long.
    if (this.#isAsking && silentMs > this.#options.hangMs) {
      this.#options.log.error({ worker: this.index, pid: this.pid, silentMs }, 'a worker does not answer and is killed');
      this.#kill();
      return;
    }
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#answeredAt = performance.now();
    this.worker.getResourceUsage().then(
      (usage) => {
        this.#isAsking = false;
        this.#answeredAt = performance.now();
        this.#measure(usage.ru_utime + usage.ru_stime);
      },
      () => {
        // The worker closed; 'died' tells who needs to know.
        this.#isAsking = false;
      },
    );
  }

  #measure(cpuMs: number): void {
    const at = performance.now();
    const last = this.#usedMs;
    if (last && at > last.at) this.#cpu = Math.min(1, Math.max(0, (cpuMs - last.cpuMs) / (at - last.at)));
    this.#usedMs = { at, cpuMs };
  }

  #kill(): void {
    try {
      process.kill(this.pid, 'SIGKILL');
    } catch (error) {
      this.#options.log.debug({ worker: this.index, err: error }, 'the worker was gone before it could be killed');
    }
  }
}

function listenInfos({ listenIp, announcedAddress, port }: WorkerOptions): TransportListenInfo[] {
  const common = {
    ip: listenIp,
    port,
    ...(announcedAddress === undefined ? {} : { announcedAddress }),
    sendBufferSize: SOCKET_BUFFER_BYTES,
    recvBufferSize: SOCKET_BUFFER_BYTES,
  };
  return [
    { ...common, protocol: 'udp' },
    { ...common, protocol: 'tcp' },
  ];
}

/**
 * mediasoup closes every worker by itself when this process gets SIGTERM or SIGINT. A drain needs media for some seconds
 * more and main ends the workers in its own order, so those listeners are taken off again. They are added before the
 * first await inside createWorker, hence nobody else's can be among the new ones.
 */
function spawnWorker({ workerBin }: WorkerOptions): Promise<Worker> {
  const before = new Map((['SIGTERM', 'SIGINT'] as const).map((signal) => [signal, new Set(process.listeners(signal))]));
  const starting = createWorker({ logLevel: 'warn', ...(workerBin === undefined ? {} : { workerBin }) });
  for (const [signal, known] of before) {
    for (const listener of process.listeners(signal)) if (!known.has(listener)) process.removeListener(signal, listener);
  }
  return starting;
}
