/** A sender report: `rtp` of the RTP clock was the instant `ntpMs` (milliseconds since 1970, with fractions). */
export interface SenderReport {
  readonly ssrc: number;
  readonly ntpMs: number;
  readonly rtp: number;
}

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const BYE = 203;
/** From 1900, where NTP begins, to 1970. */
const NTP_TO_UNIX_S = 2_208_988_800;
/** NTP seconds wrap in 2036: values in the lower half belong to the era after that. */
const NTP_ERA_S = 2 ** 32;

/** The sender reports of a compound RTCP packet; what is damaged or of another kind is left out. */
export function readSenderReports(packet: Buffer): SenderReport[] {
  const found: SenderReport[] = [];
  let at = 0;
  while (at + 8 <= packet.length) {
    const length = (packet.readUInt16BE(at + 2) + 1) * 4;
    const isVersion2 = packet.readUInt8(at) >> 6 === 2;
    if (!isVersion2 || at + length > packet.length) break;
    if (packet.readUInt8(at + 1) === SENDER_REPORT && length >= 28) found.push(readReport(packet, at));
    at += length;
  }
  return found;
}

function readReport(packet: Buffer, at: number): SenderReport {
  const seconds = packet.readUInt32BE(at + 8);
  const era = seconds < NTP_TO_UNIX_S ? NTP_ERA_S : 0;
  const ntpMs = (seconds + era - NTP_TO_UNIX_S) * 1000 + (packet.readUInt32BE(at + 12) / 2 ** 32) * 1000;
  return { ssrc: packet.readUInt32BE(at + 4), ntpMs, rtp: packet.readUInt32BE(at + 16) };
}

/** The RTP timestamp that FFmpeg counts from once it got `baseReport`; 0 would mean "not known" to it. */
export const BASE_RTP = 1;

/**
 * FFmpeg takes the RTP timestamp of the first sender report as its zero. With this one, sent before any media, the
 * timestamps it writes are those of the RTP clock themselves, and no longer depend on which packet came first.
 */
export function baseReport(): Buffer {
  const packet = Buffer.alloc(28);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(SENDER_REPORT, 1);
  packet.writeUInt16BE(6, 2);
  packet.writeUInt32BE(1, 4);
  packet.writeUInt32BE(NTP_TO_UNIX_S, 8);
  packet.writeUInt32BE(BASE_RTP, 16);
  return packet;
}

/** Ends FFmpeg's input: it writes what it has and leaves. An empty report goes first because FFmpeg drops packets under 12 bytes. */
export function goodbye(): Buffer {
  const packet = Buffer.alloc(16);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(RECEIVER_REPORT, 1);
  packet.writeUInt16BE(1, 2);
  packet.writeUInt32BE(1, 4);
  packet.writeUInt8(0x81, 8);
  packet.writeUInt8(BYE, 9);
  packet.writeUInt16BE(1, 10);
  packet.writeUInt32BE(1, 12);
  return packet;
}
