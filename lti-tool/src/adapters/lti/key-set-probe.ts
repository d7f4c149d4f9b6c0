import { LIMITS, Refusal } from '@liveclass/contract';
import type { ProbeKeySet } from '../../ports/desk.ts';
import type { Outbound } from '../../ports/identity.ts';
import { keysOf } from './jwks.ts';

/** A mistyped address is found while the admin still has the form open, not at the first launch. */
export function keySetProbe(outbound: Outbound): ProbeKeySet {
  return async (jwksUrl) => {
    try {
      const headers = { accept: 'application/jwk-set+json, application/json' };
      const { status, body } = await outbound(jwksUrl, { headers, timeoutMs: LIMITS.jwksTimeoutMs, maxBytes: LIMITS.jwksBytes });
      if (status !== 200 || keysOf(body).size === 0) throw new Error(`status ${status}, or no usable key`);
    } catch (error) {
      throw new Refusal('lms-unreachable', error instanceof Error ? error.message : 'key set');
    }
  };
}
