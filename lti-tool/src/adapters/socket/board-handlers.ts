import type { boardWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { drawOnBoard, pointOnBoard } from '../../usecases/draw-on-board.ts';
import { readBoard } from '../../usecases/read-board.ts';
import { addPage, allowDrawing, clearPage, goToPage, placeSlides, removePage, restorePage, showBoard } from '../../usecases/steer-board.ts';
import { type HandlersOf, inRoom, told } from './handler.ts';

export const boardHandlers = (ports: ClassroomPorts): HandlersOf<typeof boardWishes> => ({
  'board.draw': inRoom(ports, drawOnBoard),
  'board.point': inRoom(ports, pointOnBoard),
  'board.read': inRoom<'board.read'>(ports, async (_, caller, body) => told(await readBoard(ports, caller, body))),
  'board.show': inRoom(ports, showBoard),
  'board.add': inRoom(ports, addPage),
  'board.place': inRoom(ports, placeSlides),
  'board.remove': inRoom(ports, removePage),
  'board.go': inRoom(ports, goToPage),
  'board.clear': inRoom(ports, clearPage),
  'board.restore': inRoom(ports, restorePage),
  'board.allow': inRoom(ports, allowDrawing),
});
