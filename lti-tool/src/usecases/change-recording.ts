import { type RecordingChange, RecordingId, type RecordingView, Refusal } from '@liveclass/contract';
import { changed, deleted, isActive, isVisibleTo, publishedAgain, type RecordingRecord, recordingView } from '../domain/recording.ts';
import { mayLookBack } from '../domain/rooms.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import { changeRecord } from './change-record.ts';

/** A recording of the caller, with what they are told of it. */
export interface FoundRecording {
  readonly recording: RecordingRecord;
  /** The name of the group in whose room it was made. */
  readonly group: string | undefined;
}

/**
 * A recording of the caller's class that they may know of: of the room for all, or of a group of theirs. An id of another class or
 * group, or no id at all, is 'not-found' as well.
 */
export async function findRecording(
  {
    recordings,
    rooms,
  }: { readonly recordings: Pick<ClassroomPorts['recordings'], 'findAnywhere'>; readonly rooms: Pick<ClassroomPorts['rooms'], 'of'> },
  { classId, personId, role }: Pick<Caller, 'classId' | 'personId' | 'role'>,
  id: string,
): Promise<FoundRecording> {
  const known = RecordingId.safeParse(id);
  const recording = known.success ? await recordings.findAnywhere(known.data) : null;
  if (!recording || !isVisibleTo(recording, role)) throw new Refusal('not-found');
  if (recording.classId === classId) return { recording, group: undefined };
  const arrangement = await rooms.of(classId, personId);
  const room = arrangement.rooms.find((one) => one.id === recording.classId);
  if (!room || !mayLookBack(arrangement, classId, room.id, role)) throw new Refusal('not-found');
  return { recording, group: room.name };
}

/** The recording as the library shows it. Refused: 'not-found'. */
export async function viewRecording(ports: ClassroomPorts, caller: Caller, id: string): Promise<RecordingView> {
  const { recording, group } = await findRecording(ports, caller, id);
  return recordingView(recording, group);
}

function requireTeacher({ role }: Caller): void {
  if (role !== 'teacher') throw new Refusal('forbidden');
}

/** Renames, hides, shows. Refused: 'not-found', 'forbidden'. */
export async function changeRecording(ports: ClassroomPorts, caller: Caller, id: string, change: RecordingChange): Promise<RecordingView> {
  const { recording, group } = await findRecording(ports, caller, id);
  requireTeacher(caller);
  const { after, facts } = await changeRecord(ports, recording, (before) => changed(before, change));
  ports.publisher.publish(facts);
  if (after.course.owed) await ports.alarm.wake('tell-course');
  return recordingView(after, group);
}

/** Gone from the library at once, and from the disk and the course as soon as those answer. Refused: 'wrong-phase' while it runs. */
export async function deleteRecording(ports: ClassroomPorts, caller: Caller, id: string): Promise<void> {
  const { recording } = await findRecording(ports, caller, id);
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
  const { recording, group } = await findRecording(ports, caller, id);
  requireTeacher(caller);
  const { after, facts } = await changeRecord(ports, recording, (before) => {
    if (before.phase !== 'failed') throw new Refusal('wrong-phase');
    return { ...before, phase: 'stopped', reason: null, progress: 0 };
  });
  ports.publisher.publish(facts);
  await ports.alarm.wake('compose');
  return recordingView(after, group);
}

/** Brings a recording to the course once more, where its module was deleted or the course did not take it. Refused: 'wrong-phase'. */
export async function publishAgain(ports: ClassroomPorts, caller: Caller, id: string): Promise<RecordingView> {
  const { recording, group } = await findRecording(ports, caller, id);
  requireTeacher(caller);
  if (!(await ports.course.takes(caller.classId))) throw new Refusal('wrong-phase', 'the platform takes no recordings');
  const { after, facts } = await changeRecord(ports, recording, (before) => {
    const next = publishedAgain(before);
    if (!next) throw new Refusal('wrong-phase');
    return next;
  });
  ports.publisher.publish(facts);
  await ports.alarm.wake('tell-course');
  return recordingView(after, group);
}
