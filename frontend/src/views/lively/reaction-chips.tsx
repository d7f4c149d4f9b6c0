import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';
import styles from './lively.module.css';
import { REACTION_SIGNS } from './signs.ts';

/** One sign for each kind, with how many sent it of late: three hundred people are six signs. */
export function ReactionChips() {
  const { counts } = useWatched(useParts().lively.reactions.state);
  return (
    <ul className={styles['chips']} aria-hidden>
      {[...counts].map(([kind, count]) => {
        const Sign = REACTION_SIGNS[kind];
        return (
          <li key={kind} className={styles['chip']} data-testid="reaction" data-kind={kind}>
            <Sign size={26} />
            {count > 1 && <span className={styles['count']} data-count={count} />}
          </li>
        );
      })}
    </ul>
  );
}
