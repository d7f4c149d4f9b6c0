import { DrawCard } from './draw-card.tsx';
import styles from './lively.module.css';
import { PaceChip } from './pace-chip.tsx';
import { ReactionChips } from './reaction-chips.tsx';
import { TimerCard } from './timer-card.tsx';

/** Over the stage: it takes no click where nothing of it is. */
export default function LivelyLayer({ onOpen }: { onOpen(): void }) {
  return (
    <>
      <div className={styles['top']}>
        <PaceChip onOpen={onOpen} />
        <TimerCard />
        <DrawCard />
      </div>
      <ReactionChips />
    </>
  );
}
