import { z } from 'zod';
import { SeatId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Rights, Source } from './rights.ts';
import { type FactTable, type WishTable, wish } from './wish.ts';

/** socket.io path of the media link at the gateway itself; browsers use it below `/gateway/<node>`. `auth: { token }` is a media token. */
export const MEDIA_LINK_PATH = '/media-link';

const everybody = ['teacher', 'student'] as const;
const often = { burst: 60, perSecond: 20 } as const;
/** One per producer on screen when a class of 25 tiles is entered. */
const perConsumer = { burst: 400, perSecond: 100 } as const;
const nothing = z.strictObject({});
const MediasoupId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);

/** mediasoup's own structures: bounded here, checked deeply by mediasoup itself. */
const bounded = z.record(z.string(), z.unknown()).refine((value) => JSON.stringify(value).length <= LIMITS.rtpParametersBytes, 'too-large');

export const TransportOptions = z.strictObject({
  id: MediasoupId,
  iceParameters: bounded,
  iceCandidates: z.array(bounded),
  dtlsParameters: bounded,
});
export type TransportOptions = z.infer<typeof TransportOptions>;

export const ProducerView = z.strictObject({
  producerId: MediasoupId,
  seatId: SeatId,
  source: Source,
  kind: z.enum(['audio', 'video']),
  paused: z.boolean(),
});
export type ProducerView = z.infer<typeof ProducerView>;

/**
 * The seat's media, new or resumed. `generation` rises each time the room is rebuilt (its worker died):
 * with another generation, or `resumed: false`, the tab makes new transports from these options, produces again and consumes again.
 */
export const MediaRoom = z.strictObject({
  generation: z.number().int().positive(),
  resumed: z.boolean(),
  routerRtpCapabilities: bounded,
  send: TransportOptions,
  receive: TransportOptions,
  producers: z.array(ProducerView),
  /** The seat's own, where it resumes: what a teacher stopped while the link was away is missing here or muted. */
  own: z.array(z.strictObject({ producerId: MediasoupId, isMutedByTeacher: z.boolean() })),
  rights: Rights,
});
export type MediaRoom = z.infer<typeof MediaRoom>;

/** What a browser may ask of the gateway. */
export const mediaWishes = {
  /** First wish on every media link. `generation` is what the tab still has (it asks to resume), or absent. */
  'media.join': wish({
    from: everybody,
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({ generation: z.number().int().positive().optional() }),
    reply: MediaRoom,
  }),
  /** What this browser can receive; before the first 'consume'. */
  'media.capabilities': wish({ from: everybody, rate: often, body: z.strictObject({ rtpCapabilities: bounded }), reply: nothing }),
  'transport.connect': wish({
    from: everybody,
    rate: often,
    body: z.strictObject({ transportId: MediasoupId, dtlsParameters: bounded }),
    reply: nothing,
  }),
  'transport.restart-ice': wish({
    from: everybody,
    rate: { burst: 10, perSecond: 1 },
    body: z.strictObject({ transportId: MediasoupId }),
    reply: z.strictObject({ iceParameters: bounded }),
  }),
  produce: wish({
    from: everybody,
    rate: { burst: 20, perSecond: 4 },
    body: z.strictObject({
      transportId: MediasoupId,
      kind: z.enum(['audio', 'video']),
      rtpParameters: bounded,
      source: Source,
      paused: z.boolean(),
    }),
    reply: z.strictObject({ producerId: MediasoupId }),
  }),
  'producer.pause': wish({ from: everybody, rate: often, body: z.strictObject({ producerId: MediasoupId }), reply: nothing }),
  'producer.resume': wish({ from: everybody, rate: often, body: z.strictObject({ producerId: MediasoupId }), reply: nothing }),
  'producer.close': wish({ from: everybody, rate: often, body: z.strictObject({ producerId: MediasoupId }), reply: nothing }),
  /** Makes a paused consumer; the tab creates its side and then wishes 'consumer.resume' (no media is lost in between). */
  consume: wish({
    from: everybody,
    rate: perConsumer,
    body: z.strictObject({ producerId: MediasoupId }),
    reply: z.strictObject({
      consumerId: MediasoupId,
      producerId: MediasoupId,
      kind: z.enum(['audio', 'video']),
      rtpParameters: bounded,
      producerPaused: z.boolean(),
    }),
  }),
  'consumer.resume': wish({ from: everybody, rate: perConsumer, body: z.strictObject({ consumerId: MediasoupId }), reply: nothing }),
  'consumer.pause': wish({ from: everybody, rate: perConsumer, body: z.strictObject({ consumerId: MediasoupId }), reply: nothing }),
  'consumer.close': wish({ from: everybody, rate: perConsumer, body: z.strictObject({ consumerId: MediasoupId }), reply: nothing }),
  /** Highest simulcast layer wanted, by the size of the tile. */
  'consumer.prefer': wish({
    from: everybody,
    rate: perConsumer,
    body: z.strictObject({ consumerId: MediasoupId, spatialLayer: z.number().int().min(0).max(2) }),
    reply: nothing,
  }),
  /** Closes everything of the seat at once; a lost link alone does not. */
  'media.leave': wish({ from: everybody, rate: often, body: nothing, reply: nothing }),
} as const satisfies WishTable;
export type MediaWishes = typeof mediaWishes;

/** What the gateway tells a browser unasked. */
export const mediaFacts = {
  'producer.opened': ProducerView,
  'producer.changed': z.strictObject({
    producerId: MediasoupId,
    seatId: SeatId,
    source: Source,
    paused: z.boolean(),
    by: z.enum(['self', 'teacher']),
  }),
  'producer.closed': z.strictObject({ producerId: MediasoupId, seatId: SeatId, source: Source }),
  'consumer.closed': z.strictObject({ consumerId: MediasoupId }),
  /** 0 (lost) to 10 (perfect), mediasoup's scores: of the consumer and of the producer's best stream. */
  'consumer.score': z.strictObject({ consumerId: MediasoupId, score: z.number(), producerScore: z.number() }),
  /** Who speaks: the dominant seat (or null) and the levels of the loudest in dBov (-127 to 0). */
  speakers: z.strictObject({
    dominant: SeatId.nullable(),
    levels: z.array(z.strictObject({ seatId: SeatId, level: z.number() })),
  }),
  /** The room was rebuilt on another worker: start again with these. */
  'room.moved': MediaRoom,
  'rights.changed': Rights,
  /** The gateway closed the seat; the tab does not come back by itself. */
  ejected: z.strictObject({ reason: z.enum(['superseded', 'removed', 'session-ended', 'draining']) }),
} as const satisfies FactTable;
export type MediaFacts = typeof mediaFacts;
