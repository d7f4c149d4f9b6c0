import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Captured, MyMedia, MyMediaState } from '../../models/my-media.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { TrackVideo } from '../media/track-video.tsx';
import styles from './device-check.module.css';
import { DeviceSelects } from './device-selects.tsx';
import { LevelMeter } from './level-meter.tsx';

const problemOf = (captured: Captured): string | undefined => (captured.phase === 'problem' ? captured.problem : undefined);

/** See yourself, hear yourself, choose how you come in. */
export function DeviceCheck({ media, name }: { readonly media: MyMedia; readonly name: string }) {
  const { t } = useTranslation();
  const state = useWatched(media.state);
  return (
    <section className={styles['check']} aria-label={t('check.title')}>
      <div className={styles['preview']}>
        {state.camera.phase === 'on' ? (
          <TrackVideo track={state.camera.track} isMirrored label={t('check.preview')} />
        ) : (
          <div className={styles['nobody']}>
            <Avatar name={name} />
            <span>{t(state.camera.phase === 'asking' ? 'check.asking' : 'check.cameraOff')}</span>
          </div>
        )}
        <Toggles media={media} state={state} />
      </div>
      <p className={styles['joining']} aria-live="polite">
        {t(joiningKey(state))}
      </p>
      <Problems media={media} state={state} />
      <div className={styles['meter']}>
        <Mic size={18} aria-hidden />
        <LevelMeter level={media.level} />
      </div>
      <DeviceSelects media={media} />
    </section>
  );
}

function joiningKey({ choices, microphone, camera }: MyMediaState): string {
  const isHeard = choices.isMicrophoneOn && microphone.phase !== 'problem';
  const isSeen = choices.isCameraOn && camera.phase !== 'problem';
  if (isHeard) return isSeen ? 'check.joinAll' : 'check.joinNoCamera';
  return isSeen ? 'check.joinMuted' : 'check.joinMutedNoCamera';
}

function Toggles({ media, state }: { readonly media: MyMedia; readonly state: MyMediaState }) {
  const { t } = useTranslation();
  const { isMicrophoneOn, isCameraOn } = state.choices;
  return (
    <div className={styles['toggles']}>
      <ToggleButton
        isSelected={isMicrophoneOn}
        onChange={(isOn) => media.setMicrophone(isOn)}
        aria-label={t(isMicrophoneOn ? 'check.muteMicrophone' : 'check.unmuteMicrophone')}
        className={classes(styles['toggle'])}
      >
        {isMicrophoneOn ? <Mic size={22} aria-hidden /> : <MicOff size={22} aria-hidden />}
      </ToggleButton>
      <ToggleButton
        isSelected={isCameraOn}
        onChange={(isOn) => media.setCamera(isOn)}
        aria-label={t(isCameraOn ? 'check.stopCamera' : 'check.startCamera')}
        className={classes(styles['toggle'])}
      >
        {isCameraOn ? <Video size={22} aria-hidden /> : <VideoOff size={22} aria-hidden />}
      </ToggleButton>
    </div>
  );
}

function Problems({ media, state }: { readonly media: MyMedia; readonly state: MyMediaState }) {
  const { t } = useTranslation();
  const microphone = problemOf(state.microphone);
  const camera = state.choices.isCameraOn ? problemOf(state.camera) : undefined;
  const texts = [
    microphone && t(`check.problem.microphone.${microphone}`),
    camera && t(`check.problem.camera.${camera}`),
    state.isSilent && t('check.silent'),
  ].filter(Boolean);
  if (texts.length === 0) return null;
  return (
    <div className={styles['problems']} role="alert">
      {texts.map((text) => (
        <p key={String(text)}>{text}</p>
      ))}
      {(microphone || camera) && (
        <button type="button" className={styles['again']} onClick={() => void media.open()}>
          {t('common.tryAgain')}
        </button>
      )}
    </div>
  );
}
