import type { AttendanceReply } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHere } from '../house-context.ts';
import { useWhen } from '../lobby/when.ts';
import { Asked } from './asked.tsx';
import styles from './attendance.module.css';
import { useNumbers } from './numbers.ts';
import { Marks } from './person-row.tsx';
import { Timeline } from './timeline.tsx';

/** A student's own attendance, session by session. */
export function MyAttendance() {
  const { t } = useTranslation();
  const { house } = useHere();
  const query = useQuery({ queryKey: ['attendance'], queryFn: () => house.api.attendance.sessions() });
  return (
    <Asked query={query}>
      {({ sessions }) =>
        sessions.length === 0 ? (
          <p className={styles['empty']}>
            <CalendarClock size={20} aria-hidden /> {t('attendance.noSessionsYet')}
          </p>
        ) : (
          <ul className={styles['list']}>
            {sessions.map((session) => (
              <Row key={session.sessionId} session={session} />
            ))}
          </ul>
        )
      }
    </Asked>
  );
}

function Row({ session }: { readonly session: AttendanceReply['sessions'][number] }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { minutes, percent } = useNumbers();
  const { mine, startedAt } = session;
  if (!mine) return null;
  const of = { present: minutes(mine.presentMs), held: minutes(session.heldMs), percent: percent(mine.share) };
  return (
    <li className={styles['own']} data-testid="my-attendance">
      <span className={styles['words']}>
        <span className={styles['name']}>{when(startedAt)}</span>
        <Marks person={mine} />
      </span>
      <span className={styles['came']}>
        <span>{mine.standing === 'excused' || !session.counts ? t('attendance.notCounted') : t('attendance.presentOf', of)}</span>
        <Timeline session={session} stretches={mine.stretches} />
      </span>
    </li>
  );
}
