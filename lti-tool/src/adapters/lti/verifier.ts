import { LIMITS, Refusal } from '@liveclass/contract';
import { decodeJwt } from 'jose';
import { faultOfLaunch, type LaunchClaims, type LaunchState } from '../../domain/launch.ts';
import type { Clock, LaunchVerifier, Nonces, Platforms } from '../../ports/identity.ts';
import { claimsOf } from './claims.ts';
import type { PlatformKeyFinder } from './jwks.ts';
import { proveByLtijs } from './ltijs-provider.ts';
import { kidOf } from './token-header.ts';

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
