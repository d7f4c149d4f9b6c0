import type { Source } from '@liveclass/contract';
import type { types } from 'mediasoup-client';

type Encodings = types.RtpEncodingParameters[];

/** Three sizes of one picture, so that each viewer gets the one that fits the tile. A small camera has no use for the smallest ones. */
function cameraEncodings(height: number): Encodings {
  const full = { maxBitrate: height > 540 ? 1_500_000 : 700_000, maxFramerate: 30 };
  const half = { scaleResolutionDownBy: 2, maxBitrate: 350_000, maxFramerate: 30 };
  const quarter = { scaleResolutionDownBy: 4, maxBitrate: 120_000, maxFramerate: 15 };
  if (height >= 540) return [quarter, half, full];
  return height >= 270 ? [half, full] : [full];
}

/** How a source is encoded: text on a screen must stay sharp, so the frame rate gives way there, never the size. */
export function encodingsOf(source: Source, track: MediaStreamTrack): Encodings {
  if (source === 'camera') return cameraEncodings(track.getSettings().height ?? 720);
  if (source === 'screen') return [{ maxBitrate: 2_500_000, maxFramerate: 15 }];
  return [{ maxBitrate: source === 'screen-audio' ? 128_000 : 48_000 }];
}

export function codecOptionsOf(source: Source): types.ProducerCodecOptions {
  if (source === 'camera') return { videoGoogleStartBitrate: 600 };
  if (source === 'microphone') return { opusFec: true, opusDtx: true };
  // Music and film sound: stereo, and never cut off by voice detection.
  if (source === 'screen-audio') return { opusStereo: true, opusFec: true, opusDtx: false };
  return {};
}
