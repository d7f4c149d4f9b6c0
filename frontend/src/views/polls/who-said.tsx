import type { PollView } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import styles from './polls.module.css';
import { useChoices } from './use-choices.ts';

/** Each named answer with its person; for teachers. */
export function WhoSaid({ poll }: { readonly poll: PollView }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const { said } = useChoices();
  const query = useQuery({ queryKey: ['poll-answers', poll.pollId], queryFn: () => house.api.polls.answers(poll.pollId), gcTime: 0 });
  return (
    <Asked query={query}>
      {({ answers }) =>
        answers.length === 0 ? (
          <p className={styles['soft']}>{t('polls.nobodyAnswered')}</p>
        ) : (
          <ul className={styles['named']} data-testid="who-said">
            {answers.map(({ name, answer, wasRight }, index) => (
              // Two people may have one name, and names are all there is.
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it was read.
              <li key={index}>
                <span className={styles['who']}>
                  <bdi>{name || t('attendance.nameless')}</bdi>
                </span>
                <span>
                  <bdi>{said(poll, answer)}</bdi> {wasRight !== null && <Verdict isRight={wasRight} />}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Asked>
  );
}

export function Verdict({ isRight }: { readonly isRight: boolean }) {
  const { t } = useTranslation();
  const Sign = isRight ? Check : X;
  return (
    <span className={isRight ? styles['right'] : styles['wrong']}>
      <Sign size={14} strokeWidth={3} aria-hidden /> {t(isRight ? 'polls.right' : 'polls.wrong')}
    </span>
  );
}
