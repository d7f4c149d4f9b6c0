import { Meter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import type { Watched } from '../../watched.ts';
import styles from './device-check.module.css';

const BARS = 24;

/** Little bars that move with the voice. */
export function LevelMeter({ level }: { readonly level: Watched<number> }) {
  const { t } = useTranslation();
  const value = useWatched(level);
  const lit = Math.round(value * BARS);
  return (
    <Meter value={Math.round(value * 100)} aria-label={t('check.level')} className={classes(styles['bars'])}>
      {Array.from({ length: BARS }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never change places.
        <span key={index} className={styles['bar']} data-lit={index < lit || undefined} />
      ))}
    </Meter>
  );
}
