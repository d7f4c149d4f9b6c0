import { type ControlEvent, type NodeId, type RecordingStatus, Refusal } from '@liveclass/contract';
import type { Fact } from '../domain/facts.ts';
import { afterStatus, isActive, type RecordingRecord } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { admitAgreed } from './admit-to-recording.ts';
import { careForRoom } from './care-for-room.ts';
import { changeRecord, hasStopped } from './change-record.ts';
import { repeatRights } from './settle-rights.ts';
import { activeRecording, stopWithSession } from './steer-recording.ts';

/** What a gateway says unasked. Several tools hear it at once, and hear it again; all that follows is idempotent. */
export async function hearGateway(ports: ClassroomPorts, node: NodeId, event: ControlEvent): Promise<void> {
  switch (event.type) {
    case 'hello':
      return reconcile(ports, node, event);
    case 'recording.status':
      return hearStatus(ports, node, event.status);
    case 'room.moved':
      // Browsers are told by the gateway itself.
      return;
  }
}

/** Brings what a gateway has and what should be there together, after either was away. */
async function reconcile(ports: ClassroomPorts, node: NodeId, hello: Extract<ControlEvent, { type: 'hello' }>): Promise<void> {
  for (const status of hello.recordings) await attempt(ports, () => hearStatus(ports, node, status));
  const wanted = await ports.sessions.liveAt(node);
  for (const session of wanted) {
    if (!hello.rooms.includes(session.id)) await attempt(ports, async () => publish(ports, (await careForRoom(ports, session)).facts));
    await attempt(ports, () => loseUnknown(ports, session, hello.recordings));
    await attempt(ports, () => admitAgreed(ports, session));
    await attempt(ports, () => repeatRights(ports, session.classId, session.id));
  }
  const live = await ports.sessions.stillLive(hello.rooms);
  for (const sessionId of hello.rooms) {
    if (!live.has(sessionId)) await attempt(ports, () => ports.control.call(node, 'rooms.close', { sessionId }));
  }
}

const publish = ({ publisher }: ClassroomPorts, facts: readonly Fact[]): void => publisher.publish(facts);

/** One thing that cannot be mended holds up none of the others. */
async function attempt(ports: ClassroomPorts, work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => ports.log.warn({ err: error }, 'something of a gateway could not be reconciled'));
}

/** A recording that should run but that its gateway knows nothing of has stopped. */
async function loseUnknown(
  ports: ClassroomPorts,
  session: Parameters<typeof activeRecording>[1],
  known: readonly RecordingStatus[],
): Promise<void> {
  const recording = await activeRecording(ports, session);
  if (!recording || recording.phase === 'starting' || known.some((status) => status.recordingId === recording.id)) return;
  await stopWithSession(ports, session, 'gateway-failed');
}

/** The gateway's word on a recording becomes what the class sees. */
export async function hearStatus(ports: ClassroomPorts, node: NodeId, status: RecordingStatus): Promise<void> {
  const recording = await ports.recordings.findAnywhere(status.recordingId);
  if (!recording) return refuseUnknown(ports, node, status);
  // The start itself, or the chore that settles it, writes down the first yes.
  if (recording.node !== node || recording.phase === 'starting' || recording.deletedAt !== null) return;
  const takes = status.phase === 'ready' && (await ports.course.takes(recording.classId));
  const change = await changeRecord(ports, recording, (before) => afterStatus(before, status, ports.clock.now(), takes));
  publish(ports, change.facts);
  if (hasStopped(change)) await followStop(ports, change.after);
  if (change.after.course.owed !== null && change.before.course.owed === null) await ports.alarm.wake('tell-course');
  const session = await ports.sessions.find(recording.classId, recording.sessionId);
  if (session?.phase === 'ended' && isActive(change.after)) await stopWithSession(ports, { ...session, recordingId: recording.id });
}

/** It stopped without anybody's wish, so everybody is told why. */
async function followStop(ports: ClassroomPorts, { classId, reason }: RecordingRecord): Promise<void> {
  if (reason) publish(ports, [{ kind: 'trouble', classId, reason }]);
  await ports.alarm.wake('compose');
}

/**
 * A recording that nobody knows of is what a failed start left behind: while it runs it writes people's words to a disk without
 * any class showing it, so it is removed. One that has stopped is left alone: it may belong to a database that is being restored.
 */
async function refuseUnknown(ports: ClassroomPorts, node: NodeId, status: RecordingStatus): Promise<void> {
  if (status.phase !== 'recording' && status.phase !== 'paused') return;
  ports.log.warn({ node, recordingId: status.recordingId }, 'a gateway records what nobody asked for; it is removed');
  await ports.control.call(node, 'recordings.delete', { recordingId: status.recordingId }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}
