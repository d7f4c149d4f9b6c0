import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const AGAIN_MS = 20_000;

/** "5 minutes ago", in the person's language; it grows older while it is looked at. */
export function useAgo(now: () => number): (at: number) => string {
  const { i18n } = useTranslation();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const format = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' });
  return (at) => {
    const age = Math.max(0, now() - at);
    const [unit, ms] = UNITS.find(([, size]) => age >= size) ?? ['second', Number.POSITIVE_INFINITY];
    return format.format(-Math.floor(age / ms) || 0, unit);
  };
}
