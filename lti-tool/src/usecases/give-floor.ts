import { Refusal, type SeatId, type Seq } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { seatBeside } from './lower-hand.ts';
import { numberedAnswer } from './raise-hand.ts';
import { settleSeats } from './settle-rights.ts';

/** Calls a student: everybody looks at them, and a locked microphone is open for them. Refused: 'not-found', 'forbidden' (a teacher). */
export async function giveFloor(ports: ClassroomPorts, caller: LinkedCaller, seatId: SeatId): Promise<Done<{ seq: Seq }>> {
  const { sessionId, role } = await seatBeside(ports, caller, seatId);
  if (role === 'teacher') throw new Refusal('forbidden', 'teachers need no floor');
  return pass(ports, caller, { sessionId, seatId });
}

export async function endFloor(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<{ seq: Seq }>> {
  const { session } = await heldSeat(ports, caller);
  return pass(ports, caller, { sessionId: session.id, seatId: null });
}

/** Who has the floor gives it back; for anybody else nothing changes. */
export async function returnFloor(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<{ seq: Seq }>> {
  const { seat } = await heldSeat(ports, caller);
  return pass(ports, caller, { sessionId: seat.sessionId, seatId: null, only: seat.id });
}

type Change = Pick<Parameters<ClassroomPorts['hands']['callUp']>[0], 'sessionId' | 'seatId' | 'only'>;

async function pass(ports: ClassroomPorts, caller: LinkedCaller, change: Change): Promise<Done<{ seq: Seq }>> {
  const { classId } = caller;
  const before = await ports.hands.floor(change.sessionId);
  const event = await ports.hands.callUp({ ...change, classId, at: ports.clock.now() });
  // Before the answer: who is called may open their microphone as soon as they are told.
  if (event) await settleSeats(ports, classId, [before?.seatId ?? null, change.seatId]);
  return numberedAnswer(ports, caller, event);
}
