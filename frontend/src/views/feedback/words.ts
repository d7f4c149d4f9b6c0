import type { FeedbackSummary } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { useWhen } from '../lobby/when.ts';

/** How a session or a recording and its numbers are named. */
export function useFeedbackWords() {
  const { t, i18n } = useTranslation();
  const when = useWhen();
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return {
    nameOf: ({ title, startedAt }: FeedbackSummary): string => title || when(startedAt),
    groupOf: ({ group }: FeedbackSummary): string | undefined => (group === '' ? t('rooms.rest') : group),
    answersOf: ({ answers, asked }: FeedbackSummary): string =>
      asked === null ? t('feedback.answersOnly', { count: answers }) : t('feedback.answers', { answers, asked }),
    averageOf: (average: number): string => number.format(average),
  };
}
