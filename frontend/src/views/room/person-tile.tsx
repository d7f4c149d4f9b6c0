import { EllipsisVertical, Hand, Megaphone, MicOff, Pin, PinOff, SignalLow, VideoOff, WifiOff } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { NO_MEDIA, type PersonMedia } from '../../models/person-media.ts';
import { tileKey } from '../../models/stage.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHand } from '../hands/use-hand.ts';
import { TileSigns } from '../lively/tile-signs.tsx';
import { usePaceOf } from '../lively/use-pace-of.ts';
import { TrackVideo } from '../media/track-video.tsx';
import { useRoom } from './room-context.ts';
import styles from './tile.module.css';
import { useShown } from './use-shown.ts';

interface Truth {
  readonly picture: MediaStreamTrack | undefined;
  readonly isMuted: boolean;
  readonly isSpeaking: boolean;
  readonly media: PersonMedia;
}

/** One person: picture or initials, name, and what is true of them at a glance. */
export function PersonTile({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const { room } = useRoom();
  const ref = useRef<HTMLElement>(null);
  useShown(ref, room, person.seatId, 'camera', person.isMe);
  const truth = useTruth(person);
  const name = person.isMe ? t('common.youName', { name: person.name }) : person.name;
  return (
    <article
      ref={ref}
      className={styles['tile']}
      data-testid="tile"
      data-seat={person.seatId}
      data-name={person.name}
      data-kind="person"
      data-speaking={truth.isSpeaking || undefined}
      data-away={!person.connected || undefined}
      aria-label={useWords(person, truth, name)}
    >
      {truth.picture ? <TrackVideo track={truth.picture} label={name} isMirrored={person.isMe} /> : <Avatar name={person.name} />}
      <Label name={name} person={person} truth={truth} />
      <TileSigns seatId={person.seatId} />
      <TileMenu person={person} truth={truth} />
    </article>
  );
}

function useTruth(person: Person): Truth {
  const { state, media: mine } = useRoom();
  const my = useWatched(mine.state);
  const media = state.media.get(person.seatId) ?? NO_MEDIA;
  const isSpeaking = state.speaking.has(person.seatId);
  if (person.isMe) {
    const picture = my.camera.phase === 'on' && my.choices.isCameraOn ? my.camera.track : undefined;
    const isMuted = !my.choices.isMicrophoneOn || my.microphone.phase !== 'on';
    return { picture, isMuted, isSpeaking: isSpeaking && !isMuted, media: { ...NO_MEDIA, quality: state.myQuality } };
  }
  const { camera, microphone } = media;
  const isMuted = !microphone || microphone.isPaused;
  return { picture: camera && !camera.isPaused ? camera.track : undefined, isMuted, isSpeaking: isSpeaking && !isMuted, media };
}

/** The same at a glance, for those who listen instead of looking. */
function useWords(person: Person, { isMuted, isSpeaking, picture, media }: Truth, name: string): string {
  const { t } = useTranslation();
  const { place, hasFloor } = useHand(person.seatId);
  const pace = usePaceOf(person.seatId);
  const words = [
    name,
    person.isGuest && t('role.guest'),
    isSpeaking && t('room.tile.speaking'),
    isMuted && t('room.tile.muted'),
    !picture && t('room.tile.noCamera'),
    place !== undefined && t('hands.tile', { place }),
    hasFloor && t('floor.tile'),
    pace && t(`pace.state.${pace}`),
    !person.connected && t('room.tile.away'),
    media.quality !== 'good' && t(`room.tile.${media.quality}`),
  ];
  return words.filter(Boolean).join(', ');
}

function Label({ name, person, truth }: { readonly name: string; readonly person: Person; readonly truth: Truth }) {
  const { t } = useTranslation();
  const { state } = useRoom();
  const isPinned = state.pinned === tileKey(person.seatId, 'person');
  const { quality } = truth.media;
  const { place, hasFloor } = useHand(person.seatId);
  return (
    <p className={styles['label']} aria-hidden>
      {place !== undefined && (
        <span className={styles['hand']}>
          <Hand size={16} /> {place}
        </span>
      )}
      {hasFloor && <Megaphone size={16} className={styles['hand']} />}
      {isPinned && <Pin size={14} />}
      {truth.isMuted && <MicOff size={14} className={styles['muted']} />}
      <bdi className={styles['name']}>{name}</bdi>
      {person.role === 'teacher' && <span className={styles['role']}>{t('role.teacher')}</span>}
      {person.isGuest && <span className={styles['role']}>{t('role.guest')}</span>}
      {quality !== 'good' && <SignalLow size={16} className={styles[quality]} />}
      {!person.connected && <WifiOff size={14} />}
    </p>
  );
}

function TileMenu({ person, truth }: { readonly person: Person; readonly truth: Truth }) {
  const { t } = useTranslation();
  const { room, state, teaching } = useRoom();
  const { name, seatId } = person;
  const key = tileKey(seatId, 'person');
  const isPinned = state.pinned === key;
  const choices: Choice[] = [
    {
      id: 'pin',
      label: t(isPinned ? 'room.unpin' : 'room.pin', { name }),
      icon: isPinned ? <PinOff size={18} /> : <Pin size={18} />,
      onChoose: () => room.pin(isPinned ? undefined : key),
    },
  ];
  if (state.me?.role === 'teacher' && !person.isMe) {
    if (!truth.isMuted)
      choices.push({
        id: 'mute',
        label: t('room.muteOther', { name }),
        icon: <MicOff size={18} />,
        onChoose: () => void teaching.mute(seatId, 'microphone'),
      });
    if (truth.media.camera)
      choices.push({
        id: 'camera',
        label: t('room.stopCameraOther', { name }),
        icon: <VideoOff size={18} />,
        onChoose: () => void teaching.mute(seatId, 'camera'),
      });
  }
  return (
    <div className={styles['menu']}>
      <ChoiceMenu label={t('room.actionsFor', { name })} choices={choices}>
        <IconButton label={t('room.actionsFor', { name })}>
          <EllipsisVertical size={20} aria-hidden />
        </IconButton>
      </ChoiceMenu>
    </div>
  );
}
