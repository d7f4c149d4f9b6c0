import { Pause, Play, Plus, Timer, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import { clockText } from './clock-text.ts';
import styles from './lively.module.css';

const SECOND_MS = 1_000;
/** Just after the second begins, and not just before. */
const LATE_MS = 5;
const ANOTHER_MINUTE_S = 60;
const SOON_MS = 10_000;

/** What is left, the same for everybody; for a teacher the ways to change it. */
export function TimerCard() {
  const { t, i18n } = useTranslation();
  const { state, parts } = useRoom();
  const { timer } = useWatched(parts.lively.timer.state);
  const leftMs = useLeft();
  if (!timer) return null;
  const isOver = leftMs === 0;
  const look = isOver ? 'over' : timer.phase === 'paused' ? 'paused' : leftMs <= SOON_MS ? 'soon' : 'running';
  return (
    <section className={styles['card']} aria-label={t('timer.title')} data-testid="timer" data-look={look}>
      <Timer size={20} aria-hidden />
      <span role="timer" className={styles['clock']}>
        {isOver ? t('timer.over') : <bdi>{clockText(leftMs, i18n.language)}</bdi>}
      </span>
      {look === 'paused' && <span className={styles['soft']}>{t('timer.paused')}</span>}
      {state.me?.role === 'teacher' && <Controls isOver={isOver} />}
    </section>
  );
}

function Controls({ isOver }: { readonly isOver: boolean }) {
  const { t } = useTranslation();
  const { timer: model } = useRoom().parts.lively;
  const isPaused = useWatched(model.state).timer?.phase === 'paused';
  return (
    <span className={styles['controls']}>
      {!isOver && (
        <IconButton label={t(isPaused ? 'timer.resume' : 'timer.pause')} onPress={() => void (isPaused ? model.resume() : model.pause())}>
          {isPaused ? <Play size={18} className={styles['forward']} aria-hidden /> : <Pause size={18} aria-hidden />}
        </IconButton>
      )}
      <IconButton label={t('timer.addMinute')} onPress={() => void model.add(ANOTHER_MINUTE_S)}>
        <Plus size={18} aria-hidden />
      </IconButton>
      <IconButton label={t('timer.stop')} onPress={() => void model.stop()}>
        <X size={18} aria-hidden />
      </IconButton>
    </span>
  );
}

/** Looks again when the next second begins. */
function useLeft(): number {
  const { timer: model } = useRoom().parts.lively;
  const isRunning = useWatched(model.state).timer?.phase === 'running';
  const [, tick] = useState(0);
  const { leftMs } = model;
  const isCounting = isRunning && leftMs > 0;
  useEffect(() => {
    if (!isCounting) return;
    const timeout = setTimeout(() => tick((count) => count + 1), (leftMs % SECOND_MS) + LATE_MS);
    return () => clearTimeout(timeout);
  });
  return leftMs;
}
