/** What a browser would send; nothing here sends anything. */
let nextSsrc = 1000;

export const opus = (): Record<string, unknown> => ({
  mid: String((nextSsrc += 1)),
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { useinbandfec: 1, usedtx: 1 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 10 }],
  encodings: [{ ssrc: nextSsrc }],
  rtcp: { cname: `tab${nextSsrc}` },
});

export const vp8 = (layers = 1): Record<string, unknown> => ({
  mid: String((nextSsrc += 10)),
  codecs: [
    { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, parameters: {}, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
  ],
  encodings: Array.from({ length: layers }, (_, layer) => ({ ssrc: nextSsrc + layer, rtx: { ssrc: nextSsrc + 5 + layer } })),
  rtcp: { cname: `tab${nextSsrc}` },
});

export const dtls = (): Record<string, unknown> => ({
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0')).join(':') }],
});
