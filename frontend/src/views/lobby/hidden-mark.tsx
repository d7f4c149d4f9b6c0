import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './recording-list.module.css';

/** Stands beside a recording that only teachers see. */
export function HiddenMark() {
  const { t } = useTranslation();
  return (
    <span className={styles['mark']}>
      <EyeOff size={14} aria-hidden /> {t('library.hidden')}
    </span>
  );
}
