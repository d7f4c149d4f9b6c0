import type { HeldSession, PersonAttendance } from '@liveclass/contract';
import styles from './attendance.module.css';

interface Props {
  readonly session: HeldSession;
  readonly stretches: PersonAttendance['stretches'];
}

/** When somebody was in the room, over the time of the session; the numbers beside it say the same in words. */
export function Timeline({ session: { startedAt, heldMs }, stretches }: Props) {
  const at = (moment: number): number => (heldMs > 0 ? ((moment - startedAt) / heldMs) * 100 : 0);
  return (
    <svg className={styles['timeline']} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
      {stretches.map(({ from, to }) => (
        <rect key={from} className={styles['filled']} x={at(from)} width={Math.max(0.5, at(to) - at(from))} height="10" />
      ))}
    </svg>
  );
}
