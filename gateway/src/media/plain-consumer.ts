import { Refusal } from '@liveclass/contract';
import type { Consumer, PlainTransport, Producer, Router } from 'mediasoup/types';
import type { PlainCodec, PlainConsumer, PlainConsumerStats, PlainTarget, Unsubscribe } from '../ports.ts';
import { plainCapabilities } from './codecs.ts';
import { guard } from './guard.ts';

const LOOPBACK = '127.0.0.1';
/** mediasoup takes the highest layer there is when a higher one is preferred. */
const TOP_LAYER = { spatialLayer: 2, temporalLayer: 2 };

interface Origin {
  readonly router: Router;
  readonly producer: Producer;
  readonly plainPorts: { readonly min: number; readonly max: number };
}

/** Implements the port; see there for what it promises. */
export async function createPlainConsumer(origin: Origin, target: PlainTarget): Promise<PlainConsumer> {
  const transport = await openTransport(origin, target);
  try {
    await transport.connect({ ip: LOOPBACK, port: target.port, ...(target.rtcpPort === undefined ? {} : { rtcpPort: target.rtcpPort }) });
    const consumer = await consumeOn(transport, origin);
    // For counting only; a worker that died in between closes the consumer, which its holder is told.
    if (consumer.kind === 'video') await consumer.enableTraceEvent(['keyframe']).catch(() => {});
    return new PlainConsumerOfProducer(transport, consumer, origin.producer);
  } catch (error) {
    transport.close();
    throw error;
  }
}

async function openTransport({ router, plainPorts }: Origin, target: PlainTarget): Promise<PlainTransport> {
  if (router.closed) throw new Refusal('not-found');
  try {
    return await router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: LOOPBACK, portRange: plainPorts },
      rtcpMux: target.rtcpPort === undefined,
      comedia: false,
    });
  } catch (error) {
    if (router.closed) throw new Refusal('not-found', error);
    // The worker tried every port of the range.
    throw new Refusal('busy', error);
  }
}

async function consumeOn(transport: PlainTransport, { router, producer }: Origin): Promise<Consumer> {
  const rtpCapabilities = plainCapabilities(router.rtpCapabilities);
  if (producer.closed) throw new Refusal('not-found');
  if (!router.canConsume({ producerId: producer.id, rtpCapabilities })) throw new Refusal('cannot-consume');
  const isLayered = producer.type !== 'simple';
  try {
    return await transport.consume({
      producerId: producer.id,
      rtpCapabilities,
      paused: true,
      enableRtx: false,
      ...(isLayered ? { preferredLayers: TOP_LAYER } : {}),
    });
  } catch (error) {
    if (producer.closed || transport.closed) throw new Refusal('not-found', error);
    throw error;
  }
}

class PlainConsumerOfProducer implements PlainConsumer {
  readonly producerId: string;
  readonly kind: 'audio' | 'video';
  readonly codec: PlainCodec;
  readonly ssrc: number;
  readonly cname: string;
  readonly from: PlainConsumer['from'];
  readonly #transport: PlainTransport;
  readonly #consumer: Consumer;
  readonly #producer: Producer;
  readonly #closedListeners = new Set<() => void>();
  #keyFrames = 0;

  constructor(transport: PlainTransport, consumer: Consumer, producer: Producer) {
    this.#transport = transport;
    this.#consumer = consumer;
    this.#producer = producer;
    this.producerId = consumer.producerId;
    this.kind = consumer.kind;
    const { codecs, encodings, rtcp } = consumer.rtpParameters;
    const codec = codecs[0];
    const ssrc = encodings?.[0]?.ssrc;
    if (!codec || ssrc === undefined) throw new Error('a plain consumer came without a codec or an SSRC');
    const { mimeType, payloadType, clockRate, channels } = codec;
    this.codec = { mimeType, payloadType, clockRate, channels, parameters: scalars(codec.parameters) };
    this.ssrc = ssrc;
    this.cname = rtcp?.cname ?? '';
    this.from = { ip: LOOPBACK, port: transport.tuple.localPort, rtcpPort: transport.rtcpTuple?.localPort };
    consumer.on('trace', ({ type }) => {
      if (type === 'keyframe') this.#keyFrames += 1;
    });
    consumer.once('producerclose', () => this.#lost());
    consumer.once('transportclose', () => this.#lost());
  }

  get closed(): boolean {
    return this.#consumer.closed;
  }

  async resume(): Promise<void> {
    await this.#alive(() => this.#consumer.resume());
  }

  async pause(): Promise<void> {
    await this.#alive(() => this.#consumer.pause());
  }

  async requestKeyFrame(): Promise<void> {
    if (this.kind === 'video' && !this.closed) await this.#alive(() => this.#consumer.requestKeyFrame()).catch(ignoreIf(() => this.closed));
  }

  keyFrames(): number {
    return this.#keyFrames;
  }

  async stats(): Promise<PlainConsumerStats> {
    const [sent, received] = await Promise.all([
      this.#alive(() => this.#consumer.getStats()),
      this.#alive(() => this.#producer.getStats()),
    ]);
    const own = sent.find(({ type }) => type === 'outbound-rtp');
    return {
      packets: own?.packetCount ?? 0,
      bytes: own?.byteCount ?? 0,
      producerPackets: received.reduce((sum, { packetCount }) => sum + packetCount, 0),
      producerPacketsLost: received.reduce((sum, { packetsLost }) => sum + Math.max(0, packetsLost), 0),
      producerScore: this.#consumer.score.producerScore,
    };
  }

  onClosed(listener: () => void): Unsubscribe {
    this.#closedListeners.add(listener);
    return () => this.#closedListeners.delete(listener);
  }

  close(): void {
    this.#closedListeners.clear();
    this.#transport.close();
  }

  #lost(): void {
    const listeners = [...this.#closedListeners];
    this.close();
    for (const listener of listeners) listener();
  }

  async #alive<T>(call: () => Promise<T>): Promise<T> {
    if (this.closed) throw new Refusal('not-found');
    return guard(this.#consumer, call).catch((error: unknown) => {
      throw this.closed ? new Refusal('not-found', error) : error;
    });
  }
}

const ignoreIf =
  (isExpected: () => boolean) =>
  (error: unknown): void => {
    if (!isExpected()) throw error;
  };

function scalars(parameters: Record<string, unknown> | undefined): Record<string, string | number | boolean> {
  const isScalar = (entry: [string, unknown]): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]);
  return Object.fromEntries(Object.entries(parameters ?? {}).filter(isScalar));
}
