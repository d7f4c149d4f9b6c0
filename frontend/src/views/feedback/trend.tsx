import type { FeedbackSummary } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import styles from './feedback.module.css';
import { useFeedbackWords } from './words.ts';

const MOST = 24;

/** The averages of the last classes, oldest first; there is none of one class alone. */
export function Trend({ sessions }: { readonly sessions: readonly FeedbackSummary[] }) {
  const { t } = useTranslation();
  const { averageOf } = useFeedbackWords();
  const averages = sessions
    .flatMap(({ result }) => (result ? [result.average] : []))
    .slice(0, MOST)
    .reverse();
  if (averages.length < 2) return null;
  const step = 100 / averages.length;
  return (
    <figure className={styles['trend']}>
      <figcaption className={styles['label']}>{t('feedback.trendTitle')}</figcaption>
      <svg
        className={styles['bars']}
        viewBox="0 0 100 50"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('feedback.trend', { averages: averages.map(averageOf).join(', ') })}
      >
        {averages.map((average, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in time is what a bar is.
            key={index}
            className={styles['filled']}
            x={index * step + step * 0.15}
            width={step * 0.7}
            y={50 - average * 10}
            height={average * 10}
          />
        ))}
      </svg>
    </figure>
  );
}
