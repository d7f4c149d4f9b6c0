import type {
  ClassId,
  ClassSettings,
  DurableEvent,
  Instant,
  Limits,
  NodeId,
  PersonId,
  RecordingId,
  Rights,
  Role,
  SeatId,
  SendId,
  Seq,
  SessionId,
  SettingsChange,
  TabId,
} from '@liveclass/contract';
import type { Audience, NewEvent, Reader, Sender } from '../domain/events.ts';
import type { Fact } from '../domain/facts.ts';
import type { Chore, RecordingRecord, Telling } from '../domain/recording.ts';
import type { SeatRecord, Taking } from '../domain/seat.ts';
import type { EndReason, RoomPlace, SessionRecord } from '../domain/session.ts';
import type { Boards } from './board.ts';
import type { Chats } from './chat.ts';
import type { PeopleEraser } from './desk.ts';
import type { GatewayControl, Gateways } from './gateways.ts';
import type { Guests } from './guests.ts';
import type { Hands } from './hands.ts';
import type { Classes, Clock, Ids, Memberships, Persons } from './identity.ts';
import type { Chance, Livelies, Paces } from './lively.ts';
import type { Log } from './log.ts';
import type { Bans, ClassLocks, ModerationLog } from './moderation.ts';
import type { Polls, Votes } from './polls.ts';
import type { GroupRooms } from './rooms.ts';
import type { Rosters } from './roster.ts';
import type { Slides } from './slides.ts';
import type { WaitingRooms } from './waiting.ts';

/**
 * Meetings of classes. A class with a room for each group is several here, each under its room's id. At most one is live
 * per room, whoever opens it and however many at once.
 */
export interface Sessions {
  live(classId: ClassId): Promise<SessionRecord | null>;
  /** The live sessions of these rooms. */
  liveIn(roomIds: readonly ClassId[]): Promise<readonly SessionRecord[]>;
  find(classId: ClassId, sessionId: SessionId): Promise<SessionRecord | null>;
  /** Opens this one, or answers the live one that was there first. */
  open(draft: { id: SessionId; classId: ClassId; startedAt: Instant; plannedFor?: Instant }): Promise<SessionRecord>;
  /** Moves the room; null when somebody else moved it or the session ended meanwhile. */
  place(session: SessionRecord, place: RoomPlace): Promise<SessionRecord | null>;
  /**
   * Ends it, empties its seats and numbers the event, all or nothing; null when it is not live any more. With `emptyForMs` only
   * when nobody has been in it for so long by the database's clock.
   */
  end(order: {
    session: Pick<SessionRecord, 'id' | 'classId'>;
    reason: EndReason;
    at: Instant;
    by?: Sender;
    emptyForMs?: number;
  }): Promise<DurableEvent | null>;
  /** Of these rooms together. */
  lastEndedAt(roomIds: readonly ClassId[]): Promise<Instant | null>;
  /** Live sessions that nobody has been in for so long by the database's clock. */
  emptyFor(ms: number): Promise<readonly SessionRecord[]>;
  /** Every live session. */
  allLive(): Promise<readonly SessionRecord[]>;
  /** Live sessions whose room is at this node. */
  liveAt(node: NodeId): Promise<readonly SessionRecord[]>;
  /** Of these, the ones that are live. */
  stillLive(ids: readonly SessionId[]): Promise<ReadonlySet<SessionId>>;
}

export interface SeatOrder {
  readonly newId: SeatId;
  readonly sessionId: SessionId;
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly rights: Rights;
  readonly tab: TabId;
  readonly link: string;
  readonly at: Instant;
  /** The session's recording as the use case saw it; when it is another by now the seat is not taken. */
  readonly seenRecording: RecordingId | null;
  /** The link comes back by itself: it may neither take the seat from another tab nor sit down in a session it was not in. */
  readonly resume: boolean;
}

export interface Taken {
  readonly seat: SeatRecord;
  readonly taking: Taking;
  readonly event: DurableEvent | null;
  /** For whom the event is, where not for all. */
  readonly audience?: Audience;
}

/** People's places. (session, person) is unique; counts and events are written with the seat, all or nothing. */
export interface Seats {
  /** Null when the session's recording is not `seenRecording`. Refused: 'class-ended', 'class-full', 'superseded'. */
  take(order: SeatOrder): Promise<Taken | null>;
  find(classId: ClassId, seatId: SeatId): Promise<SeatRecord | null>;
  /** Whether the person has, or had, a seat in this session. */
  hasSat(sessionId: SessionId, personId: PersonId): Promise<boolean>;
  /** Everybody who is seated, in the order of joining. */
  present(sessionId: SessionId): Promise<readonly SeatRecord[]>;
  /** Gives the seat up; null when it is not taken any more, or not by this turn, or (with `lostForMs`) its link is back. */
  leave(order: { classId: ClassId; seatId: SeatId; at: Instant; turn?: number; lostForMs?: number }): Promise<DurableEvent | null>;
  /** The course changed what the person is: their present seat follows, and everybody is told as of an arrival; null when nothing changed. */
  changeRole(order: { classId: ClassId; seatId: SeatId; role: Role; rights: Rights; at: Instant }): Promise<DurableEvent | null>;
  /** The seat's rights from now on, where somebody sits on it. */
  setRights(order: { classId: ClassId; seatId: SeatId; rights: Rights }): Promise<void>;
  /** The link is gone: the seats that it spoke for are kept, and answered. A link that was replaced speaks for none. */
  loseLink(link: string, at: Instant): Promise<readonly SeatRecord[]>;
  /** As `loseLink` for every link of a tool process that is not among these, as of the last sign of life of that process. */
  loseLinksOfOthers(liveTools: readonly string[], at: Instant): Promise<readonly SeatRecord[]>;
  /** Seats whose link has been lost for so long by the database's clock. */
  lostFor(ms: number): Promise<readonly SeatRecord[]>;
}

/** What teachers set for a class; where they set nothing it has no plan and is not recorded by itself. */
export interface Settings {
  find(classId: ClassId): Promise<ClassSettings & { readonly isSetInLms: boolean }>;
  /** What the change does not name stays as it is. */
  change(classId: ClassId, change: SettingsChange, by: { readonly changedBy: PersonId; readonly changedAt: Instant }): Promise<void>;
}

/** What happened in a class, numbered 1, 2, 3, ... without a hole. */
export interface Events {
  /** As that reader may see them: what is not for them is there by its number alone. */
  since(classId: ClassId, seq: Seq, limit: number, reader: Reader): Promise<readonly DurableEvent[]>;
  lastSeq(classId: ClassId): Promise<Seq>;
  /** Of several classes at once; a class without events is left out. */
  lastSeqs(classIds: readonly ClassId[]): Promise<ReadonlyMap<ClassId, Seq>>;
  /** What the sender's earlier use of this sendId led to. */
  sentBefore(classId: ClassId, personId: PersonId, sendId: SendId): Promise<{ wish: string; event: DurableEvent } | null>;
}

/** What is written with a recording's change, all or nothing. */
export interface RecordingEffects {
  /** Numbered with the change. */
  readonly event?: NewEvent;
  readonly by?: Sender;
  readonly at: Instant;
}

/** Recordings of classes. A session has at most one that is active. */
export interface Recordings {
  /**
   * Claims the session for this recording and stores the teacher's own agreement. The same (person, sendId) again answers the
   * first record. Refused: 'class-ended', 'already-recording'.
   */
  begin(draft: RecordingRecord, agreement: Agreement): Promise<RecordingRecord>;
  /** A recording that never started: removed, and the session freed. */
  abandon(recording: RecordingRecord): Promise<void>;
  /** Writes `next` over exactly the version it was made from; undefined when that is not there any more; else the event, or null where none was asked for. */
  save(next: RecordingRecord, effects: RecordingEffects): Promise<DurableEvent | null | undefined>;
  /** Also hidden and deleted ones; never one of another class. */
  find(classId: ClassId, id: RecordingId): Promise<RecordingRecord | null>;
  /** For words of gateways, which know no classes. */
  findAnywhere(id: RecordingId): Promise<RecordingRecord | null>;
  /** Whether anything was ever recorded in this session, also what was deleted since. */
  hasAny(sessionId: SessionId): Promise<boolean>;
  /** Of these rooms together, newest first, without deleted ones. */
  list(roomIds: readonly ClassId[]): Promise<readonly RecordingRecord[]>;
  /**
   * Claims what is due of a chore by pushing its next try away, each time further, so that of two tools one gets it and a failure
   * is tried again later. The longest due first.
   */
  claimDue(chore: Chore, now: Instant, limit: number): Promise<readonly RecordingRecord[]>;
}

/** Somebody's yes to being recorded, with the version of the text they read. */
export interface Agreement {
  readonly recordingId: RecordingId;
  readonly sessionId: SessionId;
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly version: string;
  readonly at: Instant;
}

export interface Consents {
  /** Twice is once: the first answer stays. */
  put(agreement: Agreement): Promise<void>;
  has(recordingId: RecordingId, personId: PersonId): Promise<boolean>;
  /** Who of a session's recording has agreed. */
  of(recordingId: RecordingId): Promise<ReadonlySet<PersonId>>;
}

/** The processes of the tool that share the database, and what only one of them does at a time. */
export interface Replicas {
  /** Says that this process lives, by the database's clock. */
  beat(tool: string): Promise<void>;
  /** Those that said so within the given time. */
  alive(withinMs: number): Promise<readonly string[]>;
  leave(tool: string): Promise<void>;
  /** Holds or renews a lease; of several processes one gets it until it stops renewing. */
  hold(lease: string, tool: string, forMs: number): Promise<boolean>;
  /** Gives it up before its end. */
  release(lease: string, tool: string): Promise<void>;
}

/** Tells people. Nothing of it can be relied on to arrive: numbered events are asked for again. */
export interface Publisher {
  publish(facts: readonly Fact[]): void;
}

/** Words to the course; see the course-materials message of the contract. */
export type CourseOutcome = Telling | { readonly type: 'try-later' };
export interface Course {
  /** Whether the class's platform takes course-materials messages. */
  takes(classId: ClassId): Promise<boolean>;
  tell(action: 'publish' | 'update' | 'unpublish', recording: RecordingRecord): Promise<CourseOutcome>;
}

/** Tokens that admit a tab to the media link of one gateway node. */
export interface MediaPasses {
  sign(order: {
    node: NodeId;
    classId: ClassId;
    sessionId: SessionId;
    seatId: SeatId;
    tab: TabId;
    role: Role;
    rights: Rights;
    turn: number;
  }): Promise<{ token: string; expiresAt: Instant }>;
}

/** What a playback link stands for. */
export interface PlaybackRight {
  readonly classId: ClassId;
  readonly recordingId: RecordingId;
  readonly personId: PersonId;
  /** Names the web session that asked for it. */
  readonly sessionKey: string;
}

export interface PlaybackLinks {
  sign(right: PlaybackRight): Promise<{ token: string; expiresAt: Instant }>;
  /** Refused 'link-expired' when it is over, forged or not a link. */
  read(token: string): Promise<PlaybackRight>;
}

/** Whether the web session that asked for a link still stands, by the hash of its token. */
export interface LiveWebSessions {
  keyOf(token: string): string;
  isLive(sessionKey: string, now: Instant): Promise<boolean>;
}

/** Wakes chores soon, on some tool; it holds no truth. */
export interface Alarm {
  wake(chore: Chore): Promise<void>;
}

/** All that the use cases of the class need. */
export interface ClassroomPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly limits: Limits;
  readonly classes: Pick<Classes, 'find'>;
  readonly memberships: Pick<Memberships, 'role' | 'classesOf'>;
  readonly persons: Pick<Persons, 'find'>;
  readonly guests: Pick<Guests, 'find' | 'endOf' | 'goneSince'>;
  readonly eraser: Pick<PeopleEraser, 'forget'>;
  readonly sessions: Sessions;
  readonly seats: Seats;
  readonly events: Events;
  readonly recordings: Recordings;
  readonly consents: Consents;
  readonly settings: Settings;
  readonly rooms: GroupRooms;
  readonly chats: Chats;
  readonly hands: Hands;
  readonly livelies: Livelies;
  readonly paces: Paces;
  readonly chance: Chance;
  readonly locks: ClassLocks;
  readonly bans: Bans;
  /** Whether the class of a room belongs to a platform that opens nothing any more. */
  readonly platformDoor: { isShut(roomId: ClassId): Promise<boolean> };
  readonly banDoor: { mind(of: { readonly classId: ClassId; readonly personId: PersonId; readonly role: Role }): Promise<void> };
  readonly moderationLog: ModerationLog;
  readonly boards: Boards;
  readonly slides: Slides;
  readonly gateways: Gateways;
  readonly control: GatewayControl;
  readonly passes: MediaPasses;
  readonly links: PlaybackLinks;
  readonly webSessions: LiveWebSessions;
  readonly course: Course;
  readonly replicas: Replicas;
  readonly rosters: Pick<Rosters, 'wish'>;
  readonly alarm: Alarm;
  readonly publisher: Publisher;
  readonly polls: Polls;
  readonly votes: Votes;
  readonly waiting: WaitingRooms;
}

/** Who asks: taken from the web session and the link, never from a message. */
export interface Caller {
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly name: string;
  readonly role: Role;
}

/** The seat that a tool link speaks for. */
export interface HeldSeat {
  readonly seatId: SeatId;
  readonly sessionId: SessionId;
  readonly turn: number;
  /** The room that the session is in. */
  readonly roomId: ClassId;
}

/** A caller on a tool link. */
export interface LinkedCaller extends Caller {
  /** `<tool>/<socket>` */
  readonly link: string;
  readonly seat: HeldSeat | null;
}

/**
 * What a use case did: `value` is the answer; then, and not before the answer has left, `facts` are published; then `afterwards`
 * runs, which nobody waits for.
 */
export interface Done<T> {
  readonly value: T;
  readonly facts: readonly Fact[];
  readonly afterwards?: () => Promise<void>;
}
