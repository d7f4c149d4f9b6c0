import type { boardWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { drawOnBoard, pointOnBoard } from '../../usecases/draw-on-board.ts';
import { readBoard } from '../../usecases/read-board.ts';
import { addPage, allowDrawing, clearPage, goToPage, restorePage, showBoard } from '../../usecases/steer-board.ts';
import { type HandlersOf, told } from './handler.ts';

export const boardHandlers = (ports: ClassroomPorts): HandlersOf<typeof boardWishes> => ({
  'board.draw': (caller, body) => drawOnBoard(ports, caller, body),
  'board.point': (caller, body) => pointOnBoard(ports, caller, body),
  'board.read': async (caller, body) => told(await readBoard(ports, caller, body)),
  'board.show': (caller, body) => showBoard(ports, caller, body),
  'board.add': (caller, body) => addPage(ports, caller, body),
  'board.go': (caller, body) => goToPage(ports, caller, body),
  'board.clear': (caller, body) => clearPage(ports, caller, body),
  'board.restore': (caller, body) => restorePage(ports, caller, body),
  'board.allow': (caller, body) => allowDrawing(ports, caller, body),
});
