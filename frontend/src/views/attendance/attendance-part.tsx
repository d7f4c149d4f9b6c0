import type { HeldSession } from '@liveclass/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TabbedParts } from '../../ui/tabs.tsx';
import { useHere } from '../house-context.ts';
import { PartBehind } from '../lobby/behind-door.tsx';
import { GradesPanel } from './grades-panel.tsx';
import { MyAttendance } from './my-attendance.tsx';
import { SessionList } from './session-list.tsx';
import { SessionTable } from './session-table.tsx';

/** Who was there: for teachers everybody, and what becomes of it; for students themselves. It takes the lobby's place for a while. */
export default function AttendancePart({ onBack }: { onBack(): void }) {
  const { t } = useTranslation();
  const { session } = useHere();
  const isTeacher = session.role === 'teacher';
  return (
    <PartBehind title={t(isTeacher ? 'attendance.title' : 'attendance.mine')} onBack={onBack}>
      {isTeacher ? <OfTeacher /> : <MyAttendance />}
    </PartBehind>
  );
}

function OfTeacher() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<HeldSession | undefined>();
  const sessions = chosen ? (
    <SessionTable sessionId={chosen.sessionId} onBack={() => setChosen(undefined)} />
  ) : (
    <SessionList onChoose={setChosen} />
  );
  return (
    <TabbedParts
      label={t('attendance.title')}
      tabs={[
        { id: 'sessions', label: t('attendance.sessions'), content: sessions },
        { id: 'grades', label: t('attendance.grades'), content: <GradesPanel /> },
      ]}
    />
  );
}
