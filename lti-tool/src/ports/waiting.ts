import type { ClassId, Door, Instant, PersonId, SessionId, WaiterId } from '@liveclass/contract';
import type { AtDoor, Waiter } from '../domain/waiting.ts';

export interface WaitOrder {
  readonly newId: WaiterId;
  readonly roomId: ClassId;
  readonly personId: PersonId;
  readonly name: string;
  readonly at: Instant;
}

/** Whom an order is about: one by their place, or all who wait in front of the room. */
interface WaitersOf {
  readonly roomId: ClassId;
  readonly sessionId: SessionId;
  readonly only?: WaiterId;
}

/** Doors of classes, and who stands in front of their rooms. A person has one place in front of each room, from however many tabs. */
export interface WaitingRooms {
  /** By the class's id; where nobody ever closed it, it is open. */
  door(classId: ClassId): Promise<Door>;
  /** What the change does not name stays; answers the door as it is then, and whether it was closed before. */
  setDoor(
    classId: ClassId,
    change: { readonly [K in keyof Door]?: Door[K] | undefined },
  ): Promise<{ readonly door: Door; readonly wasOn: boolean }>;
  find(roomId: ClassId, personId: PersonId): Promise<AtDoor | null>;
  /** Takes a place; true when it is news. Who waited a moment ago has the same place. Refused: 'waiting-full'. */
  take(order: WaitOrder): Promise<boolean>;
  /** Gives the place up; false where there was none. Who was let in stays so. */
  leave(roomId: ClassId, personId: PersonId): Promise<boolean>;
  /** Who waits, in the order of coming. */
  list(roomId: ClassId): Promise<readonly Waiter[]>;
  /** How many wait in front of each of these rooms; a room without any is left out. */
  counts(roomIds: readonly ClassId[]): Promise<ReadonlyMap<ClassId, number>>;
  /** Ends the wait; answers those who were waiting at that moment. Of two orders at once each person is in the answer of one. */
  settle(order: WaitersOf & { readonly state: 'let-in' | 'turned-away' }): Promise<readonly Waiter[]>;
  /**
   * Takes all places in front of the room away, and forgets who was let in; answers those who were waiting. With 'course' guests wait on:
   * an open door is open to the course.
   */
  clear(roomId: ClassId, whose: 'all' | 'course'): Promise<readonly Waiter[]>;
  /** These people are still there, by the database's clock. */
  seen(roomId: ClassId, people: readonly PersonId[]): Promise<void>;
  /** Takes those out of the lists who were not heard of for so long by the database's clock; answers the rooms that it changed. */
  dropSilent(ms: number): Promise<readonly ClassId[]>;
}
