import type { handWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { endFloor, giveFloor, returnFloor } from '../../usecases/give-floor.ts';
import { lowerAllHands, lowerHand, lowerHandOf } from '../../usecases/lower-hand.ts';
import { raiseHand } from '../../usecases/raise-hand.ts';
import type { HandlersOf } from './handler.ts';

export const handHandlers = (ports: ClassroomPorts): HandlersOf<typeof handWishes> => ({
  'hand.raise': (caller) => raiseHand(ports, caller),
  'hand.lower': (caller) => lowerHand(ports, caller),
  'hand.lower-other': (caller, { seatId }) => lowerHandOf(ports, caller, seatId),
  'hand.lower-all': (caller) => lowerAllHands(ports, caller),
  'floor.give': (caller, { seatId }) => giveFloor(ports, caller, seatId),
  'floor.end': (caller) => endFloor(ports, caller),
  'floor.return': (caller) => returnFloor(ports, caller),
});
