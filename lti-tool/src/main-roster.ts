import { setTimeout as rest } from 'node:timers/promises';
import { LIMITS, type Limits } from '@liveclass/contract';
import type { Router } from 'express';
import { rosterRoutes } from './adapters/http/roster.ts';
import { everySoOften } from './adapters/jobs/every-so-often.ts';
import { createRosterSource } from './adapters/lti/nrps.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { openPersonalSessions } from './adapters/mongo/personal-sessions.ts';
import { mongoRosterPeople } from './adapters/mongo/roster-people.ts';
import { createRosterIndexes, mongoRosters } from './adapters/mongo/rosters.ts';
import type { Classroom } from './main-classroom.ts';
import type { Identity } from './main-identity.ts';
import type { Ids } from './ports/identity.ts';
import type { Log } from './ports/log.ts';
import type { RosterPorts } from './ports/roster.ts';
import { tendRosters } from './usecases/tend-rosters.ts';
import { askForRoster, viewRoster } from './usecases/view-roster.ts';

export interface RosterParts {
  readonly connection: Connection;
  readonly identity: Identity;
  readonly classroom: Classroom;
  readonly ids: Ids;
  readonly log: Log;
  readonly tool: string;
  readonly limits?: Limits;
  /** The rests between the tries of one page. */
  readonly restsMs?: readonly number[];
}

/** The part of the composition root that keeps classes in line with the lists of people of their courses. */
export interface Roster {
  readonly router: Router;
  readonly ports: RosterPorts;
  start(): void;
  end(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const END_WITHIN_MS = 3_000;

/** Builds it; indexes are there before it answers, and nothing is read before `start`. */
export async function createRoster(parts: RosterParts): Promise<Roster> {
  const { connection, identity, classroom, ids, log, tool, limits = LIMITS, restsMs } = parts;
  await createRosterIndexes(connection);
  const ports: RosterPorts = {
    ...classroom.ports,
    ids,
    log,
    limits,
    rosters: mongoRosters(connection),
    people: mongoRosterPeople(connection, ids),
    personal: await openPersonalSessions(connection),
    source: createRosterSource({ services: identity.services, log, limits, ...(restsMs && { restsMs }) }),
  };
  const running = new Set<Promise<unknown>>();
  const follow = (work: () => Promise<unknown>): void => {
    const run: Promise<unknown> = work()
      .catch((error: unknown) => log.error({ err: error }, 'a roster that a teacher asked for was not read'))
      .finally(() => running.delete(run));
    running.add(run);
  };
  const router = rosterRoutes(
    {
      view: (session, query) => viewRoster(ports, session, query),
      async sync(session) {
        const asked = await askForRoster(ports, session);
        follow(asked.follow);
        return asked.state;
      },
    },
    identity.requireSession,
  );
  let keeper: { end(): Promise<void> } | undefined;
  return {
    router,
    ports,
    start() {
      keeper = everySoOften(() => tendRosters(ports, tool), LOOK_EVERY_MS, log);
    },
    async end() {
      // What is being read is left where it is: nothing was applied, and the class comes again when its lease is over.
      await Promise.race([Promise.allSettled([keeper?.end(), ...running]), rest(END_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
