import { type FeedbackSummary, type Instant, LIMITS } from '@liveclass/contract';

/** Whether feedback on a session may still be given: while it is live, and for a while after its end. */
export const closesAt = (endedAt: Instant | null): Instant | null => (endedAt === null ? null : endedAt + LIMITS.feedbackOpenMs);

export const isOpen = (until: Instant | null, now: Instant): boolean => until === null || now < until;

/**
 * How many of the answers, in the order in which they first came, teachers see. Too few would name those who gave them, and a
 * single new one would stand out to whoever looked before and after it: they join in groups, and the rest when nothing more can come.
 */
export function shownOf(answers: number, isClosed: boolean, least: number = LIMITS.feedbackLeast): number {
  if (answers < least) return 0;
  return isClosed ? answers : answers - (answers % least);
}

/** Average and spread of those stars; null where there are none to show. */
export function resultOf(stars: readonly number[]): FeedbackSummary['result'] {
  if (stars.length === 0) return null;
  const spread = [1, 2, 3, 4, 5].map((count) => stars.filter((one) => one === count).length);
  const average = stars.reduce((sum, one) => sum + one, 0) / stars.length;
  return { counted: stars.length, average: Math.round(average * 100) / 100, spread };
}
