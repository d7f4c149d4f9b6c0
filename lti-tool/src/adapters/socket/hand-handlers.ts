import type { handWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { endFloor, giveFloor, returnFloor } from '../../usecases/give-floor.ts';
import { lowerAllHands, lowerHand, lowerHandOf } from '../../usecases/lower-hand.ts';
import { raiseHand } from '../../usecases/raise-hand.ts';
import { type HandlersOf, inRoom } from './handler.ts';

export const handHandlers = (ports: ClassroomPorts): HandlersOf<typeof handWishes> => ({
  'hand.raise': inRoom(ports, raiseHand),
  'hand.lower': inRoom(ports, lowerHand),
  'hand.lower-other': inRoom<'hand.lower-other'>(ports, (_, caller, { seatId }) => lowerHandOf(ports, caller, seatId)),
  'hand.lower-all': inRoom(ports, lowerAllHands),
  'floor.give': inRoom<'floor.give'>(ports, (_, caller, { seatId }) => giveFloor(ports, caller, seatId)),
  'floor.end': inRoom(ports, endFloor),
  'floor.return': inRoom(ports, returnFloor),
});
