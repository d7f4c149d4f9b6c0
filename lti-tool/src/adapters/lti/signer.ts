import { createPublicKey } from 'node:crypto';
import { exportJWK, importPKCS8, type JWK, SignJWT } from 'jose';
import type { PlatformKeys, PlatformSigner } from '../../ports/identity.ts';

/** Signs with the tool's key for that platform; the key is unsealed for each signature and not kept in memory. */
export function createPlatformSigner(keys: PlatformKeys): PlatformSigner {
  return {
    async sign(platform, claims) {
      const { kid, privateKey } = await keys.ensure(platform);
      const header = { alg: 'RS256', kid, typ: 'JWT' };
      return new SignJWT(claims).setProtectedHeader(header).sign(await importPKCS8(privateKey, 'RS256'));
    },
  };
}

/** The key set that platforms check our signatures with. */
export async function publishedKeySet(keys: PlatformKeys): Promise<{ keys: JWK[] }> {
  const published = await keys.published();
  const jwks = published.map(async ({ kid, publicKey }) => ({
    ...(await exportJWK(createPublicKey(publicKey))),
    kid,
    alg: 'RS256',
    use: 'sig',
  }));
  return { keys: await Promise.all(jwks) };
}
