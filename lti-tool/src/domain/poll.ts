import {
  type ClassId,
  type Instant,
  isRightAnswer,
  LIMITS,
  type PersonId,
  type PollAnswer,
  type PollCounts,
  type PollId,
  type PollResults,
  type PollView,
  placesOf,
  type Question,
  type SessionId,
} from '@liveclass/contract';

/** A question that was asked, and how it stands. */
export interface PollRecord {
  readonly id: PollId;
  readonly classId: ClassId;
  readonly sessionId: SessionId;
  readonly question: Question;
  readonly isAnonymous: boolean;
  readonly canChange: boolean;
  readonly askedBy: PersonId;
  readonly askedAt: Instant;
  readonly phase: 'open' | 'ended';
  readonly endedAt: Instant | null;
  /** Since when everybody may see how it was answered. */
  readonly shownAt: Instant | null;
  readonly voters: number;
  /** Of each choice, by place. */
  readonly counts: readonly number[];
}

export type PollDraft = Pick<PollRecord, 'id' | 'classId' | 'sessionId' | 'question' | 'isAnonymous' | 'canChange' | 'askedBy' | 'askedAt'>;

export function newPoll(draft: PollDraft): PollRecord {
  const counts = Array.from({ length: placesOf(draft.question) }, () => 0);
  return { ...draft, phase: 'open', endedAt: null, shownAt: null, voters: 0, counts };
}

export const isQuiz = ({ right }: Question): boolean => right.length > 0;

export function pollView({ id, askedAt, endedAt, question, isAnonymous, canChange }: PollRecord): PollView {
  const { kind, text, options } = question;
  return { pollId: id, askedAt, endedAt, kind, text, options: [...options], isAnonymous, canChange, isQuiz: isQuiz(question) };
}

export const pollCounts = ({ id, voters, counts }: PollRecord): PollCounts => ({ pollId: id, voters, counts: [...counts] });

/** `texts` are all answers in words, in an order that says nothing. */
export function pollResults(poll: PollRecord, texts: readonly string[]): PollResults {
  const { right, explanation } = poll.question;
  const shown = texts.slice(0, LIMITS.pollTextsShown);
  return { ...pollCounts(poll), texts: shown, textsLeft: texts.length - shown.length, right: [...right], explanation };
}

/** `voter` is the person, or what stands for them where the question is anonymous. */
export interface Ballot<V extends string = string> {
  readonly voter: V;
  readonly answer: PollAnswer;
}

/** 'before': an earlier answer stands. 'full': more people answered than the limit. */
export type BallotOutcome = 'counted' | 'before' | 'full';

/** What a batch of ballots changes, all or nothing. */
export interface Tally<V extends string = string> {
  readonly voters: number;
  /** To be added to the counts, by place. */
  readonly counts: readonly number[];
  /** The answer that stands of everybody for whom it is another than before. */
  readonly standing: ReadonlyMap<V, PollAnswer>;
  /** Answers of people who had none, in no relation to them. */
  readonly fresh: readonly PollAnswer[];
  readonly outcomes: readonly BallotOutcome[];
}

const sameAnswer = (one: PollAnswer, other: PollAnswer): boolean =>
  'text' in one
    ? 'text' in other && one.text === other.text
    : 'chosen' in other && one.chosen.length === other.chosen.length && one.chosen.every((place) => other.chosen.includes(place));

const chosenOf = (answer: PollAnswer): readonly number[] => ('chosen' in answer ? answer.chosen : []);

/**
 * Counts ballots one after the other. `earlier` holds who answered before: with the answer, or with null where nobody can
 * say any more what it was.
 */
export function countBallots<V extends string>(
  poll: Pick<PollRecord, 'voters' | 'counts' | 'canChange' | 'isAnonymous'>,
  earlier: ReadonlyMap<V, PollAnswer | null>,
  ballots: readonly Ballot<V>[],
): Tally<V> {
  const known = new Map(earlier);
  const counts = poll.counts.map(() => 0);
  const standing = new Map<V, PollAnswer>();
  const fresh: PollAnswer[] = [];
  const add = (answer: PollAnswer, by: number): void => {
    for (const place of chosenOf(answer)) counts[place] = (counts[place] ?? 0) + by;
  };
  const outcomes = ballots.map(({ voter, answer }): BallotOutcome => {
    const before = known.get(voter);
    if (before === null) return 'before';
    if (before && sameAnswer(before, answer)) return 'counted';
    if (before && !poll.canChange) return 'before';
    if (!before && poll.voters + fresh.length >= LIMITS.pollVoters) return 'full';
    if (before) add(before, -1);
    else fresh.push(answer);
    add(answer, 1);
    known.set(voter, poll.isAnonymous ? null : answer);
    standing.set(voter, answer);
    return 'counted';
  });
  return { voters: fresh.length, counts, standing, fresh, outcomes };
}

export const wasRight = (question: Question, answer: PollAnswer | null | undefined): boolean | null =>
  answer ? (isRightAnswer(question, answer) ?? null) : null;
