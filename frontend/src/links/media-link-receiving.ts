import { KeyedQueue, type MediaWishes, type ProducerView, Refusal, type SeatId, type Source } from '@liveclass/contract';
import type { types } from 'mediasoup-client';
import type { Wire } from './wire.ts';

/** One source of another person, as far as it has come. */
export interface Incoming {
  readonly producerId: string;
  readonly seatId: SeatId;
  readonly source: Source;
  readonly isPaused: boolean;
  readonly track: MediaStreamTrack | undefined;
  /** 0 (lost) to 10 (perfect); undefined before the first word of it. */
  readonly score: number | undefined;
  /** The weaker end: 'sender' when the producer itself is weak. */
  readonly weakEnd: 'sender' | 'receiver' | undefined;
}

type Ask = Wire<MediaWishes, never>['ask'];

interface Made {
  readonly consumer: types.Consumer;
  readonly transport: types.Transport;
  isFlowing: boolean;
  layer: number | undefined;
}

interface Score {
  readonly score: number;
  readonly producerScore: number;
}

const placeOf = (seatId: SeatId, source: Source): string => `${seatId}/${source}`;

/**
 * Holds what others send and what is on screen, and brings the consumers there: sound always, pictures only while
 * somebody can see them, in the size of the tile.
 */
export class Receiving {
  readonly #producers = new Map<string, ProducerView>();
  readonly #onScreen = new Map<string, number>();
  readonly #made = new Map<string, Made>();
  readonly #scores = new Map<string, Score>();
  readonly #refused = new Set<string>();
  readonly #queue = new KeyedQueue<string>();
  readonly #ask: Ask;
  readonly #changed: () => void;
  #transport: types.Transport | undefined;

  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  get transport(): types.Transport | undefined {
    return this.#transport;
  }

  /** Everything that others send now, in no order. */
  list(): Incoming[] {
    return [...this.#producers.values()].map((view) => {
      const score = this.#scores.get(view.producerId);
      return {
        producerId: view.producerId,
        seatId: view.seatId,
        source: view.source,
        isPaused: view.paused,
        track: this.#made.get(view.producerId)?.consumer.track,
        score: score?.score,
        weakEnd: score && score.score < 7 ? (score.producerScore < 7 ? 'sender' : 'receiver') : undefined,
      };
    });
  }

  /** A picture is on screen in this size (spatial layer 0 to 2), or no longer (undefined). */
  show(seatId: SeatId, source: Source, layer: number | undefined): void {
    const place = placeOf(seatId, source);
    if (layer === undefined) this.#onScreen.delete(place);
    else this.#onScreen.set(place, layer);
    for (const view of this.#producers.values()) if (placeOf(view.seatId, view.source) === place) void this.#bring(view.producerId);
  }

  attach(transport: types.Transport, producers: readonly ProducerView[]): void {
    this.#transport = transport;
    this.#made.clear();
    this.#scores.clear();
    this.reset(producers);
  }

  /** The whole truth of what others send, after a return. */
  reset(producers: readonly ProducerView[]): void {
    const gone = new Set([...this.#producers.keys(), ...this.#made.keys()]);
    this.#producers.clear();
    this.#refused.clear();
    for (const view of producers) {
      this.#producers.set(view.producerId, view);
      gone.delete(view.producerId);
      void this.#bring(view.producerId);
    }
    for (const producerId of gone) void this.#bring(producerId);
    this.#changed();
  }

  opened(view: ProducerView): void {
    // A lock that closed it may have refused it once: what is told anew may be asked for anew.
    this.#refused.delete(view.producerId);
    this.#producers.set(view.producerId, view);
    this.#changed();
    void this.#bring(view.producerId);
  }

  changed(producerId: string, isPaused: boolean): void {
    const view = this.#producers.get(producerId);
    if (view) this.#producers.set(producerId, { ...view, paused: isPaused });
    this.#changed();
  }

  closed(producerId: string): void {
    this.#producers.delete(producerId);
    this.#scores.delete(producerId);
    this.#changed();
    void this.#bring(producerId);
  }

  /** The gateway closed a consumer; where the producer still stands, it is made again. */
  consumerClosed(consumerId: string): void {
    for (const [producerId, { consumer }] of this.#made)
      if (consumer.id === consumerId) {
        consumer.close();
        void this.#bring(producerId);
      }
  }

  scored(consumerId: string, score: number, producerScore: number): void {
    for (const [producerId, { consumer }] of this.#made)
      if (consumer.id === consumerId) {
        this.#scores.set(producerId, { score, producerScore });
        this.#changed();
      }
  }

  detach(): void {
    this.#transport = undefined;
    this.#made.clear();
    this.#producers.clear();
    this.#scores.clear();
    this.#changed();
  }

  dump(): object {
    const consumers = [...this.#made.values()].map(({ consumer, isFlowing, layer }) => ({
      id: consumer.id,
      kind: consumer.kind,
      isFlowing,
      layer,
    }));
    return { producers: [...this.#producers.values()], onScreen: [...this.#onScreen], consumers };
  }

  #bring(producerId: string): Promise<void> {
    return this.#queue.run(producerId, async () => {
      try {
        await this.#bringNow(producerId);
      } catch (error) {
        // A spoken "no" is not asked again before the next return; a lost link does it again by `reset`.
        if (error instanceof Refusal) this.#refused.add(producerId);
      }
    });
  }

  async #bringNow(producerId: string): Promise<void> {
    const transport = this.#transport;
    if (!transport || transport.closed) return;
    let made = this.#made.get(producerId);
    if (made && (made.consumer.closed || made.transport !== transport)) {
      this.#made.delete(producerId);
      made = undefined;
      this.#changed();
    }
    const view = this.#producers.get(producerId);
    if (!view) return made && (await this.#close(producerId, made));
    const layer = view.kind === 'audio' ? 0 : this.#onScreen.get(placeOf(view.seatId, view.source));
    if (layer === undefined) return made && (await this.#setFlow(made, false));
    made ??= await this.#make(view, transport);
    if (!made) return;
    if (view.source === 'camera') await this.#prefer(made, layer);
    await this.#setFlow(made, true);
  }

  async #make(view: ProducerView, transport: types.Transport): Promise<Made | undefined> {
    if (this.#refused.has(view.producerId)) return undefined;
    const offer = await this.#ask('consume', { producerId: view.producerId });
    const consumer = await transport.consume({
      id: offer.consumerId,
      producerId: offer.producerId,
      kind: offer.kind,
      rtpParameters: offer.rtpParameters as unknown as types.RtpParameters,
      // One stream for what belongs together, so that the browser keeps lips and voice in step.
      streamId: `${view.seatId}-${view.source.startsWith('screen') ? 'screen' : 'person'}`,
    });
    const made: Made = { consumer, transport, isFlowing: false, layer: undefined };
    this.#made.set(view.producerId, made);
    this.#changed();
    return made;
  }

  async #prefer(made: Made, layer: number): Promise<void> {
    if (made.layer === layer) return;
    await this.#ask('consumer.prefer', { consumerId: made.consumer.id, spatialLayer: layer });
    made.layer = layer;
  }

  async #setFlow(made: Made, isFlowing: boolean): Promise<void> {
    if (made.isFlowing === isFlowing) return;
    if (isFlowing) made.consumer.resume();
    else made.consumer.pause();
    await this.#ask(isFlowing ? 'consumer.resume' : 'consumer.pause', { consumerId: made.consumer.id });
    made.isFlowing = isFlowing;
  }

  async #close(producerId: string, made: Made): Promise<void> {
    this.#made.delete(producerId);
    made.consumer.close();
    this.#changed();
  }
}
