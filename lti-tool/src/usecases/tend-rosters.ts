import { Refusal } from '@liveclass/contract';
import type { RosterPorts } from '../ports/roster.ts';
import { syncRoster } from './sync-roster.ts';

const LEASE = 'roster-keeper';
/** Renewed before each class. A class that takes longer has a lease of its own, and others may go on with the rest. */
const LEASE_MS = 60_000;
/** A class whose reading died with its tool comes again after so long. */
const REST_MS = 300_000;
const AT_ONCE = 20;

/** Looks at the rosters that are due, one after the other, by whichever tool holds the lease: an LMS is not asked by all of them at once. */
export async function tendRosters(ports: RosterPorts, tool: string): Promise<void> {
  for (let done = 0; done < AT_ONCE; done += 1) {
    if (!(await ports.replicas.hold(LEASE, tool, LEASE_MS))) return;
    const classId = await ports.rosters.claimDue(ports.clock.now(), REST_MS);
    if (!classId) return;
    try {
      await syncRoster(ports, classId);
    } catch (error) {
      // A class whose platform gives no list is not looked at again before it is launched into again.
      if (!(error instanceof Refusal)) throw error;
      await ports.rosters.rest(classId);
    }
  }
}
