import type { ClassId } from '@liveclass/contract';
import type { ClientSession } from 'mongodb';
import type { ClassroomCollections, SessionDoc } from './classroom-collections.ts';

/** The class of a room, by an id that names either. Which class a room belongs to never changes. */
export async function homeOf({ rooms }: Pick<ClassroomCollections, 'rooms'>, roomId: ClassId, tx?: ClientSession): Promise<ClassId> {
  const room = await rooms.findOne({ _id: roomId }, { projection: { classId: 1 }, ...(tx && { session: tx }) });
  return room?.classId ?? roomId;
}

/** The live sessions of all rooms of a class, for what holds for the class and is told in each of them. */
export async function liveSessionsOf(
  { rooms, sessions }: Pick<ClassroomCollections, 'rooms' | 'sessions'>,
  home: ClassId,
  tx: ClientSession,
): Promise<readonly SessionDoc[]> {
  const found = await rooms.find({ classId: home }, { projection: { _id: 1 }, session: tx }).toArray();
  return sessions.find({ classId: { $in: [home, ...found.map(({ _id }) => _id)] }, phase: 'live' }, { session: tx }).toArray();
}
