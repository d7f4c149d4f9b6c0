import type { ClassId, Instant, Role } from '@liveclass/contract';

/** Which rooms a class has, as its LMS said last. */
export interface RoomPlan {
  readonly perGroup: boolean;
  /** Where people of no group are: in a room of their own, or outside until somebody puts them into a group. */
  readonly ungrouped: 'together' | 'outside';
  /** Of the message that said so; an older one counts for nothing. Zero: nobody ever said anything. */
  readonly version: Instant;
}

/** A room beside the one for all, whose id is the class's own. It stays for good, with its recordings, also when it is closed. */
export interface GroupRoom {
  /** Stands for the class wherever something happens in a room: sessions, seats, events, recordings. */
  readonly id: ClassId;
  readonly classId: ClassId;
  /** The LMS's id of the group; null: the room of the people who are in no group. */
  readonly groupId: string | null;
  readonly name: string;
  /** Somebody may enter it now. */
  readonly isOpen: boolean;
}

/** The rooms of a class as they are for one person. */
export interface Arrangement {
  readonly plan: RoomPlan;
  readonly rooms: readonly (GroupRoom & { readonly isMine: boolean })[];
}

export const ONE_ROOM: RoomPlan = { perGroup: false, ungrouped: 'together', version: 0 };

/** The rooms for somebody who is in these groups. Who is in none belongs to the room of those, whoever else sits there. */
export function arrangementOf(plan: RoomPlan, rooms: readonly GroupRoom[], isIn: (room: GroupRoom) => boolean): Arrangement {
  // While there is one room for all nobody is in any group for now: it is then their former groups that tell them apart.
  const isInAny = rooms.some((room) => room.groupId !== null && (room.isOpen || !plan.perGroup) && isIn(room));
  return { plan, rooms: rooms.map((room) => ({ ...room, isMine: room.groupId === null ? !isInAny : isIn(room) })) };
}

/** The rooms that a person may enter now, by name, that of the people without a group last; null: everybody meets in the one for all. */
export function openTo({ plan, rooms }: Arrangement, role: Role): readonly GroupRoom[] | null {
  if (!plan.perGroup) return null;
  const order = new Intl.Collator(undefined, { numeric: true });
  return rooms
    .filter((room) => room.isOpen && (role === 'teacher' || room.isMine))
    .sort((one, other) => Number(one.groupId === null) - Number(other.groupId === null) || order.compare(one.name, other.name));
}

/** Whether a person may be in this room now. With a room for each group nobody is in the one for all. */
export function mayEnter(arrangement: Arrangement, classId: ClassId, roomId: ClassId, role: Role): boolean {
  const open = openTo(arrangement, role);
  return open === null ? roomId === classId : open.some(({ id }) => id === roomId);
}

/** Whether a person may know what was done in this room: what was made for all is for all, what a group made is for the group. */
export function mayLookBack({ rooms }: Arrangement, classId: ClassId, roomId: ClassId, role: Role): boolean {
  if (roomId === classId || role === 'teacher') return true;
  return rooms.some(({ id, isMine }) => id === roomId && isMine);
}

/** Names those who are told the same of the class: people of the same groups, since the groups changed last. */
export function audienceOf({ plan, rooms }: Arrangement): string {
  const mine = rooms.filter(({ isMine }) => isMine).map(({ id }) => id);
  return [plan.version, ...mine.sort()].join('+');
}
