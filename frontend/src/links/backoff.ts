/** Waits between attempts: the first at once, for most losses are a moment's. */
const WAITS_MS = [0, 300, 1_200, 2_700, 4_800, 7_000] as const;
const JITTER_MS = 1_000;

/**
 * How long to wait before attempt number `attempt` (0 is the first after a loss). The jitter spreads a whole class that lost
 * its server at one moment; the first attempt carries little of it, because a single flicker should not be felt.
 */
export function waitBefore(attempt: number, random: () => number): number {
  const wait = WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)] ?? 7_000;
  return wait + Math.floor(random() * (attempt === 0 ? 100 : JITTER_MS));
}

/** A number from 0 up to, not including, 1. Guessable chance has no place in the house, so that nobody takes it for an id. */
export const chance = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
