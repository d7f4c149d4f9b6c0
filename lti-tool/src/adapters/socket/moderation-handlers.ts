import type { moderationWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { banSeat } from '../../usecases/ban-person.ts';
import { exceptFromLocks, setLocks } from '../../usecases/change-locks.ts';
import { muteEverybody } from '../../usecases/mute-everybody.ts';
import { removePerson } from '../../usecases/remove-person.ts';
import type { HandlersOf } from './handler.ts';

export const moderationHandlers = (ports: ClassroomPorts): HandlersOf<typeof moderationWishes> => ({
  'locks.set': (caller, body) => setLocks(ports, caller, body),
  'locks.except': (caller, body) => exceptFromLocks(ports, caller, body),
  'seats.mute': (caller, body) => muteEverybody(ports, caller, body),
  'seat.remove': (caller, { seatId }) => removePerson(ports, caller, seatId),
  'seat.ban': (caller, body) => banSeat(ports, caller, body),
});
