import type { ClassView } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import { isVisibleTo, recordingView } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import type { Classes } from '../ports/identity.ts';
import { viewClass } from './view-class.ts';

/**
 * What a teacher's picker shows: the course itself, with the recordings of all its classes, since a deep-linking request comes
 * from the course and not from an activity. Refused: 'not-found'.
 */
export async function viewCourseToPick(
  ports: ClassroomPorts,
  courses: Pick<Classes, 'find' | 'ofCourse'>,
  { classId, role }: WebSession,
): Promise<ClassView> {
  const [own, course] = await Promise.all([viewClass(ports, classId, role), courses.find(classId)]);
  const classes = course ? await courses.ofCourse(course) : [];
  const lists = await Promise.all(classes.map(({ id }) => ports.recordings.list(id)));
  const visible = lists.flat().filter((recording) => isVisibleTo(recording, role));
  return { ...own, recordings: visible.map(recordingView) };
}
