import type { DurableEvent, FileId, PollCounts, RoomSnapshot } from '@liveclass/contract';
import type { BoardFact } from '../links/tool-link.ts';

/** A feature of the room with a state of its own: the room tells each of its parts what the tool says. */
export interface RoomPart {
  /** The whole truth, after each entering and each return. */
  entered(snapshot: RoomSnapshot): void;
  /** Durable events, each once and in order. */
  happened(event: DurableEvent): void;
  /** Without a number: the next one makes up for one that was lost. */
  pollCounts?(counts: PollCounts): void;
  board?(fact: BoardFact): void;
  /** A file of the class is not to be had any more. */
  fileGone?(fileId: FileId): void;
  /** The person is not in the room any more. */
  ended?(): void;
}
