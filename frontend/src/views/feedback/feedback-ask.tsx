import type { MyFeedback } from '@liveclass/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Star } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useHere } from '../house-context.ts';
import styles from './feedback.module.css';
import { FeedbackForm } from './feedback-form.tsx';

interface Props {
  /** The lobby never asks: it lets people change what they said, or say it after all. */
  readonly place: 'over' | 'player' | 'lobby';
  readonly recordingId?: string;
}

/** What a student thought of the class or the recording: asked once, and never in the way. Where it cannot be asked there is nothing. */
export function FeedbackAsk({ place, recordingId }: Props) {
  const { house, session } = useHere();
  const queries = useQueryClient();
  const key = ['feedback', 'mine', recordingId ?? ''];
  const [isOpen, setOpen] = useState(false);
  const isStudent = session.role === 'student';
  const { data } = useQuery({ queryKey: key, queryFn: () => house.api.feedback.mine(recordingId), enabled: isStudent });
  if (!isStudent || !data) return null;
  const now = (feedback: MyFeedback) => {
    queries.setQueryData(key, feedback);
    setOpen(false);
  };
  const leave = () => {
    setOpen(false);
    if (data.state !== 'unasked') return;
    // Gone from the page at once; where the server was not told, the next visit asks again.
    now({ ...data, state: 'skipped' });
    void house.api.feedback.skip(data.subject).catch(() => undefined);
  };
  const isAsking = place !== 'lobby' && data.state === 'unasked';
  if (place === 'over' && data.state === 'skipped') return null;
  return (
    <section className={styles['ask']} data-testid="feedback" data-place={place}>
      {isOpen || isAsking ? (
        <FeedbackForm feedback={data} onGiven={now} onLeave={leave} />
      ) : (
        <Said feedback={data} onOpen={() => setOpen(true)} />
      )}
    </section>
  );
}

/** What the person said, and the way to change it. */
function Said({ feedback, onOpen }: { readonly feedback: MyFeedback; onOpen(): void }) {
  const { t, i18n } = useTranslation();
  const { kind } = feedback.subject;
  if (feedback.state !== 'given')
    return (
      <Button icon={<Star size={18} aria-hidden />} onPress={onOpen}>
        {t(kind === 'session' ? 'feedback.rateLast' : 'feedback.ask.recording')}
      </Button>
    );
  const stars = feedback.stars ?? 0;
  const until = feedback.closesAt;
  const date = until === null ? '' : new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(until);
  return (
    <div className={styles['said']}>
      <p role="status">
        <span>{t(kind === 'session' ? 'feedback.mine' : 'feedback.mineRecording', { stars })}</span>{' '}
        <span className={styles['soft']}>{until === null ? t('feedback.untilOpen') : t('feedback.untilSession', { date })}</span>
      </p>
      <Button onPress={onOpen}>{t('feedback.change')}</Button>
    </div>
  );
}
