import type { PollCounts, PollResults, PollView } from '@liveclass/contract';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './polls.module.css';
import { useChoices } from './use-choices.ts';

interface Props {
  readonly poll: PollView;
  readonly counts: Pick<PollCounts, 'voters' | 'counts'>;
  readonly results?: PollResults | undefined;
}

/** How a class answered: a bar for each choice, with its number in words, and what people wrote. */
export function PollBars({ poll, counts, results }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['stack']}>
      {poll.kind === 'rating' && <Mean counts={counts.counts} />}
      {poll.kind === 'text' ? <Texts results={results} /> : <Bars poll={poll} counts={counts} right={results?.right ?? []} />}
      {results && results.explanation !== '' && (
        <p className={styles['explanation']}>
          <span className={styles['soft']}>{t('polls.explanation')}</span> <bdi>{results.explanation}</bdi>
        </p>
      )}
    </div>
  );
}

function Bars({ poll, counts, right }: { poll: PollView; counts: Props['counts']; right: readonly number[] }) {
  const { t, i18n } = useTranslation();
  const { names } = useChoices();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <ul className={styles['bars']}>
      {names(poll).map((name, place) => {
        const count = counts.counts[place] ?? 0;
        const share = counts.voters > 0 ? count / counts.voters : 0;
        return (
          <li key={name} data-testid="poll-bar" data-count={count} data-right={right.includes(place) || undefined}>
            <span className={styles['barWords']}>
              <span className={styles['choiceName']}>
                <bdi>{name}</bdi>
                {right.includes(place) && (
                  <span className={styles['right']}>
                    <Check size={14} strokeWidth={3} aria-hidden /> {t('polls.right')}
                  </span>
                )}
              </span>
              <span className={styles['number']}>{t('polls.countOf', { count, percent: percent.format(share) })}</span>
            </span>
            <svg className={styles['gauge']} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
              <rect className={styles['filled']} width={share * 100} height="6" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}

function Mean({ counts }: { readonly counts: readonly number[] }) {
  const { t, i18n } = useTranslation();
  const votes = counts.reduce((sum, count) => sum + count, 0);
  if (votes === 0) return null;
  const mean = counts.reduce((sum, count, place) => sum + count * (place + 1), 0) / votes;
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return <p className={styles['mean']}>{t('polls.mean', { mean: number.format(mean) })}</p>;
}

function Texts({ results }: { readonly results: PollResults | undefined }) {
  const { t } = useTranslation();
  if (!results) return <p className={styles['soft']}>{t('polls.textsLater')}</p>;
  if (results.texts.length === 0) return <p className={styles['soft']}>{t('polls.nobodyAnswered')}</p>;
  return (
    <>
      <ul className={styles['texts']}>
        {results.texts.map((text, index) => (
          // Two people may write the same; the order never changes.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
          <li key={index}>
            <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
      {results.textsLeft > 0 && <p className={styles['soft']}>{t('polls.textsLeft', { count: results.textsLeft })}</p>}
    </>
  );
}
