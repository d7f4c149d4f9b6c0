import { eventFacts, type Fact } from '../domain/facts.ts';
import type { EndReason, SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { endPollsOfOver } from './end-poll.ts';
import { clearAway } from './end-session.ts';
import { closeMedia } from './leave-room.ts';

const LEASE = 'sweeper';
const LEASE_MS = 5_000;
/** A tool that has not said for so long that it lives speaks for nobody any more. */
export const TOOL_STALE_MS = 5_000;

/**
 * One round of tidying, by whichever tool holds the lease: links of tools that died, seats whose grace is over, sessions that
 * nobody is in or whose platform is shut out, questions of sessions that are over. Each step is conditional in the database, so that two sweepers at once do no harm.
 */
export async function sweep(ports: ClassroomPorts, tool: string): Promise<void> {
  await ports.replicas.beat(tool);
  if (!(await ports.replicas.hold(LEASE, tool, LEASE_MS))) return;
  await markLost(ports);
  await emptySeats(ports);
  await endEmptySessions(ports);
  await endShutSessions(ports);
  await endPollsOfOver(ports);
  await dropSilentWaiters(ports);
  await forgetGuests(ports);
}

async function markLost({ replicas, seats, publisher, clock }: ClassroomPorts): Promise<void> {
  const lost = await seats.loseLinksOfOthers(await replicas.alive(TOOL_STALE_MS), clock.now());
  publisher.publish(lost.map(({ classId, id }): Fact => ({ kind: 'connection', classId, seatId: id, connected: false })));
}

async function emptySeats(ports: ClassroomPorts): Promise<void> {
  const { seats, limits, clock, publisher } = ports;
  for (const { classId, id: seatId, sessionId } of await seats.lostFor(limits.seatGraceMs)) {
    const event = await seats.leave({ classId, seatId, at: clock.now(), lostForMs: limits.seatGraceMs });
    if (!event) continue;
    publisher.publish([...eventFacts(classId, event), { kind: 'class-changed', classId }]);
    await closeMedia(ports, { classId, sessionId, seatId }).catch((error: unknown) => {
      ports.log.info({ err: error, seatId }, "a gateway was not told of a seat's end");
    });
  }
}

/** Their place is kept for when they come back soon; the list shows whom a click lets in. */
async function dropSilentWaiters({ waiting, limits, publisher }: ClassroomPorts): Promise<void> {
  for (const classId of await waiting.dropSilent(limits.waitingGraceMs)) publisher.publish([{ kind: 'waiting', classId }]);
}

/** Guests promised nobody to be remembered: a while after they were there nothing says who they were. */
async function forgetGuests({ guests, eraser, clock, limits }: ClassroomPorts): Promise<void> {
  const gone = await guests.goneSince(clock.now() - limits.guestKeptMs, 20);
  if (gone.length > 0) await eraser.forget(gone);
}

async function endEmptySessions(ports: ClassroomPorts): Promise<void> {
  const { emptySessionMs: emptyForMs } = ports.limits;
  for (const session of await ports.sessions.emptyFor(emptyForMs)) await endForAll(ports, session, { reason: 'empty', emptyForMs });
}

/** Who shuts a course site out expects its people out: one that was opened just then as well. */
async function endShutSessions(ports: ClassroomPorts): Promise<void> {
  for (const session of await ports.sessions.allLive())
    if (await ports.platformDoor.isShut(session.classId)) await endForAll(ports, session, { reason: 'platform-paused' });
}

async function endForAll(
  ports: ClassroomPorts,
  session: SessionRecord,
  why: { readonly reason: EndReason; readonly emptyForMs?: number },
): Promise<void> {
  const { sessions, clock, publisher } = ports;
  const event = await sessions.end({ session, at: clock.now(), ...why });
  if (!event) return;
  publisher.publish([...eventFacts(session.classId, event), { kind: 'class-changed', classId: session.classId }]);
  // Guests who were inside end with the class; who still waits at the door waits on.
  await ports.guests.endOf(session.id, []);
  await clearAway(ports, session);
}
