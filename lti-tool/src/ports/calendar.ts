import type { ClassId, Instant, PersonId, Schedule } from '@liveclass/contract';
import type { Classes, Clock, CourseMaterials, Memberships, Persons } from './identity.ts';
import type { Log } from './log.ts';

/** A class whose course is to be told of its plan now. */
export interface OwedCalendar {
  readonly classId: ClassId;
  /** Null: the course is told that nothing is planned any more. */
  readonly schedule: Schedule | null;
  readonly revision: number;
  /** The teacher who made the plan in the lobby; null where it was made in the LMS. */
  readonly changedBy: PersonId | null;
}

/** What courses are to be told of plans. It stands with the plan itself. */
export interface Calendars {
  /**
   * Claims what is due by pushing its next try away, each time further, so that of two tools one gets it and a failure is tried again
   * later. The longest due first.
   */
  claimDue(now: Instant, limit: number): Promise<readonly OwedCalendar[]>;
  /** The teacher of the class who was there last. */
  teacherOf(classId: ClassId): Promise<PersonId | null>;
  /** It was said; null: and needs not be said again. A plan that changed meanwhile stays due. */
  settle(told: OwedCalendar, againAt: Instant | null): Promise<void>;
}

export interface CalendarPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly calendars: Calendars;
  readonly classes: Pick<Classes, 'find'>;
  readonly memberships: Pick<Memberships, 'role'>;
  readonly persons: Pick<Persons, 'find'>;
  readonly courseMaterials: Pick<CourseMaterials, 'plan'>;
}
