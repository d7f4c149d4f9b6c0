import { createHash, randomBytes } from 'node:crypto';
import { type ControlTokenClaims, LIMITS, type MediaTokenClaims, type NodeId, TOOL_ISSUER } from '@liveclass/contract';
import { SignJWT } from 'jose';
import type { MediaPasses } from '../../ports/classroom.ts';
import type { Clock } from '../../ports/identity.ts';

/** Half of the forgiven skew: a request that waited in a queue for longer is worth nothing any more. */
const CONTROL_TOKEN_MS = LIMITS.controlSkewMs / 2;

const seconds = (ms: number): number => Math.floor(ms / 1000);

async function sign(claims: ControlTokenClaims | MediaTokenClaims, secret: string): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
}

/** One control request's proof: good for this node, method, path and body, and for one use. */
export function signControl(
  request: { node: NodeId; method: string; path: string; body: string },
  { secret, clock }: { secret: string; clock: Clock },
): Promise<string> {
  const now = clock.now();
  const claims: ControlTokenClaims = {
    iss: TOOL_ISSUER,
    aud: request.node,
    purpose: 'control',
    jti: randomBytes(16).toString('base64url'),
    method: request.method,
    path: request.path,
    body: createHash('sha256').update(request.body).digest('base64url'),
    iat: seconds(now),
    exp: seconds(now + CONTROL_TOKEN_MS),
  };
  return sign(claims, secret);
}

export function mediaPasses({ secret, clock }: { secret: string; clock: Clock }): MediaPasses {
  return {
    async sign({ node, classId, sessionId, seatId, tab, role, rights, turn }) {
      const expiresAt = clock.now() + LIMITS.mediaTokenMs;
      const claims: MediaTokenClaims = {
        iss: TOOL_ISSUER,
        aud: node,
        purpose: 'media',
        cls: classId,
        ses: sessionId,
        seat: seatId,
        tab,
        role,
        rights,
        turn,
        iat: seconds(clock.now()),
        exp: seconds(expiresAt),
      };
      return { token: await sign(claims, secret), expiresAt };
    },
  };
}
