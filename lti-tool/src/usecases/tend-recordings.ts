import { Refusal } from '@liveclass/contract';
import { afterTelling, type Chore, type RecordingRecord } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { changeRecord } from './change-record.ts';
import { hearStatus } from './hear-gateway.ts';
import { carryOutStart } from './start-recording.ts';

const AT_ONCE = 20;

/** Does what is due of a chore. What fails stays due, later and later; what is done is not due any more because the record says so. */
export async function tend(ports: ClassroomPorts, chore: Chore): Promise<void> {
  for (const recording of await ports.recordings.claimDue(chore, ports.clock.now(), AT_ONCE)) {
    await CHORES[chore](ports, recording).catch((error: unknown) => {
      ports.log.warn({ err: error, chore, recordingId: recording.id }, 'a chore will be tried again');
    });
  }
}

const CHORES: Readonly<Record<Chore, (ports: ClassroomPorts, recording: RecordingRecord) => Promise<void>>> = {
  settle,
  compose,
  'tell-course': tellCourse,
  erase,
};

/** A start whose tool died before the answer: carried out again, which is idempotent, or given up with its gateway. */
async function settle(ports: ClassroomPorts, recording: RecordingRecord): Promise<void> {
  const { facts, afterwards } = await carryOutStart(ports, recording);
  ports.publisher.publish(facts);
  await afterwards?.();
}

/** Stopped once more first: the stop may never have reached the gateway. */
async function compose(ports: ClassroomPorts, { id: recordingId, classId, node }: RecordingRecord): Promise<void> {
  try {
    await ports.control.call(node, 'recordings.stop', { recordingId }).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.reason !== 'wrong-phase') throw error;
    });
    await hearStatus(ports, node, await ports.control.call(node, 'recordings.compose', { recordingId }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'not-found') throw error;
    const lost = await changeRecord(ports, { classId, id: recordingId }, (before) => ({ ...before, phase: 'failed', reason: 'not-found' }));
    ports.publisher.publish(lost.facts);
  }
}

async function tellCourse(ports: ClassroomPorts, recording: RecordingRecord): Promise<void> {
  const { owed } = recording.course;
  if (!owed) return;
  const outcome = await ports.course.tell(owed, recording);
  if (outcome.type === 'try-later') return;
  const { facts } = await changeRecord(ports, recording, (present) => afterTelling(present, recording, outcome));
  ports.publisher.publish(facts);
}

async function erase(ports: ClassroomPorts, { id, classId, node }: RecordingRecord): Promise<void> {
  await ports.control.call(node, 'recordings.delete', { recordingId: id });
  await changeRecord(ports, { classId, id }, (before) => ({ ...before, erasureOwed: false }));
}
