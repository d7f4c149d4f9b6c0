import { type ClassId, LIMITS } from '@liveclass/contract';
import type { Course } from '../ports/classroom.ts';
import type { Classes, CourseMaterials, Persons, Platforms } from '../ports/identity.ts';
import type { GroupRooms } from '../ports/rooms.ts';
import { homeOfRoom } from './know-room.ts';

interface Parts {
  readonly classes: Pick<Classes, 'find'>;
  readonly rooms: Pick<GroupRooms, 'find'>;
  readonly persons: Pick<Persons, 'find'>;
  readonly platforms: Pick<Platforms, 'find'>;
  readonly courseMaterials: CourseMaterials;
}

/** A recording's entry in its course: who the class and the teacher are for the LMS, and what an answer means for the chore. */
export function courseEntries({ classes, rooms, persons, platforms, courseMaterials }: Parts): Course {
  return {
    async takes(classId: ClassId) {
      const course = (await homeOfRoom({ classes, rooms }, classId))?.course;
      const platform = course && (await platforms.find(course.issuer, course.clientId));
      return platform?.courseMaterialsUrl !== undefined;
    },

    async tell(action, recording) {
      const [home, teacher] = await Promise.all([homeOfRoom({ classes, rooms }, recording.classId), persons.find(recording.startedBy)]);
      // A class or person that was erased has no course to tell.
      if (!home || !teacher) return { type: 'refused' };
      const { course, room } = home;
      const outcome = await courseMaterials.send(course, teacher.sub, action, {
        id: recording.id,
        title: recording.title.slice(0, LIMITS.titleChars),
        startedAt: recording.startedAt,
        durationMs: recording.durationMs ?? recording.recordedMs,
        visible: !recording.hidden,
        // Who is in the group is for the LMS to say, at the moment when somebody looks.
        ...(room && { group: room.groupId === null ? {} : { id: room.groupId } }),
      });
      if (outcome.type === 'published') return { type: 'told', moduleId: outcome.moduleId };
      return { type: outcome.type === 'unreachable' ? 'try-later' : 'refused' };
    },
  };
}
