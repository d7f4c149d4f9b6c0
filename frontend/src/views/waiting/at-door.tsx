import type { ClassView } from '@liveclass/contract';
import { DoorClosed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHere } from '../house-context.ts';
import styles from './waiting.module.css';

/** In the lobby: how many wait, for a teacher; that one will wait, for a student. */
export function AtDoor({ view, waiting = 0 }: { readonly view: ClassView; readonly waiting: number | undefined }) {
  const { t } = useTranslation();
  const isTeacher = useHere().session.role === 'teacher';
  const words = isTeacher ? waiting > 0 && t('waiting.atDoor', { count: waiting }) : view.hasWaitingRoom && t('waiting.youWillWait');
  if (!words) return null;
  return (
    <p className={styles['atDoor']} data-testid="at-door">
      <DoorClosed size={18} aria-hidden />
      {words}
    </p>
  );
}
