import { type ClassView, CONSENT_VERSION, type RoomView } from '@liveclass/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fragmentOf } from '../../links/choices.ts';
import type { MyMedia } from '../../models/my-media.ts';
import { Button } from '../../ui/button.tsx';
import { useHere } from '../house-context.ts';
import { ConsentBox } from './consent-box.tsx';
import styles from './lobby-page.module.css';
import { NotLive } from './next-meeting.tsx';
import { useOpenRoom } from './open-room.ts';
import { OpeningNote } from './opening-note.tsx';
import { RoomsCard } from './rooms-card.tsx';
import { useWhen } from './when.ts';

interface Props {
  readonly view: ClassView | undefined;
  readonly media: MyMedia;
}

/** How to come in: one big button where there is one room for this person, else the rooms to choose from. */
export function JoinCard({ view, media }: Props) {
  const { session } = useHere();
  const rooms = view?.rooms ?? null;
  const [only] = rooms ?? [];
  if (!view || !rooms) return <OneRoom view={view} media={media} />;
  if (session.role === 'teacher' || rooms.length > 1 || !only) return <RoomsCard view={view} rooms={rooms} media={media} />;
  return <OneRoom view={view} room={only} media={media} />;
}

interface OneProps extends Props {
  /** The person's group; absent: the room for all. */
  readonly room?: RoomView;
}

/** The one big button, and what a person wants to know before pressing it. */
function OneRoom({ view, room, media }: OneProps) {
  const { t } = useTranslation();
  const { session } = useHere();
  const [hasAgreed, setHasAgreed] = useState(false);
  const live = (room ?? view)?.session ?? null;
  const isRecorded = Boolean(live?.recording) || view?.recordFromStart === true;
  const agreedTo = isRecorded && hasAgreed ? CONSENT_VERSION : undefined;
  const { state, open } = useOpenRoom('room', () => fragmentOf(media.state.get().choices, agreedTo), { roomId: room?.roomId });
  const isStart = session.role === 'teacher' && view !== undefined && live === null;
  return (
    <section className={styles['card']}>
      {room && <p className={styles['group']}>{room.name ? t('rooms.yours', { name: room.name }) : t('rooms.rest')}</p>}
      <LiveState view={view} live={live} />
      {isRecorded && <ConsentBox isRecording={Boolean(live?.recording)} isOn={hasAgreed} onChange={setHasAgreed} />}
      <Button look="primary" isLarge isWide isDisabled={!view || (isRecorded && !hasAgreed) || state.phase === 'opening'} onPress={open}>
        {t(state.phase === 'opening' ? 'lobby.joining' : isStart ? 'lobby.start' : 'lobby.join')}
      </Button>
      <div aria-live="polite" className={styles['after']}>
        <OpeningNote state={state} />
      </div>
    </section>
  );
}

function LiveState({ view, live }: { readonly view: ClassView | undefined; readonly live: ClassView['session'] }) {
  const { t } = useTranslation();
  const when = useWhen();
  if (!view)
    return (
      <p className={styles['state']} aria-busy>
        {t('common.loading')}
      </p>
    );
  if (!live) return <NotLive view={view} />;
  const { people, startedAt } = live;
  return (
    <div className={styles['state']}>
      <p className={styles['live']}>
        <span className={styles['dot']} aria-hidden /> {t('lobby.live')}
      </p>
      <p>{people === 0 ? t('lobby.nobody') : t('lobby.people', { count: people })}</p>
      <p>{t('lobby.liveSince', { time: when(startedAt) })}</p>
    </div>
  );
}
