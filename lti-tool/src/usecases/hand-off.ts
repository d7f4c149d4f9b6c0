import { LIMITS, RecordingId, Refusal } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import type { Clock, Ids, OneTimeCodes } from '../ports/identity.ts';

interface Ports {
  readonly codes: OneTimeCodes;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** From a frame to a tab of its own: a one-time code for the same person and class, never for longer than the session itself. */
export async function handOff(
  { codes, clock, ids }: Ports,
  from: WebSession,
  to: { readonly place: 'room' | 'recording'; readonly recordingId?: string | undefined },
): Promise<{ readonly path: string; readonly expiresAt: number }> {
  if (from.place === 'pick') throw new Refusal('forbidden', 'hand-off from the picker');
  const recordingId = to.place === 'recording' ? RecordingId.safeParse(to.recordingId) : undefined;
  if (recordingId && !recordingId.success) throw new Refusal('bad-request', 'hand-off to a recording without its id');
  const { recordingId: _, ...session } = from;
  const now = clock.now();
  const expiresAt = Math.min(now + LIMITS.handoffCodeMs, from.expiresAt);
  const code = ids.secret();
  const named = recordingId?.success ? { recordingId: recordingId.data } : {};
  await codes.create(code, { ...session, ...named, place: to.place, ownTab: true, createdAt: now }, expiresAt);
  return { path: `/${to.place}#code=${code}`, expiresAt };
}
