import { useTranslation } from 'react-i18next';

const DAY_MS = 86_400_000;

/** A moment in the person's own words: the time alone for today, with the date otherwise. */
export function useWhen(): (at: number) => string {
  const { i18n } = useTranslation();
  return (at) => {
    const isToday = Math.abs(Date.now() - at) < DAY_MS && new Date(at).getDate() === new Date().getDate();
    const format: Intl.DateTimeFormatOptions = isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
    return new Intl.DateTimeFormat(i18n.language, format).format(at);
  };
}
