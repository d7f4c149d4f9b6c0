import { Refusal, type SeatId, type Seq } from '@liveclass/contract';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { numberedAnswer } from './raise-hand.ts';

/** Takes the caller's own hand down. */
export async function lowerHand(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<{ seq: Seq }>> {
  const { seat } = await heldSeat(ports, caller);
  const { classId, sessionId, id: seatId } = seat;
  return numberedAnswer(ports, caller, await ports.hands.lower({ classId, sessionId, seatId, by: 'self', at: ports.clock.now() }));
}

/** A teacher takes somebody's hand down. Refused: 'not-found'. */
export async function lowerHandOf(ports: ClassroomPorts, caller: LinkedCaller, seatId: SeatId): Promise<Done<{ seq: Seq }>> {
  const { classId, sessionId } = await seatBeside(ports, caller, seatId);
  return numberedAnswer(ports, caller, await ports.hands.lower({ classId, sessionId, seatId, by: 'teacher', at: ports.clock.now() }));
}

/** A teacher takes all hands down. */
export async function lowerAllHands(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<{ seq: Seq }>> {
  const { session } = await heldSeat(ports, caller);
  const order = { classId: caller.classId, sessionId: session.id, at: ports.clock.now() };
  return numberedAnswer(ports, caller, await ports.hands.lowerAll(order));
}

/** Somebody who sits in the caller's own session now. Refused: 'not-found', and what the caller's own seat is refused. */
export async function seatBeside(ports: ClassroomPorts, caller: LinkedCaller, seatId: SeatId): Promise<SeatRecord> {
  const { session } = await heldSeat(ports, caller);
  const seat = await ports.seats.find(caller.classId, seatId);
  if (seat?.sessionId !== session.id || seat.state !== 'present') throw new Refusal('not-found');
  return seat;
}
