import { Star } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './feedback.module.css';

interface Props {
  /** The person has just come back through it. */
  readonly shouldFocus: boolean;
  onOpen(): void;
}

/** The teacher's way from the lobby to what students thought. */
export function FeedbackDoor({ shouldFocus, onOpen }: Props) {
  const { t } = useTranslation();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shouldFocus) section.current?.querySelector('button')?.focus();
  }, [shouldFocus]);
  return (
    <section ref={section} className={styles['door']} aria-labelledby="feedback-door">
      <div>
        <h2 id="feedback-door">{t('feedback.title')}</h2>
        <p className={styles['soft']}>{t('feedback.door')}</p>
      </div>
      <Button icon={<Star size={18} aria-hidden />} onPress={onOpen}>
        {t('feedback.open')}
      </Button>
    </section>
  );
}
