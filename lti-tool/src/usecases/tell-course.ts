import { type ClassId, LIMITS } from '@liveclass/contract';
import type { Course } from '../ports/classroom.ts';
import type { Classes, CourseMaterials, Persons, Platforms } from '../ports/identity.ts';

interface Parts {
  readonly classes: Pick<Classes, 'find'>;
  readonly persons: Pick<Persons, 'find'>;
  readonly platforms: Pick<Platforms, 'find'>;
  readonly courseMaterials: CourseMaterials;
}

/** A recording's entry in its course: who the class and the teacher are for the LMS, and what an answer means for the chore. */
export function courseEntries({ classes, persons, platforms, courseMaterials }: Parts): Course {
  return {
    async takes(classId: ClassId) {
      const course = await classes.find(classId);
      const platform = course && (await platforms.find(course.issuer, course.clientId));
      return platform?.courseMaterialsUrl !== undefined;
    },

    async tell(action, recording) {
      const [course, teacher] = await Promise.all([classes.find(recording.classId), persons.find(recording.startedBy)]);
      // A class or person that was erased has no course to tell.
      if (!course || !teacher) return { type: 'refused' };
      const outcome = await courseMaterials.send(course, teacher.sub, action, {
        id: recording.id,
        title: recording.title.slice(0, LIMITS.titleChars),
        startedAt: recording.startedAt,
        durationMs: recording.durationMs ?? recording.recordedMs,
        visible: !recording.hidden,
      });
      if (outcome.type === 'published') return { type: 'told', moduleId: outcome.moduleId };
      return { type: outcome.type === 'unreachable' ? 'try-later' : 'refused' };
    },
  };
}
