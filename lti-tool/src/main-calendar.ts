import { setTimeout as pause } from 'node:timers/promises';
import { everySoOften } from './adapters/jobs/every-so-often.ts';
import { createCalendarIndexes, mongoCalendars } from './adapters/mongo/calendars.ts';
import { classroomCollections } from './adapters/mongo/classroom-collections.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import type { Identity } from './main-identity.ts';
import type { Clock } from './ports/identity.ts';
import type { Log } from './ports/log.ts';
import { tendCalendars } from './usecases/tend-calendars.ts';

export interface CalendarParts {
  readonly connection: Connection;
  readonly identity: Pick<Identity, 'classes' | 'memberships' | 'persons' | 'courseMaterials'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The part of the composition root that tells courses when their classes meet. */
export interface Calendar {
  /** One round: what is due is said. */
  round(): Promise<void>;
  start(): void;
  end(): Promise<void>;
}

const ROUND_EVERY_MS = 2_000;
const END_WITHIN_MS = 3_000;

/** Builds it; the index is there before it answers, and nothing is said before `start`. */
export async function createCalendar({ connection, identity, clock, log }: CalendarParts): Promise<Calendar> {
  const of = classroomCollections(connection);
  await createCalendarIndexes(of);
  const { classes, memberships, persons, courseMaterials } = identity;
  const calendars = mongoCalendars(of, connection);
  const round = () => tendCalendars({ clock, log, calendars, classes, memberships, persons, courseMaterials });
  let rounds: { end(): Promise<void> } | undefined;
  return {
    round,
    start() {
      rounds = everySoOften(round, ROUND_EVERY_MS, log);
    },
    async end() {
      // What is under way is left where it is: it is due again after its rest, and the course takes it twice for once.
      await Promise.race([rounds?.end(), pause(END_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
