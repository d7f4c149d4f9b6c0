import { MonitorUp, MonitorX, Pin, PinOff } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { tileKey } from '../../models/stage.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TrackVideo } from '../media/track-video.tsx';
import { useRoom } from './room-context.ts';
import styles from './tile.module.css';
import { useShown } from './use-shown.ts';

/** A shared screen: whole, never cut. One's own is not shown, for it would show itself without end. */
export function ScreenTile({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const { room, media, state, teaching } = useRoom();
  const ref = useRef<HTMLElement>(null);
  useShown(ref, room, person.seatId, 'screen', person.isMe);
  const { name, seatId, isMe } = person;
  const screen = state.media.get(seatId)?.screen;
  const key = tileKey(seatId, 'screen');
  const isPinned = state.pinned === key;
  const label = isMe ? t('room.myScreen') : t('room.screenOf', { name });
  return (
    <article
      ref={ref}
      className={styles['tile']}
      data-testid="tile"
      data-seat={seatId}
      data-name={name}
      data-kind="screen"
      aria-label={label}
    >
      {isMe ? (
        <div className={styles['sharing']}>
          <MonitorUp size={36} aria-hidden />
          <p>{label}</p>
          <Button onPress={() => media.stopScreen()}>{t('room.stopShare')}</Button>
        </div>
      ) : (
        screen?.track && <TrackVideo track={screen.track} label={label} isContained />
      )}
      {!isMe && (
        <p className={styles['label']} aria-hidden>
          <MonitorUp size={14} />
          <span className={styles['name']}>{label}</span>
        </p>
      )}
      <div className={styles['menu']}>
        {state.me?.role === 'teacher' && !isMe && (
          <IconButton label={t('room.stopScreenOther', { name })} onPress={() => void teaching.mute(seatId, 'screen')}>
            <MonitorX size={20} aria-hidden />
          </IconButton>
        )}
        <IconButton label={t(isPinned ? 'room.unpin' : 'room.pin', { name: label })} onPress={() => room.pin(isPinned ? undefined : key)}>
          {isPinned ? <PinOff size={20} aria-hidden /> : <Pin size={20} aria-hidden />}
        </IconButton>
      </div>
    </article>
  );
}
