import type { ClassId, PersonId } from '@liveclass/contract';
import type { Arrangement, GroupRoom, RoomPlan } from '../domain/rooms.ts';

/** The groups of a class with the people in them. */
export interface GroupOfPeople {
  readonly groupId: string;
  readonly name: string;
  readonly members: readonly PersonId[];
}

/** Rooms of classes and who is in which group. A class of which no LMS said anything has one room for all. */
export interface GroupRooms {
  /** As they are for this person; without one, for somebody who is in no group. */
  of(classId: ClassId, personId?: PersonId): Promise<Arrangement>;
  /** As they are for each of the people who differ in their groups, those of no group among them. */
  all(classId: ClassId): Promise<readonly Arrangement[]>;
  /** A room by its id; null for the room for all, whose id is the class's. */
  find(roomId: ClassId): Promise<GroupRoom | null>;
  /** Of these people the ones who are in a group, by room. */
  membersAmong(classId: ClassId, people: readonly PersonId[]): Promise<ReadonlyMap<ClassId, ReadonlySet<PersonId>>>;
  /**
   * Replaces the whole arrangement, all or nothing; false when what is there is newer. A group that is not named any more leaves its
   * room closed, with its last people, who may look back; the same group gets the same room again.
   */
  replace(classId: ClassId, plan: RoomPlan, groups: readonly GroupOfPeople[]): Promise<boolean>;
}
