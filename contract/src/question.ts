import { z } from 'zod';
import { LIMITS } from './limits.ts';

export const QUESTION_KINDS = ['single', 'multiple', 'true-false', 'text', 'rating'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];
/** A rating goes from 1 to this. */
export const RATING_STEPS = 5;

const text = (most: number) => z.string().trim().max(most);
const Place = z
  .number()
  .int()
  .min(0)
  .max(LIMITS.pollOptions - 1);

const shape = z.strictObject({
  kind: z.enum(QUESTION_KINDS),
  text: text(LIMITS.pollQuestionChars).min(1),
  /** What may be chosen, of 'single' and 'multiple'; the other kinds bring their own choices, or none. */
  options: z.array(text(LIMITS.pollOptionChars).min(1)).max(LIMITS.pollOptions),
  /** The places of the right choices; empty: nothing is right or wrong. Of 'true-false', 0 is true and 1 is false. */
  right: z.array(Place).max(LIMITS.pollOptions),
  /** Told with the right answer. */
  explanation: text(LIMITS.pollExplanationChars),
});

/** What teachers ask, with what is right: nothing of a class or of a person is in it. */
export const Question = shape.superRefine((question, context) => {
  const fault = questionFault(question);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});
export type Question = z.infer<typeof shape>;

/** Why a question cannot be asked: the closed list, with words in the frontend for each. */
export const QUESTION_FAULTS = [
  'unknown-kind',
  'no-text',
  'text-too-long',
  'too-few-options',
  'too-many-options',
  'option-too-long',
  'option-twice',
  'options-not-used',
  'right-unknown',
  'one-right-only',
  'right-not-used',
  'explanation-too-long',
] as const;
export type QuestionFault = (typeof QUESTION_FAULTS)[number];

/** How many choices a question has: each has a place from 0 on. An open text has none. */
export function placesOf({ kind, options }: Pick<Question, 'kind' | 'options'>): number {
  if (kind === 'text') return 0;
  if (kind === 'true-false') return 2;
  return kind === 'rating' ? RATING_STEPS : options.length;
}

const hasOptions = (kind: QuestionKind): boolean => kind === 'single' || kind === 'multiple';

/** The first thing that is wrong with it; undefined when it can be asked. Forms and imports say the same as the server. */
export function questionFault(question: Question): QuestionFault | undefined {
  const { text: asked, explanation } = question;
  if (asked.trim() === '') return 'no-text';
  if (asked.length > LIMITS.pollQuestionChars) return 'text-too-long';
  return (
    optionsFault(question) ??
    rightFault(question) ??
    (explanation.length > LIMITS.pollExplanationChars ? 'explanation-too-long' : undefined)
  );
}

function optionsFault({ kind, options }: Question): QuestionFault | undefined {
  if (!hasOptions(kind)) return options.length > 0 ? 'options-not-used' : undefined;
  if (options.length < 2) return 'too-few-options';
  if (options.length > LIMITS.pollOptions) return 'too-many-options';
  if (options.some((option) => option.length > LIMITS.pollOptionChars)) return 'option-too-long';
  return new Set(options.map((option) => option.trim())).size < options.length ? 'option-twice' : undefined;
}

function rightFault({ kind, options, right }: Question): QuestionFault | undefined {
  if (right.length === 0) return undefined;
  if (kind === 'text' || kind === 'rating') return 'right-not-used';
  if (new Set(right).size < right.length) return 'right-unknown';
  if (right.some((place) => place < 0 || place >= placesOf({ kind, options }))) return 'right-unknown';
  return kind !== 'multiple' && right.length > 1 ? 'one-right-only' : undefined;
}

/** What somebody answers: places, or words. */
export const PollAnswer = z.union([
  z.strictObject({ chosen: z.array(Place).min(1).max(LIMITS.pollOptions) }),
  z.strictObject({ text: text(LIMITS.pollAnswerChars).min(1) }),
]);
export type PollAnswer = z.infer<typeof PollAnswer>;

/** Whether this answers that question. Of a place chosen twice nobody knows what was meant. */
export function fitsQuestion(question: Pick<Question, 'kind' | 'options'>, answer: PollAnswer): boolean {
  if ('text' in answer) return question.kind === 'text';
  const { chosen } = answer;
  if (new Set(chosen).size < chosen.length || chosen.some((place) => place >= placesOf(question))) return false;
  return question.kind === 'multiple' || chosen.length === 1;
}

/** Whether an answer is right; undefined where nothing is right or wrong. All of what is right has to be chosen, and nothing else. */
export function isRightAnswer({ right }: Pick<Question, 'right'>, answer: PollAnswer): boolean | undefined {
  if (right.length === 0 || 'text' in answer) return undefined;
  return answer.chosen.length === right.length && answer.chosen.every((place) => right.includes(place));
}
