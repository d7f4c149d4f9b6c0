import { Refusal } from '@liveclass/contract';
import { compactVerify, decodeJwt, importJWK } from 'jose';
import type { PluginTokens } from '../../ports/desk.ts';
import type { PlatformKeyFinder } from './jwks.ts';
import { kidOf } from './token-header.ts';

/** Signatures of plugins, checked with the key set that launches of the same platform are checked with. */
export function createPluginTokens(keyOf: PlatformKeyFinder): PluginTokens {
  return {
    claimsOf(token) {
      try {
        return decodeJwt(token);
      } catch {
        throw new Refusal('bad-request', 'not a JWT');
      }
    },
    async prove(token, registration) {
      const key = await importJWK({ ...(await keyOf(registration, kidOf(token))) }, 'RS256');
      await compactVerify(token, key, { algorithms: ['RS256'] }).catch((error: unknown) => {
        throw new Refusal('launch-refused', error instanceof Error ? error.message : 'signature');
      });
    },
  };
}
