import { type BodyOf, LIMITS, Refusal, type Seq, type ToolWishes } from '@liveclass/contract';
import type { LogRecord } from '../domain/ban.ts';
import { eventFacts } from '../domain/facts.ts';
import { type LockRecord, withException, withLocks } from '../domain/locks.ts';
import type { Caller, ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { asOfClass } from './know-room.ts';
import { seatBeside } from './lower-hand.ts';
import { numberedAnswer } from './raise-hand.ts';
import { settleRights } from './settle-rights.ts';

/** A line of the log about what this caller does; the log is the class's, so that a caller in a group's room comes `asOfClass`. */
export const lineOf = (caller: Caller, at: number, about: Pick<LogRecord, 'action'> & Partial<LogRecord>): LogRecord => ({
  classId: caller.classId,
  at,
  by: caller.name,
  byId: caller.personId,
  person: null,
  personId: null,
  reason: '',
  scope: null,
  until: null,
  ...about,
});

/** Opens or closes for all students of the class in whichever room, now and in the next sessions. */
export async function setLocks(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { locks }: BodyOf<ToolWishes, 'locks.set'>,
): Promise<Done<{ seq: Seq }>> {
  const closed = Object.entries(locks).map(([lock, isClosed]) => `${isClosed ? '+' : '-'}${lock}`);
  const line = lineOf(await asOfClass(ports, caller), ports.clock.now(), { action: 'locked', reason: closed.join(' ') });
  return change(ports, caller, line, (before) => withLocks(before, locks));
}

/** Says which locks do not hold for one student. Refused: 'not-found', 'forbidden' (a teacher), 'too-large'. */
export async function exceptFromLocks(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { seatId, locks }: BodyOf<ToolWishes, 'locks.except'>,
): Promise<Done<{ seq: Seq }>> {
  const { personId, role, name } = await seatBeside(ports, caller, seatId);
  if (role === 'teacher') throw new Refusal('forbidden', 'no lock holds for a teacher');
  const line = lineOf(await asOfClass(ports, caller), ports.clock.now(), {
    action: 'excepted',
    person: name,
    personId,
    reason: locks.join(' '),
  });
  return change(ports, caller, line, (before) => {
    const next = withException(before, { personId, locks });
    if (next.exceptions.length > LIMITS.lockExceptions) throw new Refusal('too-large', 'exceptions from locks');
    return next;
  });
}

async function change(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  entry: LogRecord,
  step: (before: LockRecord) => LockRecord,
): Promise<Done<{ seq: Seq }>> {
  await heldSeat(ports, caller);
  const { classId } = caller;
  const told = await ports.locks.change({ classId, at: ports.clock.now(), entry, step });
  // Before the answer: a teacher who was told that it is closed can rely on it, in each room of the class.
  for (const { sessionId } of told) await settleRights(ports, await ports.seats.present(sessionId));
  const here = told.find(({ roomId }) => roomId === classId)?.event ?? null;
  const { value } = await numberedAnswer(ports, caller, here);
  return { value, facts: told.flatMap(({ roomId, event }) => eventFacts(roomId, event)) };
}
