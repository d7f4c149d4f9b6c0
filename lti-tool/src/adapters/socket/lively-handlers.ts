import type { livelyWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { drawStudent, resetDraw } from '../../usecases/draw-student.ts';
import { lengthenTimer, pauseTimer, resumeTimer, startTimer, stopTimer } from '../../usecases/run-timer.ts';
import { clearPace, sayPace } from '../../usecases/say-pace.ts';
import { sendReaction } from '../../usecases/send-reaction.ts';
import { setLively } from '../../usecases/set-lively.ts';
import { type HandlersOf, inRoom } from './handler.ts';

export const livelyHandlers = (ports: ClassroomPorts): HandlersOf<typeof livelyWishes> => ({
  'reaction.send': inRoom<'reaction.send'>(ports, (_, caller, { kind }) => sendReaction(ports, caller, kind)),
  'pace.set': inRoom<'pace.set'>(ports, (_, caller, { state }) => sayPace(ports, caller, state)),
  'pace.clear': inRoom(ports, clearPace),
  'lively.set': inRoom(ports, setLively),
  'timer.start': inRoom(ports, startTimer),
  'timer.pause': inRoom(ports, pauseTimer),
  'timer.resume': inRoom(ports, resumeTimer),
  'timer.add': inRoom(ports, lengthenTimer),
  'timer.stop': inRoom(ports, stopTimer),
  'draw.next': inRoom(ports, drawStudent),
  'draw.reset': inRoom(ports, resetDraw),
});
