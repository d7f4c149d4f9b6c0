import type { FeedbackSummary } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Star } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { TabbedParts } from '../../ui/tabs.tsx';
import { Asked } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import { PartBehind } from '../lobby/behind-door.tsx';
import styles from './feedback.module.css';
import { FeedbackDetailView } from './feedback-detail.tsx';
import { Trend } from './trend.tsx';
import { useFeedbackWords } from './words.ts';

/** What students thought, session by session, for teachers. It takes the lobby's place for a while. */
export default function FeedbackPart({ onBack }: { onBack(): void }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const [chosen, setChosen] = useState<FeedbackSummary | undefined>();
  const query = useQuery({ queryKey: ['feedback', 'report'], queryFn: () => house.api.feedback.report() });
  return (
    <PartBehind title={t('feedback.title')} onBack={onBack}>
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
    </PartBehind>
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
  const { nameOf, groupOf, answersOf, averageOf } = useFeedbackWords();
  const { result } = summary;
  const group = groupOf(summary);
  return (
    <AriaButton className={String(styles['row'])} onPress={onChoose}>
      <span className={styles['what']}>
        <bdi className={styles['name']}>{nameOf(summary)}</bdi>
        {group !== undefined && <bdi>{group}</bdi>}
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
