import { randomBytes } from 'node:crypto';
import { type ProducerView, SeatId, SessionId, type Source } from '@liveclass/contract';
import { createWorker } from 'mediasoup';
import type { Router, Worker } from 'mediasoup/types';
import { MEDIA_CODECS } from '../../media/codecs.ts';
import { createPlainConsumer } from '../../media/plain-consumer.ts';
import type { PlainConsumer, PlainTarget, RoomTap, TapEvent } from '../../ports.ts';
import type { Unit } from './media.ts';
import { type Codec, Sender } from './sender.ts';

const id = (): string => randomBytes(12).toString('base64url');
export const newSeat = (): SeatId => SeatId.parse(id());

const PLAIN_PORTS = { min: 31_000, max: 31_999 };

/** A room of plain senders on a real worker, as a recorder sees it. */
export class TestRoom implements RoomTap {
  readonly sessionId = SessionId.parse(id());
  readonly #listeners = new Set<(event: TapEvent) => void>();
  readonly #sent = new Map<string, { view: ProducerView; sender: Sender }>();
  /** Producers of which a copy was ever asked. */
  readonly copied: string[] = [];
  generation = 1;
  worker: Worker;
  router: Router;
  #dominant: SeatId | null = null;

  private constructor(worker: Worker, router: Router) {
    this.worker = worker;
    this.router = router;
  }

  static async open(): Promise<TestRoom> {
    const worker = await startWorker();
    return new TestRoom(worker, await worker.createRouter({ mediaCodecs: MEDIA_CODECS }));
  }

  producers(): ProducerView[] {
    return [...this.#sent.values()].map(({ view }) => view);
  }

  dominant(): SeatId | null {
    return this.#dominant;
  }

  onEvent(listener: (event: TapEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async createPlainConsumer(producerId: string, target: PlainTarget): Promise<PlainConsumer> {
    this.copied.push(producerId);
    const producer = this.#sent.get(producerId)?.sender.producer;
    if (!producer) throw new Error('no such producer');
    return createPlainConsumer({ router: this.router, producer, plainPorts: PLAIN_PORTS }, target);
  }

  /** A seat begins to send a film whose zero is `startedAt`. */
  async send(
    seatId: SeatId,
    source: Source,
    film: { codec: Codec; units: readonly Unit[]; startedAt: number; lateMs?: number },
  ): Promise<Sender> {
    const sender = await Sender.open(this.router, { ...film, cname: seatId });
    const { id: producerId, kind } = sender.producer;
    const view: ProducerView = { producerId, seatId, source, kind, paused: false };
    this.#sent.set(producerId, { view, sender });
    sender.start(film.startedAt);
    this.#tell({ type: 'producer.opened', producer: view });
    return sender;
  }

  async mute(sender: Sender, paused: boolean): Promise<void> {
    const producerId = sender.producer.id;
    const sent = this.#sent.get(producerId);
    if (!sent) return;
    if (paused) await sender.producer.pause();
    else await sender.producer.resume();
    sender.isSilent = paused;
    sent.view = { ...sent.view, paused };
    this.#tell({ type: 'producer.changed', producerId, seatId: sent.view.seatId, paused });
  }

  unsend(sender: Sender): void {
    const producerId = sender.producer.id;
    const sent = this.#sent.get(producerId);
    this.#sent.delete(producerId);
    sender.close();
    if (sent) this.#tell({ type: 'producer.closed', producerId, seatId: sent.view.seatId });
  }

  speak(seatId: SeatId | null): void {
    this.#dominant = seatId;
    this.#tell({ type: 'dominant.changed', seatId });
  }

  /** The worker dies and the room is rebuilt empty on a new one. */
  async move(): Promise<void> {
    process.kill(this.worker.pid, 'SIGKILL');
    await new Promise((resolve) => this.worker.once('died', resolve));
    for (const { sender } of [...this.#sent.values()]) this.unsend(sender);
    this.worker = await startWorker();
    this.router = await this.worker.createRouter({ mediaCodecs: MEDIA_CODECS });
    this.generation += 1;
    this.#tell({ type: 'room.moved', generation: this.generation });
  }

  close(): void {
    for (const { sender } of [...this.#sent.values()]) this.unsend(sender);
    this.#tell({ type: 'room.closed' });
    this.worker.close();
  }

  #tell(event: TapEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

async function startWorker(): Promise<Worker> {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
  return createWorker({ logLevel: 'error', ...(workerBin === undefined ? {} : { workerBin }) });
}
