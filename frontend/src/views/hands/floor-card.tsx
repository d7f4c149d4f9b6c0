import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './hands.module.css';

/** Who was called is asked, never unmuted; and everybody may see whose turn it is. */
export function FloorCard() {
  const { t } = useTranslation();
  const { state, parts, media } = useRoom();
  const { floor } = useWatched(parts.hands.state);
  const { choices } = useWatched(media.state);
  const name = state.people.find(({ seatId }) => seatId === floor?.seatId)?.name;
  const isMine = parts.hands.haveFloor;
  const isTeacher = state.me?.role === 'teacher';
  return (
    <div className={styles['place']} role="status">
      {isMine && (
        <div className={styles['card']} data-testid="floor-mine">
          <Megaphone size={20} aria-hidden />
          <p className={styles['words']}>{t(choices.isMicrophoneOn ? 'floor.mine' : 'floor.asked')}</p>
          {!choices.isMicrophoneOn && (
            <Button look="primary" onPress={() => media.setMicrophone(true)}>
              {t('floor.speak')}
            </Button>
          )}
          <Button onPress={() => void parts.hands.returnFloor()}>{t(choices.isMicrophoneOn ? 'floor.return' : 'floor.notNow')}</Button>
        </div>
      )}
      {!isMine && isTeacher && name !== undefined && (
        <div className={styles['card']} data-testid="floor-other">
          <Megaphone size={20} aria-hidden />
          <p className={styles['words']}>{t('floor.other', { name })}</p>
          <Button onPress={() => void parts.hands.endFloor()}>{t('floor.end')}</Button>
        </div>
      )}
    </div>
  );
}
