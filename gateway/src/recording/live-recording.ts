import type { ProducerView, Reason, SeatId } from '@liveclass/contract';
import type { Clock, Log, RoomTap, TapEvent, Unsubscribe } from '../ports.ts';
import type { RecordingFolder } from './folder.ts';
import type { Ledger } from './ledger.ts';
import type { ReceivePorts } from './receive-ports.ts';
import { Track } from './track.ts';

/** A stretch counts from when the first media can be written, but waits no longer than this for it. */
const RUNNING_WITHIN_MS = 2_000;

export interface LiveParts {
  readonly tap: RoomTap;
  readonly folder: RecordingFolder;
  readonly ledger: Ledger;
  readonly ports: ReceivePorts;
  readonly clock: Clock;
  readonly log: Log;
  /** The room is gone: the recording must be stopped. */
  readonly onRoomClosed: () => void;
}

/**
 * One running recording: follows the room and keeps a track for each producer of an admitted seat while it records.
 * Its calls come one after the other (the recorder queues them); events of the room come at any time.
 */
export class LiveRecording {
  readonly #parts: LiveParts;
  readonly #admitted: Set<SeatId>;
  readonly #tracks = new Map<string, Track>();
  /** Tracks whose producer is gone and whose last bytes are being written. */
  readonly #leaving = new Set<Promise<void>>();
  readonly #untap: Unsubscribe;
  #state: 'starting' | 'recording' | 'idle' = 'idle';
  #takes = 0;

  constructor(parts: LiveParts, seats: readonly SeatId[]) {
    this.#parts = parts;
    this.#admitted = new Set(seats);
    this.#untap = parts.tap.onEvent((event) => this.#heard(event));
  }

  dump(): object {
    const tracks = [...this.#tracks.values()].map((track) => track.dump());
    return { state: this.#state, admitted: [...this.#admitted], tracks, leaving: this.#leaving.size, takes: this.#takes };
  }

  /** Begins a stretch; answers the instant from which it counts. */
  async begin(): Promise<number> {
    this.#state = 'starting';
    const running = this.#wanted().map((producer) => this.#open(producer));
    await withinMs(Promise.all(running), RUNNING_WITHIN_MS);
    const at = this.#parts.clock.now();
    const { ledger, tap } = this.#parts;
    ledger.note({ type: 'resumed', at });
    this.#state = 'recording';
    for (const producer of this.#wanted()) this.#noteOn(producer, at);
    await ledger.keep({ type: 'spoke', at, seatId: this.#admittedOrNull(tap.dominant()) });
    return at;
  }

  /** Ends a stretch; answers its last instant once every process has written what it had. */
  async pause(): Promise<number> {
    return this.#endStretch((at) => this.#parts.ledger.note({ type: 'paused', at }));
  }

  /** As `pause`, for good. */
  async stop(reason: Reason | undefined): Promise<number> {
    this.#untap();
    return this.#endStretch((at) => this.#parts.ledger.note({ type: 'stopped', at, ...(reason === undefined ? {} : { reason }) }));
  }

  async admit(seatId: SeatId): Promise<void> {
    if (this.#admitted.has(seatId)) return;
    // The agreement is on the disk before the first media that it allows.
    await this.#parts.ledger.keep({ type: 'admitted', at: this.#parts.clock.now(), seatId });
    this.#admitted.add(seatId);
    if (this.#state === 'idle') return;
    for (const producer of this.#wanted().filter((candidate) => candidate.seatId === seatId)) this.#add(producer);
  }

  async #endStretch(note: (at: number) => void): Promise<number> {
    const at = this.#parts.clock.now();
    note(at);
    this.#state = 'idle';
    const tracks = [...this.#tracks.values()];
    this.#tracks.clear();
    await Promise.all([...tracks.map((track) => track.end()), ...this.#leaving]);
    return at;
  }

  #wanted(): ProducerView[] {
    return this.#parts.tap.producers().filter(({ seatId }) => this.#admitted.has(seatId));
  }

  #heard(event: TapEvent): void {
    if (event.type === 'room.closed') this.#parts.onRoomClosed();
    else if (event.type === 'room.moved') this.#parts.log.info({ generation: event.generation }, 'a recorded room moved to another worker');
    else if (this.#state === 'idle') return;
    else if (event.type === 'producer.opened') this.#opened(event.producer);
    else if (event.type === 'producer.changed') this.#changed(event.producerId, event.paused);
    else if (event.type === 'producer.closed') this.#closed(event.producerId);
    else this.#noteSpoke(event.seatId, this.#parts.clock.now());
  }

  #opened(producer: ProducerView): void {
    if (this.#admitted.has(producer.seatId)) this.#add(producer);
  }

  #add(producer: ProducerView): void {
    if (this.#tracks.has(producer.producerId)) return;
    void this.#open(producer);
    if (this.#state === 'recording') this.#noteOn(producer, this.#parts.clock.now());
  }

  #open(producer: ProducerView): Promise<void> {
    const { tap, folder, ledger, ports, clock, log } = this.#parts;
    const nextTake = (): number => ++this.#takes;
    const track = new Track({ tap, folder, ledger, ports, clock, log, nextTake }, producer);
    this.#tracks.set(producer.producerId, track);
    return track.start();
  }

  #changed(producerId: string, isMuted: boolean): void {
    const track = this.#tracks.get(producerId);
    if (!track) return;
    if (isMuted) track.renew();
    this.#noteIfRecording({ type: 'source.muted', at: this.#parts.clock.now(), producerId, isMuted });
  }

  #closed(producerId: string): void {
    const track = this.#tracks.get(producerId);
    if (!track) return;
    this.#tracks.delete(producerId);
    this.#noteIfRecording({ type: 'source.off', at: this.#parts.clock.now(), producerId });
    const leaving = track
      .end()
      .catch((error: unknown) => this.#parts.log.error({ error, producerId }, 'a track did not end as it should'))
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  #noteOn({ producerId, seatId, source, paused }: ProducerView, at: number): void {
    this.#parts.ledger.note({ type: 'source.on', at, producerId, seatId, source, isMuted: paused });
  }

  #noteSpoke(seatId: SeatId | null, at: number): void {
    this.#noteIfRecording({ type: 'spoke', at, seatId: this.#admittedOrNull(seatId) });
  }

  #noteIfRecording(line: Parameters<Ledger['note']>[0]): void {
    if (this.#state === 'recording') this.#parts.ledger.note(line);
  }

  /** Who has not agreed is not even named. */
  #admittedOrNull(seatId: SeatId | null): SeatId | null {
    return seatId !== null && this.#admitted.has(seatId) ? seatId : null;
  }
}

async function withinMs(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
