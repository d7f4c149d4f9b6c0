import type { SeatId } from '@liveclass/contract';
import type { Incoming } from '../links/media-link-receiving.ts';

export type Quality = 'good' | 'weak' | 'bad';

/** What one person sends, as this tab receives it. */
export interface PersonMedia {
  readonly camera: Incoming | undefined;
  readonly microphone: Incoming | undefined;
  readonly screen: Incoming | undefined;
  readonly screenAudio: Incoming | undefined;
  readonly quality: Quality;
  /** Whose link is weak, where one is. */
  readonly weakEnd: 'sender' | 'receiver' | undefined;
}

export const NO_MEDIA: PersonMedia = {
  camera: undefined,
  microphone: undefined,
  screen: undefined,
  screenAudio: undefined,
  quality: 'good',
  weakEnd: undefined,
};

const FIELD = { camera: 'camera', microphone: 'microphone', screen: 'screen', 'screen-audio': 'screenAudio' } as const;

export const qualityOf = (score: number | undefined): Quality => {
  if (score === undefined || score >= 7) return 'good';
  return score >= 4 ? 'weak' : 'bad';
};

const WORSE: Readonly<Record<Quality, number>> = { good: 0, weak: 1, bad: 2 };

export function mediaBySeat(incoming: readonly Incoming[]): ReadonlyMap<SeatId, PersonMedia> {
  const seats = new Map<SeatId, PersonMedia>();
  for (const one of incoming) {
    const before = seats.get(one.seatId) ?? NO_MEDIA;
    // A paused source sends nothing, so its score says nothing of the link.
    const quality = one.isPaused ? 'good' : qualityOf(one.score);
    const isWorse = WORSE[quality] > WORSE[before.quality];
    seats.set(one.seatId, {
      ...before,
      [FIELD[one.source]]: one,
      ...(isWorse ? { quality, weakEnd: one.weakEnd } : {}),
    });
  }
  return seats;
}
