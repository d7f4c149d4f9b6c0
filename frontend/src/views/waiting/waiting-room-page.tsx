import { useTranslation } from 'react-i18next';
import type { Mine } from '../../models/waiting.ts';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { DeviceCheck } from '../check/device-check.tsx';
import { useHere } from '../house-context.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './waiting.module.css';

/** In front of the room: what one waits for, in few words, and one's own camera and microphone to try meanwhile. */
export function WaitingRoomPage() {
  const { t } = useTranslation();
  const { session } = useHere();
  const { media, parts } = useRoom();
  const { mine } = useWatched(parts.waiting.state);
  const isWaiting = mine === undefined || mine.standing === 'waiting';
  return (
    <main className={styles['page']}>
      <header className={styles['what']}>
        <p className={styles['note']}>
          <bdi>{session.title || t('common.untitledClass')}</bdi>
        </p>
        <div role="status">
          <h1>{t(isWaiting ? 'waiting.youWait' : `waiting.${mine.standing}`)}</h1>
          <Words mine={mine} />
        </div>
      </header>
      {isWaiting && <DeviceCheck media={media} name={session.name} />}
      <Ways isWaiting={isWaiting} />
    </main>
  );
}

/** The connection first: what is said below may be old while it is lost. */
function Words({ mine }: { readonly mine: Mine | undefined }) {
  const { t } = useTranslation();
  const { state } = useRoom();
  if (mine && mine.standing !== 'waiting') return <p>{t(`waiting.${mine.standing}Text`)}</p>;
  return (
    <>
      <p>{t(state.connection.kind === 'fine' ? `waiting.stage.${mine?.view.stage ?? 'teacher-here'}` : 'waiting.lost')}</p>
      {mine?.view.message && (
        <figure className={styles['message']} data-testid="door-message">
          <figcaption>{t('waiting.fromTeacher')}</figcaption>
          <blockquote>
            <bdi>{mine.view.message}</bdi>
          </blockquote>
        </figure>
      )}
    </>
  );
}

function Ways({ isWaiting }: { readonly isWaiting: boolean }) {
  const { t } = useTranslation();
  const { session } = useHere();
  const { room, parts } = useRoom();
  return (
    <div className={styles['ways']}>
      {!isWaiting && (
        <Button look="primary" onPress={() => parts.waiting.askAgain()}>
          {t('waiting.askAgain')}
        </Button>
      )}
      {isWaiting && <Button onPress={() => void room.leave()}>{t('waiting.leave')}</Button>}
      {session.returnUrl && (
        <a className={styles['back']} href={session.returnUrl} rel="noreferrer">
          {t('common.backToCourse')}
        </a>
      )}
    </div>
  );
}
