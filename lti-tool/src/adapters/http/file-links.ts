import { hkdfSync } from 'node:crypto';
import { ClassId, FileId, LIMITS, PersonId, Refusal } from '@liveclass/contract';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { FileLinks } from '../../ports/files.ts';
import type { Clock } from '../../ports/identity.ts';

const Claims = z.object({ cls: ClassId, file: FileId, sub: PersonId, key: z.string().max(64), until: z.number() });

/** Signs download links with a key of their own, so that nothing else that the tool signs passes for one. */
export function fileLinks({ secret, clock }: { readonly secret: string; readonly clock: Clock }): FileLinks {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'live-class file link', 32));
  return {
    async sign({ classId, fileId, personId, sessionKey }) {
      const expiresAt = clock.now() + LIMITS.fileLinkMs;
      const token = await new SignJWT({ cls: classId, file: fileId, sub: personId, key: sessionKey, until: expiresAt })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(key);
      return { token, expiresAt };
    },
    async read(token) {
      const read = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch(() => undefined);
      const claims = Claims.safeParse(read?.payload);
      if (!claims.success || claims.data.until <= clock.now()) throw new Refusal('link-expired');
      const { cls, file, sub, key: sessionKey } = claims.data;
      return { classId: cls, fileId: file, personId: sub, sessionKey };
    },
  };
}
