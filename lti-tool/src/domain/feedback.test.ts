import { LIMITS } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { closesAt, isOpen, resultOf, shownOf } from './feedback.ts';

describe('feedback', () => {
  it('[FB12] shows nothing of too few answers, whether more may come or not', () => {
    for (const answers of [0, 1, LIMITS.feedbackLeast - 1]) {
      expect(shownOf(answers, false)).toBe(0);
      expect(shownOf(answers, true)).toBe(0);
    }
    expect(shownOf(LIMITS.feedbackLeast, false)).toBe(LIMITS.feedbackLeast);
  });

  it('[FB13] lets later answers join in groups, and the rest at the end', () => {
    expect([3, 4, 5, 6, 7].map((answers) => shownOf(answers, false, 3))).toEqual([3, 3, 3, 6, 6]);
    expect([3, 4, 5, 6, 7].map((answers) => shownOf(answers, true, 3))).toEqual([3, 4, 5, 6, 7]);
  });

  it('[FB14] counts what is shown', () => {
    expect(resultOf([])).toBeNull();
    expect(resultOf([5, 4, 4])).toEqual({ counted: 3, average: 4.33, spread: [0, 0, 0, 2, 1] });
    expect(resultOf([1, 1, 1])).toEqual({ counted: 3, average: 1, spread: [3, 0, 0, 0, 0] });
  });

  it('[FB3] closes a week after the end, and never while the session is live', () => {
    expect(isOpen(closesAt(null), Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(isOpen(closesAt(1_000), 999 + LIMITS.feedbackOpenMs)).toBe(true);
    expect(isOpen(closesAt(1_000), 1_000 + LIMITS.feedbackOpenMs)).toBe(false);
  });
});
