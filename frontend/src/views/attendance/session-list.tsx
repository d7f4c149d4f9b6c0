import type { AttendanceReply, HeldSession } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock, ChevronRight, Download } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useHere } from '../house-context.ts';
import { useWhen } from '../lobby/when.ts';
import { Asked } from './asked.tsx';
import styles from './attendance.module.css';
import { useNumbers } from './numbers.ts';
import { useDownload } from './use-download.ts';

type Listed = AttendanceReply['sessions'][number];
/** While a session is live its numbers move. */
const POLL_MS = 10_000;

export function SessionList({ onChoose }: { onChoose(session: HeldSession): void }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const download = useDownload();
  const query = useQuery({
    queryKey: ['attendance'],
    queryFn: () => house.api.attendance.sessions(),
    refetchInterval: ({ state }) => (state.data?.sessions.some(({ endedAt }) => endedAt === null) ? POLL_MS : false),
  });
  return (
    <Asked query={query}>
      {({ sessions }) =>
        sessions.length === 0 ? (
          <p className={styles['empty']}>
            <CalendarClock size={20} aria-hidden /> {t('attendance.noSessions')}
          </p>
        ) : (
          <div className={styles['stack']}>
            <ul className={styles['list']}>
              {sessions.map((session) => (
                <SessionRow key={session.sessionId} session={session} onChoose={() => onChoose(session)} />
              ))}
            </ul>
            <div className={styles['actions']}>
              <Button icon={<Download size={18} aria-hidden />} onPress={() => void download()}>
                {t('attendance.downloadAll')}
              </Button>
            </div>
          </div>
        )
      }
    </Asked>
  );
}

function SessionRow({ session, onChoose }: { readonly session: Listed; onChoose(): void }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { minutes } = useNumbers();
  const { startedAt, endedAt, heldMs, counts, group, present = 0, expected = 0 } = session;
  return (
    <li className={styles['item']}>
      <AriaButton className={String(styles['session'])} onPress={onChoose}>
        <span className={styles['words']}>
          <span className={styles['name']}>{when(startedAt)}</span>
          <span className={styles['facts']}>
            {group !== undefined && <bdi>{group || t('rooms.rest')}</bdi>}
            <span>{endedAt === null ? t('lobby.live') : minutes(heldMs)}</span>
            {!counts && <span>{t('attendance.leftOut')}</span>}
          </span>
        </span>
        <span className={styles['came']}>
          <span>{t('attendance.came', { present, expected })}</span>
          <svg className={styles['gauge']} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
            <rect className={styles['filled']} width={expected > 0 ? (present / expected) * 100 : 0} height="6" />
          </svg>
        </span>
        <ChevronRight size={18} className={styles['arrow']} aria-hidden />
      </AriaButton>
    </li>
  );
}
