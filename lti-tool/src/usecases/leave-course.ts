import { RecordingId, Refusal } from '@liveclass/contract';
import { type RecordingRecord, removedFromCourse, returnedToCourse } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import type { CoursePlace } from '../ports/desk.ts';
import { changeRecord } from './change-record.ts';
import { homeOfRoom } from './know-room.ts';

/**
 * Somebody deleted the module of a recording in the course: the library says so from now on. A platform speaks for its own courses
 * only; a recording of another is told like one that is not there. Word of a module that the recording had before changes nothing. Refused: 'not-found'.
 */
export async function leaveCourse(ports: ClassroomPorts, place: CoursePlace, recordingId: string, moduleId?: string): Promise<void> {
  const recording = await recordingIn(ports, place, recordingId);
  const { facts } = await changeRecord(ports, recording, (before) => removedFromCourse(before, moduleId));
  ports.publisher.publish(facts);
}

/** The module is back in the course, and with it the recording: its title and visibility are told again. Refused: 'not-found'. */
export async function returnToCourse(ports: ClassroomPorts, place: CoursePlace, recordingId: string): Promise<void> {
  const { facts, after } = await changeRecord(ports, await recordingIn(ports, place, recordingId), returnedToCourse);
  if (after.course.owed) await ports.alarm.wake('tell-course');
  ports.publisher.publish(facts);
}

async function recordingIn(ports: ClassroomPorts, place: CoursePlace, recordingId: string): Promise<RecordingRecord> {
  const id = RecordingId.safeParse(recordingId);
  const recording = id.success ? await ports.recordings.findAnywhere(id.data) : null;
  const course = recording && (await homeOfRoom(ports, recording.classId))?.course;
  const isThere =
    course?.issuer === place.issuer &&
    course.clientId === place.clientId &&
    course.deploymentId === place.deploymentId &&
    course.contextId === place.contextId;
  if (!recording || !isThere) throw new Refusal('not-found', 'recording of another course');
  return recording;
}
