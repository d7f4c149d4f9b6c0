import { useTranslation } from 'react-i18next';

/** Numbers and times in the person's own writing. */
export function useNumbers() {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' });
  const fine = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 2 });
  return {
    minutes: (ms: number): string => t('attendance.minutes', { count: Math.round(ms / 60_000) }),
    /** The moment within a session whose day is said elsewhere. */
    time: (at: number): string => time.format(at),
    percent: (share: number): string => percent.format(share),
    /** A grade out of 100, as exactly as it is sent. */
    grade: (score: number): string => fine.format(score / 100),
  };
}
