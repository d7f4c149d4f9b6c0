import { type LucideIcon, Mic, MicOff, MonitorUp, Video, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { NO_MEDIA } from '../../models/person-media.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { WriteButton } from '../chat/write-button.tsx';
import { PersonMenu } from '../order/person-menu.tsx';
import styles from './panel.module.css';
import { useRoom } from './room-context.ts';

/** One person in the list: who they are, what they send, and for a teacher the way to stop it. */
export function PersonRow({ person, onWrite }: { readonly person: Person; onWrite(): void }) {
  const { t } = useTranslation();
  const { state, teaching } = useRoom();
  const { seatId, name, role, isMe, connected } = person;
  const { weakEnd } = state.media.get(seatId) ?? NO_MEDIA;
  const sends = useSending(person);
  const mayStop = state.me?.role === 'teacher' && !isMe;
  const notes = [
    t(`role.${person.isGuest ? 'guest' : role}`),
    !connected && t('room.tile.away'),
    weakEnd && t(`connection.weakEnd.${weakEnd}`, { name }),
  ];
  const stop = (label: string, source: 'microphone' | 'camera' | 'screen') =>
    mayStop ? { label, onPress: () => void teaching.mute(seatId, source) } : undefined;
  return (
    <li className={styles['row']}>
      <Avatar name={name} isSmall />
      <div className={styles['who']}>
        <p className={styles['name']}>
          <bdi>{isMe ? t('common.youName', { name }) : name}</bdi>
        </p>
        <p className={styles['note']}>{notes.filter(Boolean).join(' · ')}</p>
      </div>
      <div className={styles['signs']}>
        <WriteButton person={person} onWrite={onWrite} />
        {sends.screen && <Sign On={MonitorUp} stop={stop(t('room.stopScreenOther', { name }), 'screen')} />}
        {sends.microphone ? (
          <Sign On={Mic} stop={stop(t('room.muteOther', { name }), 'microphone')} />
        ) : (
          <OffSign Off={MicOff} label={t('room.tile.muted')} />
        )}
        {sends.camera ? (
          <Sign On={Video} stop={stop(t('room.stopCameraOther', { name }), 'camera')} />
        ) : (
          <OffSign Off={VideoOff} label={t('room.tile.noCamera')} />
        )}
        {mayStop && role === 'student' && <PersonMenu person={person} />}
      </div>
    </li>
  );
}

function useSending({ seatId, isMe }: Person) {
  const { state } = useRoom();
  if (isMe) {
    const isSent = (source: 'microphone' | 'camera' | 'screen') => state.sending.get(source)?.phase === 'sending';
    return { microphone: isSent('microphone'), camera: isSent('camera'), screen: isSent('screen') };
  }
  const { microphone, camera, screen } = state.media.get(seatId) ?? NO_MEDIA;
  return {
    microphone: microphone !== undefined && !microphone.isPaused,
    camera: camera !== undefined && !camera.isPaused,
    screen: screen !== undefined,
  };
}

interface SignProps {
  readonly On: LucideIcon;
  readonly stop: { readonly label: string; onPress(): void } | undefined;
}

/** What is sent is shown as it is; for whoever may stop it, it is the button that does. */
function Sign({ On, stop }: SignProps) {
  if (!stop)
    return (
      <span className={styles['sign']}>
        <On size={18} aria-hidden />
      </span>
    );
  return (
    <IconButton label={stop.label} onPress={stop.onPress}>
      <On size={18} aria-hidden />
    </IconButton>
  );
}

function OffSign({ Off, label }: { readonly Off: LucideIcon; readonly label: string }) {
  return (
    <span className={styles['off']} role="img" aria-label={label}>
      <Off size={18} aria-hidden />
    </span>
  );
}
