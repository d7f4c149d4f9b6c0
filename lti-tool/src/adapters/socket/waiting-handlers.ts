import type { waitingWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { setDoor } from '../../usecases/set-door.ts';
import { letAllIn, letIn, turnAway } from '../../usecases/settle-waiters.ts';
import { stopWaiting, waitAtDoor } from '../../usecases/wait-at-door.ts';
import { type HandlersOf, inRoom } from './handler.ts';

export const waitingHandlers = (ports: ClassroomPorts): HandlersOf<typeof waitingWishes> => ({
  'waiting.wait': (caller, body) => waitAtDoor(ports, caller, body),
  // Whoever may not be there any more may go all the same.
  'waiting.stop': async ({ classId, personId }, { roomId = classId }) => ({
    value: {},
    facts: await stopWaiting(ports, { roomId, personId }),
  }),
  'waiting.let-in': inRoom(ports, letIn),
  'waiting.let-in-all': inRoom(ports, letAllIn),
  'waiting.turn-away': inRoom(ports, turnAway),
  'waiting.set': (caller, body) => setDoor(ports, caller, body),
});
