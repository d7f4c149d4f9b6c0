import { Refusal } from '@liveclass/contract';
import { decodeProtectedHeader } from 'jose';

const refused = (why: string): Refusal => new Refusal('launch-refused', why);

/** The key id of a token that may be checked at all: RS256, with an id, and nothing critical that we do not know. */
export function kidOf(token: string): string {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw refused('not a JWT');
  }
  if (header.alg !== 'RS256') throw refused('alg is not RS256');
  if (header.crit !== undefined) throw refused('crit header');
  // jku, x5u and embedded keys are never read: the key comes from the registration's key set alone.
  if (typeof header.kid !== 'string' || header.kid.length === 0 || header.kid.length > 255) throw refused('kid is missing');
  return header.kid;
}
