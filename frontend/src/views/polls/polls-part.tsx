import { useTranslation } from 'react-i18next';
import { TabbedParts } from '../../ui/tabs.tsx';
import { useHere } from '../house-context.ts';
import { PartBehind } from '../lobby/behind-door.tsx';
import { AskedList } from './asked-list.tsx';
import { BankPart } from './bank-part.tsx';
import { MyPolls } from './my-polls.tsx';
import { ScoresTable } from './scores-table.tsx';

/** Questions outside of the room: for teachers what is prepared, what was asked and how it scored; for students their own answers. */
export default function PollsPart({ onBack }: { onBack(): void }) {
  const { t } = useTranslation();
  const { session } = useHere();
  const isTeacher = session.role === 'teacher';
  return (
    <PartBehind title={t(isTeacher ? 'polls.title' : 'polls.mine')} onBack={onBack}>
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
    </PartBehind>
  );
}
