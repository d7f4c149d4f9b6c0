import { createSocket, type Socket } from 'node:dgram';
import type { PlainTransport, Producer, Router, RtpParameters } from 'mediasoup/types';
import { nalUnits, type Unit } from './media.ts';

const LARGEST_PAYLOAD = 1100;
const NTP_TO_UNIX_S = 2_208_988_800;

export type Codec = 'opus' | 'VP8' | 'H264';

const CODECS = {
  opus: {
    kind: 'audio',
    payloadType: 111,
    clockRate: 48_000,
    mimeType: 'audio/opus',
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  VP8: { kind: 'video', payloadType: 96, clockRate: 90_000, mimeType: 'video/VP8', parameters: {} },
  H264: {
    kind: 'video',
    payloadType: 125,
    clockRate: 90_000,
    mimeType: 'video/H264',
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
} as const;

let nextSsrc = 700_000;

/**
 * Sends encoded media as a browser does: RTP on a clock that begins anywhere, at the pace of the film, with sender reports
 * that say what that clock showed when. `lateMs` delays the packets but not what the reports say, as an encoder does.
 */
export class Sender {
  readonly producer: Producer;
  readonly #transport: PlainTransport;
  readonly #socket: Socket;
  readonly #codec: Codec;
  readonly #ssrc: number;
  readonly #lateMs: number;
  readonly #baseRtp: number;
  #units: readonly Unit[];
  #next = 0;
  #sequence = 1000;
  #packets = 0;
  #bytes = 0;
  #startedAt = 0;
  #reportedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  /** While true nothing is sent and the film goes on, as behind a muted track. */
  isSilent = false;

  private constructor(order: {
    producer: Producer;
    transport: PlainTransport;
    socket: Socket;
    codec: Codec;
    ssrc: number;
    lateMs: number;
    units: readonly Unit[];
  }) {
    this.producer = order.producer;
    this.#transport = order.transport;
    this.#socket = order.socket;
    this.#codec = order.codec;
    this.#ssrc = order.ssrc;
    this.#lateMs = order.lateMs;
    this.#units = order.units;
    this.#baseRtp = Math.floor(Math.random() * 2 ** 32);
  }

  static async open(router: Router, order: { codec: Codec; units: readonly Unit[]; cname: string; lateMs?: number }): Promise<Sender> {
    const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: true, comedia: true });
    nextSsrc += 1;
    const ssrc = nextSsrc;
    const { kind, ...codec } = CODECS[order.codec];
    const rtpParameters: RtpParameters = { codecs: [{ ...codec, rtcpFeedback: [] }], encodings: [{ ssrc }], rtcp: { cname: order.cname } };
    const producer = await transport.produce({ kind, rtpParameters });
    const socket = createSocket('udp4');
    return new Sender({ producer, transport, socket, codec: order.codec, ssrc, lateMs: order.lateMs ?? 0, units: order.units });
  }

  /** The film's zero is `startedAt` by the clock of this machine; senders with the same one are in step. */
  start(startedAt: number): void {
    this.#startedAt = startedAt;
    this.#next = this.#units.findIndex(({ atMs }) => startedAt + atMs >= Date.now());
    this.#timer = setInterval(() => this.#send(), 5);
  }

  /** From now on the same film in another encoding, such as another size. */
  change(units: readonly Unit[]): void {
    this.#units = units;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#transport.close();
    this.#socket.close();
  }

  #send(): void {
    const now = Date.now();
    for (;;) {
      const unit = this.#units[this.#next];
      if (!unit || this.#startedAt + unit.atMs + this.#lateMs > now) break;
      this.#next += 1;
      if (!this.isSilent) this.#sendUnit(unit);
    }
    if (now - this.#reportedAt > 500 && !this.isSilent && this.#packets > 0) this.#report(now);
  }

  #sendUnit({ atMs, data }: Unit): void {
    const payloads = this.#payloads(data);
    for (const [place, payload] of payloads.entries()) {
      const header = Buffer.alloc(12);
      const isLast = place === payloads.length - 1;
      header.writeUInt8(0x80, 0);
      header.writeUInt8(CODECS[this.#codec].payloadType | (isLast && this.#codec !== 'opus' ? 0x80 : 0), 1);
      header.writeUInt16BE((this.#sequence += 1) & 0xffff, 2);
      header.writeUInt32BE(this.#rtpAt(atMs), 4);
      header.writeUInt32BE(this.#ssrc, 8);
      this.#packets += 1;
      this.#bytes += payload.length;
      this.#transmit(Buffer.concat([header, payload]));
    }
  }

  #rtpAt(ms: number): number {
    return (this.#baseRtp + Math.round((ms * CODECS[this.#codec].clockRate) / 1000)) % 2 ** 32;
  }

  #payloads(data: Buffer): Buffer[] {
    if (this.#codec === 'opus') return [data];
    if (this.#codec === 'VP8') return pieces(data).map((piece, place) => Buffer.concat([Buffer.from([place === 0 ? 0x10 : 0]), piece]));
    // Browsers send neither delimiters nor supplements.
    return nalUnits(data)
      .filter((nal) => ![6, 9].includes((nal[0] ?? 0) & 0x1f))
      .flatMap(h264Payloads);
  }

  #report(now: number): void {
    this.#reportedAt = now;
    const packet = Buffer.alloc(28);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(200, 1);
    packet.writeUInt16BE(6, 2);
    packet.writeUInt32BE(this.#ssrc, 4);
    packet.writeUInt32BE(Math.floor(now / 1000) + NTP_TO_UNIX_S, 8);
    packet.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), 12);
    packet.writeUInt32BE(this.#rtpAt(now - this.#startedAt), 16);
    packet.writeUInt32BE(this.#packets, 20);
    packet.writeUInt32BE(this.#bytes % 2 ** 32, 24);
    this.#transmit(packet);
  }

  #transmit(packet: Buffer): void {
    if (!this.#transport.closed) this.#socket.send(packet, this.#transport.tuple.localPort, '127.0.0.1');
  }
}

function pieces(data: Buffer): Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0; at < data.length; at += LARGEST_PAYLOAD) cut.push(data.subarray(at, at + LARGEST_PAYLOAD));
  return cut;
}

function h264Payloads(nal: Buffer): Buffer[] {
  if (nal.length <= LARGEST_PAYLOAD) return [nal];
  const head = nal.readUInt8(0);
  const parts = pieces(nal.subarray(1));
  return parts.map((part, place) => {
    const edge = (place === 0 ? 0x80 : 0) | (place === parts.length - 1 ? 0x40 : 0);
    return Buffer.concat([Buffer.from([(head & 0xe0) | 28, edge | (head & 0x1f)]), part]);
  });
}
