import type { ClassId, FeedbackBody, FeedbackSubject, Instant, PersonId, RecordingId, SessionId } from '@liveclass/contract';
import type { Attendances } from './attendance.ts';
import type { Recordings } from './classroom.ts';
import type { Clock } from './identity.ts';
import type { GroupRooms } from './rooms.ts';

/** What somebody said about a session or a recording; without stars they only said that they do not want to be asked. */
export interface FeedbackRecord {
  readonly stars: number | null;
  readonly text: string;
}

/** Everybody's answer about one thing, in the order in which the answers first came. */
export interface Answers {
  readonly id: SessionId | RecordingId;
  readonly stars: readonly number[];
}

/** Feedback, one record for each (subject, person), whichever tool writes it and however often. */
export interface Feedbacks {
  find(subject: FeedbackSubject, personId: PersonId): Promise<FeedbackRecord | null>;
  /** Gives it, or changes what was given; the place among the answers stays that of the first. */
  put(order: {
    readonly classId: ClassId;
    readonly subject: FeedbackSubject;
    readonly personId: PersonId;
    readonly body: FeedbackBody;
    readonly at: Instant;
  }): Promise<void>;
  /** Remembers that the person was asked; an answer that is there stays. */
  skip(classId: ClassId, subject: FeedbackSubject, personId: PersonId): Promise<void>;
  /** Stars about these, of one class. */
  answers(classId: ClassId, kind: FeedbackSubject['kind'], ids: readonly string[]): Promise<readonly Answers[]>;
  /** The first so many answers about one thing, in no order that tells who or when. */
  texts(classId: ClassId, subject: FeedbackSubject, first: number): Promise<readonly { readonly stars: number; readonly text: string }[]>;
}

/** Who was in which session, as far as feedback asks. */
export interface SessionGuests {
  /** The last session in these rooms that the person had a seat in. */
  lastOf(roomIds: readonly ClassId[], personId: PersonId): Promise<SessionId | null>;
  was(sessionId: SessionId, personId: PersonId): Promise<boolean>;
  /** How many students were in each of these. */
  students(sessions: readonly SessionId[]): Promise<ReadonlyMap<SessionId, number>>;
}

export interface FeedbackPorts {
  readonly clock: Clock;
  readonly feedbacks: Feedbacks;
  readonly guests: SessionGuests;
  readonly attendances: Pick<Attendances, 'session' | 'sessions'>;
  readonly recordings: Pick<Recordings, 'findAnywhere' | 'list'>;
  readonly rooms: Pick<GroupRooms, 'of'>;
}
