import { LIMITS, Refusal } from '@liveclass/contract';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { faultOfLaunch, type LaunchClaims, type LaunchState } from '../../domain/launch.ts';
import type { Clock, LaunchVerifier, Nonces, Platforms } from '../../ports/identity.ts';
import { claimsOf } from './claims.ts';
import type { PlatformKeyFinder } from './jwks.ts';
import { proveByLtijs } from './ltijs-provider.ts';

interface Ports {
  readonly platforms: Platforms;
  readonly nonces: Nonces;
  readonly keyOf: PlatformKeyFinder;
  readonly clock: Clock;
  readonly launchUrl: string;
}

/** A claimed nonce is remembered for a day, or for as long as a longer-lived token is valid. */
const NONCE_KEPT_MS = 24 * 3_600_000;
const NONCE_KEPT_AT_MOST_MS = 30 * NONCE_KEPT_MS;

const refused = (why: string): Refusal => new Refusal('launch-refused', why);

/** The key id of a token that may be checked at all: RS256, with an id, and nothing critical that we do not know. */
function kidOf(idToken: string): string {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(idToken);
  } catch {
    throw refused('not a JWT');
  }
  if (header.alg !== 'RS256') throw refused('alg is not RS256');
  if (header.crit !== undefined) throw refused('crit header');
  // jku, x5u and embedded keys are never read: the key comes from the registration's key set alone.
  if (typeof header.kid !== 'string' || header.kid.length === 0 || header.kid.length > 255) throw refused('kid is missing');
  return header.kid;
}

function readClaims(idToken: string): LaunchClaims {
  try {
    return claimsOf(decodeJwt(idToken));
  } catch {
    throw refused('a claim has the wrong shape');
  }
}

/** ltijs proves the signature and the claims it knows; before and after it stands everything that it does not ask. */
export function createLaunchVerifier({ platforms, nonces, keyOf, clock, launchUrl }: Ports): LaunchVerifier {
  const nonceUntil = (exp: number | undefined) => {
    const now = clock.now();
    return Math.min(Math.max(now + NONCE_KEPT_MS, (exp ?? 0) * 1000 + LIMITS.launchSkewMs), now + NONCE_KEPT_AT_MOST_MS);
  };
  return {
    async verify(idToken: string, login: LaunchState, state: string) {
      const kid = kidOf(idToken);
      const claims = readClaims(idToken);
      const platform = await platforms.find(login.issuer, login.clientId);
      if (!platform) throw refused('the platform is not registered any more');
      const key = await keyOf(platform, kid);
      const claimNonce = (nonce: string) => nonces.claim(platform.issuer, nonce, nonceUntil(claims.exp));
      const fault =
        (await proveByLtijs(idToken, state, { platform, key, claimNonce })) ?? faultOfLaunch(claims, login, launchUrl, clock.now());
      if (fault !== undefined) throw refused(fault);
      if (!(await platforms.admitDeployment(platform.issuer, platform.clientId, claims.deploymentId)))
        throw refused('deployment_id is not registered');
      return claims;
    },
  };
}
