import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import { AttendanceDoor } from '../attendance/attendance-door.tsx';
import { DeviceCheck } from '../check/device-check.tsx';
import { FeedbackAsk } from '../feedback/feedback-ask.tsx';
import { FeedbackDoor } from '../feedback/feedback-door.tsx';
import { FilesSection } from '../files/files-section.tsx';
import { GuestLinksPart } from '../guests/guest-links-part.tsx';
import { useHere } from '../house-context.ts';
import { ProblemPage } from '../pages/pages.tsx';
import { PollsDoor } from '../polls/polls-door.tsx';
import { BansPart } from './bans-part.tsx';
import { JoinCard } from './join-card.tsx';
import styles from './lobby-page.module.css';
import { PeoplePart } from './people-part.tsx';
import { PlanSection } from './plan-section.tsx';
import { RecordingList } from './recording-list.tsx';
import { isFramed, useFrameHeight } from './use-frame-height.ts';

const AttendancePart = lazy(() => import('../attendance/attendance-part.tsx'));
const FeedbackPart = lazy(() => import('../feedback/feedback-part.tsx'));
const PollsPart = lazy(() => import('../polls/polls-part.tsx'));

const PARTS = { attendance: AttendancePart, feedback: FeedbackPart, polls: PollsPart } as const;
type PartName = keyof typeof PARTS;

/** What takes the lobby's place for a while, and what has just given it back. */
interface Doors {
  readonly open?: PartName;
  readonly closed?: PartName;
}

/** What stands in the course: is it live, am I ready, come in; and what was recorded before. */
export default function LobbyPage() {
  const { t } = useTranslation();
  const { house, session } = useHere();
  const [lobby] = useState(() => house.lobby());
  const [media] = useState(() => house.media(undefined));
  const [bans] = useState(() => house.bans());
  const { isStale, closedBy, isRemoved } = useWatched(lobby.state);
  const view = useWatched(house.library.state);
  const page = useRef<HTMLElement>(null);
  const [doors, setDoors] = useState<Doors>({});
  const Part = doors.open && PARTS[doors.open];
  useFrameHeight(page);

  useEffect(() => {
    lobby.open();
    void media.open();
    const finish = () => house.library.finish();
    addEventListener('pagehide', finish);
    return () => removeEventListener('pagehide', finish);
  }, [lobby, media, house]);
  useEffect(() => {
    document.title = session.title || t('common.untitledClass');
  }, [session.title, t]);

  if (isRemoved) return <ProblemPage kind="removed" />;
  if (closedBy) return <ProblemPage kind="refused" reason={closedBy} />;
  return (
    <main ref={page} className={styles['lobby']} data-framed={isFramed || undefined}>
      <header className={styles['head']}>
        <p className={styles['course']}>
          <bdi>{session.courseTitle}</bdi>
        </p>
        <h1>
          <bdi>{(view?.title ?? session.title) || t('common.untitledClass')}</bdi>
        </h1>
      </header>
      {Part ? (
        <Suspense fallback={<p>{t('common.loading')}</p>}>
          <Part onBack={() => setDoors(doors.open ? { closed: doors.open } : {})} />
        </Suspense>
      ) : (
        <>
          {isStale && (
            <p className={styles['stale']} role="status">
              {t('lobby.stale')}
            </p>
          )}
          <div className={styles['columns']}>
            <DeviceCheck media={media} name={session.name} />
            <JoinCard view={view} media={media} />
          </div>
          {view && session.role === 'teacher' && <PlanSection view={view} lobby={lobby} />}
          {view && <RecordingList recordings={view.recordings} />}
          {view && <FilesSection />}
          {view && <AttendanceDoor shouldFocus={doors.closed === 'attendance'} onOpen={() => setDoors({ open: 'attendance' })} />}
          {view && <PollsDoor shouldFocus={doors.closed === 'polls'} onOpen={() => setDoors({ open: 'polls' })} />}
          {view && session.role === 'student' && <FeedbackAsk place="lobby" />}
          {view && session.role === 'teacher' && (
            <FeedbackDoor shouldFocus={doors.closed === 'feedback'} onOpen={() => setDoors({ open: 'feedback' })} />
          )}
          {session.role === 'teacher' && <PeoplePart bans={bans} />}
          {session.role === 'teacher' && <BansPart bans={bans} />}
          {session.role === 'teacher' && <GuestLinksPart />}
        </>
      )}
    </main>
  );
}
