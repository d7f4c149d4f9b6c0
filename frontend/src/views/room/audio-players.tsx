import type { SeatId, Source } from '@liveclass/contract';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import styles from './room.module.css';
import { useRoom } from './room-context.ts';

interface Sound {
  readonly seatId: SeatId;
  readonly source: Source;
  readonly track: MediaStreamTrack;
}

/** The sound of everybody, whether their picture is on screen or not. */
export function AudioPlayers() {
  const { t } = useTranslation();
  const { state, media } = useRoom();
  useWatched(media.state);
  const [isBlocked, setIsBlocked] = useState(false);
  const sinkId = media.deviceId('speaker');
  const sounds: Sound[] = [...state.media.values()]
    .flatMap(({ microphone, screenAudio }) => [microphone, screenAudio])
    .flatMap((one) => (one?.track ? [{ seatId: one.seatId, source: one.source, track: one.track }] : []));
  return (
    <div>
      {sounds.map((sound) => (
        <Player
          key={`${sound.seatId}/${sound.source}/${sound.track.id}`}
          sound={sound}
          sinkId={sinkId}
          isAwake={!isBlocked}
          onBlocked={() => setIsBlocked(true)}
        />
      ))}
      {isBlocked && (
        <div className={styles['soundGate']} role="alert">
          <span>{t('room.noSound')}</span>
          <Button look="primary" onPress={() => setIsBlocked(false)}>
            {t('room.turnOnSound')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface PlayerProps {
  readonly sound: Sound;
  readonly sinkId: string | undefined;
  /** Turns true with the person's click, which is what the browser waited for. */
  readonly isAwake: boolean;
  onBlocked(): void;
}

function Player({ sound, sinkId, isAwake, onBlocked }: PlayerProps) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (element.current) element.current.srcObject = new MediaStream([sound.track]);
  }, [sound.track]);
  useEffect(() => {
    const audio = element.current;
    if (!audio || !isAwake || !sound.track) return;
    void audio.play().catch((error: unknown) => {
      if ((error as { name?: string }).name === 'NotAllowedError') onBlocked();
    });
  }, [sound.track, isAwake, onBlocked]);
  useEffect(() => {
    const audio = element.current;
    // A speaker that was unplugged leaves the standard one, which is what the browser falls back to.
    if (audio && sinkId && 'setSinkId' in audio) void audio.setSinkId(sinkId).catch(() => undefined);
  }, [sinkId]);
  // biome-ignore lint/a11y/useMediaCaption: live speech; captions come with their own feature.
  return <audio ref={element} autoPlay data-testid="audio" data-seat={sound.seatId} data-source={sound.source} />;
}
