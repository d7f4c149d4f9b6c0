import { Gauge } from 'lucide-react';
import { Button as AriaButton, VisuallyHidden } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './lively.module.css';
import { PaceCounts } from './pace-counts.tsx';

/** How many say what: always in a teacher's sight, and in students' where that is shared. */
export function PaceChip({ onOpen }: { onOpen(): void }) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { counts } = useWatched(parts.lively.pace.state).pace;
  if (Object.keys(counts).length === 0) return null;
  const isTeacher = state.me?.role === 'teacher';
  const inside = (
    <>
      <Gauge size={18} aria-hidden />
      <PaceCounts counts={counts} />
    </>
  );
  if (!isTeacher)
    return (
      <div className={styles['paceChip']} data-testid="pace">
        {inside}
      </div>
    );
  return (
    <AriaButton className={classes(styles['paceChip'])} data-testid="pace" onPress={onOpen}>
      {inside}
      <VisuallyHidden>{t('pace.open')}</VisuallyHidden>
    </AriaButton>
  );
}
