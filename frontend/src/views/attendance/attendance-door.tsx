import { ClipboardCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useHere } from '../house-context.ts';
import styles from './attendance.module.css';

interface Props {
  /** The person has just come back through it. */
  readonly shouldFocus: boolean;
  onOpen(): void;
}

/** The way from the lobby to who was there. */
export function AttendanceDoor({ shouldFocus, onOpen }: Props) {
  const { t } = useTranslation();
  const { session } = useHere();
  const isTeacher = session.role === 'teacher';
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shouldFocus) section.current?.querySelector('button')?.focus();
  }, [shouldFocus]);
  return (
    <section ref={section} className={styles['door']} aria-labelledby="attendance-door">
      <div>
        <h2 id="attendance-door">{t('attendance.title')}</h2>
        <p className={styles['soft']}>{t(isTeacher ? 'attendance.doorTeacher' : 'attendance.door')}</p>
      </div>
      <Button icon={<ClipboardCheck size={18} aria-hidden />} onPress={onOpen}>
        {t(isTeacher ? 'attendance.open' : 'attendance.openMine')}
      </Button>
    </section>
  );
}
