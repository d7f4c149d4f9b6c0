import { type PickView, Refusal } from '@liveclass/contract';
import { takesLineItems } from '../domain/course.ts';
import type { ClassRecord, WebSession } from '../domain/identity.ts';
import { isVisibleTo, recordingView } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import type { Classes, Platforms } from '../ports/identity.ts';
import { classesOfCourse } from './know-course.ts';

interface Ports extends Pick<ClassroomPorts, 'sessions' | 'recordings'> {
  readonly classes: Pick<Classes, 'find' | 'ofCourse'>;
  readonly platforms: Pick<Platforms, 'find' | 'list'>;
}

async function classToPick({ sessions }: Ports, { id: classId, title }: ClassRecord): Promise<PickView['classes'][number]> {
  const [live, lastEndedAt] = await Promise.all([sessions.live(classId), sessions.lastEndedAt(classId)]);
  return { classId, title, isLive: live !== null, lastEndedAt };
}

/**
 * What a teacher's picker shows: the classes and recordings of the whole course, since a deep-linking request comes from the course
 * and not from an activity. Refused: 'forbidden' (not a teacher's picker), 'not-found'.
 */
export async function viewPick(ports: Ports, session: WebSession): Promise<PickView> {
  const { classId, role, place, deepLinking } = session;
  if (place !== 'pick' || role !== 'teacher' || !deepLinking) throw new Refusal('forbidden', 'a picker');
  const course = await ports.classes.find(classId);
  const platform = course && (await ports.platforms.find(course.issuer, course.clientId));
  if (!course || !platform) throw new Refusal('not-found', 'the course of a picker');
  const known = await classesOfCourse(ports, course);
  const [classes, lists] = await Promise.all([
    Promise.all(known.map((one) => classToPick(ports, one))),
    Promise.all(known.map(({ id }) => ports.recordings.list(id))),
  ]);
  return {
    // A request that names no course has no title of it; its classes do.
    courseTitle: course.courseTitle || (known.find(({ courseTitle }) => courseTitle !== '')?.courseTitle ?? ''),
    acceptsMultiple: deepLinking.acceptMultiple,
    acceptsGrades: takesLineItems(platform, deepLinking.acceptLineItem),
    classes,
    recordings: lists
      .flat()
      .filter((recording) => isVisibleTo(recording, role))
      .map(recordingView),
  };
}
