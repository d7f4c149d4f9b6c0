import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useLandmark } from 'react-aria/useLandmark';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import styles from './panel.module.css';

interface Props {
  readonly title: string;
  readonly note?: string;
  /** Buttons beside the way out. */
  readonly actions?: ReactNode;
  onClose(): void;
  readonly children: ReactNode;
}

/** The frame of what is open beside the stage: its name, a way out, and room for its content. */
export function SidePanel({ title, note, actions, onClose, children }: Props) {
  const { t } = useTranslation();
  const ref = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: 'complementary', 'aria-label': t('room.region.panel') }, ref);
  return (
    <aside ref={ref} {...landmarkProps} className={styles['panel']}>
      <header className={styles['head']}>
        <div>
          <h2>{title}</h2>
          {note && <p className={styles['count']}>{note}</p>}
        </div>
        <div className={styles['headActions']}>
          {actions}
          <IconButton label={t('common.close')} onPress={onClose}>
            <X size={20} aria-hidden />
          </IconButton>
        </div>
      </header>
      {children}
    </aside>
  );
}
