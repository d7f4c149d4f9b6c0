import { CONSENT_VERSION, Refusal } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { admitSeat } from './admit-to-recording.ts';
import { heldSeat } from './hold-seat.ts';

/**
 * The caller agrees to the session's running recording: stored first, then the gateway may write what they send.
 * Refused: 'not-recording'; 'consent-needed' for another version of the text than the present one.
 */
export async function agreeToRecording(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { version }: { version: string },
): Promise<Done<Record<string, never>>> {
  const { seat, session } = await heldSeat(ports, caller);
  if (!session.recordingId) throw new Refusal('not-recording');
  if (version !== CONSENT_VERSION) throw new Refusal('consent-needed');
  await ports.consents.put({
    recordingId: session.recordingId,
    sessionId: session.id,
    classId: caller.classId,
    personId: caller.personId,
    version,
    at: ports.clock.now(),
  });
  await admitSeat(ports, session, seat.id);
  return { value: {}, facts: [] };
}
