import type { moderationWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { banSeat } from '../../usecases/ban-person.ts';
import { exceptFromLocks, setLocks } from '../../usecases/change-locks.ts';
import { muteEverybody } from '../../usecases/mute-everybody.ts';
import { removePerson } from '../../usecases/remove-person.ts';
import { type HandlersOf, inRoom } from './handler.ts';

export const moderationHandlers = (ports: ClassroomPorts): HandlersOf<typeof moderationWishes> => ({
  'locks.set': inRoom(ports, setLocks),
  'locks.except': inRoom(ports, exceptFromLocks),
  'seats.mute': inRoom(ports, muteEverybody),
  'seat.remove': inRoom<'seat.remove'>(ports, (_, caller, { seatId }) => removePerson(ports, caller, seatId)),
  'seat.ban': inRoom(ports, banSeat),
});
