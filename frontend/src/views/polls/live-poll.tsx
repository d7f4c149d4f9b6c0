import type { PollView } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { Asked } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import { useRoom } from '../room/room-context.ts';
import { PollBars } from './poll-bars.tsx';
import styles from './polls.module.css';
import { WhoSaid } from './who-said.tsx';

/** A question that is open, with its counts as they come, which only teachers see. */
export function RunningPoll({ poll }: { readonly poll: PollView }) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { counts, isBusy } = useWatched(parts.polls.state);
  const students = state.people.filter(({ role }) => role === 'student').length;
  const now = counts?.pollId === poll.pollId ? counts : { voters: 0, counts: [] };
  return (
    <section className={styles['stack']} aria-label={t('polls.open')} data-testid="running-poll" data-voters={now.voters}>
      <Head poll={poll} label={t('polls.open')} />
      <p className={styles['strong']}>{t('polls.answeredOf', { answers: now.voters, students })}</p>
      <PollBars poll={poll} counts={now} />
      <div className={styles['actions']}>
        <Button look="primary" isDisabled={isBusy} onPress={() => void parts.polls.end(poll.pollId, true)}>
          {t('polls.endAndShow')}
        </Button>
        <Button isDisabled={isBusy} onPress={() => void parts.polls.end(poll.pollId, false)}>
          {t('polls.end')}
        </Button>
      </div>
      <p className={styles['soft']}>{t('polls.onlyTeachers')}</p>
      <Names key={`${poll.pollId}/${now.voters}`} poll={poll} />
    </section>
  );
}

/** A question that is over: its results as the server keeps them. */
export function OverPoll({ poll, isShown }: { readonly poll: PollView; readonly isShown: boolean }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const { parts } = useRoom();
  const { isBusy } = useWatched(parts.polls.state);
  const query = useQuery({ queryKey: ['polls', poll.pollId], queryFn: () => house.api.polls.asked() });
  return (
    <section className={styles['stack']} aria-label={t('polls.over')} data-testid="over-poll" data-shown={isShown || undefined}>
      <Head poll={poll} label={t(isShown ? 'polls.shownToAll' : 'polls.over')} />
      <Asked query={query}>
        {(entries) => {
          const results = entries.find((entry) => entry.poll.pollId === poll.pollId)?.results;
          return results ? (
            <>
              <PollBars poll={poll} counts={results} results={results} />
              <p className={styles['soft']}>{t('polls.answered', { count: results.voters })}</p>
            </>
          ) : null;
        }}
      </Asked>
      {!isShown && (
        <div>
          <Button look="primary" isDisabled={isBusy} onPress={() => void parts.polls.show(poll.pollId)}>
            {t('polls.show')}
          </Button>
        </div>
      )}
      <Names poll={poll} />
    </section>
  );
}

function Head({ poll, label }: { readonly poll: PollView; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className={styles['soft']}>
        {label} · {t(poll.isAnonymous ? 'polls.anonymous' : 'polls.named')}
      </p>
      <p className={styles['question']}>
        <bdi>{poll.text}</bdi>
      </p>
    </div>
  );
}

function Names({ poll }: { readonly poll: PollView }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  if (poll.isAnonymous) return <p className={styles['soft']}>{t('polls.keptAnonymousTeacher')}</p>;
  return (
    <div className={styles['stack']}>
      <div>
        <Button look="quiet" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
          {t('polls.whoSaid')}
        </Button>
      </div>
      {isOpen && <WhoSaid poll={poll} />}
    </div>
  );
}
