import type { PaceState, RoomReaction } from '@liveclass/contract';
import styles from './lively.module.css';
import { PACE_SIGNS, REACTION_SIGNS } from './signs.ts';

interface Props {
  readonly reaction: RoomReaction | undefined;
  readonly pace: PaceState | undefined;
}

/** Beside the name and above it; the tile's own words say the same to those who listen. */
export default function SignsOnTile({ reaction, pace }: Props) {
  const [Reaction, State] = [reaction && REACTION_SIGNS[reaction], pace && PACE_SIGNS[pace]];
  return (
    <div className={styles['onTile']} aria-hidden>
      {State && (
        <span className={styles['tilePace']} data-testid="tile-pace" data-state={pace}>
          <State size={18} />
        </span>
      )}
      {Reaction && (
        <span key={reaction} className={styles['tileReaction']} data-testid="tile-reaction" data-kind={reaction}>
          <Reaction size={28} />
        </span>
      )}
    </div>
  );
}
