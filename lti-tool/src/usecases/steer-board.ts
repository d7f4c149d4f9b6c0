import { type BodyOf, Refusal, type ReplyOf, type ToolWishes } from '@liveclass/contract';
import { added, allowed, type BoardRecord, cleared, moved, placed, restored, shown, snapshotOf, withoutPage } from '../domain/board.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { classOfRoom } from './know-room.ts';

type Body<N extends keyof ToolWishes> = BodyOf<ToolWishes, N>;
type Steered = Promise<Done<ReplyOf<ToolWishes, 'board.go'>>>;

/** Only the table of wishes says who may; a step that changes nothing is told to nobody. */
async function steer(ports: ClassroomPorts, caller: LinkedCaller, step: (board: BoardRecord) => BoardRecord): Steered {
  await heldSeat(ports, caller);
  const { classId } = caller;
  const board = await ports.boards.change(classId, step);
  if (!board) return { value: { seq: (await ports.boards.find(classId)).seq }, facts: [] };
  return { value: { seq: board.seq }, facts: [{ kind: 'board-changed', classId, board: snapshotOf(board) }] };
}

export const showBoard = (ports: ClassroomPorts, caller: LinkedCaller, { isShown }: Body<'board.show'>): Steered =>
  steer(ports, caller, (board) => shown(board, isShown));

export const addPage = (ports: ClassroomPorts, caller: LinkedCaller, { pageId }: Body<'board.add'>): Steered =>
  steer(ports, caller, (board) => added(board, pageId, ports.limits));

/** Files are the class's, boards their rooms': each room places them for itself. */
export async function placeSlides(ports: ClassroomPorts, caller: LinkedCaller, { fileId, pagesId }: Body<'board.place'>): Steered {
  const slides = await ports.slides.find(await classOfRoom(ports, caller.classId), fileId);
  if (!slides) throw new Refusal('not-found');
  if (slides.state !== 'ready') throw new Refusal('wrong-phase');
  return steer(ports, caller, (board) => placed(board, { fileId, pagesId, slides: slides.sizes }, ports.limits));
}

export const removePage = (ports: ClassroomPorts, caller: LinkedCaller, { pageId }: Body<'board.remove'>): Steered =>
  steer(ports, caller, (board) => withoutPage(board, pageId));

export const goToPage = (ports: ClassroomPorts, caller: LinkedCaller, { pageId }: Body<'board.go'>): Steered =>
  steer(ports, caller, (board) => moved(board, pageId));

export const clearPage = (ports: ClassroomPorts, caller: LinkedCaller, { pageId, sendId }: Body<'board.clear'>): Steered =>
  steer(ports, caller, (board) => cleared(board, pageId, sendId));

export const restorePage = (ports: ClassroomPorts, caller: LinkedCaller, { pageId, clearedAt }: Body<'board.restore'>): Steered =>
  steer(ports, caller, (board) => restored(board, pageId, clearedAt));

export const allowDrawing = (ports: ClassroomPorts, caller: LinkedCaller, { mode, drawers }: Body<'board.allow'>): Steered =>
  steer(ports, caller, (board) => allowed(board, mode, drawers));
