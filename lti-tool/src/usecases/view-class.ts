import { type ClassId, type ClassView, Refusal, type Role } from '@liveclass/contract';
import { isVisibleTo, recordingView } from '../domain/recording.ts';
import { nextMeeting } from '../domain/schedule.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { sessionState } from './enter-room.ts';

/** The class as a person of this role may see it. Refused: 'not-found'. */
export async function viewClass(ports: ClassroomPorts, classId: ClassId, role: Role): Promise<ClassView> {
  const [about, session, recordings, lastEndedAt, { schedule, recordFromStart, isSetInLms }] = await Promise.all([
    ports.classes.find(classId),
    ports.sessions.live(classId),
    ports.recordings.list(classId),
    ports.sessions.lastEndedAt(classId),
    ports.settings.find(classId),
  ]);
  if (!about) throw new Refusal('not-found');
  return {
    classId,
    title: about.title,
    courseTitle: about.courseTitle,
    session: session && (await sessionState(ports, session)),
    recordings: recordings.filter((recording) => isVisibleTo(recording, role)).map(recordingView),
    lastEndedAt,
    next: schedule && nextMeeting(schedule, ports.clock.now()),
    schedule: role === 'teacher' ? schedule : null,
    recordFromStart,
    ...(role === 'teacher' && isSetInLms ? { isSetInLms } : {}),
  };
}
