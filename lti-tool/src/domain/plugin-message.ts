import { LIMITS } from '@liveclass/contract';

interface Claims {
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
}

/**
 * Everything about a message of a plugin that its signature does not prove: that it is meant for this endpoint, and for now.
 * Answers why not, for the log, or undefined.
 */
export function faultOfClaims({ aud, iat, exp }: Claims, endpoint: string, now: number): string | undefined {
  const skew = LIMITS.launchSkewMs;
  if (aud !== endpoint) return 'aud is not this endpoint';
  if (exp <= iat || (exp - iat) * 1000 > LIMITS.pluginMessageMs) return 'it lives longer than a minute';
  if (iat * 1000 > now + skew) return 'iat lies in the future';
  return exp * 1000 <= now - skew ? 'exp has passed' : undefined;
}
