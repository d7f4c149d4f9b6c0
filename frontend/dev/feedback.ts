import type { FeedbackSummary, MyFeedback } from '@liveclass/contract';
import type { FeedbackApi } from '../src/links/feedback-api.ts';

const DAY_MS = 86_400_000;
const now = Date.now();

const summary = (index: number, part: Partial<FeedbackSummary> = {}): FeedbackSummary => ({
  subject: { kind: 'session', id: `session-${String(index).padStart(4, '0')}` as never },
  title: '',
  startedAt: now - (index + 1) * 7 * DAY_MS,
  isClosed: index > 0,
  answers: 10 - index,
  asked: 13,
  result: { counted: 9, average: 4.4 - index * 0.3, spread: [0, 1, 1, 2, 5] },
  ...part,
});

/** Feedback of a made-up class; `rated` is a student who answered before. */
export function madeUpFeedback(wish: URLSearchParams): Pick<FeedbackApi, keyof FeedbackApi> {
  const isEmpty = wish.has('empty');
  const mine: MyFeedback = {
    subject:
      wish.get('view') === 'recording'
        ? { kind: 'recording', id: 'recording-1' as never }
        : { kind: 'session', id: 'session-0001' as never },
    startedAt: now - DAY_MS,
    state: wish.has('rated') ? 'given' : 'unasked',
    stars: wish.has('rated') ? 4 : null,
    text: wish.has('rated') ? 'More examples, please.' : '',
    closesAt: now + 6 * DAY_MS,
  };
  const recording = { kind: 'recording' as const, id: 'recording-1' as never };
  return {
    mine: async () => mine,
    give: async (subject, body) => ({ ...mine, subject, ...body, state: 'given' }),
    skip: async (subject) => ({ ...mine, subject, state: 'skipped' }),
    report: async () => ({
      sessions: isEmpty ? [] : [summary(0), summary(1), summary(2, { answers: 2, result: null }), summary(3)],
      recordings: isEmpty ? [] : [summary(0, { subject: recording, title: 'Biology 101, week 7', asked: null })],
    }),
    detail: async () => ({
      summary: wish.has('few') ? summary(2, { answers: 2, result: null }) : summary(0),
      texts: wish.has('few')
        ? []
        : [
            { stars: 5, text: 'The part about membranes was clear at last.' },
            { stars: 2, text: 'سريع جدًا في النهاية' },
          ],
    }),
  };
}
