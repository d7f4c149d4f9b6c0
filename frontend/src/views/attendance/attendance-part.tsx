import type { HeldSession } from '@liveclass/contract';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TabbedParts } from '../../ui/tabs.tsx';
import { useHere } from '../house-context.ts';
import styles from './attendance.module.css';
import { GradesPanel } from './grades-panel.tsx';
import { MyAttendance } from './my-attendance.tsx';
import { SessionList } from './session-list.tsx';
import { SessionTable } from './session-table.tsx';

/** Who was there: for teachers everybody, and what becomes of it; for students themselves. It takes the lobby's place for a while. */
export default function AttendancePart({ onBack }: { onBack(): void }) {
  const { t } = useTranslation();
  const { session } = useHere();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isTeacher = session.role === 'teacher';
  return (
    <div className={styles['part']}>
      <header className={styles['head']}>
        <Button look="quiet" icon={<ArrowLeft size={18} className={styles['arrow']} aria-hidden />} onPress={onBack}>
          {t('attendance.back')}
        </Button>
        <h2 ref={heading} tabIndex={-1}>
          {t(isTeacher ? 'attendance.title' : 'attendance.mine')}
        </h2>
      </header>
      {isTeacher ? <OfTeacher /> : <MyAttendance />}
    </div>
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
