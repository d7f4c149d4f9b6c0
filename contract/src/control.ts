import { z } from 'zod';
import { ClassId, NodeId, RecordingId, SeatId, SessionId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { RecordingStatus } from './recording.ts';
import { Rights, Source } from './rights.ts';

/**
 * The gateway's internal HTTP API, for the tool and peer gateways only.
 * `POST /control/<name>` with a JSON body and `Authorization: Bearer <ControlTokenClaims>`; answers `Answer<reply>` as JSON.
 * Every call is idempotent: the tool repeats it when it does not know the outcome.
 */
export interface ControlCall<B extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly body: B;
  readonly reply: R;
}
const call = <B extends z.ZodType, R extends z.ZodType>(row: ControlCall<B, R>): ControlCall<B, R> => row;
const nothing = z.strictObject({});

export const controlCalls = {
  'rooms.open': call({ body: z.strictObject({ classId: ClassId, sessionId: SessionId }), reply: nothing }),
  'rooms.close': call({ body: z.strictObject({ sessionId: SessionId }), reply: nothing }),
  /**
   * Closes everything of the seat, and the tokens issued for it so far are worthless. With `upToTurn` only a holder of that turn or
   * below is meant, so that a late or repeated call cannot throw out the tab that took over.
   */
  'seats.eject': call({
    body: z.strictObject({
      sessionId: SessionId,
      seatId: SeatId,
      reason: z.enum(['superseded', 'removed', 'session-ended']),
      upToTurn: z.number().int().nonnegative().optional(),
    }),
    reply: nothing,
  }),
  'seats.rights': call({ body: z.strictObject({ sessionId: SessionId, seatId: SeatId, rights: Rights }), reply: nothing }),
  /** Pauses the seat's producer of that source (microphone) or closes it (camera, screen); nothing where there is none. */
  'seats.mute': call({ body: z.strictObject({ sessionId: SessionId, seatId: SeatId, source: Source }), reply: nothing }),
  /** As 'seats.mute' for everybody but these seats; with `sparesPresenters` also but those who share a screen. */
  'rooms.mute': call({
    body: z.strictObject({
      sessionId: SessionId,
      source: Source,
      except: z.array(SeatId).max(LIMITS.seatsPerSession),
      sparesPresenters: z.boolean(),
    }),
    reply: nothing,
  }),
  /** `seats` have agreed to be recorded; nothing of any other seat touches the disk. */
  'recordings.start': call({
    body: z.strictObject({ recordingId: RecordingId, sessionId: SessionId, seats: z.array(SeatId) }),
    reply: RecordingStatus,
  }),
  'recordings.admit': call({ body: z.strictObject({ recordingId: RecordingId, seatId: SeatId }), reply: nothing }),
  'recordings.pause': call({ body: z.strictObject({ recordingId: RecordingId }), reply: RecordingStatus }),
  'recordings.resume': call({ body: z.strictObject({ recordingId: RecordingId }), reply: RecordingStatus }),
  'recordings.stop': call({ body: z.strictObject({ recordingId: RecordingId }), reply: RecordingStatus }),
  /** Starts composing where it is not under way or done; progress comes as 'recording.status' events. */
  'recordings.compose': call({ body: z.strictObject({ recordingId: RecordingId }), reply: RecordingStatus }),
  'recordings.status': call({ body: z.strictObject({ recordingId: RecordingId }), reply: RecordingStatus }),
  /** Removes every byte of it. */
  'recordings.delete': call({ body: z.strictObject({ recordingId: RecordingId }), reply: nothing }),
  /** No new rooms from now on. */
  'node.drain': call({ body: nothing, reply: nothing }),
  'node.dump': call({ body: nothing, reply: z.unknown() }),
} as const;
export type ControlCalls = typeof controlCalls;

/** `GET /control/recordings/<recordingId>/file`: the MP4, with Range and HEAD. */
export const recordingFilePath = (recordingId: RecordingId): string => `/control/recordings/${recordingId}/file`;

/** `GET /control/events`: newline-delimited JSON for as long as the tool stays; the first line is 'hello'; an empty line every 2 s keeps it alive. */
export const CONTROL_EVENTS_PATH = '/control/events';
export const ControlEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    node: NodeId,
    rooms: z.array(SessionId),
    recordings: z.array(RecordingStatus),
  }),
  z.strictObject({ type: z.literal('recording.status'), status: RecordingStatus }),
  z.strictObject({ type: z.literal('room.moved'), sessionId: SessionId, generation: z.number().int() }),
]);
export type ControlEvent = z.infer<typeof ControlEvent>;

/** A gateway in the `gateways` collection, written by its heartbeat every second with the database's time. */
export const GatewayRecord = z.object({
  /** The node's id. */
  _id: NodeId,
  signallingUrl: z.url(),
  controlUrl: z.url(),
  /** Rises with each start of the node's process. */
  epoch: z.number().int(),
  draining: z.boolean(),
  rooms: z.number().int(),
  seats: z.number().int(),
  seenAt: z.date(),
});
export type GatewayRecord = z.infer<typeof GatewayRecord>;
/** A gateway whose heartbeat is older than this gets no new rooms. */
export const GATEWAY_STALE_MS = 5_000;
