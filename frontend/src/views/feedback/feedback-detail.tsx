import type { FeedbackDetail, FeedbackSubject, FeedbackSummary } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Asked } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import styles from './feedback.module.css';
import { useFeedbackWords } from './words.ts';

interface Props {
  readonly subject: FeedbackSubject;
  onBack(): void;
}

/** Average, spread and words about one session or recording. */
export function FeedbackDetailView({ subject, onBack }: Props) {
  const { t } = useTranslation();
  const { house } = useHere();
  const query = useQuery({ queryKey: ['feedback', 'detail', subject.id], queryFn: () => house.api.feedback.detail(subject) });
  return (
    <div className={styles['part']}>
      <div className={styles['backRow']}>
        <Button look="quiet" icon={<ArrowLeft size={18} className={styles['arrow']} aria-hidden />} onPress={onBack}>
          {t('feedback.all')}
        </Button>
      </div>
      <Asked query={query}>
        {({ summary, texts }) => (
          <>
            <Numbers summary={summary} />
            {summary.result && <Texts texts={texts} />}
          </>
        )}
      </Asked>
    </div>
  );
}

function Numbers({ summary }: { readonly summary: FeedbackSummary }) {
  const { t } = useTranslation();
  const { nameOf, groupOf, answersOf, averageOf } = useFeedbackWords();
  const { answers, result, isClosed } = summary;
  const group = groupOf(summary);
  const held = result ? answers - result.counted : 0;
  return (
    <section className={styles['card']} data-testid="feedback-numbers">
      <h3>
        <bdi>{nameOf(summary)}</bdi>
      </h3>
      {group !== undefined && (
        <p>
          <bdi>{group}</bdi>
        </p>
      )}
      <p className={styles['soft']}>
        {answersOf(summary)} {isClosed && `· ${t('feedback.closed')}`}
      </p>
      {result ? (
        <>
          <p className={styles['average']}>
            <Star size={20} aria-hidden data-filled /> {t('feedback.average', { average: averageOf(result.average) })}
          </p>
          <Spread spread={result.spread} />
        </>
      ) : (
        <p>{t('feedback.tooFew')}</p>
      )}
      {held > 0 && <p className={styles['soft']}>{t('feedback.held', { count: held })}</p>}
    </section>
  );
}

function Spread({ spread }: { readonly spread: readonly number[] }) {
  const { t } = useTranslation();
  const most = Math.max(...spread, 1);
  return (
    <ul className={styles['spread']}>
      {[5, 4, 3, 2, 1].map((stars) => {
        const count = spread[stars - 1] ?? 0;
        return (
          <li key={stars}>
            <span>{t('feedback.star', { count: stars })}</span>
            <svg className={styles['gauge']} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden>
              <rect className={styles['filled']} width={(count / most) * 100} height="8" />
            </svg>
            <span className={styles['number']}>{count}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Texts({ texts }: Pick<FeedbackDetail, 'texts'>) {
  const { t } = useTranslation();
  return (
    <section className={styles['texts']}>
      <h3>{t('feedback.texts')}</h3>
      {texts.length === 0 && <p className={styles['soft']}>{t('feedback.noTexts')}</p>}
      <ul className={styles['list']}>
        {texts.map(({ stars, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two people may have written the same, and nothing else tells them apart.
          <li key={index} className={styles['written']} data-testid="feedback-text">
            <p dir="auto">{text}</p>
            <span className={styles['soft']}>{t('feedback.star', { count: stars })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
