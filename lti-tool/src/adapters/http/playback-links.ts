import { hkdfSync } from 'node:crypto';
import { ClassId, PersonId, RecordingId, Refusal } from '@liveclass/contract';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { PlaybackLinks } from '../../ports/classroom.ts';
import type { Clock } from '../../ports/identity.ts';

const Claims = z.object({ cls: ClassId, rec: RecordingId, sub: PersonId, key: z.string().max(64) });

/** Signs playback links with a key of their own, so that nothing else that the tool signs passes for one. */
export function playbackLinks({ secret, clock, lifeMs }: { secret: string; clock: Clock; lifeMs: number }): PlaybackLinks {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'live-class playback link', 32));
  return {
    async sign({ classId, recordingId, personId, sessionKey }) {
      const expiresAt = clock.now() + lifeMs;
      // Milliseconds, because a link may live for a few seconds only; the registered claim knows whole seconds.
      const token = await new SignJWT({ cls: classId, rec: recordingId, sub: personId, key: sessionKey, until: expiresAt })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(key);
      return { token, expiresAt };
    },

    async read(token) {
      const read = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch(() => undefined);
      const claims = Claims.extend({ until: z.number() }).safeParse(read?.payload);
      if (!claims.success || claims.data.until <= clock.now()) throw new Refusal('link-expired');
      const { cls, rec, sub, key: sessionKey } = claims.data;
      return { classId: cls, recordingId: rec, personId: sub, sessionKey };
    },
  };
}
