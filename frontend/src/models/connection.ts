import type { MediaState } from '../links/media-link.ts';
import type { WireState } from '../links/wire.ts';

/** Said only after a second: a flicker that nobody felt needs no words. */
const QUIET_MS = 1_000;
/** Nothing spins for ever: after this it says what is wrong and what to do. */
const PATIENCE_MS = 8_000;

export type ConnectionTruth =
  | { readonly kind: 'fine' }
  /** 'class' is the list and the recording, 'media' is sound and pictures. */
  | { readonly kind: 'reconnecting'; readonly what: 'class' | 'media' | 'both' }
  | { readonly kind: 'trouble'; readonly what: 'class' | 'media' | 'both' | 'media-blocked' };

export interface Losses {
  /** Since when the class link is away, by the local clock; undefined while it stands. */
  readonly classSince: number | undefined;
  readonly mediaSince: number | undefined;
  /** True once sound and pictures have flowed: tells a lost network from one that never let media through. */
  readonly mediaWorked: boolean;
}

export const NO_LOSSES: Losses = { classSince: undefined, mediaSince: undefined, mediaWorked: false };

const isMediaWell = (media: MediaState): boolean =>
  media.wire.phase === 'open' &&
  media.generation !== undefined &&
  [media.outbound, media.inbound].every((truth) => truth === 'connected' || truth === 'idle');

/** Follows both links. Times are kept from the first moment of a loss, whatever phases its repair goes through. */
export function follow(losses: Losses, tool: WireState, media: MediaState | undefined, nowMs: number): Losses {
  const well = media === undefined || isMediaWell(media);
  const flowed = media?.outbound === 'connected' || media?.inbound === 'connected';
  return {
    classSince: tool.phase === 'open' ? undefined : (losses.classSince ?? nowMs),
    mediaSince: well ? undefined : (losses.mediaSince ?? nowMs),
    mediaWorked: losses.mediaWorked || flowed,
  };
}

export function truthAt(losses: Losses, nowMs: number): ConnectionTruth {
  const age = (since: number | undefined) => (since === undefined ? -1 : nowMs - since);
  const ages = { class: age(losses.classSince), media: age(losses.mediaSince) };
  const oldest = Math.max(ages.class, ages.media);
  if (oldest < QUIET_MS) return { kind: 'fine' };
  const what = ages.class >= QUIET_MS && ages.media >= QUIET_MS ? 'both' : ages.class >= QUIET_MS ? 'class' : 'media';
  if (oldest < PATIENCE_MS) return { kind: 'reconnecting', what };
  return { kind: 'trouble', what: what === 'media' && !losses.mediaWorked ? 'media-blocked' : what };
}
