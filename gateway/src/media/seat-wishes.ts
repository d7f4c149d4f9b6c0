import { type ProducerView, Refusal } from '@liveclass/contract';
import type { Producer } from 'mediasoup/types';
import { assertMayProduce } from '../domain/sources.ts';
import type { SeatLink, SeatWishes } from '../ports.ts';
import { guard } from './guard.ts';
import type { RoomMedia } from './room-media.ts';
import type { RoomSeats, RoomSide } from './room-seats.ts';
import { readCapabilities, readDtlsParameters, readRtpParameters } from './rtp-shapes.ts';
import type { Seat } from './seat.ts';
import type { SeatMedia } from './seat-media.ts';

interface Context {
  readonly seats: RoomSeats;
  readonly seat: Seat;
  readonly link: SeatLink;
  readonly room: RoomSide;
}
type Hold = <T>(job: (media: SeatMedia, room: RoomMedia) => Promise<T>) => Promise<T>;

/** The wishes of one link on its seat. Who sends is the seat, never the body; rights are asked at produce and at consume. */
export function seatWishes(context: Context): SeatWishes {
  const { seats, seat, link } = context;
  const hold: Hold = (job) => seats.hold(seat, link, job);
  return {
    ...transportWishes(hold),
    ...producerWishes(context, hold),
    ...consumerWishes(context, hold),
    'media.leave': async () => {
      await seats.leave(seat, link);
      return {};
    },
  };
}

type TransportWishes = Pick<SeatWishes, 'media.capabilities' | 'transport.connect' | 'transport.restart-ice'>;
const transportWishes = (hold: Hold): TransportWishes => ({
  'media.capabilities': ({ rtpCapabilities }) =>
    hold(async (media) => {
      media.setCapabilities(readCapabilities(rtpCapabilities));
      return {};
    }),
  'transport.connect': ({ transportId, dtlsParameters }) =>
    hold(async (media) => {
      await media.connect(transportId, readDtlsParameters(dtlsParameters));
      return {};
    }),
  'transport.restart-ice': ({ transportId }) => hold(async (media) => ({ iceParameters: await media.restartIce(transportId) })),
});

type ProducerWishes = Pick<SeatWishes, 'produce' | 'producer.pause' | 'producer.resume' | 'producer.close'>;
const producerWishes = (context: Context, hold: Hold): ProducerWishes => ({
  produce: (body) =>
    hold(async (media, room) => {
      const { source, kind, transportId } = body;
      assertMayProduce(context.seat.rights, source, kind);
      const rtpParameters = readRtpParameters(kind, body.rtpParameters);
      // A teacher muted it while the room moved: it starts muted, whatever the tab believes.
      const isMuted = context.seat.sources.get(source)?.mutedBy === 'teacher';
      const paused = body.paused || isMuted;
      const producer = await media.produce({ transportId, kind, rtpParameters, source, paused });
      context.seat.sources.set(source, { isPaused: paused, mutedBy: isMuted ? 'teacher' : null });
      const view = await room.add(producer, context.seat.id, source);
      context.room.announceOpened(view);
      if (isMuted && !body.paused) correctOnceAnswered(context, view);
      return { producerId: producer.id };
    }),
  'producer.pause': ({ producerId }) => hold((media, room) => setPaused(context, media.producerById(producerId), room, true)),
  'producer.resume': ({ producerId }) => hold((media, room) => setPaused(context, media.producerById(producerId), room, false)),
  'producer.close': ({ producerId }) =>
    hold(async (media, room) => {
      const producer = media.producerById(producerId);
      const source = room.entry(producerId)?.source;
      if (source) context.seat.sources.delete(source);
      producer.close();
      return {};
    }),
});

async function setPaused(context: Context, producer: Producer, room: RoomMedia, paused: boolean): Promise<Record<string, never>> {
  const entry = room.entry(producer.id);
  if (!entry) throw new Refusal('not-found');
  const { seat } = context;
  const isChanged = producer.paused !== paused;
  await guard(producer, () => (paused ? producer.pause() : producer.resume()));
  seat.sources.set(entry.source, { isPaused: paused, mutedBy: null });
  if (paused) room.producerPaused(producer.id);
  const view = { producerId: producer.id, seatId: seat.id, source: entry.source, kind: producer.kind, paused };
  if (isChanged) context.room.announceChanged(view, 'self');
  return {};
}

/** The tab learns the producer's id from the answer, so the news about it must come after. */
function correctOnceAnswered({ link }: Context, { producerId, seatId, source }: ProducerView): void {
  setImmediate(() => link.tell('producer.changed', { producerId, seatId, source, paused: true, by: 'teacher' }));
}

type ConsumerWishes = Pick<SeatWishes, 'consume' | 'consumer.resume' | 'consumer.pause' | 'consumer.close' | 'consumer.prefer'>;
const consumerWishes = ({ seats, seat }: Context, hold: Hold): ConsumerWishes => ({
  consume: ({ producerId }) =>
    hold(async (media, room) => {
      const entry = room.entry(producerId);
      // One's own media is not told apart from what is not there.
      if (!entry || entry.seatId === seat.id) throw new Refusal('not-found', { producerId });
      if (!seats.mayReceive(seat, entry)) throw new Refusal('forbidden', { producerId });
      const consumer = await media.consume(entry.producer);
      const { id, kind, rtpParameters, producerPaused } = consumer;
      return { consumerId: id, producerId, kind, rtpParameters: { ...rtpParameters }, producerPaused };
    }),
  'consumer.resume': ({ consumerId }) => withConsumer(hold, consumerId, (consumer) => guard(consumer, () => consumer.resume())),
  'consumer.pause': ({ consumerId }) => withConsumer(hold, consumerId, (consumer) => guard(consumer, () => consumer.pause())),
  'consumer.close': ({ consumerId }) => withConsumer(hold, consumerId, async (consumer, media) => media.closeConsumer(consumer)),
  'consumer.prefer': ({ consumerId, spatialLayer }) =>
    withConsumer(hold, consumerId, async (consumer) => {
      // A stream without layers has nothing to prefer; the tab need not know which it is.
      if (consumer.type === 'simulcast' || consumer.type === 'svc')
        await guard(consumer, () => consumer.setPreferredLayers({ spatialLayer, temporalLayer: 2 }));
    }),
});

type ConsumerJob = (consumer: ReturnType<SeatMedia['consumerById']>, media: SeatMedia) => Promise<void>;
const withConsumer = (hold: Hold, consumerId: string, job: ConsumerJob): Promise<Record<string, never>> =>
  hold(async (media) => {
    await job(media.consumerById(consumerId), media);
    return {};
  });
