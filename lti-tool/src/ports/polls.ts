import type {
  BankDraft,
  BankItem,
  ClassId,
  DurableEvent,
  Instant,
  MyAnswer,
  PersonId,
  PollAnswer,
  PollId,
  SessionId,
} from '@liveclass/contract';
import type { Sender } from '../domain/events.ts';
import type { BallotOutcome, PollRecord } from '../domain/poll.ts';

export interface PollChange {
  readonly poll: PollRecord;
  readonly event: DurableEvent;
}

export interface PollOrder {
  readonly classId: ClassId;
  readonly pollId: PollId;
  readonly at: Instant;
  readonly by?: Sender;
}

/** Questions asked in classes. At most one is open per class, whoever asks and however many at once. */
export interface Polls {
  /** Refused: 'wrong-phase' while another is open. */
  ask(poll: PollRecord, by: Sender): Promise<PollChange>;
  open(classId: ClassId): Promise<PollRecord | null>;
  find(classId: ClassId, pollId: PollId): Promise<PollRecord | null>;
  /** How many were asked in the session. */
  asked(sessionId: SessionId): Promise<number>;
  /** The one of the session whose results were shown last. */
  lastShown(sessionId: SessionId): Promise<PollRecord | null>;
  /**
   * Ends it and numbers the event, all or nothing; what could still say who answered an anonymous question is thrown away with it.
   * Null when it is over already.
   */
  end(order: PollOrder & { readonly show: boolean }): Promise<PollChange | null>;
  /** Null when it is open, or shown already. */
  show(order: PollOrder): Promise<PollChange | null>;
  /** Newest first, at most `LIMITS.pollsListed`. */
  list(classId: ClassId): Promise<readonly PollRecord[]>;
  /** All that are open, of any class. */
  allOpen(): Promise<readonly Pick<PollRecord, 'id' | 'classId' | 'sessionId'>[]>;
}

/** An answer that carries its person's name; of anonymous questions there are none. */
export interface NamedVote {
  readonly pollId: PollId;
  readonly personId: PersonId;
  readonly name: string;
  readonly answer: PollAnswer;
  readonly isRight: boolean | null;
}

export interface Vote {
  readonly voter: { readonly personId: PersonId; readonly name: string };
  readonly answer: PollAnswer;
}

/** Answers. One counts for each person and question, however many come at once and by whatever tool. */
export interface Votes {
  /** Counted and stored in one; refused 'wrong-phase' once the question is over: the order of the database decides. */
  cast(poll: PollRecord, vote: Vote): Promise<BallotOutcome>;
  /** What is known of a person's own answer. Of an anonymous question that is over, nothing. */
  mine(poll: PollRecord, personId: PersonId): Promise<MyAnswer | null>;
  /** Answers in words, in an order that says nothing. */
  texts(poll: PollRecord): Promise<readonly string[]>;
  /** By name. */
  named(poll: PollRecord): Promise<readonly NamedVote[]>;
  ofPerson(classId: ClassId, personId: PersonId): Promise<readonly NamedVote[]>;
  /** Of these questions, how many each person answered, and how many rightly. */
  scores(
    classId: ClassId,
    polls: readonly PollId[],
  ): Promise<readonly { readonly personId: PersonId; readonly name: string; readonly answered: number; readonly right: number }[]>;
}

/** Questions prepared for a class. */
export interface PollBanks {
  of(classId: ClassId): Promise<readonly BankItem[]>;
  /** All of them or none. Refused: 'too-large'. */
  add(classId: ClassId, items: readonly BankItem[]): Promise<void>;
  /** False when it is not there. */
  change(classId: ClassId, id: string, draft: BankDraft): Promise<boolean>;
  remove(classId: ClassId, id: string): Promise<boolean>;
}
