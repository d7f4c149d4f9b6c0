import type { RouterRtpCodecCapability, RtpCapabilities } from 'mediasoup/types';

/** What a room's router speaks. VP8 first: every browser has it and simulcast works in all of them. */
export const MEDIA_CODECS: RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1, usedtx: 1 } },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
];

/**
 * The header extensions that browsers are offered; each one costs bytes in every packet. Video orientation is left out on
 * purpose: without it a phone turns the picture before it encodes, and the recording needs upright pictures.
 */
const HEADER_EXTENSIONS: ReadonlySet<string> = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
]);

/** What a browser is told of the router. */
export const offeredCapabilities = (router: RtpCapabilities): RtpCapabilities => ({
  ...router,
  headerExtensions: (router.headerExtensions ?? []).filter((extension) => HEADER_EXTENSIONS.has(extension.uri)),
});

/**
 * What a plain consumer receives: no header extensions, no retransmission and no bandwidth estimation, because its receiver
 * on the same host answers none of them and an estimate would hold back layers.
 */
export const plainCapabilities = (router: RtpCapabilities): RtpCapabilities => ({
  codecs: (router.codecs ?? [])
    .filter((codec) => !codec.mimeType.toLowerCase().endsWith('/rtx'))
    .map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type, parameter }) => (type === 'nack' && parameter === 'pli') || type === 'ccm'),
    })),
  headerExtensions: [],
});
