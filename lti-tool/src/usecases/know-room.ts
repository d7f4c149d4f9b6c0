import { type ClassId, type PersonId, Refusal, type Role } from '@liveclass/contract';
import type { ClassRecord } from '../domain/identity.ts';
import { type Arrangement, type GroupRoom, mayEnter } from '../domain/rooms.ts';
import type { Caller, LinkedCaller } from '../ports/classroom.ts';
import type { Classes } from '../ports/identity.ts';
import type { GroupRooms } from '../ports/rooms.ts';

interface Ports {
  readonly rooms: Pick<GroupRooms, 'of' | 'find'>;
}

/** The class that a room belongs to, by an id that names either. */
export async function classOfRoom({ rooms }: { readonly rooms: Pick<GroupRooms, 'find'> }, roomId: ClassId): Promise<ClassId> {
  return (await rooms.find(roomId))?.classId ?? roomId;
}

/** The class of a room as its LMS knows it, and the group, where it is not the room for all. */
export async function homeOfRoom(
  { rooms, classes }: { readonly rooms: Pick<GroupRooms, 'find'>; readonly classes: Pick<Classes, 'find'> },
  roomId: ClassId,
): Promise<{ readonly course: ClassRecord; readonly room: GroupRoom | null } | null> {
  const room = await rooms.find(roomId);
  const course = await classes.find(room?.classId ?? roomId);
  return course && { course, room };
}

/** Every room of a class, the one for all among them, whether or not it is open. */
export const roomIds = (classId: ClassId, { rooms }: Arrangement): readonly ClassId[] => [classId, ...rooms.map(({ id }) => id)];

/** Refused 'other-room' where the person may not be in this room at this moment, whatever they were told before. */
export async function requireRoom(
  { rooms }: Ports,
  { classId, personId, role }: { readonly classId: ClassId; readonly personId: PersonId; readonly role: Role },
  roomId: ClassId,
): Promise<void> {
  const arrangement = await rooms.of(classId, personId);
  if (!mayEnter(arrangement, classId, roomId, role)) throw new Refusal('other-room');
}

/** The room that a link speaks in: that of its seat, else the one for all. */
export const roomOf = ({ seat, classId }: LinkedCaller): ClassId => seat?.roomId ?? classId;

/** The caller as use cases of the room know them: there the room's id stands for the class. Refused: 'other-room'. */
export async function inTheirRoom(ports: Ports, caller: LinkedCaller): Promise<LinkedCaller> {
  const roomId = roomOf(caller);
  await requireRoom(ports, caller, roomId);
  return { ...caller, classId: roomId };
}

/** The way back: the caller in a room as use cases know them that are about the class. */
export async function asOfClass<C extends Caller>(ports: { readonly rooms: Pick<GroupRooms, 'find'> }, caller: C): Promise<C> {
  return { ...caller, classId: await classOfRoom(ports, caller.classId) };
}
