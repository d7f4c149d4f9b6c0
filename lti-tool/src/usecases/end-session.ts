import type { SendId, Seq } from '@liveclass/contract';
import { eventFacts } from '../domain/facts.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { sentBefore } from './send-once.ts';
import { clearDoor } from './settle-waiters.ts';
import { stopWithSession } from './steer-recording.ts';

const WISH = 'session.end';

/** Ends the session for everybody. */
export async function endSession(ports: ClassroomPorts, caller: LinkedCaller, { sendId }: { sendId: SendId }): Promise<Done<{ seq: Seq }>> {
  const before = await sentBefore(ports, caller, WISH, sendId);
  if (before) return { value: { seq: before.seq }, facts: [] };
  const { session } = await heldSeat(ports, caller);
  const { classId, personId } = caller;
  const by = { personId, sendId, wish: WISH };
  const event = await ports.sessions.end({ session, reason: 'teacher', at: ports.clock.now(), by });
  return {
    value: { seq: event?.seq ?? (await ports.events.lastSeq(classId)) },
    facts: [...eventFacts(classId, event), ...(await clearDoor(ports, session)), { kind: 'class-changed', classId }],
    afterwards: () => clearAway(ports, session),
  };
}

/** What an ended session leaves at the gateway: its recording first, then its room. Both are looked for again when a gateway is heard anew. */
export async function clearAway(ports: ClassroomPorts, session: SessionRecord): Promise<void> {
  const present = await ports.sessions.find(session.classId, session.id);
  if (!present) return;
  await stopWithSession(ports, present);
  if (!present.place) return;
  await ports.control.call(present.place.node, 'rooms.close', { sessionId: session.id }).catch((error: unknown) => {
    ports.log.warn({ err: error, sessionId: session.id }, 'the room of an ended session is still open');
  });
}
