import type { ProducerView, SeatId, Source } from '@liveclass/contract';
import type {
  ActiveSpeakerObserver,
  AudioLevelObserver,
  AudioLevelObserverVolume,
  Producer,
  Router,
  RtpCapabilities,
} from 'mediasoup/types';
import { MEDIA_CODECS, offeredCapabilities } from './codecs.ts';
import type { MediaWorker } from './worker.ts';

/** What is told of one generation of a room's media. */
export interface RoomMediaListener {
  producerClosed(view: ProducerView): void;
  speakers(dominant: SeatId | null, levels: readonly { readonly seatId: SeatId; readonly level: number }[]): void;
}

interface Entry {
  readonly producer: Producer;
  readonly seatId: SeatId;
  readonly source: Source;
}

const LEVELS_EVERY_MS = 400;
const LEVELS_AT_MOST = 8;
const LEVEL_THRESHOLD = -65;

/**
 * One generation of a room: a router on one worker, who produces in it, and who speaks. It dies with its worker and is
 * never repaired; the room makes the next generation.
 */
export class RoomMedia {
  static async create(worker: MediaWorker, generation: number, listener: RoomMediaListener): Promise<RoomMedia> {
    const router = await worker.worker.createRouter({ mediaCodecs: MEDIA_CODECS });
    try {
      const dominant = await router.createActiveSpeakerObserver({ interval: 300 });
      const levels = await router.createAudioLevelObserver({
        interval: LEVELS_EVERY_MS,
        maxEntries: LEVELS_AT_MOST,
        threshold: LEVEL_THRESHOLD,
      });
      return new RoomMedia(worker, generation, listener, router, dominant, levels);
    } catch (error) {
      router.close();
      throw error;
    }
  }

  readonly worker: MediaWorker;
  readonly generation: number;
  readonly #listener: RoomMediaListener;
  readonly #router: Router;
  readonly #dominantObserver: ActiveSpeakerObserver;
  readonly #levelObserver: AudioLevelObserver;
  readonly #entries = new Map<string, Entry>();
  #dominant: string | undefined;
  #levels: readonly { readonly seatId: SeatId; readonly level: number }[] = [];

  private constructor(
    worker: MediaWorker,
    generation: number,
    listener: RoomMediaListener,
    router: Router,
    dominant: ActiveSpeakerObserver,
    levels: AudioLevelObserver,
  ) {
    this.worker = worker;
    this.generation = generation;
    this.#listener = listener;
    this.#router = router;
    this.#dominantObserver = dominant;
    this.#levelObserver = levels;
    dominant.on('dominantspeaker', ({ producer }) => this.#setDominant(producer.id));
    levels.on('volumes', (volumes) => this.#setLevels(volumes));
    levels.on('silence', () => this.#setLevels([]));
  }

  get closed(): boolean {
    return this.#router.closed;
  }

  get capabilities(): RtpCapabilities {
    return offeredCapabilities(this.#router.rtpCapabilities);
  }

  /** The seat that spoke most, until another does or its microphone pauses or goes. */
  get dominant(): SeatId | null {
    const entry = this.#dominant === undefined ? undefined : this.#entries.get(this.#dominant);
    return entry?.seatId ?? null;
  }

  /** Where a seat's transports are made. A class lives on one router here; a large one would answer an edge router of the seat's own. */
  routerFor(_seatId: SeatId): Router {
    return this.#router;
  }

  /** The router that holds the producer, for who consumes on this host. */
  get origin(): Router {
    return this.#router;
  }

  views(): readonly ProducerView[] {
    return [...this.#entries.values()].map(viewOf);
  }

  entry(producerId: string): Entry | undefined {
    return this.#entries.get(producerId);
  }

  /** The room has it from now on, until it closes for whatever reason. */
  async add(producer: Producer, seatId: SeatId, source: Source): Promise<ProducerView> {
    const entry = { producer, seatId, source };
    this.#entries.set(producer.id, entry);
    producer.observer.once('close', () => this.#remove(entry));
    if (source === 'microphone') await this.#observe(producer);
    return viewOf(entry);
  }

  /** A paused microphone speaks no more. */
  producerPaused(producerId: string): void {
    if (this.#dominant === producerId) this.#setDominant(undefined);
  }

  close(): void {
    this.#router.close();
  }

  async dump(): Promise<object> {
    const about = {
      generation: this.generation,
      worker: this.worker.index,
      pid: this.worker.pid,
      dominant: this.dominant,
      producers: this.views(),
    };
    return this.closed ? { ...about, closed: true } : { ...about, router: await this.#router.dump() };
  }

  async #observe(producer: Producer): Promise<void> {
    const { id: producerId } = producer;
    try {
      await this.#dominantObserver.addProducer({ producerId });
      await this.#levelObserver.addProducer({ producerId });
    } catch (error) {
      // It closed in between; then nobody needs to watch it.
      if (!producer.closed) throw error;
    }
  }

  #remove(entry: Entry): void {
    // Taken out first: who hears of the close must not find it in the list.
    const view = viewOf(entry);
    this.#entries.delete(entry.producer.id);
    this.#listener.producerClosed(view);
    if (this.#dominant === entry.producer.id) this.#setDominant(undefined);
  }

  #setDominant(producerId: string | undefined): void {
    if (this.#dominant === producerId || this.closed) return;
    this.#dominant = producerId;
    this.#listener.speakers(this.dominant, this.#levels);
  }

  #setLevels(volumes: readonly AudioLevelObserverVolume[]): void {
    this.#levels = volumes.flatMap(({ producer, volume }) => {
      const seatId = this.#entries.get(producer.id)?.seatId;
      return seatId ? [{ seatId, level: volume }] : [];
    });
    this.#listener.speakers(this.dominant, this.#levels);
  }
}

const viewOf = ({ producer, seatId, source }: Entry): ProducerView => ({
  producerId: producer.id,
  seatId,
  source,
  kind: producer.kind,
  paused: producer.paused,
});
