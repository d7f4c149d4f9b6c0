import { ChartBarBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHere } from '../house-context.ts';
import { Door } from '../lobby/behind-door.tsx';

interface Props {
  readonly shouldFocus: boolean;
  onOpen(): void;
}

/** The way from the lobby to what was asked, and for teachers to what is prepared. */
export function PollsDoor(props: Props) {
  const { t } = useTranslation();
  const isTeacher = useHere().session.role === 'teacher';
  return (
    <Door
      {...props}
      title={t('polls.title')}
      note={t(isTeacher ? 'polls.doorTeacher' : 'polls.door')}
      action={t(isTeacher ? 'polls.openPart' : 'polls.openMine')}
      icon={<ChartBarBig size={18} aria-hidden />}
    />
  );
}
