import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClassId, LIMITS, type Limits, NodeId, SessionId } from '@liveclass/contract';
import { healthHandler } from '../control/health.ts';
import { createMetrics } from '../control/metrics.ts';
import { ControlServer } from '../control/server.ts';
import { GatewayRooms } from '../media/rooms.ts';
import { WorkerPool } from '../media/worker-pool.ts';
import type { Clock, Log } from '../ports.ts';
import { openPort } from '../process.ts';
import { SignallingServer } from '../signalling/server.ts';
import { MemoryRecorder } from './memory-recorder.ts';
import { freePorts } from './ports.ts';

export const SECRET = 'a secret of tests that is long enough';
export const NODE = NodeId.parse('gateway-test');

/** Remembers what was logged as an error, which most tests expect to be nothing. */
export class MemoryLog implements Log {
  readonly errors: { fields: object; message: string }[] = [];
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(fields: object, message: string): void {
    this.errors.push({ fields, message });
  }
  child(): Log {
    return this;
  }
}

export interface Options {
  readonly workers?: number;
  readonly limits?: Partial<Limits>;
  readonly hangMs?: number;
  readonly clock?: Clock;
  readonly allowedOrigins?: readonly string[];
}

interface Servers {
  readonly browsers: Server;
  readonly tools: Server;
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A gateway in this process, on free ports, with real media workers; only the recorder is not there. */
export class TestGateway {
  static async start(options: Options = {}): Promise<TestGateway> {
    const count = options.workers ?? 1;
    const first = await freePorts(count + 40);
    const log = new MemoryLog();
    // Without a path mediasoup itself takes MEDIASOUP_WORKER_BIN, which the test run set.
    const pool = await WorkerPool.start({
      ...{ workers: count, listenIp: '127.0.0.1', announcedAddress: undefined, port: first },
      ...{ workerBin: undefined, hangMs: options.hangMs ?? 5000, askEveryMs: 100, log },
    });
    const [browsers, tools] = [await openPort('browsers', '127.0.0.1', 0), await openPort('tools', '127.0.0.1', 0)];
    return new TestGateway(options, pool, log, { browsers, tools }, { min: first + count, max: first + count + 39 });
  }

  readonly limits: Limits;
  readonly log: MemoryLog;
  readonly pool: WorkerPool;
  readonly rooms: GatewayRooms;
  readonly recorder = new MemoryRecorder();
  readonly signalling: SignallingServer;
  readonly control: ControlServer;
  readonly #servers: Servers;

  private constructor(options: Options, pool: WorkerPool, log: MemoryLog, servers: Servers, plainPorts: { min: number; max: number }) {
    this.limits = { ...LIMITS, ...options.limits };
    this.log = log;
    this.pool = pool;
    const { limits, recorder } = this;
    const clock = options.clock ?? { now: () => Date.now() };
    const checks = [{ name: 'workers', isGood: () => pool.slots().every((worker) => worker?.isAlive) }];
    const rooms = new GatewayRooms({ pool, limits, plainPorts, clock, log });
    this.rooms = rooms;
    const common = { node: NODE, secret: SECRET, rooms, limits, clock, log };
    this.#servers = servers;
    this.signalling = new SignallingServer({
      ...common,
      server: servers.browsers,
      allowedOrigins: options.allowedOrigins,
      http: (_, response) => healthHandler(checks)(response),
    });
    const workers = () => pool.slots().map((worker, index) => ({ index, isAlive: worker?.isAlive ?? false, cpu: worker?.cpu ?? 0 }));
    const metrics = createMetrics({ rooms, recorder, workers, workerDeaths: () => pool.deaths });
    this.control = new ControlServer({ ...common, server: servers.tools, recorder, checks, metrics });
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#servers.browsers)}`;
  }

  get controlUrl(): string {
    return `http://127.0.0.1:${portOf(this.#servers.tools)}`;
  }

  async openRoom(session: string): Promise<SessionId> {
    const id = SessionId.parse(session);
    await this.rooms.open(ClassId.parse(`${session}-class`), id);
    return id;
  }

  async end(): Promise<void> {
    await this.rooms.end();
    await this.signalling.close();
    await this.control.close();
    await this.pool.close();
  }
}
