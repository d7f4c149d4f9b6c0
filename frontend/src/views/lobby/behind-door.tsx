import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './behind-door.module.css';

interface DoorProps {
  readonly title: string;
  readonly note: string;
  readonly action: string;
  readonly icon: ReactNode;
  /** The person has just come back through it. */
  readonly shouldFocus: boolean;
  onOpen(): void;
}

/** The way from the lobby to a part that takes its place for a while. */
export function Door({ title, note, action, icon, shouldFocus, onOpen }: DoorProps) {
  const id = useId();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shouldFocus) section.current?.querySelector('button')?.focus();
  }, [shouldFocus]);
  return (
    <section ref={section} className={styles['door']} aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        <p className={styles['note']}>{note}</p>
      </div>
      <Button icon={icon} onPress={onOpen}>
        {action}
      </Button>
    </section>
  );
}

interface PartProps {
  readonly title: string;
  onBack(): void;
  readonly children: ReactNode;
}

/** What is behind a door: its name, which is read out on coming in, and the way back. */
export function PartBehind({ title, onBack, children }: PartProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles['part']}>
      <header className={styles['head']}>
        <Button look="quiet" icon={<ArrowLeft size={18} className={styles['arrow']} aria-hidden />} onPress={onBack}>
          {t('attendance.back')}
        </Button>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
      </header>
      {children}
    </div>
  );
}
