import type { PlainCodec } from '../ports.ts';

const LOOPBACK = '127.0.0.1';

/** What FFmpeg must know to receive one producer's RTP on `port`; packets of other senders than this machine are dropped. */
export function sdpOf(kind: 'audio' | 'video', codec: PlainCodec, port: number): string {
  const { payloadType, clockRate, channels } = codec;
  const name = codec.mimeType.slice(codec.mimeType.indexOf('/') + 1);
  const parameters = Object.entries(codec.parameters)
    .map(([key, value]) => `${key}=${value}`)
    .join(';');
  return [
    'v=0',
    `o=- 0 0 IN IP4 ${LOOPBACK}`,
    's=-',
    `c=IN IP4 ${LOOPBACK}`,
    't=0 0',
    `a=source-filter: incl IN IP4 ${LOOPBACK} ${LOOPBACK}`,
    `m=${kind} ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
    ...(parameters === '' ? [] : [`a=fmtp:${payloadType} ${parameters}`]),
    '',
  ].join('\r\n');
}
