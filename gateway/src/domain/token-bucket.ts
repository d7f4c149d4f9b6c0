export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** How much a sender may still send: `level` at the time `at` (milliseconds). */
export interface Bucket {
  readonly level: number;
  readonly at: number;
}

export const fullBucket = (rate: Rate, now: number): Bucket => ({ level: rate.burst, at: now });

/** The bucket after one more message at `now`, and whether that message is within the rate. */
export function take(bucket: Bucket, rate: Rate, now: number): { readonly bucket: Bucket; readonly allowed: boolean } {
  // A clock that jumped back must not drain the bucket.
  const elapsedMs = Math.max(0, now - bucket.at);
  const level = Math.min(rate.burst, bucket.level + (elapsedMs / 1000) * rate.perSecond);
  if (level < 1) return { bucket: { level, at: now }, allowed: false };
  return { bucket: { level: level - 1, at: now }, allowed: true };
}
