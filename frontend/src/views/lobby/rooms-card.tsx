import { type ClassView, CONSENT_VERSION, type RoomView } from '@liveclass/contract';
import { DoorOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fragmentOf } from '../../links/choices.ts';
import type { MyMedia } from '../../models/my-media.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useHere } from '../house-context.ts';
import { ConsentBox } from './consent-box.tsx';
import lobby from './lobby-page.module.css';
import { NotLive } from './next-meeting.tsx';
import { useOpenRoom } from './open-room.ts';
import { OpeningNote } from './opening-note.tsx';
import styles from './rooms-card.module.css';

interface Props {
  readonly view: ClassView;
  readonly rooms: readonly RoomView[];
  readonly media: MyMedia;
}

/** The rooms of the groups: all of them for teachers, one's own for who is in several, and plain words for who is in none. */
export function RoomsCard({ view, rooms, media }: Props) {
  const { t } = useTranslation();
  const [hasAgreed, setHasAgreed] = useState(false);
  const isLive = rooms.some(({ session }) => session !== null);
  const isRecording = rooms.some(({ session }) => session?.recording);
  const isAsked = isRecording || view.recordFromStart;
  if (rooms.length === 0) return <NoRoom view={view} />;
  return (
    <section className={classes(lobby['card'], styles['card'])} aria-labelledby="rooms-title">
      <h2 id="rooms-title">{t('rooms.title')}</h2>
      {!isLive && view.next && <NotLive view={view} />}
      {isAsked && <ConsentBox isRecording={isRecording} isOn={hasAgreed} onChange={setHasAgreed} />}
      <ul className={styles['list']}>
        {rooms.map((room) => (
          <RoomRow
            key={room.roomId}
            room={room}
            mayEnter={hasAgreed || !(view.recordFromStart || room.session?.recording)}
            fragment={() => fragmentOf(media.state.get().choices, isAsked && hasAgreed ? CONSENT_VERSION : undefined)}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly room: RoomView;
  readonly mayEnter: boolean;
  fragment(): string;
}

function RoomRow({ room, mayEnter, fragment }: RowProps) {
  const { t } = useTranslation();
  const { roomId, session } = room;
  const name = room.name || t('rooms.rest');
  const { state, open } = useOpenRoom('room', fragment, { roomId });
  return (
    <li className={styles['row']} data-testid="group-room">
      <span className={styles['what']}>
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['facts']}>
          {session ? (
            <>
              <span className={lobby['dot']} aria-hidden />
              <span>{session.people === 0 ? t('rooms.quiet') : t('rooms.people', { count: session.people })}</span>
              {session.recording && <span className={styles['recorded']}>{t('rooms.recorded')}</span>}
            </>
          ) : (
            <span>{t('rooms.quiet')}</span>
          )}
        </span>
        {(state.phase === 'blocked' || state.phase === 'refused') && (
          <span aria-live="polite">
            <OpeningNote state={state} />
          </span>
        )}
      </span>
      <Button
        look={session ? 'primary' : 'plain'}
        isDisabled={!mayEnter || state.phase === 'opening'}
        aria-label={t('rooms.enterNamed', { name })}
        onPress={open}
      >
        {t('rooms.enter')}
      </Button>
    </li>
  );
}

function NoRoom({ view }: { readonly view: ClassView }) {
  const { t } = useTranslation();
  const isTeacher = useHere().session.role === 'teacher';
  return (
    <section className={lobby['card']}>
      <div className={lobby['state']} role="status">
        <DoorOpen size={28} aria-hidden />
        <p className={lobby['quiet']}>{t(isTeacher ? 'rooms.noGroups' : 'rooms.none')}</p>
        <p>{t(isTeacher ? 'rooms.noGroupsText' : 'rooms.noneText')}</p>
      </div>
      {view.next && <NotLive view={view} />}
    </section>
  );
}
