import type { ClassId, DurableEvent, Instant, NodeId, RecordingId, SessionId } from '@liveclass/contract';

/** Which gateway process has the session's room; another epoch of the same node is another process that knows nothing of it. */
export interface RoomPlace {
  readonly node: NodeId;
  readonly epoch: number;
}

export type EndReason = Extract<DurableEvent, { type: 'session.ended' }>['reason'];

/** One meeting of a class. At most one session of a class is live. */
export interface SessionRecord {
  readonly id: SessionId;
  readonly classId: ClassId;
  readonly phase: 'live' | 'ended';
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** The planned beginning of the meeting that it was opened for, ahead of time; what was before it counts for nobody's attendance. */
  readonly plannedFor?: Instant;
  /** How many are seated. */
  readonly people: number;
  /** Null until a gateway has been chosen. */
  readonly place: RoomPlace | null;
  /** The recording that is being started or runs: from the teacher's click on, who enters must agree first. */
  readonly recordingId: RecordingId | null;
}

/** A gateway as the tool sees it. */
export interface GatewayNode extends RoomPlace {
  readonly signallingUrl: string;
  readonly controlUrl: string;
  readonly draining: boolean;
  readonly seats: number;
  /** Its heartbeat is younger than GATEWAY_STALE_MS by the database's clock. */
  readonly isAlive: boolean;
}

/** The gateway for a new room: of those that live and take rooms, the one with the fewest seats; ties go by name, so that all tools agree. */
export function chooseGateway(nodes: readonly GatewayNode[]): GatewayNode | undefined {
  return nodes
    .filter((node) => node.isAlive && !node.draining)
    .sort((one, other) => one.seats - other.seats || one.node.localeCompare(other.node))[0];
}

/** Where the room stands now, and what is to be done about it before anybody is sent there. */
export type RoomCare = 'stays' | 'open-again' | 'move';

/** A draining gateway keeps the rooms it has; one that restarted must be told of them; one that is gone loses them. */
export function careFor(place: RoomPlace | null, node: GatewayNode | undefined): RoomCare {
  if (!place || !node?.isAlive) return 'move';
  return node.epoch === place.epoch ? 'stays' : 'open-again';
}
