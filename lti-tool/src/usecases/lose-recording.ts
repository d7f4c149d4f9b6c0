import type { Reason } from '@liveclass/contract';
import type { Fact } from '../domain/facts.ts';
import { isActive, type RecordingRecord } from '../domain/recording.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { changeRecord } from './change-record.ts';

/** The recording stopped as far as the class is concerned, without its gateway having said so. */
export function stoppedUnasked(recording: RecordingRecord, reason: Reason): RecordingRecord {
  return isActive(recording) ? { ...recording, phase: 'stopped', resumedAt: null, reason } : recording;
}

/**
 * The session's recording cannot go on: everybody is told, and composing is tried until its gateway is back. One that never
 * started leaves no trace.
 */
export async function loseRecording(ports: ClassroomPorts, session: SessionRecord): Promise<readonly Fact[]> {
  const { classId, recordingId } = session;
  const recording = recordingId && (await ports.recordings.find(classId, recordingId));
  if (!recording || !isActive(recording)) return [];
  if (recording.phase === 'starting') {
    await ports.recordings.abandon(recording);
    return [];
  }
  const lost = await changeRecord(ports, { classId, id: recording.id }, (before) => stoppedUnasked(before, 'gateway-failed'));
  return [...lost.facts, { kind: 'trouble', classId, reason: 'gateway-failed' }];
}
