import type { Socket } from 'node:dgram';
import { writeFile } from 'node:fs/promises';
import { type ProducerView, Refusal } from '@liveclass/contract';
import type { Clock, Log, PlainConsumer, RoomTap } from '../ports.ts';
import type { RecordingFolder } from './folder.ts';
import type { Ledger } from './ledger.ts';
import { openSocket, type ReceivePorts } from './receive-ports.ts';
import { readSenderReports } from './rtcp.ts';
import { sdpOf } from './sdp.ts';
import { Take } from './take.ts';
import { Watch } from './watch.ts';

const SHORTEST_LIFE_MS = 1_000;
const RESTART_AFTER_MS = { first: 50, most: 2_000 } as const;

export interface TrackParts {
  readonly tap: RoomTap;
  readonly folder: RecordingFolder;
  readonly ledger: Ledger;
  readonly ports: ReceivePorts;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers the takes of the whole recording. */
  readonly nextTake: () => number;
}

type EndCause = 'closed' | 'renewed' | 'died' | 'stuck';

/**
 * Records one producer for one stretch, whatever happens to FFmpeg: a process that dies or stops writing is followed by
 * another one. RTCP comes to a socket of ours, never to FFmpeg, which would move its timestamps by it.
 */
export class Track {
  readonly producerId: string;
  readonly #parts: TrackParts;
  readonly #producer: ProducerView;
  readonly #log: Log;
  #consumer: PlainConsumer | undefined;
  #socket: Socket | undefined;
  #port: number | undefined;
  #take: Take | undefined;
  #watch: Watch | undefined;
  #cause: EndCause = 'died';
  #isEnding = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: TrackParts, producer: ProducerView) {
    this.#parts = parts;
    this.#producer = producer;
    this.producerId = producer.producerId;
    this.#log = parts.log.child({ producerId: producer.producerId, source: producer.source });
  }

  dump(): object {
    const { seatId, source } = this.#producer;
    const isCopied = this.#consumer !== undefined && !this.#consumer.closed;
    return { producerId: this.producerId, seatId, source, port: this.#port, take: this.#take?.number, pid: this.#take?.pid, isCopied };
  }

  /** Resolves once media is let through the first time, or it is known that none will come. Never rejects. */
  start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running = this.#run(resolve)
      .catch((error: unknown) => this.#failed(error))
      .finally(resolve);
    return promise;
  }

  /**
   * The producer was muted: the present process ends and the next one waits. Media after a pause may stand anywhere on the
   * RTP clock, so it never shares a take with media before it.
   */
  renew(): void {
    this.#cause = 'renewed';
    this.#take?.leave().catch((error: unknown) => this.#failed(error));
  }

  /** Writes what has come and ends. Idempotent; resolves once no process is left. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#wake?.();
    await this.#consumer?.pause().catch(() => {});
    await this.#take?.leave();
    await this.#running;
  }

  async #run(onRunning: () => void): Promise<void> {
    try {
      this.#port = await this.#parts.ports.lease();
      this.#socket = await openSocket();
      const target = { port: this.#port, rtcpPort: this.#socket.address().port };
      this.#consumer = await this.#parts.tap.createPlainConsumer(this.producerId, target);
      this.#consumer.onClosed(() => this.#consumerGone());
      this.#listen(this.#socket, this.#consumer);
      await this.#takes(this.#consumer, onRunning);
    } finally {
      this.#consumer?.close();
      this.#socket?.close();
      if (this.#port !== undefined) this.#parts.ports.free(this.#port);
    }
  }

  /** One take after the other until it ends; a process that dies at once is given more and more time. */
  async #takes(consumer: PlainConsumer, onRunning: () => void): Promise<void> {
    let waitMs: number = RESTART_AFTER_MS.first;
    while (!this.#isEnding && !consumer.closed) {
      const from = performance.now();
      await this.#oneTake(consumer, onRunning);
      if (this.#cause === 'renewed') continue;
      const hasLived = performance.now() - from > SHORTEST_LIFE_MS;
      waitMs = hasLived ? RESTART_AFTER_MS.first : Math.min(waitMs * 2, RESTART_AFTER_MS.most);
      if (!hasLived && !this.#isEnding && !consumer.closed) await this.#sleep(waitMs);
    }
  }

  async #oneTake(consumer: PlainConsumer, onRunning: () => void): Promise<void> {
    const take = await this.#open(consumer);
    if (this.#isEnding) await take.leave();
    else if (await take.isListening()) {
      // Media starts only now: earlier packets would be lost or, worse, set the process's clock.
      await consumer.resume().catch(ignoreClosed);
      this.#watch = new Watch({ take, consumer, onStuck: () => this.#stuck(take), log: this.#log });
      onRunning();
    }
    const { ok, tail } = await take.ended;
    this.#watch?.end();
    this.#take = undefined;
    const cause = this.#isEnding ? 'closed' : this.#cause;
    this.#parts.ledger.note({ type: 'take.ended', at: this.#parts.clock.now(), take: take.number, cause });
    if (cause === 'died' || cause === 'stuck')
      this.#log.warn({ take: take.number, cause, ok, tail }, 'FFmpeg ended in the middle; starting another');
  }

  async #open(consumer: PlainConsumer): Promise<Take> {
    const { folder, ledger, clock, nextTake } = this.#parts;
    const number = nextTake();
    const sdpPath = folder.sdp(number);
    // A process that died left its port to nobody: nothing may be sent there until the next one listens.
    await consumer.pause().catch(ignoreClosed);
    await writeFile(sdpPath, sdpOf(consumer.kind, consumer.codec, this.#port ?? 0), { mode: 0o600 });
    this.#cause = 'died';
    const { seatId, source, producerId } = this.#producer;
    ledger.note({ type: 'take.opened', at: clock.now(), take: number, producerId, seatId, source, clockRate: consumer.codec.clockRate });
    if (!this.#socket || this.#port === undefined) throw new Error('a take was opened on a track without ports');
    const isH264 = consumer.codec.mimeType.toLowerCase() === 'video/h264';
    this.#take = new Take({ number, folder: folder.path, sdpPath, port: this.#port, socket: this.#socket, isH264 });
    return this.#take;
  }

  #listen(socket: Socket, consumer: PlainConsumer): void {
    socket.on('error', (error) => this.#log.warn({ error }, 'the RTCP socket of a recording failed'));
    socket.on('message', (packet, { address }) => {
      if (address !== '127.0.0.1') return;
      const at = this.#parts.clock.now();
      for (const { ssrc, ntpMs, rtp } of readSenderReports(packet)) {
        if (ssrc === consumer.ssrc) this.#parts.ledger.note({ type: 'report', at, producerId: this.producerId, ntpMs, rtp });
      }
    });
  }

  #stuck(take: Take): void {
    this.#cause = 'stuck';
    take.kill().catch((error: unknown) => this.#failed(error));
  }

  #consumerGone(): void {
    this.#isEnding = true;
    this.#wake?.();
    this.#take?.leave().catch((error: unknown) => this.#failed(error));
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #failed(error: unknown): void {
    // A producer that closed while its copy was made is the most common race of a class.
    if (error instanceof Refusal && error.reason === 'not-found') this.#log.debug({}, 'the producer closed before it could be recorded');
    else this.#log.error({ error }, 'a track of a recording failed');
  }
}

function ignoreClosed(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
