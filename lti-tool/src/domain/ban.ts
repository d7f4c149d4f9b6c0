import type { BanId, BanScope, BanView, ClassId, Instant, ModerationEntry, PersonId, SessionId } from '@liveclass/contract';
import type { ClassRecord } from './identity.ts';

/** Where somebody is kept out, as the key of a ban. */
export type BanPlace = string & { readonly __place?: true };

export const sessionPlace = (sessionId: SessionId): BanPlace => `session ${sessionId}`;
const classPlace = (classId: ClassId): BanPlace => `class ${classId}`;
/**
 * The course by its platform and the platform's own name for it: another registration of the same platform, through which the
 * same people come to the same course, is no way around a ban. Null where launches name no course.
 */
const coursePlace = ({ issuer, contextId }: Pick<ClassRecord, 'issuer' | 'contextId'>): BanPlace | null =>
  contextId === '' ? null : `course ${JSON.stringify([issuer, contextId])}`;

/** Where a ban of this scope holds. A class without a course is all the course there is. */
export const placeOf = (course: ClassRecord, scope: BanScope): BanPlace =>
  scope === 'course' ? (coursePlace(course) ?? classPlace(course.id)) : classPlace(course.id);

/** All places whose bans keep somebody out of this class. */
export const placesOf = (course: ClassRecord): readonly BanPlace[] => {
  const wider = coursePlace(course);
  return wider ? [classPlace(course.id), wider] : [classPlace(course.id)];
};

/** Who a person is to their LMS; a ban holds on to it, whatever the person is called with us. */
export interface LmsIdentity {
  readonly issuer: string;
  readonly sub: string;
}

export interface BanRecord {
  readonly id: BanId;
  readonly personId: PersonId;
  /** As they were called when it was made; empty once they are erased. */
  readonly name: string;
  readonly place: BanPlace;
  readonly scope: BanScope | 'session';
  readonly classId: ClassId;
  readonly reason: string;
  readonly until: Instant | null;
  readonly at: Instant;
  readonly byId: PersonId;
  readonly by: string;
}

/** A line of the log, with the ids that only erasing asks for. */
export interface LogRecord extends ModerationEntry {
  readonly classId: ClassId;
  readonly byId: PersonId;
  readonly personId: PersonId | null;
}

export function banView({ id, name, scope, reason, until, at, by }: BanRecord): BanView | null {
  return scope === 'session' ? null : { id, name, scope, reason, until, at, by };
}
