import type { RecordingState } from '@liveclass/contract';
import { Circle, CircleDot, Pause, Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, recordedMsAt } from '../../models/recording-time.ts';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import styles from './bar.module.css';
import { BarButton } from './bar-button.tsx';
import { useRoom } from './room-context.ts';

function useRecordedMs(recording: RecordingState): number {
  const { house } = useHere();
  const [ms, setMs] = useState(() => recordedMsAt(recording, house.api.now()));
  useEffect(() => {
    const tell = () => setMs(recordedMsAt(recording, house.api.now()));
    tell();
    const timer = setInterval(tell, 500);
    return () => clearInterval(timer);
  }, [recording, house]);
  return ms;
}

/** Everybody sees that, and since when, the class is recorded. */
export function RecordingBadge() {
  const { state } = useRoom();
  return state.recording ? <Badge recording={state.recording} /> : null;
}

function Badge({ recording }: { readonly recording: RecordingState }) {
  const { t } = useTranslation();
  const time = clockText(useRecordedMs(recording));
  const isPaused = recording.phase === 'paused';
  return (
    <p
      className={styles['recording']}
      data-paused={isPaused || undefined}
      role="timer"
      aria-label={t(isPaused ? 'recording.paused' : 'recording.since', { time })}
    >
      {isPaused ? <Pause size={14} aria-hidden /> : <Circle size={12} fill="currentColor" aria-hidden />}
      <span aria-hidden>
        {t('recording.badge')} {time}
      </span>
    </p>
  );
}

export function RecordButton() {
  const { t } = useTranslation();
  const { state, teaching } = useRoom();
  const isBusy = useWatched(teaching.isBusy);
  const { recording } = state;
  const stop: Choice = {
    id: 'stop',
    label: t('recording.stop'),
    icon: <Square size={18} />,
    onChoose: () => void teaching.stopRecording(),
  };
  const pause: Choice = {
    id: 'pause',
    label: t('recording.pause'),
    icon: <Pause size={18} />,
    onChoose: () => void teaching.pauseRecording(),
  };
  const resume: Choice = {
    id: 'resume',
    label: t('recording.resume'),
    icon: <Play size={18} />,
    onChoose: () => void teaching.resumeRecording(),
  };
  const start: Choice = {
    id: 'start',
    label: t('recording.start'),
    hint: t('recording.startHint'),
    icon: <Circle size={18} />,
    onChoose: () => void teaching.startRecording(),
  };
  const choices = recording === null ? [start] : [recording.phase === 'paused' ? resume : pause, stop];
  return (
    <ChoiceMenu label={t('recording.menu')} choices={choices} placement="top">
      <BarButton label={t('recording.menu')} isDisabled={isBusy}>
        <CircleDot size={22} className={recording ? styles['recordingNow'] : ''} aria-hidden />
      </BarButton>
    </ChoiceMenu>
  );
}
