import { type RecordingChange, RecordingId, type RecordingView, Refusal } from '@liveclass/contract';
import { changed, deleted, isActive, isVisibleTo, publishedAgain, type RecordingRecord, recordingView } from '../domain/recording.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import { changeRecord } from './change-record.ts';

/** A recording of the caller's class that they may know of. An id of another class, or no id at all, is 'not-found' as well. */
export async function findRecording(
  { recordings }: { readonly recordings: Pick<ClassroomPorts['recordings'], 'find'> },
  caller: Caller,
  id: string,
): Promise<RecordingRecord> {
  const known = RecordingId.safeParse(id);
  const recording = known.success ? await recordings.find(caller.classId, known.data) : null;
  if (!recording || !isVisibleTo(recording, caller.role)) throw new Refusal('not-found');
  return recording;
}

function requireTeacher({ role }: Caller): void {
  if (role !== 'teacher') throw new Refusal('forbidden');
}

/** Renames, hides, shows. Refused: 'not-found', 'forbidden'. */
export async function changeRecording(ports: ClassroomPorts, caller: Caller, id: string, change: RecordingChange): Promise<RecordingView> {
  const recording = await findRecording(ports, caller, id);
  requireTeacher(caller);
  const { after, facts } = await changeRecord(ports, recording, (before) => changed(before, change));
  ports.publisher.publish(facts);
  if (after.course.owed) await ports.alarm.wake('tell-course');
  return recordingView(after);
}

/** Gone from the library at once, and from the disk and the course as soon as those answer. Refused: 'wrong-phase' while it runs. */
export async function deleteRecording(ports: ClassroomPorts, caller: Caller, id: string): Promise<void> {
  const recording = await findRecording(ports, caller, id);
  requireTeacher(caller);
  const { facts } = await changeRecord(ports, recording, (before) => {
    if (isActive(before)) throw new Refusal('wrong-phase');
    return deleted(before, ports.clock.now());
  });
  ports.publisher.publish(facts);
  await Promise.all([ports.alarm.wake('erase'), ports.alarm.wake('tell-course')]);
}

/** Composes a failed recording once more. Refused: 'wrong-phase'. */
export async function composeAgain(ports: ClassroomPorts, caller: Caller, id: string): Promise<RecordingView> {
  const recording = await findRecording(ports, caller, id);
  requireTeacher(caller);
  const { after, facts } = await changeRecord(ports, recording, (before) => {
    if (before.phase !== 'failed') throw new Refusal('wrong-phase');
    return { ...before, phase: 'stopped', reason: null, progress: 0 };
  });
  ports.publisher.publish(facts);
  await ports.alarm.wake('compose');
  return recordingView(after);
}

/** Brings a recording to the course once more, where its module was deleted or the course did not take it. Refused: 'wrong-phase'. */
export async function publishAgain(ports: ClassroomPorts, caller: Caller, id: string): Promise<RecordingView> {
  const recording = await findRecording(ports, caller, id);
  requireTeacher(caller);
  if (!(await ports.course.takes(caller.classId))) throw new Refusal('wrong-phase', 'the platform takes no recordings');
  const { after, facts } = await changeRecord(ports, recording, (before) => {
    const next = publishedAgain(before);
    if (!next) throw new Refusal('wrong-phase');
    return next;
  });
  ports.publisher.publish(facts);
  await ports.alarm.wake('tell-course');
  return recordingView(after);
}
