import { setTimeout as delay } from 'node:timers/promises';
import { type ClassId, type Limits, type ProducerView, Refusal, type SeatId, type SessionId } from '@liveclass/contract';
import { moveDelayMs } from '../domain/placement.ts';
import type { Census, Clock, EjectReason, Log, PlainConsumer, PlainTarget, RoomTap, TapEvent, Unsubscribe } from '../ports.ts';
import { createPlainConsumer } from './plain-consumer.ts';
import { RoomMedia } from './room-media.ts';
import { RoomSeats } from './room-seats.ts';
import type { MediaWorker } from './worker.ts';

export interface RoomOptions {
  readonly classId: ClassId;
  readonly sessionId: SessionId;
  readonly limits: Limits;
  readonly plainPorts: { readonly min: number; readonly max: number };
  readonly clock: Clock;
  readonly log: Log;
  /** The worker where a room is best made now; undefined while none lives. */
  place(): MediaWorker | undefined;
  /** Resolves when dead workers are replaced, or soon after. */
  settled(): Promise<void>;
  moved(generation: number): void;
}

const RETRY_MS = 200;
const MOVES_ARE_RECENT_MS = 60_000;

/**
 * One session's room. It outlives workers: what should be (seats, rights, sources) stands in its seats, and its media is
 * made anew on another worker, one generation after the other.
 */
export class Room implements RoomTap {
  readonly sessionId: SessionId;
  readonly openedAt: number;
  readonly #options: RoomOptions;
  readonly #seats: RoomSeats;
  readonly #taps = new Set<(event: TapEvent) => void>();
  readonly #closing = new AbortController();
  #generation = 1;
  #media: RoomMedia | undefined;
  #ready: Promise<RoomMedia>;
  #moves: readonly number[] = [];
  #lastDominant: SeatId | null = null;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.sessionId = options.sessionId;
    this.openedAt = options.clock.now();
    const room = this;
    this.#seats = new RoomSeats({
      limits: options.limits,
      clock: options.clock,
      log: options.log,
      get isClosed() {
        return room.isClosed;
      },
      get media() {
        return room.#media;
      },
      ready: () => this.#ready,
      announceOpened: (view) => this.#announceOpened(view),
      announceChanged: (view, by) => this.#announceChanged(view, by),
    });
    this.#ready = this.#build();
    // Who waits for it hears of it; a room that nobody waits for any more was closed.
    this.#ready.catch(() => {});
  }

  get seats(): RoomSeats {
    return this.#seats;
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  get generation(): number {
    return this.#generation;
  }

  get worker(): MediaWorker | undefined {
    return this.#media?.worker;
  }

  /** Resolves when media can flow for the first time. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  /** Does nothing where the room lives elsewhere. */
  workerLost(worker: MediaWorker): void {
    if (this.isClosed || this.#media?.worker !== worker) return;
    this.#media = undefined;
    this.#generation += 1;
    const now = this.#options.clock.now();
    this.#moves = [...this.#moves.filter((at) => now - at < MOVES_ARE_RECENT_MS), now];
    this.#ready = this.#rebuild(this.#moves.length - 1);
    this.#ready.catch(() => {});
  }

  close(reason: EjectReason): void {
    if (this.isClosed) return;
    this.#closing.abort();
    this.#seats.endAll(reason);
    this.#media?.close();
    this.#media = undefined;
    this.#emit({ type: 'room.closed' });
    this.#taps.clear();
  }

  producers(): readonly ProducerView[] {
    return this.#media?.views() ?? [];
  }

  dominant(): SeatId | null {
    return this.#media?.dominant ?? null;
  }

  onEvent(listener: (event: TapEvent) => void): Unsubscribe {
    this.#taps.add(listener);
    return () => this.#taps.delete(listener);
  }

  async createPlainConsumer(producerId: string, target: PlainTarget): Promise<PlainConsumer> {
    const entry = this.#media?.entry(producerId);
    if (!this.#media || !entry) throw new Refusal('not-found', { producerId });
    return createPlainConsumer({ router: this.#media.origin, producer: entry.producer, plainPorts: this.#options.plainPorts }, target);
  }

  census(): Omit<Census, 'rooms'> {
    const seats = this.#seats.all();
    return {
      seats: seats.filter((seat) => seat.isSeated).length,
      producers: this.producers().length,
      consumers: seats.reduce((sum, seat) => sum + (seat.media?.consumerCount ?? 0), 0),
    };
  }

  async dump(): Promise<object> {
    return {
      classId: this.#options.classId,
      sessionId: this.sessionId,
      openedAt: this.openedAt,
      generation: this.#generation,
      media: (await this.#media?.dump()) ?? null,
      seats: await Promise.all(this.#seats.all().map((seat) => seat.dump())),
    };
  }

  /** Tries until it stands or the room is closed: there is nothing better to do for a room than to come back. */
  async #build(): Promise<RoomMedia> {
    for (;;) {
      if (this.isClosed) throw new Refusal('class-ended');
      const media = await this.#tryBuild();
      if (media && !media.closed && !this.isClosed) {
        this.#media = media;
        return media;
      }
      media?.close();
      await delay(RETRY_MS, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  async #tryBuild(): Promise<RoomMedia | undefined> {
    const worker = this.#options.place();
    if (!worker) return undefined;
    const generation = this.#generation;
    try {
      const media: RoomMedia = await RoomMedia.create(worker, generation, {
        producerClosed: (view) => this.#announceClosed(view, media),
        speakers: (dominant, levels) => this.#announceSpeakers(dominant, levels),
      });
      return media;
    } catch (error) {
      this.#options.log.warn({ worker: worker.index, err: error }, 'a room could not be made on a worker');
      return undefined;
    }
  }

  async #rebuild(earlierMoves: number): Promise<RoomMedia> {
    await delay(moveDelayMs(earlierMoves), undefined, { signal: this.#closing.signal }).catch(() => {});
    // An empty new worker is the least loaded place, and it keeps media that kills workers away from other rooms.
    await this.#options.settled();
    const media = await this.#build();
    this.#options.log.info({ generation: media.generation, worker: media.worker.index }, 'a room moved');
    this.#emit({ type: 'room.moved', generation: media.generation });
    this.#seats.move(media);
    this.#options.moved(media.generation);
    return media;
  }

  #announceOpened(view: ProducerView): void {
    for (const seat of this.#seats.all())
      if (seat.id !== view.seatId && this.#seats.mayReceive(seat, view)) seat.link?.tell('producer.opened', view);
    this.#emit({ type: 'producer.opened', producer: view });
  }

  #announceChanged({ producerId, seatId, source, paused }: ProducerView, by: 'self' | 'teacher'): void {
    // The tab itself knows what it did; what a teacher did to it, it must be told.
    this.#seats.tellAll('producer.changed', { producerId, seatId, source, paused, by }, by === 'self' ? seatId : undefined);
    this.#emit({ type: 'producer.changed', producerId, seatId, paused });
  }

  #announceClosed({ producerId, seatId, source }: ProducerView, media: RoomMedia): void {
    // With the router gone everybody starts again from 'room.moved' or was told the end.
    if (!media.closed) this.#seats.tellAll('producer.closed', { producerId, seatId, source }, seatId);
    this.#emit({ type: 'producer.closed', producerId, seatId });
  }

  #announceSpeakers(dominant: SeatId | null, levels: readonly { readonly seatId: SeatId; readonly level: number }[]): void {
    this.#seats.tellAll('speakers', { dominant, levels: [...levels] });
    if (dominant !== this.#lastDominant) {
      this.#lastDominant = dominant;
      this.#emit({ type: 'dominant.changed', seatId: dominant });
    }
  }

  #emit(event: TapEvent): void {
    for (const listener of [...this.#taps]) listener(event);
  }
}
