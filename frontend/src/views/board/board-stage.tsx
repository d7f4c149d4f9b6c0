import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './board.module.css';
import { BoardTools } from './board-tools.tsx';
import { Drawing } from './drawing.tsx';

/** The board on the stage: the page that is looked at, and the controls below it. */
export default function BoardStage() {
  const { t } = useTranslation();
  const { board } = useRoom();
  const { phase, isFollowing, view, canDraw } = useWatched(board.state);
  useEffect(() => board.open(), [board]);
  const at = view.pages.findIndex(({ id }) => id === view.at) + 1;
  return (
    <div className={styles['board']}>
      <div className={classes(styles['canvas'], !canDraw && styles['looking'])} data-own-keys>
        <Drawing />
        {phase === 'loading' && <output className={styles['veil']}>{t('board.loading')}</output>}
        {phase === 'failed' && (
          <div className={styles['veil']} role="alert">
            <p>{t('board.failed')}</p>
            <Button onPress={() => board.readAgain()}>{t('common.tryAgain')}</Button>
          </div>
        )}
      </div>
      {!isFollowing && (
        <div className={styles['elsewhere']} role="status">
          <span>{t('board.elsewhere', { page: at })}</span>
          <Button look="primary" onPress={() => board.follow()}>
            {t('board.back')}
          </Button>
        </div>
      )}
      <BoardTools />
      {!canDraw && phase === 'ready' && <p className={styles['note']}>{t('board.readOnly')}</p>}
    </div>
  );
}
