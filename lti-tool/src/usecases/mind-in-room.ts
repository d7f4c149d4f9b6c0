import { Refusal } from '@liveclass/contract';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import { roomIds } from './know-room.ts';

/**
 * What the room shows is fetched by whoever is in it: somebody at the door, sent out or of a meeting that ended gets nothing of it.
 * Refused: 'forbidden'.
 */
export async function mindInRoom(
  { rooms, sessions, seats }: Pick<ClassroomPorts, 'rooms' | 'sessions' | 'seats'>,
  { classId, personId }: Pick<Caller, 'classId' | 'personId'>,
): Promise<void> {
  for (const session of await sessions.liveIn(roomIds(classId, await rooms.of(classId))))
    if ((await seats.present(session.id)).some((seat) => seat.personId === personId)) return;
  throw new Refusal('forbidden', 'not in the room');
}
