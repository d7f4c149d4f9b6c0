import { type BodyOf, Refusal, type ReplyOf, type ToolWishes } from '@liveclass/contract';
import { mayDraw } from '../domain/board.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/** Puts elements on a page of the class's board, and takes others away. */
export async function drawOnBoard(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { pageId, elements, removed }: BodyOf<ToolWishes, 'board.draw'>,
): Promise<Done<ReplyOf<ToolWishes, 'board.draw'>>> {
  const { seat } = await heldSeat(ports, caller);
  const { classId, personId: by, role } = caller;
  const drawer = { role, seatId: seat.id };
  const value = await ports.boards.draw({ classId, by, drawer, pageId, elements, removed });
  return { value, facts: [{ kind: 'board-drawn', classId, drawn: { from: value.from, pageId, elements, removed } }] };
}

/** Tells the others where the caller points; nothing of it is kept. */
export async function pointOnBoard(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  pointer: BodyOf<ToolWishes, 'board.point'>,
): Promise<Done<Record<string, never>>> {
  const { seat } = await heldSeat(ports, caller);
  const { classId, role, link } = caller;
  if (!mayDraw(await ports.boards.find(classId), { role, seatId: seat.id })) throw new Refusal('forbidden');
  return { value: {}, facts: [{ kind: 'board-pointer', classId, except: link, pointer: { ...pointer, seatId: seat.id } }] };
}
