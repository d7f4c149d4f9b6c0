import { createSocket, type Socket } from 'node:dgram';
import { SeatId, type Source } from '@liveclass/contract';
import type { Producer } from 'mediasoup/types';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryLog } from '../testing/gateway.ts';
import { freePorts } from '../testing/ports.ts';
import { until } from '../testing/until.ts';
import { createPlainConsumer } from './plain-consumer.ts';
import { RoomMedia } from './room-media.ts';
import { MediaWorker } from './worker.ts';

const LEVEL_EXTENSION = 10;
const ROOM_NOISE = 80;
let worker: MediaWorker;
let media: RoomMedia;
let plainPorts: { min: number; max: number };
const speakers: { dominant: SeatId | null; levels: readonly { seatId: SeatId; level: number }[] }[] = [];
const open: { close(): void }[] = [];

beforeAll(async () => {
  const port = await freePorts(20);
  plainPorts = { min: port + 1, max: port + 19 };
  const timing = { hangMs: 5000, askEveryMs: 1000 };
  worker = await MediaWorker.start({
    ...timing,
    index: 0,
    listenIp: '127.0.0.1',
    announcedAddress: undefined,
    port,
    workerBin: undefined,
    log: new MemoryLog(),
  });
});
afterAll(() => worker.close());
beforeEach(async () => {
  speakers.length = 0;
  media = await RoomMedia.create(worker, 1, {
    producerClosed: () => {},
    speakers: (dominant, levels) => speakers.push({ dominant, levels }),
  });
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  media.close();
});

/** Sends real RTP of one producer every 20 ms; what it says can be changed while it runs. */
class Sender {
  /** Below zero, as the extension carries it: the noise of a quiet room, from which speech stands out. */
  level = ROOM_NOISE;
  isKeyFrame = true;
  readonly producer: Producer;
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  #sequence = 0;

  static async start(seatId: string, source: Source, ssrc: number): Promise<Sender> {
    const transport = await media.origin.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1', portRange: plainPorts },
      comedia: true,
    });
    const kind = source === 'camera' ? 'video' : 'audio';
    const codec =
      kind === 'video'
        ? { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }
        : { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 };
    const headerExtensions = kind === 'audio' ? [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level' as const, id: LEVEL_EXTENSION }] : [];
    const producer = await transport.produce({
      kind,
      rtpParameters: { codecs: [codec], headerExtensions, encodings: [{ ssrc }], rtcp: { cname: seatId } },
    });
    await media.add(producer, SeatId.parse(seatId), source);
    return new Sender(producer, transport.tuple.localPort, ssrc);
  }

  private constructor(producer: Producer, port: number, ssrc: number) {
    this.producer = producer;
    this.#socket = createSocket('udp4');
    this.#timer = setInterval(() => this.#socket.send(this.#packet(ssrc), port, '127.0.0.1'), 20);
    open.push(this);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  #packet(ssrc: number): Buffer {
    const isVideo = this.producer.kind === 'video';
    const head = Buffer.alloc(12);
    head[0] = isVideo ? 0x80 : 0x90;
    head[1] = isVideo ? 0x80 | 96 : 111;
    this.#sequence += 1;
    head.writeUInt16BE(this.#sequence & 0xffff, 2);
    head.writeUInt32BE(this.#sequence * (isVideo ? 1800 : 960), 4);
    head.writeUInt32BE(ssrc, 8);
    // VP8: start of a partition, then a frame tag whose lowest bit says that it is no key frame.
    if (isVideo)
      return Buffer.concat([
        head,
        Buffer.from([0x10, this.isKeyFrame ? 0x10 : 0x11, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00, 1, 2, 3]),
      ]);
    const extension = Buffer.from([0xbe, 0xde, 0, 1, (LEVEL_EXTENSION << 4) | 0, 0x80 | this.level, 0, 0]);
    return Buffer.concat([head, extension, Buffer.alloc(40, 7)]);
  }
}

class Receiver {
  readonly packets: Buffer[] = [];
  readonly #socket: Socket;

  static async open(): Promise<Receiver> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new Receiver(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (packet) => this.packets.push(packet));
    open.push(this);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** RTCP has its packet types where RTP has marker and payload type. */
  rtp(): Buffer[] {
    return this.packets.filter((packet) => packet[1]! < 192 || packet[1]! > 223);
  }

  close(): void {
    this.#socket.close();
  }
}

const consume = (sender: Sender, port: number, rtcpPort?: number) =>
  createPlainConsumer({ router: media.origin, producer: sender.producer, plainPorts }, { port, rtcpPort });
const flows = (sender: Sender) =>
  until('media flows in', async () => (await sender.producer.getStats()).some(({ packetCount }) => packetCount > 3));

describe('a plain consumer', () => {
  it('[GW16] sends nothing before it is resumed, then everything, and nothing while it pauses', async () => {
    const sender = await Sender.start('seat-0001', 'microphone', 1111);
    const receiver = await Receiver.open();
    const plain = await consume(sender, receiver.port);
    await flows(sender);
    expect(receiver.rtp()).toEqual([]);
    expect(plain).toMatchObject({
      kind: 'audio',
      cname: 'seat-0001',
      closed: false,
      codec: { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
    });
    expect(plain.from.port).toBeGreaterThanOrEqual(plainPorts.min);
    expect(plain.from.port).toBeLessThanOrEqual(plainPorts.max);
    await plain.resume();
    await until('sound arrives', () => receiver.rtp().length > 5);
    const [packet] = receiver.rtp();
    expect(packet!.readUInt32BE(8)).toBe(plain.ssrc);
    expect(packet![1]! & 0x7f).toBe(plain.codec.payloadType);
    await plain.pause();
    const { packets } = await plain.stats();
    const before = (await sender.producer.getStats())[0]!.packetCount;
    await until('more media flows in', async () => (await sender.producer.getStats())[0]!.packetCount > before + 5);
    expect((await plain.stats()).packets).toBe(packets);
    await until('a sender report', () => receiver.packets.some((one) => one[1] === 200));
  });

  it('[GW16] of a picture begins with a key frame and counts them', async () => {
    const sender = await Sender.start('seat-0001', 'camera', 2222);
    sender.isKeyFrame = false;
    const receiver = await Receiver.open();
    const control = await Receiver.open();
    const plain = await consume(sender, receiver.port, control.port);
    await plain.resume();
    await flows(sender);
    expect(receiver.rtp()).toEqual([]);
    expect(plain.keyFrames()).toBe(0);
    await plain.requestKeyFrame();
    sender.isKeyFrame = true;
    await until('a picture arrives', () => receiver.rtp().length > 0 && plain.keyFrames() > 0);
    expect(plain.from.rtcpPort).toBeDefined();
    await until('reports go to their own port', () => control.packets.some((one) => one[1] === 200));
    const stats = await plain.stats();
    expect(stats.packets).toBeGreaterThan(0);
    expect(stats.producerPackets).toBeGreaterThan(0);
    expect(stats.producerPacketsLost).toBe(0);
  });

  it('[GW16] tells when its media ends, frees its ports, and refuses afterwards', async () => {
    const receiver = await Receiver.open();
    for (let round = 0; round < 3; round += 1) {
      const sender = await Sender.start('seat-0001', 'microphone', 3000 + round);
      const plains = await Promise.all(Array.from({ length: 8 }, () => consume(sender, receiver.port)));
      let ends = 0;
      for (const plain of plains) plain.onClosed(() => (ends += 1));
      plains[0]!.close();
      sender.producer.close();
      await until('the others are told', () => ends === 7);
      for (const plain of plains) {
        expect(plain.closed).toBe(true);
        await expect(plain.resume()).rejects.toThrow('not-found');
        await expect(plain.stats()).rejects.toThrow('not-found');
        await plain.requestKeyFrame();
        plain.close();
      }
      await expect(consume(sender, receiver.port)).rejects.toThrow('not-found');
    }
  });

  it('[GW16] is refused as busy when no port is left, and works again when one is', async () => {
    const sender = await Sender.start('seat-0001', 'microphone', 4444);
    const receiver = await Receiver.open();
    const plains: Awaited<ReturnType<typeof consume>>[] = [];
    const fill = async () => {
      for (;;) plains.push(await consume(sender, receiver.port));
    };
    await expect(fill()).rejects.toThrow('busy');
    plains.pop()!.close();
    await until('the port is free again', () => consume(sender, receiver.port).then(Boolean, () => false));
  });
});

describe('who speaks', () => {
  it('[GW14] the loudest is dominant, levels are told, and a closed or paused microphone speaks no more', async () => {
    const [first, second] = [await Sender.start('seat-0001', 'microphone', 5001), await Sender.start('seat-0002', 'microphone', 5002)];
    await Promise.all([flows(first), flows(second)]);
    first.level = 10;
    await until('the first is dominant', () => media.dominant === 'seat-0001');
    const told = await until('its level', () => speakers.flatMap(({ levels }) => levels).find(({ seatId }) => seatId === 'seat-0001'));
    expect(told?.level).toBeGreaterThanOrEqual(-ROOM_NOISE);
    expect(told?.level).toBeLessThanOrEqual(0);
    first.level = ROOM_NOISE;
    second.level = 5;
    await until('the second is dominant', () => media.dominant === 'seat-0002');
    second.level = ROOM_NOISE;
    await until('silence has no levels', () => speakers.at(-1)?.levels.length === 0);
    // A breath between two sentences takes nobody the word.
    expect(media.dominant).toBe('seat-0002');
    media.producerPaused(second.producer.id);
    expect(media.dominant).toBeNull();
    first.level = 5;
    await until('the first is dominant again', () => media.dominant === 'seat-0001');
    first.producer.close();
    expect(media.dominant).toBeNull();
    expect(speakers.at(-1)).toMatchObject({ dominant: null });
  });

  it('[GW14] the sound of a shared screen is nobody speaking', async () => {
    const sound = await Sender.start('seat-0001', 'screen-audio', 6001);
    sound.level = 1;
    const voice = await Sender.start('seat-0002', 'microphone', 6002);
    voice.level = 30;
    await until('the voice is dominant', () => media.dominant === 'seat-0002');
    expect(speakers.flatMap(({ levels }) => levels).every(({ seatId }) => seatId === 'seat-0002')).toBe(true);
  });
});
