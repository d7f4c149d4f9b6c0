import { useTranslation } from 'react-i18next';
import { useHere } from '../house-context.ts';

const DAY_MS = 86_400_000;

/** The day of a moment in words, as a line between messages of different days. */
export function useDay(): (at: number) => string {
  const { i18n } = useTranslation();
  const { house } = useHere();
  const relative = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' });
  const dates = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full' });
  const today = new Date(house.api.now()).setHours(0, 0, 0, 0);
  return (at) => {
    // Days of summer time are an hour shorter or longer.
    const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - today) / DAY_MS);
    return days === 0 || days === -1 ? relative.format(days, 'day') : dates.format(at);
  };
}
