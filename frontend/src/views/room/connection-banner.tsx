import { TriangleAlert, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import styles from './room.module.css';
import { useRoom } from './room-context.ts';

/** Says what is lost and what still works; and that a microphone sends nothing. */
export function ConnectionBanner({ onSettings }: { onSettings(): void }) {
  const { t } = useTranslation();
  const { state, media } = useRoom();
  const { isSilent, choices, microphone } = useWatched(media.state);
  const { connection } = state;
  const problem = microphone.phase === 'problem' && choices.isMicrophoneOn ? microphone.problem : undefined;
  const silence = problem ? t(`check.problem.microphone.${problem}`) : isSilent && choices.isMicrophoneOn ? t('room.silent') : undefined;
  return (
    <div className={styles['banners']} role="status">
      {connection.kind !== 'fine' && (
        <p className={classes(styles['banner'], connection.kind === 'trouble' && styles['bannerTrouble'])}>
          <WifiOff size={18} aria-hidden /> {t(`connection.${connection.kind}.${connection.what}`)}
        </p>
      )}
      {connection.kind === 'fine' && silence && (
        <div className={styles['banner']}>
          <TriangleAlert size={18} aria-hidden /> <span>{silence}</span>
          <Button look="quiet" onPress={onSettings}>
            {t('room.silentAction')}
          </Button>
        </div>
      )}
    </div>
  );
}
