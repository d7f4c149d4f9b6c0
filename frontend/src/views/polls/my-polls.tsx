import type { PollEntry } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Asked } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import { useWhen } from '../lobby/when.ts';
import { PollBars } from './poll-bars.tsx';
import styles from './polls.module.css';
import { useChoices } from './use-choices.ts';
import { Verdict } from './who-said.tsx';

/** A student's own answers, what was shown of the others', and the score of what had a right answer. */
export function MyPolls() {
  const { t } = useTranslation();
  const { house } = useHere();
  const query = useQuery({ queryKey: ['polls'], queryFn: () => house.api.polls.asked() });
  return (
    <Asked query={query}>
      {(entries) =>
        entries.length === 0 ? (
          <p className={styles['soft']}>{t('polls.noneAskedYet')}</p>
        ) : (
          <div className={styles['part']}>
            <Score entries={entries} />
            <ul className={styles['list']}>
              {entries.map((entry) => (
                <Entry key={entry.poll.pollId} entry={entry} />
              ))}
            </ul>
          </div>
        )
      }
    </Asked>
  );
}

/** Of what was shown: a score that told more would give away what is right. */
function Score({ entries }: { readonly entries: readonly PollEntry[] }) {
  const { t } = useTranslation();
  const counted = entries.filter(({ poll, isShown }) => poll.isQuiz && !poll.isAnonymous && isShown);
  if (counted.length === 0) return null;
  const right = counted.filter(({ wasRight }) => wasRight === true).length;
  return (
    <p className={styles['strong']} data-testid="my-score">
      {t('polls.myScore', { part: right, all: counted.length })}
    </p>
  );
}

function Entry({ entry }: { readonly entry: PollEntry }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { said } = useChoices();
  const { poll, mine, wasRight, results } = entry;
  const facts = [when(poll.askedAt), t(poll.isAnonymous ? 'polls.anonymous' : 'polls.named')];
  return (
    <li className={styles['item']} data-testid="my-poll">
      <div className={styles['itemWords']}>
        <p className={styles['question']}>
          <bdi>{poll.text}</bdi>
        </p>
        <p className={styles['soft']}>{facts.join(' · ')}</p>
      </div>
      {mine?.answer && (
        <p>
          <span className={styles['soft']}>{t('polls.yourAnswer')}</span> <bdi>{said(poll, mine.answer)}</bdi>{' '}
          {wasRight !== null && <Verdict isRight={wasRight} />}
        </p>
      )}
      {!mine && <p className={styles['soft']}>{t(poll.isAnonymous ? 'polls.notTold' : 'polls.notAnswered')}</p>}
      {results ? <PollBars poll={poll} counts={results} results={results} /> : <p className={styles['soft']}>{t('polls.notShown')}</p>}
    </li>
  );
}
