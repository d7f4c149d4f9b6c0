import { type PickView, Refusal } from '@liveclass/contract';
import { takesLineItems } from '../domain/course.ts';
import type { ClassRecord, WebSession } from '../domain/identity.ts';
import { isVisibleTo, recordingView } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import type { Classes, Platforms } from '../ports/identity.ts';
import { classesOfCourse } from './know-course.ts';
import { roomIds } from './know-room.ts';

interface Ports extends Pick<ClassroomPorts, 'sessions' | 'recordings' | 'rooms'> {
  readonly classes: Pick<Classes, 'find' | 'ofCourse'>;
  readonly platforms: Pick<Platforms, 'find' | 'list'>;
}

interface Picked {
  readonly of: PickView['classes'][number];
  readonly recordings: PickView['recordings'];
}

/** A class with the recordings of all its rooms. */
async function classToPick({ sessions, recordings, rooms }: Ports, { id: classId, title }: ClassRecord): Promise<Picked> {
  const arrangement = await rooms.of(classId);
  const ids = roomIds(classId, arrangement);
  const [live, lastEndedAt, all] = await Promise.all([sessions.liveIn(ids), sessions.lastEndedAt(ids), recordings.list(ids)]);
  const groupOf = new Map(arrangement.rooms.map(({ id, name }) => [id, name]));
  return {
    of: { classId, title, isLive: live.length > 0, lastEndedAt },
    recordings: all
      .filter((recording) => isVisibleTo(recording, 'teacher'))
      .map((recording) => recordingView(recording, groupOf.get(recording.classId))),
  };
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
  const picked = await Promise.all(known.map((one) => classToPick(ports, one)));
  return {
    // A request that names no course has no title of it; its classes do.
    courseTitle: course.courseTitle || (known.find(({ courseTitle }) => courseTitle !== '')?.courseTitle ?? ''),
    acceptsMultiple: deepLinking.acceptMultiple,
    acceptsGrades: takesLineItems(platform, deepLinking.acceptLineItem),
    classes: picked.map(({ of }) => of),
    recordings: picked.flatMap(({ recordings }) => recordings),
  };
}
