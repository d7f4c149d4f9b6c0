import type { DurableEvent, RoomSnapshot } from '@liveclass/contract';
import type { PartFact } from '../links/tool-link.ts';

/** A feature of the room with a state of its own: the room tells each of its parts what the tool says. */
export interface RoomPart {
  /** The whole truth, after each entering and each return. */
  entered(snapshot: RoomSnapshot): void;
  /** Durable events, each once and in order. */
  happened(event: DurableEvent): void;
  /** Without a number: what it tells may be lost, and a later one makes up for it. Most are for one part alone. */
  told?(fact: PartFact): void;
  /** The room is closed to this person for now; told again after each return of the link. */
  atDoor?(): void;
  /** The person is not in the room any more. */
  ended?(): void;
}
