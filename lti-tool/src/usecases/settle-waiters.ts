import { type BodyOf, type ClassId, isGuest, Refusal, type ToolWishes } from '@liveclass/contract';
import type { Fact } from '../domain/facts.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { Waiter } from '../domain/waiting.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { lineOf } from './change-locks.ts';
import { heldSeat } from './hold-seat.ts';
import { asOfClass } from './know-room.ts';
import { keepOut } from './remove-person.ts';

type Settled = Extract<Fact, { kind: 'waiting-settled' }>['standing'];

/** What the end of these people's wait leads to; nothing where nobody waited. */
export function settledFacts(classId: ClassId, waiters: readonly Waiter[], standing: Settled): readonly Fact[] {
  if (waiters.length === 0) return [];
  const personIds = waiters.map(({ personId }) => personId);
  return [
    { kind: 'waiting-settled', classId, personIds, standing },
    { kind: 'waiting', classId },
    { kind: 'class-changed', classId },
  ];
}

/** A teacher in the room lets one in who waits in front of it. Refused: 'not-found'. */
export async function letIn(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { waiterId }: BodyOf<ToolWishes, 'waiting.let-in'>,
): Promise<Done<Record<string, never>>> {
  const { session } = await heldSeat(ports, caller);
  const roomId = caller.classId;
  const [waiter] = await ports.waiting.settle({ roomId, sessionId: session.id, only: waiterId, state: 'let-in' });
  if (!waiter) throw new Refusal('not-found', 'nobody waits there any more');
  const { personId, name } = waiter;
  await log(ports, caller, { action: 'let-in', person: name, personId });
  return { value: {}, facts: settledFacts(roomId, [waiter], 'open') };
}

/** All who wait at this moment; who comes a moment later waits. */
export async function letAllIn(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<Record<string, never>>> {
  const { session } = await heldSeat(ports, caller);
  const roomId = caller.classId;
  const waiters = await ports.waiting.settle({ roomId, sessionId: session.id, state: 'let-in' });
  if (waiters.length > 0) await log(ports, caller, { action: 'let-in' });
  return { value: {}, facts: settledFacts(roomId, waiters, 'open') };
}

/** With `forSession` they are kept out of it as somebody who was sent out, whatever another teacher does at the same time. Refused: 'not-found'. */
export async function turnAway(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { waiterId, forSession }: BodyOf<ToolWishes, 'waiting.turn-away'>,
): Promise<Done<Record<string, never>>> {
  const { session } = await heldSeat(ports, caller);
  const roomId = caller.classId;
  const [waiter] = await ports.waiting.settle({ roomId, sessionId: session.id, only: waiterId, state: 'turned-away' });
  if (!waiter) throw new Refusal('not-found', 'nobody waits there any more');
  const { personId, name } = waiter;
  if (forSession) await keepOut(ports, caller, session.id, { personId, name, action: 'turned-away' });
  else await log(ports, caller, { action: 'turned-away', person: name, personId });
  return { value: {}, facts: settledFacts(roomId, [waiter], forSession ? 'sent-out' : 'turned-away') };
}

/** The class is over: whoever still waits is told so. A session that ended because nobody was in it any more leaves them their places. */
export async function clearDoor(
  { waiting, guests }: Pick<ClassroomPorts, 'waiting' | 'guests'>,
  { classId: roomId, id }: Pick<SessionRecord, 'id' | 'classId'>,
): Promise<readonly Fact[]> {
  const waiters = await waiting.clear(roomId, 'all');
  // Guests end with the class, those inside and those at the door.
  await guests.endOf(id, waiters.map(({ personId }) => personId).filter(isGuest));
  return settledFacts(roomId, waiters, 'over');
}

async function log(ports: ClassroomPorts, caller: LinkedCaller, about: Parameters<typeof lineOf>[2]): Promise<void> {
  await ports.moderationLog.write(lineOf(await asOfClass(ports, caller), ports.clock.now(), about));
}
