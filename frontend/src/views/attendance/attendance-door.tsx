import { ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHere } from '../house-context.ts';
import { Door } from '../lobby/behind-door.tsx';

interface Props {
  readonly shouldFocus: boolean;
  onOpen(): void;
}

/** The way from the lobby to who was there. */
export function AttendanceDoor(props: Props) {
  const { t } = useTranslation();
  const isTeacher = useHere().session.role === 'teacher';
  return (
    <Door
      {...props}
      title={t('attendance.title')}
      note={t(isTeacher ? 'attendance.doorTeacher' : 'attendance.door')}
      action={t(isTeacher ? 'attendance.open' : 'attendance.openMine')}
      icon={<ClipboardCheck size={18} aria-hidden />}
    />
  );
}
