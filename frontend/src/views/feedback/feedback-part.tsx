import type { FeedbackSummary } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ChevronRight, Star } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TabbedParts } from '../../ui/tabs.tsx';
import { Asked } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import styles from './feedback.module.css';
import { FeedbackDetailView } from './feedback-detail.tsx';
import { Trend } from './trend.tsx';
import { useFeedbackWords } from './words.ts';

/** What students thought, session by session, for teachers. It takes the lobby's place for a while. */
export default function FeedbackPart({ onBack }: { onBack(): void }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const [chosen, setChosen] = useState<FeedbackSummary | undefined>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const query = useQuery({ queryKey: ['feedback', 'report'], queryFn: () => house.api.feedback.report() });
  return (
    <div className={styles['part']}>
      <header className={styles['head']}>
        <Button look="quiet" icon={<ArrowLeft size={18} className={styles['arrow']} aria-hidden />} onPress={onBack}>
          {t('feedback.back')}
        </Button>
        <h2 ref={heading} tabIndex={-1}>
          {t('feedback.title')}
        </h2>
      </header>
      {chosen ? (
        <FeedbackDetailView subject={chosen.subject} onBack={() => setChosen(undefined)} />
      ) : (
        <Asked query={query}>
          {({ sessions, recordings }) => (
            <TabbedParts
              label={t('feedback.title')}
              tabs={[
                {
                  id: 'sessions',
                  label: t('feedback.sessions'),
                  content: (
                    <>
                      <Trend sessions={sessions} />
                      <List all={sessions} empty={t('feedback.none')} onChoose={setChosen} />
                    </>
                  ),
                },
                {
                  id: 'recordings',
                  label: t('feedback.recordings'),
                  content: <List all={recordings} empty={t('feedback.noneRecordings')} onChoose={setChosen} />,
                },
              ]}
            />
          )}
        </Asked>
      )}
    </div>
  );
}

interface ListProps {
  readonly all: readonly FeedbackSummary[];
  readonly empty: string;
  onChoose(summary: FeedbackSummary): void;
}

function List({ all, empty, onChoose }: ListProps) {
  if (all.length === 0)
    return (
      <p className={styles['empty']}>
        <Star size={20} aria-hidden /> {empty}
      </p>
    );
  return (
    <ul className={styles['list']}>
      {all.map((summary) => (
        <li key={summary.subject.id} data-testid="feedback-row">
          <Row summary={summary} onChoose={() => onChoose(summary)} />
        </li>
      ))}
    </ul>
  );
}

function Row({ summary, onChoose }: { readonly summary: FeedbackSummary; onChoose(): void }) {
  const { t } = useTranslation();
  const { nameOf, answersOf, averageOf } = useFeedbackWords();
  const { result } = summary;
  return (
    <AriaButton className={String(styles['row'])} onPress={onChoose}>
      <span className={styles['what']}>
        <bdi className={styles['name']}>{nameOf(summary)}</bdi>
        <span className={styles['soft']}>{answersOf(summary)}</span>
      </span>
      {result && (
        <span className={styles['average']}>
          <Star size={18} aria-hidden data-filled /> {t('feedback.average', { average: averageOf(result.average) })}
        </span>
      )}
      <ChevronRight size={18} className={styles['arrow']} aria-hidden />
    </AriaButton>
  );
}
