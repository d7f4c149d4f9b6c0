import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Door } from '../lobby/behind-door.tsx';

interface Props {
  readonly shouldFocus: boolean;
  onOpen(): void;
}

/** The teacher's way from the lobby to what students thought. */
export function FeedbackDoor(props: Props) {
  const { t } = useTranslation();
  return (
    <Door
      {...props}
      title={t('feedback.title')}
      note={t('feedback.door')}
      action={t('feedback.open')}
      icon={<Star size={18} aria-hidden />}
    />
  );
}
