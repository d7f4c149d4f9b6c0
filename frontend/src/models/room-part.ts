import type { DurableEvent, FileId, PollCounts, RoomSnapshot } from '@liveclass/contract';
import type { BoardFact, LivelyFact, WaitingNews } from '../links/tool-link.ts';

/** A feature of the room with a state of its own: the room tells each of its parts what the tool says. */
export interface RoomPart {
  /** The whole truth, after each entering and each return. */
  entered(snapshot: RoomSnapshot): void;
  /** Durable events, each once and in order. */
  happened(event: DurableEvent): void;
  /** Without a number: the next one makes up for one that was lost. */
  pollCounts?(counts: PollCounts): void;
  lively?(fact: LivelyFact): void;
  /** For a teacher who waits in front of the room, and for who waits there what they wait for. */
  waiting?(news: WaitingNews): void;
  /** The room is closed to this person for now; told again after each return of the link. */
  atDoor?(): void;
  board?(fact: BoardFact): void;
  /** A file of the class is not to be had any more. */
  fileGone?(fileId: FileId): void;
  /** The person is not in the room any more. */
  ended?(): void;
}
