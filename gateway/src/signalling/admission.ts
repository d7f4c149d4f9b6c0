import { MediaTokenClaims, type NodeId, Refusal, TOOL_ISSUER } from '@liveclass/contract';
import { errors, jwtVerify } from 'jose';

/**
 * Reads a media token. Refused: 'link-expired' for one that was good once, 'not-signed-in' for anything else. Only HS256 is
 * accepted, whatever the header says; the claims are read after the signature, never before.
 */
export async function readMediaToken(token: unknown, secret: Uint8Array, node: NodeId): Promise<MediaTokenClaims> {
  if (typeof token !== 'string' || token.length > 4096) throw new Refusal('not-signed-in');
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      issuer: TOOL_ISSUER,
      audience: node,
      requiredClaims: ['exp', 'iat'],
    });
    return MediaTokenClaims.parse(payload);
  } catch (error) {
    throw new Refusal(error instanceof errors.JWTExpired ? 'link-expired' : 'not-signed-in', error);
  }
}

/** With a list, only pages of these origins; a browser cannot lie about its own. Others than browsers still need a token. */
export function isOriginAllowed(origin: string | undefined, allowed: readonly string[] | undefined): boolean {
  if (!allowed) return true;
  return origin !== undefined && allowed.includes(origin);
}
