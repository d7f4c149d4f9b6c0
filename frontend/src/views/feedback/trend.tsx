import type { FeedbackSummary } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import styles from './feedback.module.css';
import { useFeedbackWords } from './words.ts';

/** As many as stand beside each other on a phone with their numbers. */
const MOST = 12;

/** The averages of the last classes, oldest first; there is none of one class alone. */
export function Trend({ sessions }: { readonly sessions: readonly FeedbackSummary[] }) {
  const { t } = useTranslation();
  const { averageOf } = useFeedbackWords();
  const averages = sessions
    .flatMap(({ result }) => (result ? [result.average] : []))
    .slice(0, MOST)
    .reverse();
  if (averages.length < 2) return null;
  return (
    <figure className={styles['trend']}>
      <figcaption className={styles['label']}>{t('feedback.trendTitle')}</figcaption>
      <div className={styles['bars']} role="img" aria-label={t('feedback.trend', { averages: averages.map(averageOf).join(', ') })}>
        {averages.map((average, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in time is what a bar is.
          <span key={index} className={styles['bar']}>
            {averageOf(average)}
            <span className={styles['column']} style={{ blockSize: `calc((100% - 24px) * ${average / 5})` }} />
          </span>
        ))}
      </div>
    </figure>
  );
}
