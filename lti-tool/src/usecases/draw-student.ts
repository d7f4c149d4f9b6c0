import type { BodyOf, ReplyOf, SeatId, Seq, SessionId, ToolWishes } from '@liveclass/contract';
import { eventFacts } from '../domain/facts.ts';
import { drawnAnew, drawnFrom, stillToAsk } from '../domain/lively.ts';
import { statesOf } from '../domain/pace.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { changeLively, livelyOnce } from './change-lively.ts';
import { heldSeat } from './hold-seat.ts';

const WISH = 'draw.next';

/** Draws a student to ask, by the server's own chance; nobody twice before a teacher starts over. */
export async function drawStudent(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, leaveOut }: BodyOf<ToolWishes, 'draw.next'>,
): Promise<Done<ReplyOf<ToolWishes, 'draw.next'>>> {
  const { session } = await heldSeat(ports, caller);
  const among = await whoMayBeDrawn(ports, session.id, leaveOut);
  const { below } = ports.chance;
  const { happened, before } = await livelyOnce(ports, caller, { sendId, wish: WISH }, (record, now) =>
    drawnFrom(record, { among, below }, now),
  );
  const event = happened ?? before;
  const seatId = event?.type === 'draw.made' ? event.seatId : null;
  const left = stillToAsk(await ports.livelies.find(session.id), among).length;
  const seq = event?.seq ?? (await ports.events.lastSeq(caller.classId));
  return { value: { seq, seatId, left }, facts: eventFacts(caller.classId, happened) };
}

export const resetDraw = (ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<{ seq: Seq }>> =>
  changeLively(ports, caller, drawnAnew);

/** Students who are here: not those who say that they are away, nor whose link is lost, nor whom the teacher does not mean. */
async function whoMayBeDrawn(
  { livelies, paces, seats }: ClassroomPorts,
  sessionId: SessionId,
  leaveOut: readonly SeatId[],
): Promise<readonly SeatId[]> {
  const [{ round }, present] = await Promise.all([livelies.find(sessionId), seats.present(sessionId)]);
  const states = statesOf(await paces.of(sessionId, round), round, present);
  return present
    .filter(({ id, role, link }) => role === 'student' && link !== null && states.get(id) !== 'away' && !leaveOut.includes(id))
    .map(({ id }) => id);
}
