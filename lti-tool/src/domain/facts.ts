import type {
  BoardSnapshot,
  ClassId,
  DurableEvent,
  FactOf,
  FileId,
  PersonId,
  PollId,
  Reason,
  Role,
  RoomReaction,
  SeatId,
  ToolFacts,
} from '@liveclass/contract';
import type { Audience } from './events.ts';

/** What people of a class are to be told once it is durable. Where something happens in a group's room, its id is the `classId`. */
export type Fact =
  /** Everybody else gets its number alone. */
  | { readonly kind: 'event'; readonly classId: ClassId; readonly event: DurableEvent; readonly audience?: Audience }
  /** The class's view changed: watchers get a fresh one, each as their role may see it. */
  | { readonly kind: 'class-changed'; readonly classId: ClassId }
  | { readonly kind: 'connection'; readonly classId: ClassId; readonly seatId: SeatId; readonly connected: boolean }
  /** Told to every link that spoke for the seat, but this one. */
  | { readonly kind: 'superseded'; readonly classId: ClassId; readonly seatId: SeatId; readonly except: string }
  /** The room is not the person's any more: told to every link that spoke for the seat. */
  | { readonly kind: 'displaced'; readonly classId: ClassId; readonly seatId: SeatId; readonly personId: PersonId }
  /** The class's rooms or groups changed: everybody who follows the class is to ask anew. */
  | { readonly kind: 'regrouped'; readonly classId: ClassId }
  /** Told to every link of the person in this class. */
  | { readonly kind: 'role-changed'; readonly classId: ClassId; readonly personId: PersonId; readonly role: Role }
  /** Answers came in: who teaches is told how they stand, soon. */
  | { readonly kind: 'poll-counts'; readonly classId: ClassId; readonly pollId: PollId }
  /** The person is not of the class any more, or banned: every link of theirs in it is told, and closed. */
  | { readonly kind: 'removed'; readonly classId: ClassId; readonly personId: PersonId; readonly why: 'course' | 'banned' }
  /** A teacher sent whoever has this seat out of the session: their links are told, and hear nothing of the class's room any more. */
  | { readonly kind: 'seat-removed'; readonly classId: ClassId; readonly seatId: SeatId; readonly personId: PersonId }
  /** Somebody showed something: the class is told soon, together with whatever else comes. */
  | { readonly kind: 'reacted'; readonly classId: ClassId; readonly seatId: SeatId; readonly reaction: RoomReaction }
  /** The numbers of the pace, or who is told them, changed: told soon. */
  | { readonly kind: 'pace-changed'; readonly classId: ClassId }
  /** Who stands in front of a room changed, or its door did: teachers in it and those who wait are told how it is, soon. */
  | { readonly kind: 'waiting'; readonly classId: ClassId }
  /** The wait of these people is over: told to all their tabs, which wait no more. */
  | {
      readonly kind: 'waiting-settled';
      readonly classId: ClassId;
      readonly personIds: readonly PersonId[];
      readonly standing: FactOf<ToolFacts, 'waiting.settled'>['standing'];
    }
  | { readonly kind: 'board-drawn'; readonly classId: ClassId; readonly drawn: FactOf<ToolFacts, 'board.drawn'> }
  | { readonly kind: 'board-changed'; readonly classId: ClassId; readonly board: BoardSnapshot }
  /** Told to everybody but the link that sent it. */
  | {
      readonly kind: 'board-pointer';
      readonly classId: ClassId;
      readonly except: string;
      readonly pointer: FactOf<ToolFacts, 'board.pointer'>;
    }
  /** A file was deleted or hidden: everybody in the room is told, because a message may show it. */
  | { readonly kind: 'file-gone'; readonly classId: ClassId; readonly fileId: FileId }
  | { readonly kind: 'trouble'; readonly classId: ClassId; readonly reason: Reason };

/** Facts of an event that may not have come about. */
export const eventFacts = (classId: ClassId, event: DurableEvent | null | undefined, audience?: Audience): readonly Fact[] =>
  event ? [{ kind: 'event', classId, event, ...(audience && { audience }) }] : [];
