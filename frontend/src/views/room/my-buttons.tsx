import { Lock, Mic, MicOff, MonitorUp, MonitorX, Video, VideoOff } from 'lucide-react';
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
  const { microphone, choices, allowed } = useWatched(media.state);
  const sending = state.sending.get('microphone');
  const isProblem = microphone.phase === 'problem' || sending?.phase === 'refused';
  const isOn = choices.isMicrophoneOn && !isProblem;
  const isStarting = microphone.phase === 'asking' || sending?.phase === 'starting';
  if (!allowed.has('microphone')) return <LockedButton source="microphone" />;
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

const OFF_SIGNS = { microphone: MicOff, camera: VideoOff, screen: MonitorX } as const;

/** What a teacher locked stays in its place and can be reached: it says why it does nothing. */
function LockedButton({ source }: { readonly source: keyof typeof OFF_SIGNS }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const Sign = OFF_SIGNS[source];
  return (
    <BarButton label={t(`order.locked.${source}`)} tone="locked" onPress={() => house.notices.say(`order.locked.${source}`)}>
      <Sign size={22} aria-hidden />
      <Lock size={14} className={styles['lock']} aria-hidden />
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
  const { camera, choices, allowed } = useWatched(media.state);
  const sending = state.sending.get('camera');
  const isProblem = choices.isCameraOn && (camera.phase === 'problem' || sending?.phase === 'refused');
  const isOn = choices.isCameraOn && !isProblem;
  if (!allowed.has('camera')) return <LockedButton source="camera" />;
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
  const { media } = useRoom();
  const { screen, allowed } = useWatched(media.state);
  if (!canShareScreen()) return null;
  if (!allowed.has('screen')) return <LockedButton source="screen" />;
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
