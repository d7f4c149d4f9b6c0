import type { BanId, ClassId, DurableEvent, Instant, PersonId, SessionId } from '@liveclass/contract';
import type { BanPlace, BanRecord, LmsIdentity, LogRecord } from '../domain/ban.ts';
import type { LockRecord } from '../domain/locks.ts';

/** What happened, as the session of one room is told it. */
export interface RoomEvent {
  readonly roomId: ClassId;
  readonly sessionId: SessionId;
  readonly event: DurableEvent;
}

/** The locks of classes, by the id of the class or of a room of it; where nothing was ever locked everything is open. */
export interface ClassLocks {
  find(classId: ClassId): Promise<LockRecord>;
  /** Changes what stands at that moment, with the events that tell each live room of the class and the line of the log; none where nothing changed. */
  change(order: {
    readonly classId: ClassId;
    readonly at: Instant;
    readonly entry: LogRecord;
    step(before: LockRecord): LockRecord;
  }): Promise<readonly RoomEvent[]>;
}

/** Who is kept out of where. At most one ban of a person and place stands; a further one takes its place. */
export interface Bans {
  /** With its line of the log, all or nothing. */
  put(ban: BanRecord & { readonly identity: LmsIdentity }, entry: LogRecord): Promise<void>;
  /** The lifted ban; null when none of these places has it any more. */
  lift(order: {
    readonly id: BanId;
    readonly places: readonly BanPlace[];
    readonly at: Instant;
    readonly entry: (ban: BanRecord) => LogRecord;
  }): Promise<BanRecord | null>;
  /** A ban that keeps the person out of one of these places now. */
  ofPerson(personId: PersonId, places: readonly BanPlace[], now: Instant): Promise<BanRecord | null>;
  /** The same for who a person is to the LMS, whoever they were with us when they were banned. */
  ofIdentity(identity: LmsIdentity, places: readonly BanPlace[], now: Instant): Promise<BanRecord | null>;
  /** Those that stand now, newest first. */
  list(places: readonly BanPlace[], now: Instant, limit: number): Promise<readonly BanRecord[]>;
}

/** What was done to keep order in a class. */
export interface ModerationLog {
  write(entry: LogRecord): Promise<void>;
  /** Newest first; of a course also what was done in its other classes that holds here. */
  list(classId: ClassId, limit: number): Promise<readonly LogRecord[]>;
}
