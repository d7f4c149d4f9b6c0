import type { Readable } from 'node:stream';
import type {
  BodyOf,
  ClassId,
  FactOf,
  MediaFacts,
  MediaRoom,
  MediaTokenClaims,
  MediaWishes,
  ProducerView,
  RecordingId,
  RecordingStatus,
  ReplyOf,
  Rights,
  SeatId,
  SessionId,
  Source,
} from '@liveclass/contract';

/** Where lines of the log go. Context is bound once by `child`; fields never hold tokens, names or message bodies. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

/** Milliseconds since 1970 by this machine's clock. */
export interface Clock {
  now(): number;
}

/** Ends a subscription; calling it twice does no harm. */
export type Unsubscribe = () => void;

/** What happens in a room, as a recording must hear of it. Listeners are called in order and must not throw. */
export type TapEvent =
  | { readonly type: 'producer.opened'; readonly producer: ProducerView }
  /** Paused (muted) or resumed by its seat or by a teacher. */
  | { readonly type: 'producer.changed'; readonly producerId: string; readonly seatId: SeatId; readonly paused: boolean }
  | { readonly type: 'producer.closed'; readonly producerId: string; readonly seatId: SeatId }
  /** The seat that speaks most; null when nobody does. */
  | { readonly type: 'dominant.changed'; readonly seatId: SeatId | null }
  /**
   * The room was rebuilt on another worker. Every earlier producer and plain consumer is closed (each was told
   * before); what the seats send again comes as 'producer.opened' with new ids.
   */
  | { readonly type: 'room.moved'; readonly generation: number }
  /** The session ended or the gateway ends; every producer was told closed before. Nothing follows. */
  | { readonly type: 'room.closed' };

/** One codec as it is sent to a plain consumer: all that an SDP needs. */
export interface PlainCodec {
  /** Like 'audio/opus' or 'video/VP8'. */
  readonly mimeType: string;
  readonly payloadType: number;
  readonly clockRate: number;
  /** Of audio; absent for video. */
  readonly channels?: number | undefined;
  /** The fmtp parameters, like { 'packetization-mode': 1 }. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

/** Where the RTP of a plain consumer is to go: always 127.0.0.1. */
export interface PlainTarget {
  readonly port: number;
  /** Absent: RTCP goes to `port` too (rtcp-mux). */
  readonly rtcpPort?: number | undefined;
}

export interface PlainConsumerStats {
  /** RTP packets and bytes sent to the target since the consumer was made. */
  readonly packets: number;
  readonly bytes: number;
  /** RTP packets received from the browser, all layers together. */
  readonly producerPackets: number;
  /** RTP packets from the browser that never came, all layers together; it rises with damage. */
  readonly producerPacketsLost: number;
  /** Share of the last packets from the browser that arrived, as mediasoup scores it: 0 (none) to 10 (all). */
  readonly producerScore: number;
}

/**
 * One producer's media as plain RTP from 127.0.0.1 (ports between PLAIN_PORT_MIN and PLAIN_PORT_MAX), with sender reports.
 * Made paused: nothing is sent before `resume()`. Simulcast is fixed to its top layer.
 */
export interface PlainConsumer {
  readonly producerId: string;
  readonly kind: 'audio' | 'video';
  readonly codec: PlainCodec;
  /** SSRC of the RTP that is sent. */
  readonly ssrc: number;
  /** The same for all media of one browser tab. */
  readonly cname: string;
  /** Where the RTP and RTCP come from; the receiver's RTCP goes back there. */
  readonly from: { readonly ip: string; readonly port: number; readonly rtcpPort: number | undefined };
  /** True once its producer, its room or its worker is gone, or after `close()`. */
  readonly closed: boolean;
  /** Sends from now on; for video a key frame is asked for. Rejects with a Refusal 'not-found' once closed. */
  resume(): Promise<void>;
  /** Nothing is sent until `resume()`. Rejects as `resume` does. */
  pause(): Promise<void>;
  /** Does nothing for audio or once closed; mediasoup passes on one a second at most. */
  requestKeyFrame(): Promise<void>;
  /** Key frames sent to the target so far; stays 0 for audio. */
  keyFrames(): number;
  /** Rejects with a Refusal 'not-found' once closed. */
  stats(): Promise<PlainConsumerStats>;
  /** Called once when it is closed by anything else than `close()`. */
  onClosed(listener: () => void): Unsubscribe;
  /** Idempotent; frees its ports. */
  close(): void;
}

/** A room as a recording sees it: who sends what now, what changes, and a copy of any producer's media. It outlives worker deaths. */
export interface RoomTap {
  readonly sessionId: SessionId;
  /** Rises each time the room is rebuilt; starts at 1. */
  readonly generation: number;
  /** Everything that is sent now, paused or not. */
  producers(): readonly ProducerView[];
  dominant(): SeatId | null;
  onEvent(listener: (event: TapEvent) => void): Unsubscribe;
  /** Rejects with a Refusal: 'not-found' (producer or room gone), 'cannot-consume', 'busy' (no port left). */
  createPlainConsumer(producerId: string, target: PlainTarget): Promise<PlainConsumer>;
}

/** The rooms of this gateway, for its recorder. */
export interface RoomTaps {
  /** Undefined where this gateway has no such room (now). */
  find(sessionId: SessionId): RoomTap | undefined;
}

/** A composed MP4. */
export interface RecordingFile {
  readonly bytes: number;
  readonly modifiedAt: Date;
  /** Reads from `start` to `end`, both included. Destroying the stream frees the file. */
  read(start: number, end: number): Readable;
}

/**
 * The recordings of this gateway. Every call is idempotent: the tool repeats it when it does not know the outcome.
 * An unknown recording is a Refusal 'not-found'; a call that the phase does not allow is 'wrong-phase'.
 */
export interface Recorder {
  /**
   * Records the seats that have agreed, and nobody else. The same recordingId again answers its status and adds no seats.
   * Refused: 'not-found' (no such room here), 'already-recording' (another recording of the session runs), 'disk-full'.
   */
  start(order: { recordingId: RecordingId; sessionId: SessionId; seats: readonly SeatId[] }): Promise<RecordingStatus>;
  /** This seat has agreed now. */
  admit(recordingId: RecordingId, seatId: SeatId): Promise<void>;
  pause(recordingId: RecordingId): Promise<RecordingStatus>;
  resume(recordingId: RecordingId): Promise<RecordingStatus>;
  /** Ends recording; composing is ordered apart. It answers once the last segment is on the disk. */
  stop(recordingId: RecordingId): Promise<RecordingStatus>;
  /** Starts composing where it is not under way or done; does not wait for it. */
  compose(recordingId: RecordingId): Promise<RecordingStatus>;
  status(recordingId: RecordingId): Promise<RecordingStatus>;
  /** Every recording that this gateway holds, from memory. */
  all(): readonly RecordingStatus[];
  /** Removes every byte of it, also while it is recorded or composed. One that is not there is no error. */
  delete(recordingId: RecordingId): Promise<void>;
  /** The MP4 of a 'ready' recording; else refused 'not-found'. */
  file(recordingId: RecordingId): Promise<RecordingFile>;
  /** Called at each change of phase and, while composing, at most once a second with the progress. */
  onStatus(listener: (status: RecordingStatus) => void): Unsubscribe;
  /** What it holds and runs, for a person who looks for a fault: no media, no names. */
  dump(): object;
  /** The gateway ends: running recordings are closed on the disk so that they can be composed after the next start. */
  end(): Promise<void>;
}

/** The connection of one browser tab, as its room sees it. */
export interface SeatLink {
  /** Tells a fact; lost without a word when the connection is. */
  tell<N extends keyof MediaFacts>(name: N, fact: FactOf<MediaFacts, N>): void;
  /** Ends the connection once what was told has left. */
  end(): void;
}

/** What a joined tab may wish. Each rejects with a Refusal; 'superseded' once another link has the seat. */
export type SeatWishes = {
  readonly [N in Exclude<keyof MediaWishes, 'media.join'>]: (body: BodyOf<MediaWishes, N>) => Promise<ReplyOf<MediaWishes, N>>;
};

/** A link's hold on its seat. */
export interface Seating {
  readonly wishes: SeatWishes;
  /** The connection is gone; the media stays for the grace. Does nothing once another link has the seat. */
  lost(): void;
}

/** Counts for the heartbeat and the metrics. */
export interface Census {
  readonly rooms: number;
  readonly seats: number;
  readonly producers: number;
  readonly consumers: number;
}

export type EjectReason = FactOf<MediaFacts, 'ejected'>['reason'];

/** Who is meant when everybody is muted: all seats but these, and perhaps those that share a screen. */
export interface MuteAll {
  readonly source: Source;
  readonly except: readonly SeatId[];
  readonly sparesPresenters: boolean;
}

/** The rooms of this gateway. Every method that may refuse rejects or throws a Refusal. */
export interface Rooms extends RoomTaps {
  /** Idempotent. Refused: 'no-gateway' while draining, 'class-ended' when that session was closed, 'gateway-failed'. */
  open(classId: ClassId, sessionId: SessionId): Promise<void>;
  /** Ejects everybody with 'session-ended' and closes all media. Idempotent. */
  close(sessionId: SessionId): Promise<void>;
  ids(): readonly SessionId[];
  /** Throws where the token's seat may not link: 'class-ended', 'not-found' (no such room), 'superseded'. */
  admit(claims: MediaTokenClaims): void;
  /** Seats the link. `generation` is what the tab still has, when it asks to resume. Refused like `admit`, and 'class-full'. */
  join(
    claims: MediaTokenClaims,
    link: SeatLink,
    generation: number | undefined,
  ): Promise<{ readonly room: MediaRoom; readonly seating: Seating }>;
  /** Closes everything of the seat; tokens issued so far open it no more. Where `upToTurn` is given, only a holder of that turn or below is meant. */
  eject(sessionId: SessionId, seatId: SeatId, reason: EjectReason, upToTurn?: number): Promise<void>;
  setRights(sessionId: SessionId, seatId: SeatId, rights: Rights): Promise<void>;
  mute(sessionId: SessionId, seatId: SeatId, source: Source): Promise<void>;
  muteAll(sessionId: SessionId, order: MuteAll): Promise<void>;
  /** From now on no room is opened. */
  drain(): void;
  readonly isDraining: boolean;
  onMoved(listener: (sessionId: SessionId, generation: number) => void): Unsubscribe;
  census(): Census;
  dump(): Promise<object>;
  /** Ejects everybody with 'draining' and closes every room. */
  end(): Promise<void>;
}
