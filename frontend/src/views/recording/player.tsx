import type { RecordingView } from '@liveclass/contract';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceSelect } from '../../ui/select.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import styles from './recording-page.module.css';
import { useRenewingSource } from './use-renewing-source.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

/** The browser's own controls: known to everybody, usable by keyboard and screen reader, right on every phone. */
export function Player({ recording }: { readonly recording: RecordingView }) {
  const { t, i18n } = useTranslation();
  const { house } = useHere();
  const [playback] = useState(() => house.playback(recording.recordingId));
  const element = useRef<HTMLVideoElement>(null);
  const [speed, setSpeed] = useState(1);
  const { refusedBy } = useWatched(playback.state);
  useRenewingSource(element, playback);
  const number = new Intl.NumberFormat(i18n.language);
  const choose = (id: string) => {
    const value = Number(id);
    setSpeed(value);
    const video = element.current;
    if (!video) return;
    video.playbackRate = value;
    // Else a new link would bring the standard speed back.
    video.defaultPlaybackRate = value;
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: captions come with their own feature. */}
      <video
        ref={element}
        className={styles['video']}
        controls
        playsInline
        preload="metadata"
        aria-label={recording.title}
        controlsList="nodownload"
      />
      <div className={styles['below']}>
        <div className={styles['speed']}>
          <ChoiceSelect
            label={t('player.speed')}
            options={SPEEDS.map((value) => ({ id: String(value), label: t('player.speedValue', { speed: number.format(value) }) }))}
            chosen={String(speed)}
            placeholder=""
            onChoose={choose}
          />
        </div>
        {refusedBy && (
          <p className={styles['refused']} role="alert">
            {t(`reasons.${refusedBy}`)}
          </p>
        )}
      </div>
    </>
  );
}
