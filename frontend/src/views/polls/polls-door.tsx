import { ChartBarBig } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import door from '../attendance/attendance.module.css';
import { useHere } from '../house-context.ts';

interface Props {
  /** The person has just come back through it. */
  readonly shouldFocus: boolean;
  onOpen(): void;
}

/** The way from the lobby to what was asked, and for teachers to what is prepared. */
export function PollsDoor({ shouldFocus, onOpen }: Props) {
  const { t } = useTranslation();
  const { session } = useHere();
  const isTeacher = session.role === 'teacher';
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shouldFocus) section.current?.querySelector('button')?.focus();
  }, [shouldFocus]);
  return (
    <section ref={section} className={door['door']} aria-labelledby="polls-door">
      <div>
        <h2 id="polls-door">{t('polls.title')}</h2>
        <p className={door['soft']}>{t(isTeacher ? 'polls.doorTeacher' : 'polls.door')}</p>
      </div>
      <Button icon={<ChartBarBig size={18} aria-hidden />} onPress={onOpen}>
        {t(isTeacher ? 'polls.openPart' : 'polls.openMine')}
      </Button>
    </section>
  );
}
