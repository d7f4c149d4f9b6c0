import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TabbedParts } from '../../ui/tabs.tsx';
import frame from '../attendance/attendance.module.css';
import { useHere } from '../house-context.ts';
import { AskedList } from './asked-list.tsx';
import { BankPart } from './bank-part.tsx';
import { MyPolls } from './my-polls.tsx';
import { ScoresTable } from './scores-table.tsx';

/** Questions outside of the room: for teachers what is prepared, what was asked and how it scored; for students their own answers. */
export default function PollsPart({ onBack }: { onBack(): void }) {
  const { t } = useTranslation();
  const { session } = useHere();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isTeacher = session.role === 'teacher';
  return (
    <div className={frame['part']}>
      <header className={frame['head']}>
        <Button look="quiet" icon={<ArrowLeft size={18} className={frame['arrow']} aria-hidden />} onPress={onBack}>
          {t('attendance.back')}
        </Button>
        <h2 ref={heading} tabIndex={-1}>
          {t(isTeacher ? 'polls.title' : 'polls.mine')}
        </h2>
      </header>
      {isTeacher ? (
        <TabbedParts
          label={t('polls.title')}
          tabs={[
            { id: 'bank', label: t('polls.prepared'), content: <BankPart /> },
            { id: 'asked', label: t('polls.askedTab'), content: <AskedList /> },
            { id: 'scores', label: t('polls.scores'), content: <ScoresTable /> },
          ]}
        />
      ) : (
        <MyPolls />
      )}
    </div>
  );
}
