import { createHash } from 'node:crypto';
import { ControlTokenClaims, type NodeId, Refusal, TOOL_ISSUER } from '@liveclass/contract';
import { jwtVerify } from 'jose';
import type { Clock } from '../ports.ts';

export interface SignedRequest {
  readonly authorization: string | undefined;
  readonly method: string;
  /** With its query, as the caller wrote it. */
  readonly path: string;
  readonly body: Uint8Array;
}

export interface SignedRequestOptions {
  readonly secret: string;
  readonly node: NodeId;
  readonly skewMs: number;
  readonly clock: Clock;
}

/**
 * Believes a request only when the tool signed exactly this one (node, method, path, body), lately, and it was not here before.
 * Throws a Refusal: 'not-signed-in' without a good signature, 'forbidden' for a good one of another request or a repeated one.
 */
export function createRequestGuard({ secret, node, skewMs, clock }: SignedRequestOptions): (request: SignedRequest) => Promise<void> {
  const key = new TextEncoder().encode(secret);
  const used = new OnceOnly(skewMs);
  return async (request) => {
    const claims = await readClaims(request.authorization, key, node, skewMs);
    const now = clock.now();
    if (Math.abs(now - claims.iat * 1000) > skewMs) throw new Refusal('forbidden', { why: 'too old or from the future' });
    const body = createHash('sha256').update(request.body).digest('base64url');
    if (claims.method !== request.method || claims.path !== request.path || claims.body !== body)
      throw new Refusal('forbidden', { why: 'signed for another request' });
    // Last, so that a request that is refused anyway cannot use up the id of an honest one.
    if (!used.take(claims.jti, now)) throw new Refusal('forbidden', { why: 'seen before' });
  };
}

async function readClaims(authorization: string | undefined, key: Uint8Array, node: NodeId, skewMs: number): Promise<ControlTokenClaims> {
  const token = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/.exec(authorization ?? '')?.[1];
  if (!token || token.length > 4096) throw new Refusal('not-signed-in');
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: TOOL_ISSUER,
      audience: node,
      requiredClaims: ['exp', 'iat', 'jti'],
      clockTolerance: skewMs / 1000,
    });
    return ControlTokenClaims.parse(payload);
  } catch (error) {
    throw new Refusal('not-signed-in', error);
  }
}

/** Ids that were used, for as long as a request with one of them could still be believed: two generations that take turns. */
class OnceOnly {
  readonly #turnMs: number;
  #turnedAt = Number.NEGATIVE_INFINITY;
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(skewMs: number) {
    // A token may be from the future by the skew, and is believed until it is older than the skew.
    this.#turnMs = 2 * skewMs + 1000;
  }

  take(id: string, now: number): boolean {
    if (now - this.#turnedAt > this.#turnMs) {
      this.#old = this.#young;
      this.#young = new Set();
      this.#turnedAt = now;
    }
    if (this.#young.has(id) || this.#old.has(id)) return false;
    this.#young.add(id);
    return true;
  }
}
