import { CircleDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CheckboxInput } from '../../ui/fields.tsx';
import styles from './lobby-page.module.css';

interface Props {
  readonly isRecording: boolean;
  readonly isOn: boolean;
  onChange(isOn: boolean): void;
}

/** What a person agrees to before they enter a room that is recorded, or will be. */
export function ConsentBox({ isRecording, isOn, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['consent']}>
      <h2>
        <CircleDot size={18} aria-hidden /> {t(isRecording ? 'consent.title' : 'consent.titleBefore')}
      </h2>
      <p>{t('consent.text')}</p>
      <CheckboxInput isOn={isOn} onChange={onChange}>
        {t('consent.check')}
      </CheckboxInput>
    </div>
  );
}
