import { LIMITS } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { TextInput } from '../../ui/fields.tsx';
import { ChoiceSelect } from '../../ui/select.tsx';
import styles from './order.module.css';

export const LENGTHS = { day: 1, week: 7, month: 30, year: 365, open: null } as const;
export type Length = keyof typeof LENGTHS;
const DAY_MS = 86_400_000;

/** When a ban of that length ends, by the server's time. */
export const untilOf = (length: Length, now: number): number | null => {
  const days = LENGTHS[length];
  return days === null ? null : now + days * DAY_MS;
};

interface Props {
  readonly length: Length;
  readonly reason: string;
  onLength(length: Length): void;
  onReason(reason: string): void;
}

/** For how long, and why. */
export function BanFields({ length, reason, onLength, onReason }: Props) {
  const { t } = useTranslation();
  const options = (Object.keys(LENGTHS) as Length[]).map((id) => ({ id, label: t(`bans.length.${id}`) }));
  return (
    <div className={styles['fields']}>
      <ChoiceSelect
        label={t('bans.howLong')}
        options={options}
        chosen={length}
        placeholder={t('bans.howLong')}
        onChoose={(id) => onLength(id as Length)}
      />
      <TextInput label={t('bans.reason')} value={reason} maxLength={LIMITS.banReasonChars} onChange={onReason} />
      <p className={styles['note']}>{t('bans.reasonNote')}</p>
    </div>
  );
}
