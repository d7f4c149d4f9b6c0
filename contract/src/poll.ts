import { z } from 'zod';
import { ClassId, Instant, PersonId, PollId, SendId, Seq } from './ids.ts';
import { LIMITS } from './limits.ts';
import { PollAnswer, QUESTION_FAULTS, Question } from './question.ts';
import { type FactTable, type WishTable, wish } from './wish.ts';

const teachers = ['teacher'] as const;
const seldom = { burst: 5, perSecond: 1 } as const;
const count = z.number().int().nonnegative();

/** A question that was asked, as everybody may see it: without what is right. */
export const PollView = z.strictObject({
  pollId: PollId,
  askedAt: Instant,
  /** Null while it is open. */
  endedAt: Instant.nullable(),
  kind: Question.shape.kind,
  text: z.string(),
  options: z.array(z.string()),
  /** Nothing is kept that leads from an answer to a person. */
  isAnonymous: z.boolean(),
  /** Named answers only: an anonymous one cannot be found again to be changed. */
  canChange: z.boolean(),
  /** Some answers are right and others are not. */
  isQuiz: z.boolean(),
});
export type PollView = z.infer<typeof PollView>;

/** How a class answered, without who. */
export const PollCounts = z.strictObject({
  pollId: PollId,
  /** How many people answered. */
  voters: count,
  /** Of each choice, by place. */
  counts: z.array(count),
});
export type PollCounts = z.infer<typeof PollCounts>;

/** What is told when a question is over: the counts, some of the texts, and what would have been right. */
export const PollResults = PollCounts.extend({
  texts: z.array(z.string()).max(LIMITS.pollTextsShown),
  /** Texts that were left out. */
  textsLeft: count,
  right: z.array(z.number().int()),
  explanation: z.string(),
});
export type PollResults = z.infer<typeof PollResults>;

/** What became of somebody's own answer. An anonymous one is known to be there, and no more. */
export const MyAnswer = z.strictObject({ answer: PollAnswer.nullable() });
export type MyAnswer = z.infer<typeof MyAnswer>;

/** Questions in 'room.enter': what is open, and what was shown last in this session. */
export const PollsSnapshot = z.strictObject({
  open: PollView.nullable(),
  /** Null: not answered yet. */
  mine: MyAnswer.nullable(),
  /** For teachers only. */
  counts: PollCounts.nullable(),
  shown: z.strictObject({ poll: PollView, results: PollResults }).nullable(),
});
export type PollsSnapshot = z.infer<typeof PollsSnapshot>;

export const pollWishes = {
  /** Ask the class. Refused 'wrong-phase' while another question is open, 'too-large' after too many in one session. */
  'poll.ask': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ sendId: SendId, question: Question, isAnonymous: z.boolean(), canChange: z.boolean() }),
    reply: z.strictObject({ pollId: PollId, seq: Seq }),
  }),
  /**
   * Answer. 'counted': this answer counts. 'before': an earlier one does, and stays. Refused 'wrong-phase' once it is over: the
   * server's clock and order decide, and what was acknowledged is counted.
   */
  'poll.vote': wish({
    from: ['student'],
    rate: { burst: 20, perSecond: 5 },
    body: z.strictObject({ pollId: PollId, answer: PollAnswer }),
    reply: z.strictObject({ outcome: z.enum(['counted', 'before']) }),
  }),
  /** No more answers from now on; with `show` everybody sees the results at once. */
  'poll.end': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ sendId: SendId, pollId: PollId, show: z.boolean() }),
    reply: z.strictObject({ seq: Seq }),
  }),
  /** Everybody sees the results of a question that is over. */
  'poll.show': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ sendId: SendId, pollId: PollId }),
    reply: z.strictObject({ seq: Seq }),
  }),
} as const satisfies WishTable;

export const pollEvents = [
  z.strictObject({ seq: Seq, at: Instant, type: z.literal('poll.asked'), poll: PollView }),
  /** `results` where they are shown at the same time. */
  z.strictObject({ seq: Seq, at: Instant, type: z.literal('poll.ended'), poll: PollView, results: PollResults.nullable() }),
  z.strictObject({ seq: Seq, at: Instant, type: z.literal('poll.shown'), poll: PollView, results: PollResults }),
] as const;

export const pollFacts = {
  /** Volatile, for teachers: how the answers stand. The next one makes up for one that was lost. */
  'poll.counts': PollCounts,
} as const satisfies FactTable;

/* GET /api/polls -> PollsReply: the class's questions, newest first. */
export const PollEntry = z.strictObject({
  poll: PollView,
  /** Teachers: always. Students: once they are shown. */
  results: PollResults.nullable(),
  isShown: z.boolean(),
  /** The person's own answer. */
  mine: MyAnswer.nullable(),
  /** Whether it was right; null where nothing is, or it is not told yet. */
  wasRight: z.boolean().nullable(),
});
export type PollEntry = z.infer<typeof PollEntry>;
export const PollsReply = z.strictObject({ polls: z.array(PollEntry) });
export type PollsReply = z.infer<typeof PollsReply>;

/* POST /api/polls/:id/show (teacher) -> PollEntry: also after the class. */

/** GET /api/polls/:id/answers (teacher): who said what; empty for an anonymous question. */
export const NamedAnswer = z.strictObject({ name: z.string(), answer: PollAnswer, wasRight: z.boolean().nullable() });
export type NamedAnswer = z.infer<typeof NamedAnswer>;
export const AnswersReply = z.strictObject({ poll: PollView, answers: z.array(NamedAnswer) });
export type AnswersReply = z.infer<typeof AnswersReply>;

/** GET /api/polls/scores (teacher): of named questions with right answers that are over. */
export const PersonScore = z.strictObject({ personId: PersonId, name: z.string(), answered: count, right: count });
export type PersonScore = z.infer<typeof PersonScore>;
export const ScoresReply = z.strictObject({ questions: count, people: z.array(PersonScore) });
export type ScoresReply = z.infer<typeof ScoresReply>;

/* GET /api/polls/csv?language= (teacher): a file. */

/** A prepared question. */
export const BankItem = z.strictObject({ id: z.string().max(64), question: Question, isAnonymous: z.boolean(), canChange: z.boolean() });
export type BankItem = z.infer<typeof BankItem>;
/* GET /api/polls/bank (teacher) -> BankReply, and so answers every change of it. */
export const BankReply = z.strictObject({ items: z.array(BankItem) });
export type BankReply = z.infer<typeof BankReply>;
/** POST /api/polls/bank adds, PUT /api/polls/bank/:id changes, DELETE /api/polls/bank/:id removes. */
export const BankDraft = BankItem.omit({ id: true });
export type BankDraft = z.infer<typeof BankDraft>;

/** POST /api/polls/bank/import: a file of questions. With a fault anywhere nothing is added, unless the rest is wanted without those lines. */
export const ImportBody = z.strictObject({ csv: z.string().max(LIMITS.pollImportBytes), skipsFaults: z.boolean() });
export type ImportBody = z.infer<typeof ImportBody>;
export const IMPORT_FAULTS = [...QUESTION_FAULTS, 'no-columns', 'not-csv'] as const;
export const ImportFault = z.strictObject({ line: z.number().int().positive(), fault: z.enum(IMPORT_FAULTS), text: z.string() });
export type ImportFault = z.infer<typeof ImportFault>;
export const ImportReply = z.strictObject({ added: count, faults: z.array(ImportFault), items: z.array(BankItem) });
export type ImportReply = z.infer<typeof ImportReply>;

/** GET /api/polls/bank/elsewhere (teacher): the course's other classes that this person teaches and that have questions. */
export const ElsewhereReply = z.strictObject({
  classes: z.array(z.strictObject({ classId: ClassId, title: z.string(), items: z.array(BankItem) })),
});
export type ElsewhereReply = z.infer<typeof ElsewhereReply>;
/** POST /api/polls/bank/take (teacher): copies of questions of another class. */
export const TakeBody = z.strictObject({ classId: ClassId, ids: z.array(z.string().max(64)).min(1).max(LIMITS.bankQuestions) });
export type TakeBody = z.infer<typeof TakeBody>;
