import type { BodyOf, ReplyOf, ToolWishes } from '@liveclass/contract';
import { snapshotOf } from '../domain/board.ts';
import type { ClassroomPorts, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/** What is on a page of the board, or what became of it since. */
export async function readBoard(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  body: BodyOf<ToolWishes, 'board.read'>,
): Promise<ReplyOf<ToolWishes, 'board.read'>> {
  await heldSeat(ports, caller);
  const { board, elements, isForgotten, more } = await ports.boards.read(caller.classId, body);
  return { board: snapshotOf(board), elements: [...elements], isForgotten, more };
}
