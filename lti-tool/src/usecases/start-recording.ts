import { type BodyOf, CONSENT_VERSION, RecordingId, Refusal, type ReplyOf, type ToolWishes } from '@liveclass/contract';
import { afterStatus, type RecordingRecord, recordingTitle } from '../domain/recording.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { admitAgreed, agreedSeats } from './admit-to-recording.ts';
import { careForRoom } from './care-for-room.ts';
import { changeRecord } from './change-record.ts';
import { heldSeat } from './hold-seat.ts';
import { homeOfRoom } from './know-room.ts';
import { sentBefore } from './send-once.ts';

const WISH = 'recording.start';
type Started = Done<ReplyOf<ToolWishes, typeof WISH>>;

/**
 * Starts recording. The session is claimed and the teacher's own agreement stored before the gateway is asked, so that from the
 * click on nobody comes in unasked, and a click that arrives twice starts one recording.
 */
export async function startRecording(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, timeZone }: BodyOf<ToolWishes, typeof WISH>,
): Promise<Started> {
  const before = await sentBefore(ports, caller, WISH, sendId);
  if (before?.type === 'recording.changed' && before.recording)
    return { value: { recordingId: before.recording.recordingId, seq: before.seq }, facts: [] };
  const { session: seen } = await heldSeat(ports, caller);
  const { session, node, facts } = await careForRoom(ports, seen);
  const draft = await draftOf(ports, caller, session, { startSendId: sendId, node: node.node, timeZone });
  const { classId, personId } = caller;
  const at = ports.clock.now();
  const agreement = { recordingId: draft.id, sessionId: session.id, classId, personId, version: CONSENT_VERSION, at };
  const recording = await ports.recordings.begin(draft, agreement);
  const started = await carryOutStart(ports, recording);
  return { ...started, facts: [...facts, ...started.facts] };
}

async function draftOf(
  ports: ClassroomPorts,
  { classId, personId }: LinkedCaller,
  session: SessionRecord,
  { startSendId, node, timeZone }: Pick<RecordingRecord, 'startSendId' | 'node'> & { readonly timeZone: string | undefined },
): Promise<RecordingRecord> {
  const home = await homeOfRoom(ports, classId);
  const className = home?.course.title || (home?.course.courseTitle ?? '');
  const startedAt = ports.clock.now();
  return {
    id: RecordingId.parse(ports.ids.id()),
    classId,
    sessionId: session.id,
    node,
    startedBy: personId,
    startSendId,
    title: recordingTitle([className, home?.room?.name].filter(Boolean).join(' – '), startedAt, {
      timeZone,
      mostChars: ports.limits.titleChars,
    }),
    phase: 'starting',
    hidden: false,
    startedAt,
    resumedAt: null,
    recordedMs: 0,
    durationMs: null,
    bytes: null,
    progress: 0,
    reason: null,
    course: { state: 'none', owed: null },
    deletedAt: null,
    erasureOwed: false,
    version: 1,
  };
}

/** Asks the gateway and writes down its yes; also what becomes of a start whose tool died in the middle. */
export async function carryOutStart(ports: ClassroomPorts, recording: RecordingRecord): Promise<Started> {
  const session = await ports.sessions.find(recording.classId, recording.sessionId);
  if (session?.phase !== 'live') {
    await giveUp(ports, recording);
    throw new Refusal('class-ended');
  }
  const seats = await agreedSeats(ports, session);
  const order = { recordingId: recording.id, sessionId: session.id, seats: [...seats] };
  const status = await ports.control.call(recording.node, 'recordings.start', order).catch(async (error: unknown) => {
    await giveUp(ports, recording);
    throw error;
  });
  const by = { personId: recording.startedBy, sendId: recording.startSendId, wish: WISH };
  const change = await changeRecord(
    ports,
    { classId: recording.classId, id: recording.id },
    (before) => afterStatus(before, status, ports.clock.now(), false),
    by,
  );
  return {
    value: { recordingId: recording.id, seq: change.event?.seq ?? 0 },
    facts: change.facts,
    // Whoever agreed between the list and the start.
    afterwards: () => admitAgreed(ports, session),
  };
}

/** A recording that did not start leaves nothing: not at the gateway, whose answer may only have been lost, and not here. */
async function giveUp(ports: ClassroomPorts, recording: RecordingRecord): Promise<void> {
  await ports.control.call(recording.node, 'recordings.delete', { recordingId: recording.id }).catch((error: unknown) => {
    ports.log.warn({ err: error, recordingId: recording.id }, 'what a failed start left will be removed when its gateway is heard again');
  });
  await ports.recordings.abandon(recording);
}
