import { X } from 'lucide-react';
import { useRef } from 'react';
import { useLandmark } from 'react-aria/useLandmark';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import { AnswerForm } from './answer-form.tsx';
import { PollBars } from './poll-bars.tsx';
import styles from './polls.module.css';

/**
 * What a student is asked, and what came of it, in a corner: it takes no focus, covers neither bar nor panel, and goes aside with
 * one click, from where the bar's button brings it back.
 */
export function PollCard() {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { open, shown, isAside } = useWatched(parts.polls.state);
  const isStudent = state.me?.role === 'student';
  const news = open ? t('polls.news', { question: open.text }) : shown && !isAside ? t('polls.newsResults') : '';
  return (
    <>
      <p className={styles['hidden']} role="status">
        {isStudent ? news : ''}
      </p>
      {isStudent && (open ?? shown) && !isAside && <Card title={t(open ? 'polls.asked' : 'polls.results')} />}
    </>
  );
}

function Card({ title }: { readonly title: string }) {
  const { t } = useTranslation();
  const { parts } = useRoom();
  const { open, shown } = useWatched(parts.polls.state);
  const ref = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: 'region', 'aria-label': title }, ref);
  return (
    <section ref={ref} {...landmarkProps} className={styles['card']} data-testid="poll-card">
      <header className={styles['cardHead']}>
        <h2>{title}</h2>
        <IconButton label={t(open ? 'polls.later' : 'common.close')} onPress={() => parts.polls.putAside(true)}>
          <X size={20} aria-hidden />
        </IconButton>
      </header>
      {open ? <AnswerForm poll={open} /> : shown && <ShownPoll {...shown} />}
    </section>
  );
}

type Shown = NonNullable<ReturnType<ReturnType<typeof useRoom>['parts']['polls']['state']['get']>['shown']>;

export function ShownPoll({ poll, results }: Shown) {
  const { t } = useTranslation();
  return (
    <div className={styles['stack']}>
      <p className={styles['question']}>
        <bdi>{poll.text}</bdi>
      </p>
      <PollBars poll={poll} counts={results} results={results} />
      <p className={styles['soft']}>{t('polls.answered', { count: results.voters })}</p>
    </div>
  );
}
