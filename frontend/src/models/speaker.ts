import type { SeatId } from '@liveclass/contract';

/** Long enough that a cough or a "yes" does not turn the whole picture over. */
const HOLD_MS = 2_000;

export interface SpeakerPlace {
  /** Who has the main place. */
  readonly main: SeatId | undefined;
  /** Who speaks now and would take it. */
  readonly candidate: SeatId | undefined;
  readonly sinceMs: number;
}

export const NOBODY: SpeakerPlace = { main: undefined, candidate: undefined, sinceMs: 0 };

/** The first speaker takes the main place at once; the next ones when they have spoken for two seconds. */
export function nextSpeaker(place: SpeakerPlace, speaking: SeatId | null, nowMs: number): SpeakerPlace {
  if (speaking === null || speaking === place.main) return place.candidate ? { ...place, candidate: undefined } : place;
  if (place.main === undefined) return { main: speaking, candidate: undefined, sinceMs: nowMs };
  if (speaking !== place.candidate) return { ...place, candidate: speaking, sinceMs: nowMs };
  return nowMs - place.sinceMs >= HOLD_MS ? { main: speaking, candidate: undefined, sinceMs: nowMs } : place;
}
