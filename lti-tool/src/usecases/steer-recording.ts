import { type Reason, Refusal, type SendId, type Seq } from '@liveclass/contract';
import type { Sender } from '../domain/events.ts';
import { afterStatus, isActive, type RecordingRecord } from '../domain/recording.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { type Change, changeRecord, hasStopped } from './change-record.ts';
import { heldSeat } from './hold-seat.ts';
import { stoppedUnasked } from './lose-recording.ts';
import { sentBefore } from './send-once.ts';

const ORDERS = {
  'recording.pause': 'recordings.pause',
  'recording.resume': 'recordings.resume',
  'recording.stop': 'recordings.stop',
} as const;
export type SteeringWish = keyof typeof ORDERS;

/** Pauses, resumes or stops the session's recording. The gateway acts first: what people are told is then true. */
export async function steerRecording(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  wish: SteeringWish,
  { sendId }: { sendId: SendId },
): Promise<Done<{ seq: Seq }>> {
  const { session } = await heldSeat(ports, caller);
  const before = await sentBefore(ports, caller, wish, sendId);
  if (before) return { value: { seq: before.seq }, facts: [] };
  const recording = await activeRecording(ports, session);
  if (!recording || recording.phase === 'starting') throw new Refusal('not-recording');
  const change = await order(ports, recording, wish, { personId: caller.personId, sendId, wish });
  return {
    value: { seq: change.event?.seq ?? 0 },
    facts: change.facts,
    afterwards: async () => {
      if (hasStopped(change)) await ports.alarm.wake('compose');
    },
  };
}

export async function activeRecording({ recordings }: ClassroomPorts, session: SessionRecord): Promise<RecordingRecord | null> {
  const recording = session.recordingId && (await recordings.find(session.classId, session.recordingId));
  return recording && isActive(recording) ? recording : null;
}

async function order(ports: ClassroomPorts, { id, classId, node }: RecordingRecord, wish: SteeringWish, by: Sender): Promise<Change> {
  const status = await ports.control.call(node, ORDERS[wish], { recordingId: id }).catch(async (error: unknown) => {
    // A gateway that is gone, or has lost the recording, records nothing: stopping is then true by itself.
    if (wish === 'recording.stop' && (await recordsNothing(ports, node, error))) return undefined;
    throw error;
  });
  const at = ports.clock.now();
  const work = (before: RecordingRecord): RecordingRecord =>
    status ? afterStatus(before, status, at, false) : stoppedUnasked(before, 'gateway-failed');
  return changeRecord(ports, { classId, id }, work, by);
}

async function recordsNothing({ gateways }: ClassroomPorts, node: RecordingRecord['node'], error: unknown): Promise<boolean> {
  if (!(error instanceof Refusal)) return false;
  if (error.reason === 'not-found') return true;
  return error.reason === 'gateway-failed' && !(await gateways.find(node))?.isAlive;
}

/**
 * Stops the recording of a session that has ended. The class is over whatever the gateway says; composing asks it again until it
 * has stopped there too.
 */
export async function stopWithSession(ports: ClassroomPorts, session: SessionRecord, reason?: Reason): Promise<void> {
  const recording = await activeRecording(ports, session);
  if (!recording) return;
  if (recording.phase === 'starting') return ports.recordings.abandon(recording);
  const { id, classId, node } = recording;
  const status = await ports.control.call(node, 'recordings.stop', { recordingId: id }).catch((error: unknown) => {
    ports.log.warn({ err: error, recordingId: id }, 'a recording ends without its gateway');
    return undefined;
  });
  const at = ports.clock.now();
  const change = await changeRecord(ports, { classId, id }, (before) => {
    const after = status ? afterStatus(before, status, at, false) : before;
    return isActive(after) ? stoppedUnasked(after, reason ?? 'gateway-failed') : after;
  });
  ports.publisher.publish(change.facts);
  await ports.alarm.wake('compose');
}
