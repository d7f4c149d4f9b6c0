import { CONSENT_VERSION, Refusal, type SeatId } from '@liveclass/contract';
import { recordingState } from '../domain/recording.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';

/**
 * Lets nobody into a recorded session who has not agreed to this recording; an agreement is stored before anything follows from it.
 * Refused: 'consent-needed', also for an agreement to another version of the text.
 */
export async function mindConsent(ports: ClassroomPorts, session: SessionRecord, caller: Caller, agreedTo?: string): Promise<void> {
  const { recordingId, classId, id: sessionId } = session;
  if (!recordingId || (await ports.consents.has(recordingId, caller.personId))) return;
  if (agreedTo !== CONSENT_VERSION) throw new Refusal('consent-needed');
  const { personId } = caller;
  await ports.consents.put({ recordingId, sessionId, classId, personId, version: agreedTo, at: ports.clock.now() });
}

/** Tells the gateway that this seat may be recorded. While the recording is being started there is nobody to tell: the start does it. */
export async function admitSeat(ports: ClassroomPorts, session: SessionRecord, seatId: SeatId): Promise<void> {
  const recording = session.recordingId && (await ports.recordings.find(session.classId, session.recordingId));
  if (!recording || !recordingState(recording)) return;
  await ports.control.call(recording.node, 'recordings.admit', { recordingId: recording.id, seatId });
}

/** Tells the gateway of every seat that may be recorded: again after a start or after a gateway was away. */
export async function admitAgreed(ports: ClassroomPorts, session: SessionRecord): Promise<void> {
  if (!session.recordingId) return;
  for (const seatId of await agreedSeats(ports, session)) await admitSeat(ports, session, seatId);
}

export async function agreedSeats({ seats, consents }: ClassroomPorts, session: SessionRecord): Promise<readonly SeatId[]> {
  if (!session.recordingId) return [];
  const [present, agreed] = await Promise.all([seats.present(session.id), consents.of(session.recordingId)]);
  return present.filter((seat) => agreed.has(seat.personId)).map((seat) => seat.id);
}
