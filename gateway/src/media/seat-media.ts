import { type Limits, Refusal, type Source, type TransportOptions } from '@liveclass/contract';
import type {
  Consumer,
  DtlsParameters,
  Producer,
  Router,
  RtpCapabilities,
  RtpParameters,
  WebRtcServer,
  WebRtcTransport,
} from 'mediasoup/types';
import { guard } from './guard.ts';

/** What a seat's media tells, unasked. */
export interface SeatMediaListener {
  /** Closed by anything else than the seat's own wish. */
  consumerClosed(consumerId: string): void;
  consumerScore(consumerId: string, score: number, producerScore: number): void;
}

export interface ProduceOrder {
  readonly transportId: string;
  readonly kind: 'audio' | 'video';
  readonly rtpParameters: RtpParameters;
  readonly source: Source;
  readonly paused: boolean;
}

/** Many viewers that ask for a key frame at once cost the sender one. */
const KEY_FRAME_DELAY_MS = 500;
const FIRST_OUTGOING_BITRATE = 1_000_000;

/** Transports, producers and consumers of one seat in one generation of its room. Not safe for calls side by side: its seat queues them. */
export class SeatMedia {
  static async create(router: Router, server: WebRtcServer, limits: Limits, listener: SeatMediaListener): Promise<SeatMedia> {
    const options = { webRtcServer: server, preferUdp: true, initialAvailableOutgoingBitrate: FIRST_OUTGOING_BITRATE };
    const made = await Promise.allSettled([router.createWebRtcTransport(options), router.createWebRtcTransport(options)]);
    const [send, receive] = made;
    if (send.status === 'rejected' || receive.status === 'rejected') {
      for (const one of made) if (one.status === 'fulfilled') one.value.close();
      throw new Refusal('gateway-failed', made);
    }
    await guard(send.value, () => send.value.setMaxIncomingBitrate(limits.seatIncomingBitrate));
    return new SeatMedia(router, limits, listener, send.value, receive.value);
  }

  readonly #router: Router;
  readonly #limits: Limits;
  readonly #listener: SeatMediaListener;
  readonly #send: WebRtcTransport;
  readonly #receive: WebRtcTransport;
  readonly #producers = new Map<Source, Producer>();
  /** By the id of what they consume: a seat consumes a producer once. */
  readonly #consumers = new Map<string, Consumer>();
  readonly #connectedWith = new Map<string, string>();
  #capabilities: RtpCapabilities | undefined;

  private constructor(router: Router, limits: Limits, listener: SeatMediaListener, send: WebRtcTransport, receive: WebRtcTransport) {
    this.#router = router;
    this.#limits = limits;
    this.#listener = listener;
    this.#send = send;
    this.#receive = receive;
  }

  get closed(): boolean {
    return this.#send.closed || this.#receive.closed;
  }

  get sendOptions(): TransportOptions {
    return optionsOf(this.#send);
  }

  get receiveOptions(): TransportOptions {
    return optionsOf(this.#receive);
  }

  get consumerCount(): number {
    return this.#consumers.size;
  }

  producer(source: Source): Producer | undefined {
    return this.#producers.get(source);
  }

  sources(): readonly (readonly [Source, Producer])[] {
    return [...this.#producers];
  }

  producers(): readonly Producer[] {
    return [...this.#producers.values()];
  }

  /** Refused 'not-found' where the seat has no such producer. */
  producerById(producerId: string): Producer {
    const found = this.producers().find((producer) => producer.id === producerId);
    if (!found) throw new Refusal('not-found', { producerId });
    return found;
  }

  /** Refused 'not-found' where the seat has no such consumer. */
  consumerById(consumerId: string): Consumer {
    for (const consumer of this.#consumers.values()) if (consumer.id === consumerId) return consumer;
    throw new Refusal('not-found', { consumerId });
  }

  setCapabilities(capabilities: RtpCapabilities): void {
    this.#capabilities = capabilities;
  }

  async connect(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    const transport = this.#transport(transportId);
    const fingerprint = JSON.stringify(dtlsParameters);
    const before = this.#connectedWith.get(transportId);
    // A tab whose answer was lost asks again; other keys on a connected transport are somebody's mistake or worse.
    if (before === fingerprint) return;
    if (before !== undefined) throw new Refusal('wrong-phase', { why: 'connected already' });
    this.#connectedWith.set(transportId, fingerprint);
    try {
      await guard(transport, () => transport.connect({ dtlsParameters }));
    } catch (error) {
      this.#connectedWith.delete(transportId);
      throw error;
    }
  }

  async restartIce(transportId: string): Promise<TransportOptions['iceParameters']> {
    const transport = this.#transport(transportId);
    return { ...(await guard(transport, () => transport.restartIce())) };
  }

  /** A second producer of one source replaces the first: the tab lost the answer to its first wish, or a race. */
  async produce(order: ProduceOrder): Promise<Producer> {
    if (order.transportId !== this.#send.id) throw new Refusal('unknown-transport');
    this.#producers.get(order.source)?.close();
    if (this.#producers.size >= this.#limits.producersPerSeat) throw new Refusal('too-large', { producers: this.#producers.size });
    const { kind, rtpParameters, paused } = order;
    const producer = await guard(this.#send, () =>
      this.#send.produce({ kind, rtpParameters, paused, ...(kind === 'video' ? { keyFrameRequestDelay: KEY_FRAME_DELAY_MS } : {}) }),
    );
    this.#producers.set(order.source, producer);
    producer.observer.once('close', () => {
      if (this.#producers.get(order.source) === producer) this.#producers.delete(order.source);
    });
    return producer;
  }

  /** A paused consumer. Consuming a producer again replaces the earlier consumer: its answer was lost. */
  async consume(producer: Producer): Promise<Consumer> {
    const rtpCapabilities = this.#capabilities;
    if (!rtpCapabilities || !this.#router.canConsume({ producerId: producer.id, rtpCapabilities })) throw new Refusal('cannot-consume');
    this.closeConsumer(this.#consumers.get(producer.id));
    if (this.#consumers.size >= this.#limits.consumersPerSeat) throw new Refusal('too-large', { consumers: this.#consumers.size });
    if (producer.closed) throw new Refusal('not-found');
    const consumer = await guard(this.#receive, () => this.#receive.consume({ producerId: producer.id, rtpCapabilities, paused: true }));
    this.#consumers.set(producer.id, consumer);
    this.#listen(consumer);
    return consumer;
  }

  closeConsumer(consumer: Consumer | undefined): void {
    if (!consumer) return;
    this.#forget(consumer);
    consumer.close();
  }

  /** The right to receive this was taken away. */
  closeConsumerOf(producerId: string): void {
    const consumer = this.#consumers.get(producerId);
    if (!consumer) return;
    this.closeConsumer(consumer);
    this.#listener.consumerClosed(consumer.id);
  }

  /** Closes all of it: producers first, so that everybody who consumes them is told while this seat still exists. */
  close(): void {
    for (const producer of this.producers()) producer.close();
    this.#consumers.clear();
    this.#send.close();
    this.#receive.close();
  }

  async dump(): Promise<object> {
    return {
      send: { id: this.#send.id, ice: this.#send.iceState, dtls: this.#send.dtlsState, closed: this.#send.closed },
      receive: { id: this.#receive.id, ice: this.#receive.iceState, dtls: this.#receive.dtlsState, closed: this.#receive.closed },
      producers: [...this.#producers].map(([source, { id, kind, type, paused, score }]) => ({ source, id, kind, type, paused, score })),
      consumers: [...this.#consumers.values()].map(({ id, producerId, kind, paused, producerPaused, score, currentLayers }) => ({
        ...{ id, producerId, kind, paused, producerPaused, score },
        currentLayers: currentLayers ?? null,
      })),
    };
  }

  #transport(transportId: string): WebRtcTransport {
    const found = [this.#send, this.#receive].find((transport) => transport.id === transportId);
    if (!found) throw new Refusal('unknown-transport');
    return found;
  }

  #forget(consumer: Consumer): boolean {
    if (this.#consumers.get(consumer.producerId) !== consumer) return false;
    return this.#consumers.delete(consumer.producerId);
  }

  #listen(consumer: Consumer): void {
    consumer.once('producerclose', () => {
      if (this.#forget(consumer)) this.#listener.consumerClosed(consumer.id);
    });
    // With the transport goes the whole seat or its worker; what the tab is told then says so already.
    consumer.once('transportclose', () => this.#forget(consumer));
    consumer.on('score', ({ score, producerScore }) => this.#listener.consumerScore(consumer.id, score, producerScore));
  }
}

const optionsOf = ({ id, iceParameters, iceCandidates, dtlsParameters }: WebRtcTransport): TransportOptions => ({
  id,
  iceParameters: { ...iceParameters },
  iceCandidates: iceCandidates.map((candidate) => ({ ...candidate })),
  dtlsParameters: { ...dtlsParameters },
});
