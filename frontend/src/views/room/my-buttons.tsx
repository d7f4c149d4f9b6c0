import { Mic, MicOff, MonitorUp, MonitorX, Video, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { canShareScreen } from '../../links/capture.ts';
import type { MyMedia } from '../../models/my-media.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import styles from './bar.module.css';
import { BarButton } from './bar-button.tsx';
import { useRoom } from './room-context.ts';

/** Shows what is true: asked for, allowed, sent. */
export function MicrophoneButton() {
  const { t } = useTranslation();
  const { media, state } = useRoom();
  const { microphone, choices } = useWatched(media.state);
  const sending = state.sending.get('microphone');
  const isProblem = microphone.phase === 'problem' || sending?.phase === 'refused';
  const isOn = choices.isMicrophoneOn && !isProblem;
  const isStarting = microphone.phase === 'asking' || sending?.phase === 'starting';
  const tip = isProblem
    ? sending?.phase === 'refused'
      ? t('room.sendRefused', { source: t('room.source.microphone'), reason: t(`reasons.${sending.reason}`) })
      : t(`check.problem.microphone.${microphone.phase === 'problem' ? microphone.problem : 'failed'}`)
    : t(isOn ? (isStarting ? 'room.starting' : 'room.muteTip') : 'room.unmuteTip');
  return (
    <BarButton
      label={t(isOn ? 'room.mute' : 'room.unmute')}
      tip={tip}
      {...(isProblem ? { tone: 'trouble' as const } : isOn ? {} : { tone: 'off' as const })}
      onPress={() => media.setMicrophone(!isOn)}
    >
      {isOn ? <Mic size={22} aria-hidden /> : <MicOff size={22} aria-hidden />}
      {isOn && <MyLevel media={media} />}
    </BarButton>
  );
}

/** A little column that moves with the voice, so that nobody has to ask "can you hear me?". */
function MyLevel({ media }: { readonly media: MyMedia }) {
  const level = useWatched(media.level);
  return (
    <span className={styles['level']} aria-hidden>
      <span className={styles['levelNow']} style={{ transform: `scaleY(${level.toFixed(2)})` }} />
    </span>
  );
}

export function CameraButton() {
  const { t } = useTranslation();
  const { media, state } = useRoom();
  const { camera, choices } = useWatched(media.state);
  const sending = state.sending.get('camera');
  const isProblem = choices.isCameraOn && (camera.phase === 'problem' || sending?.phase === 'refused');
  const isOn = choices.isCameraOn && !isProblem;
  const tip =
    isProblem && camera.phase === 'problem'
      ? t(`check.problem.camera.${camera.problem}`)
      : isProblem && sending?.phase === 'refused'
        ? t('room.sendRefused', { source: t('room.source.camera'), reason: t(`reasons.${sending.reason}`) })
        : t(camera.phase === 'asking' ? 'room.starting' : 'room.cameraTip');
  return (
    <BarButton
      label={t(isOn ? 'room.stopCamera' : 'room.startCamera')}
      tip={tip}
      {...(isProblem ? { tone: 'trouble' as const } : isOn ? {} : { tone: 'off' as const })}
      onPress={() => media.setCamera(!isOn)}
    >
      {isOn ? <Video size={22} aria-hidden /> : <VideoOff size={22} aria-hidden />}
    </BarButton>
  );
}

/** Where the browser cannot share a screen, there is no button for it. */
export function ShareButton() {
  const { t } = useTranslation();
  const { house } = useHere();
  const { media, state } = useRoom();
  const { screen } = useWatched(media.state);
  if (!canShareScreen() || !state.me?.rights.produce.includes('screen')) return null;
  const share = () => {
    if (screen) media.stopScreen();
    else void media.shareScreen().catch(() => house.notices.say('room.shareFailed', {}, 'trouble'));
  };
  return (
    <BarButton label={t(screen ? 'room.stopShare' : 'room.share')} isOn={screen !== undefined} onPress={share}>
      {screen ? <MonitorX size={22} aria-hidden /> : <MonitorUp size={22} aria-hidden />}
    </BarButton>
  );
}
