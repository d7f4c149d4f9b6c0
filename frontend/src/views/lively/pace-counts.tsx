import { PaceState, type PaceView } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import styles from './lively.module.css';
import { PACE_SIGNS } from './signs.ts';

/** "12 yes, 3 lost": signs with words, in the order of the states. */
export function PaceCounts({ counts }: Pick<PaceView, 'counts'>) {
  const { t } = useTranslation();
  return (
    <span className={styles['paceCounts']}>
      {PaceState.options
        .filter((state) => counts[state])
        .map((state) => {
          const Sign = PACE_SIGNS[state];
          return (
            <span key={state} data-state={state} data-count={counts[state]}>
              <Sign size={16} aria-hidden />
              <span>{t('lively.count', { count: counts[state] ?? 0, what: t(`pace.state.${state}`) })}</span>
            </span>
          );
        })}
    </span>
  );
}
