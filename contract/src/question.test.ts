import { describe, expect, it } from 'vitest';
import { fitsQuestion, isRightAnswer, LIMITS, placesOf, QUESTION_FAULTS, Question, type QuestionFault, questionFault } from './index.ts';

const of = (part: Partial<Question>): Question => ({
  kind: 'single',
  text: 'Which?',
  options: ['A', 'B'],
  right: [],
  explanation: '',
  ...part,
});
const options = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

describe('questions', () => {
  const { pollOptions, pollOptionChars, pollQuestionChars, pollExplanationChars } = LIMITS;
  const faults: [QuestionFault, Partial<Question>][] = [
    ['no-text', { text: ' ' }],
    ['text-too-long', { text: 'x'.repeat(pollQuestionChars + 1) }],
    ['too-few-options', { options: ['A'] }],
    ['too-many-options', { options: options(pollOptions + 1) }],
    ['option-too-long', { options: ['a'.repeat(pollOptionChars + 1), 'b'] }],
    ['option-twice', { options: ['A', ' A'] }],
    ['options-not-used', { kind: 'text' }],
    ['options-not-used', { kind: 'rating' }],
    ['right-unknown', { right: [2] }],
    ['right-unknown', { kind: 'multiple', right: [0, 0] }],
    ['right-unknown', { kind: 'true-false', options: [], right: [2] }],
    ['one-right-only', { right: [0, 1] }],
    ['right-not-used', { kind: 'rating', options: [], right: [1] }],
    ['right-not-used', { kind: 'text', options: [], right: [0] }],
    ['explanation-too-long', { explanation: 'y'.repeat(pollExplanationChars + 1) }],
  ];

  it.each(faults)('[PO2] one that cannot be asked is refused: %s', (fault, part) => {
    expect(questionFault(of(part))).toBe(fault);
    expect(Question.safeParse(of(part)).success).toBe(false);
  });

  it('[PO2] up to every limit it can be asked', () => {
    const good: Partial<Question>[] = [
      { text: 'x'.repeat(pollQuestionChars), options: options(pollOptions), right: [pollOptions - 1] },
      { kind: 'multiple', options: ['a'.repeat(pollOptionChars), 'b'], right: [0, 1], explanation: 'y'.repeat(pollExplanationChars) },
      { kind: 'true-false', options: [], right: [0] },
      { kind: 'text', options: [] },
      { kind: 'rating', options: [] },
    ];
    for (const part of good) expect([questionFault(of(part)), Question.safeParse(of(part)).success]).toEqual([undefined, true]);
    expect(Question.safeParse({ ...of({}), kind: 'essay' }).success).toBe(false);
    expect(Question.safeParse({ ...of({}), classId: 'aaaaaaaa' }).success).toBe(false);
    // 'unknown-kind' is what a file can say and a form cannot.
    expect(new Set(faults.map(([fault]) => fault)).size).toBe(QUESTION_FAULTS.length - 1);
  });

  it('[PO4] an answer fits its question, or does not', () => {
    for (const kind of ['single', 'multiple', 'true-false', 'rating'] as const) {
      const question = of({ kind, options: kind === 'single' || kind === 'multiple' ? ['A', 'B', 'C'] : [] });
      const places = placesOf(question);
      for (let place = 0; place < places; place += 1) expect(fitsQuestion(question, { chosen: [place] })).toBe(true);
      expect(fitsQuestion(question, { chosen: [places] })).toBe(false);
      expect(fitsQuestion(question, { chosen: [0, 0] })).toBe(false);
      expect(fitsQuestion(question, { chosen: [0, 1] })).toBe(kind === 'multiple');
      expect(fitsQuestion(question, { text: 'A' })).toBe(false);
    }
    expect(fitsQuestion(of({ kind: 'text', options: [] }), { text: 'A' })).toBe(true);
    expect(fitsQuestion(of({ kind: 'text', options: [] }), { chosen: [0] })).toBe(false);
  });

  it('[PO15] right is who chose all that is right and nothing else', () => {
    const question = of({ kind: 'multiple', options: ['A', 'B', 'C'], right: [0, 2] });
    expect([[0, 2], [2, 0], [0], [0, 1, 2], [1]].map((chosen) => isRightAnswer(question, { chosen }))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(isRightAnswer(of({}), { chosen: [0] })).toBeUndefined();
  });
});
